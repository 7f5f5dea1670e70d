package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// A lineRange is the lines of a declaration, with its comment; of one in a group,
// those of the whole group.
type lineRange struct {
	name             string
	first, end       int // from 0; end is left out
	ownFirst, ownEnd int // its own, where they are fewer
	doc              int // lines of comment above it
}

// own returns the lines that belong to the declaration alone.
func (r lineRange) own() (lines []int) {
	for line := r.ownFirst; line < r.ownEnd; line++ {
		lines = append(lines, line)
	}
	return lines
}

// declarations returns the lines of each declaration in a Go file: f, T.method,
// type, variable, constant; also those of "package" and "import".
func declarations(file string, content []byte) (map[string]lineRange, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, content, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	found := make(map[string]lineRange)
	lines := func(doc *ast.CommentGroup, node ast.Node) lineRange {
		first, end := set.Position(node.Pos()).Line-1, set.Position(node.End()).Line
		r := lineRange{first: first, end: end}
		if doc != nil {
			r.first = set.Position(doc.Pos()).Line - 1
			r.doc = first - r.first
		}
		r.ownFirst, r.ownEnd = r.first, r.end
		return r
	}
	found["package"] = lines(parsed.Doc, parsed.Name)
	for _, declaration := range parsed.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			found[functionName(d)] = lines(d.Doc, d)
		case *ast.GenDecl:
			group := lines(d.Doc, d)
			if d.Tok == token.IMPORT {
				found["import"] = group
			}
			for _, spec := range d.Specs {
				r := group
				doc, names := specNames(spec)
				if own := lines(doc, spec); d.Lparen.IsValid() {
					r.ownFirst, r.ownEnd = own.first, own.end
				}
				for _, name := range names {
					found[name] = r
				}
			}
		}
	}
	return found, nil
}

// functionName returns the name of a function, of a method behind that of its type.
func functionName(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	receiver := d.Recv.List[0].Type
	for {
		switch t := receiver.(type) {
		case *ast.StarExpr:
			receiver = t.X
		case *ast.IndexExpr:
			receiver = t.X
		case *ast.Ident:
			return t.Name + "." + d.Name.Name
		default:
			return d.Name.Name
		}
	}
}

func specNames(spec ast.Spec) (doc *ast.CommentGroup, names []string) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		return s.Doc, []string{s.Name.Name}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			names = append(names, name.Name)
		}
		return s.Doc, names
	}
	return nil, nil
}

// wholeDeclarations returns what b has to hold if it shows the declarations it
// names, each whole: an elision stands between them alone. It returns nil if b shows
// less. Comments above are left out where b has none.
func wholeDeclarations(b *block, source []string, ranges []lineRange) []string {
	if len(ranges) == 0 || !showsWhole(b) {
		return nil
	}
	withDoc := len(b.lines) == 0 || strings.HasPrefix(b.lines[0], "//")
	ranges = slices.Clone(ranges)
	slices.SortFunc(ranges, func(r, s lineRange) int { return r.first - s.first })
	var lines []string
	end := -1
	for _, r := range ranges {
		first := r.first
		if !withDoc {
			first += r.doc
		}
		switch {
		case end < 0:
		case r.first < end:
			continue // of the same group
		case r.first == end+1 && source[end] == "" && first == r.first:
			lines = append(lines, "")
		default:
			lines = append(lines, "", "// ...", "")
		}
		lines = append(lines, source[first:r.end]...)
		end = r.end
	}
	return lines
}

var keywords = []string{"func", "type", "var", "const", "package", "import"}

// showsWhole reports whether b has the look of whole declarations: it begins with a
// keyword, behind comments, it ends at the margin, and nothing is left out inside.
func showsWhole(b *block) bool {
	begins := false
	for _, line := range b.lines {
		if trimmed := strings.TrimSpace(line); trimmed != line && slices.Contains(elisions, trimmed) {
			return false
		}
		if !begins && line != "" && !strings.HasPrefix(line, "//") {
			begins = true
			word, _, _ := strings.Cut(line, " ")
			if !slices.Contains(keywords, word) {
				return false
			}
		}
	}
	if len(b.lines) == 0 {
		return true
	}
	last := b.lines[len(b.lines)-1]
	return begins && last == strings.TrimLeft(last, " \t")
}
