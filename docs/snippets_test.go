package docs

import (
	"go/format"
	"path"
	"slices"
	"strings"
)

// excerpts are the languages of blocks that show a part of a file.
var excerpts = []string{"go", "html", "css", "js", "markdown", "make"}

// elisions are lines that stand for lines left out, at any indent.
var elisions = []string{"// ...", "<!-- ... -->", "/* ... */", "# ..."}

// isScratch reports whether b is a file that the reader writes.
func (b *block) isScratch() bool {
	return len(b.info) == 2 && b.info[0] == "go" && strings.HasPrefix(b.info[1], "scratch/")
}

// checkSnippets holds the blocks that show a part of a file against that file, and
// those that are a file of the reader's against gofmt.
func (c *checker) checkSnippets(f *findings) {
	for i := range f.page.blocks {
		b := &f.page.blocks[i]
		switch {
		case len(b.info) == 0 || !slices.Contains(excerpts, b.info[0]):
		case len(b.info) < 2:
			f.faultf(b.open, "the block does not say of which file it is a part: ```%s FILE [NAME...]", b.info[0])
		case b.isScratch():
			checkFormatted(f, b)
		default:
			c.checkExcerpt(f, b)
		}
	}
}

func checkFormatted(f *findings, b *block) {
	source := strings.Join(b.lines, "\n") + "\n"
	formatted, err := format.Source([]byte(source))
	switch {
	case err != nil:
		f.faultf(b.open, "%s does not parse: %v", b.info[1], err)
	case string(formatted) != source:
		want := splitPage(string(formatted))
		f.replace(b.open+1, b.open+1+len(b.lines), want)
		f.differf(b.open, b.lines, want, "%s is not as gofmt writes it (go test ./docs -update mends it)", b.info[1])
	}
}

// checkExcerpt demands that b's lines stand in its file, in order, and within the
// declarations that it names.
func (c *checker) checkExcerpt(f *findings, b *block) {
	file, names := b.info[1], b.info[2:]
	content, ok := c.file(file)
	if !ok {
		f.faultf(b.open, "there is no file %s", file)
		return
	}
	source := splitPage(string(content))
	var ranges []lineRange
	if len(names) > 0 {
		declared, err := declarations(file, content)
		if err != nil {
			f.faultf(b.open, "%v", err)
			return
		}
		for _, name := range names {
			r, ok := declared[strings.NewReplacer("(", "", ")", "", "*", "").Replace(name)]
			if !ok {
				f.faultf(b.open, "%s declares no %s", file, name)
				return
			}
			r.name = name
			ranges = append(ranges, r)
		}
	}
	m := matchRuns(runsOf(b.lines), source, ranges)
	if m.ok() {
		return
	}
	if whole := wholeDeclarations(b, source, ranges); whole != nil {
		f.replace(b.open+1, b.open+1+len(b.lines), whole)
		f.differf(b.open, b.lines, whole, "the block is not what stands in %s (go test ./docs -update copies it anew)", file)
		return
	}
	m.describe(f, b, source)
}

// A run is consecutive lines of a block, without those that stand for others.
type run struct {
	at    int // the line of the block where it begins
	lines []string
}

func runsOf(lines []string) []run {
	runs := []run{{}}
	for i, line := range lines {
		if slices.Contains(elisions, strings.TrimSpace(line)) {
			runs = append(runs, run{at: i + 1})
			continue
		}
		last := &runs[len(runs)-1]
		last.lines = append(last.lines, line)
	}
	return slices.DeleteFunc(runs, func(r run) bool { return len(r.lines) == 0 })
}

// A match is what came of looking for runs in a file.
type match struct {
	missing   *run   // the first that is not there
	from      int    // the line of the file behind the run before
	unshown   string // a named declaration of which no line is shown
	outermost []lineRange
}

func (m *match) ok() bool { return m.missing == nil && m.unshown == "" }

// matchRuns looks for each run behind the one before. If ranges are given the lines
// have to lie in them, and some in each.
func matchRuns(runs []run, source []string, ranges []lineRange) *match {
	m := &match{outermost: ranges}
	shown := make(map[int]bool)
	for i := range runs {
		r := &runs[i]
		at := m.from
		for ; at+len(r.lines) <= len(source); at++ {
			if slices.Equal(source[at:at+len(r.lines)], r.lines) && within(at, r.lines, ranges) {
				break
			}
		}
		if at+len(r.lines) > len(source) {
			m.missing = r
			return m
		}
		for j := range r.lines {
			shown[at+j] = true
		}
		m.from = at + len(r.lines)
	}
	for _, r := range ranges {
		if !slices.ContainsFunc(r.own(), func(line int) bool { return shown[line] }) {
			m.unshown = r.name
		}
	}
	if len(runs) == 0 {
		m.missing = &run{}
	}
	return m
}

// within reports whether each of lines, which stand in a file from line at on, is
// blank or in one of ranges.
func within(at int, lines []string, ranges []lineRange) bool {
	for i, line := range lines {
		inside := func(r lineRange) bool { return r.first <= at+i && at+i < r.end }
		if len(ranges) > 0 && line != "" && !slices.ContainsFunc(ranges, inside) {
			return false
		}
	}
	return true
}

// describe notes why m is no match: of the run that is missing, the place in source
// that begins like it.
func (m *match) describe(f *findings, b *block, source []string) {
	file := b.info[1]
	switch {
	case m.missing == nil:
		f.faultf(b.open, "the block names %s and shows no line of it", m.unshown)
		return
	case len(m.missing.lines) == 0:
		f.faultf(b.open, "the block is empty: copy the lines from %s, or name declarations and run go test ./docs -update", file)
		return
	}
	lines := m.missing.lines
	best, length := 0, -1
	for at := range source {
		n := 0
		for n < len(lines) && at+n < len(source) && source[at+n] == lines[n] {
			n++
		}
		if n > length {
			best, length = at, n
		}
	}
	switch {
	case length == len(lines) && best < m.from:
		f.faultf(b.open+1+m.missing.at, "these lines stand in %s before those shown above them; show them in the file's order:\n    %s", path.Base(file), lines[0])
	case length == len(lines):
		f.faultf(b.open+1+m.missing.at, "these lines stand in %s:%d, outside of the declarations that the block names:\n    %s", file, best+1, lines[0])
	case length == 0:
		f.faultf(b.open+1+m.missing.at, "no such line in %s; copy it again from there:\n    - %s", file, visible(lines[0]))
	default:
		var there []string
		if best+length < len(source) {
			there = source[best+length : best+length+1]
		}
		f.differf(b.open+1+m.missing.at+length, lines[length:length+1], there, "the line differs from %s:%d; copy it again from there", file, best+length+1)
	}
}
