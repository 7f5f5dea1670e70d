package docs

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// A page is a Markdown file, taken apart as far as the checks need it. Lines are
// counted from 0; only what is printed counts them from 1.
type page struct {
	name     string // from the repository's root, "docs/glossary.md"
	lines    []string
	blocks   []block
	parts    []part
	headings []heading
	links    []mention
	codes    []mention       // what stands in backquotes in the text
	anchors  map[string]bool // what a link can name after "#"
	words    int             // of prose: without code and generated parts
}

// A block is a fenced code block.
type block struct {
	info  []string // the words behind the fence
	open  int      // the line of the opening fence
	lines []string
}

// A part is generated: it lies between two comments.
type part struct {
	args  []string // "changes", "step03-router"
	open  int      // the line of the first comment
	lines []string
}

type heading struct {
	level int
	text  string
	line  int
}

type mention struct {
	text string
	line int
}

var (
	fencePattern   = regexp.MustCompile("^( *)(```+|~~~+) *(.*)$")
	headingPattern = regexp.MustCompile(`^ {0,3}(#{1,6}) +(.*?)(?: +#+)? *$`)
	partPattern    = regexp.MustCompile(`^<!-- generated: ([^;]*); go test \./docs -update rewrites it -->$`)
	partEnd        = "<!-- end -->"
	linkPattern    = regexp.MustCompile(`\]\(\s*<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)?)>?(?:\s+"[^"]*")?\s*\)`)
	anchorPattern  = regexp.MustCompile(`<a (?:id|name)="([^"]*)">`)
	tagPattern     = regexp.MustCompile(`(?s)<!--.*?-->|</?[a-zA-Z][^>]*>`)
)

// parsePage takes text apart, and notes in f what cannot be: a fence or a generated
// part without an end.
func parsePage(name, text string, f *findings) *page {
	p := &page{name: name, lines: splitPage(text), anchors: make(map[string]bool)}
	f.page = p
	var paragraph []string
	flush := func(end int) {
		p.addText(strings.Join(paragraph, "\n"), end-len(paragraph))
		paragraph = nil
	}
	for i := 0; i < len(p.lines); i++ {
		line := p.lines[i]
		switch {
		case fencePattern.MatchString(line):
			flush(i)
			i = p.addBlock(i, f)
		case partPattern.MatchString(line):
			flush(i)
			i = p.addPart(i, f)
		case headingPattern.MatchString(line):
			flush(i)
			p.addHeading(i)
		case strings.TrimSpace(line) == "":
			flush(i)
		default:
			paragraph = append(paragraph, line)
		}
	}
	flush(len(p.lines))
	return p
}

func splitPage(text string) []string {
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
}

// addBlock adds the block whose fence is line open, and returns its last line.
func (p *page) addBlock(open int, f *findings) int {
	match := fencePattern.FindStringSubmatch(p.lines[open])
	indent, fence := match[1], match[2]
	b := block{info: strings.Fields(match[3]), open: open}
	for i := open + 1; i < len(p.lines); i++ {
		rest := strings.TrimSpace(p.lines[i])
		if strings.HasPrefix(rest, fence) && strings.Trim(rest, fence[:1]) == "" {
			p.blocks = append(p.blocks, b)
			return i
		}
		b.lines = append(b.lines, strings.TrimPrefix(p.lines[i], indent))
	}
	f.faultf(open, "the code block has no closing fence")
	return len(p.lines)
}

// addPart adds the generated part that begins in line open, and returns its last
// line. What it holds is read too: it has links and names like other text.
func (p *page) addPart(open int, f *findings) int {
	g := part{args: strings.Fields(partPattern.FindStringSubmatch(p.lines[open])[1]), open: open}
	words := p.words
	for i := open + 1; i < len(p.lines); i++ {
		if p.lines[i] == partEnd {
			p.parts = append(p.parts, g)
			p.addText(strings.Join(g.lines, "\n"), open+1)
			p.words = words
			return i
		}
		g.lines = append(g.lines, p.lines[i])
	}
	f.faultf(open, "the generated part has no end: %s", partEnd)
	return len(p.lines)
}

func (p *page) addHeading(line int) {
	match := headingPattern.FindStringSubmatch(p.lines[line])
	p.addText(match[2], line)
	p.headings = append(p.headings, heading{len(match[1]), match[2], line})
	slug := slugOf(match[2])
	name := slug
	for n := 1; p.anchors[name]; n++ {
		name = slug + "-" + strconv.Itoa(n)
	}
	p.anchors[name] = true
}

var linkInHeading = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)

// slugOf returns the anchor that GitHub gives a heading: lower case, hyphens for
// spaces, and of the other signs only hyphens and underscores.
func slugOf(heading string) string {
	heading = linkInHeading.ReplaceAllString(heading, "$1")
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || r == '-' || r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		default:
			return -1
		}
	}, heading)
}

// addText adds what a paragraph, a table or a heading that begins in line first
// mentions.
func (p *page) addText(text string, first int) {
	at := func(offset int) int { return first + strings.Count(text[:offset], "\n") }
	plain := []byte(text) // with the code spans painted over
	for _, span := range codeSpans(text) {
		p.codes = append(p.codes, mention{strings.TrimSpace(strings.Trim(text[span[0]:span[1]], "`")), at(span[0])})
		for i := span[0]; i < span[1]; i++ {
			if plain[i] != '\n' && plain[i] != ' ' {
				plain[i] = 'x'
			}
		}
	}
	for _, found := range linkPattern.FindAllSubmatchIndex(plain, -1) {
		p.links = append(p.links, mention{text[found[2]:found[3]], at(found[0])})
	}
	for _, found := range anchorPattern.FindAllSubmatch(plain, -1) {
		p.anchors[string(found[1])] = true
	}
	for _, word := range strings.Fields(tagPattern.ReplaceAllString(string(plain), " ")) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			p.words++
		}
	}
}

// codeSpans returns the places in text that stand between equal runs of
// backquotes, with these.
func codeSpans(text string) (spans [][2]int) {
	run := func(at int) int { return len(text[at:]) - len(strings.TrimLeft(text[at:], "`")) }
	for i := 0; i < len(text); i++ {
		n := run(i)
		if n == 0 {
			continue
		}
		for end := i + n; end < len(text); end++ {
			if m := run(end); m == n {
				spans = append(spans, [2]int{i, end + n})
				i = end
				break
			} else if m > 0 {
				end += m - 1
			}
		}
		i += n - 1
	}
	return spans
}
