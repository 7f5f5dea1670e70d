package docs

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// leftOut is the line that stands for any number of lines.
const leftOut = "..."

var notePattern = regexp.MustCompile(`^(.*?)(?:\s{2,}(← .*))?$`)

// checkBytes holds the annotated bytes of a message against the fixture.
func (c *checker) checkBytes(f *findings) {
	for i := range f.page.blocks {
		b := &f.page.blocks[i]
		if len(b.info) == 0 || b.info[0] != "http" {
			continue
		}
		if len(b.info) != 2 {
			f.faultf(b.open, "the block does not say which fixture it shows: ```http step02-parser/testdata/NAME.request")
			continue
		}
		content, ok := c.file(b.info[1])
		if !ok {
			f.faultf(b.open, "there is no fixture %s", b.info[1])
			continue
		}
		checkAnnotated(f, b, content)
	}
}

// An annotated line is bytes in Go's escapes, and a note.
type annotated struct{ text, note string }

func checkAnnotated(f *findings, b *block, content []byte) {
	want := escapedLines(content)
	var got []annotated
	var texts []string
	for i, line := range b.lines {
		parts := notePattern.FindStringSubmatch(line)
		got = append(got, annotated{parts[1], parts[2]})
		if parts[1] == leftOut {
			texts = append(texts, leftOut)
			continue
		}
		raw, err := unescape(parts[1])
		if err != nil {
			f.faultf(b.open+1+i, "%s is no text with Go's escapes: a backslash is \\\\", parts[1])
			return
		}
		texts = append(texts, strings.TrimSuffix(strings.Join(escapedLines(raw), "\x00"), "\x00"))
	}
	if matchOutput(mergeLines(texts), want) {
		return
	}
	if !slices.Contains(texts, leftOut) {
		f.replace(b.open+1, b.open+1+len(b.lines), annotate(want, got))
	}
	f.differf(b.open, texts, want, "the bytes are not those of %s (go test ./docs -update copies them anew, with the notes of lines that stayed, unless a line ... stands for others)", b.info[1])
}

// mergeLines joins the lines that are a part of one line of the message to the
// next, as a line may be shown in several pieces: a piece that does not end in \n
// goes on in the next.
func mergeLines(texts []string) []string {
	var lines []string
	open := false
	for _, text := range texts {
		for piece := range strings.SplitSeq(text, "\x00") {
			if open && text != leftOut {
				lines[len(lines)-1] += piece
			} else {
				lines = append(lines, piece)
			}
			open = text != leftOut && !strings.HasSuffix(piece, `\n`)
		}
	}
	return lines
}

// escapedLines returns the lines of a message with Go's escapes. One in which no
// character needs an escape looks as it does in the message.
func escapedLines(content []byte) (lines []string) {
	for line := range bytes.Lines(content) {
		quoted := strconv.Quote(string(line))
		text := strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
		if strings.HasSuffix(text, " ") {
			text = strings.TrimSuffix(text, " ") + `\x20`
		}
		lines = append(lines, text)
	}
	return lines
}

var unescapedQuote = regexp.MustCompile(`\\.|"`)

func unescape(text string) ([]byte, error) {
	text = unescapedQuote.ReplaceAllStringFunc(text, func(found string) string {
		if found == `"` {
			return `\"`
		}
		return found
	})
	raw, err := strconv.Unquote(`"` + text + `"`)
	return []byte(raw), err
}

// annotate puts the notes of old lines behind those of the new ones that are the
// same.
func annotate(lines []string, old []annotated) []string {
	const widest = 60 // characters; a longer line does not push the notes to the right
	width := 0
	for _, line := range lines {
		if n := utf8.RuneCountInString(line); n <= widest {
			width = max(width, n)
		}
	}
	var out []string
	for _, line := range lines {
		at := slices.IndexFunc(old, func(a annotated) bool { return a.text == line })
		if at >= 0 && old[at].note != "" {
			line += strings.Repeat(" ", max(0, width-utf8.RuneCountInString(line))+2) + old[at].note
		}
		if at >= 0 {
			old = old[at+1:]
		}
		out = append(out, line)
	}
	return out
}
