package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A failure tells a reader all that helps to mend what went wrong.
type failure struct {
	fixture
	outcome
	how      string   // how the exchange was made
	inPieces bool     // the request in one piece gets the right answer
	logged   []string // by the server
}

func (f *failure) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s, %s)\n%s\n", f.name, f.rule, f.level, f.shows)
	fmt.Fprintf(&b, "\nSent, %d bytes, %s:\n", len(f.request), f.how)
	writeShortened(&b, f.request)
	switch {
	case !f.hasResponse:
		b.WriteString("\nThere is no .response file to compare the answer with.\n")
	case len(f.got) == 0 && len(f.response) > 0:
		fmt.Fprintf(&b, "\nThere is no answer. Expected, %d bytes:\n", len(f.response))
		writeShortened(&b, f.response)
	case bytes.Equal(f.got, f.response):
		fmt.Fprintf(&b, "\nThe %d bytes of the answer are as expected.\n", len(f.got))
	default:
		f.writeDifference(&b)
	}
	if f.trouble != nil {
		fmt.Fprintf(&b, "\nTrouble: %v\n", f.trouble)
	}
	if len(f.logged) > 0 {
		fmt.Fprintf(&b, "\nThe server's log:\n  %s\n", strings.Join(f.logged, "\n  "))
	}
	if meaning := f.meaning(); meaning != "" {
		fmt.Fprintf(&b, "\nMost likely: %s\n", meaning)
	}
	f.writeReplay(&b)
	return b.String()
}

// writeReplay prints how to make the exchange by hand, in the folder above the
// steps, and where to read on.
func (f *failure) writeReplay(b *strings.Builder) {
	addr := *addrFlag
	b.WriteString("\nBy hand:\n")
	if addr == "" {
		addr = "localhost:8080"
		fmt.Fprintf(b, "  %s\n", f.startCommand())
	}
	fmt.Fprintf(b, "  go run ./step01-socket -dial %s < %s\n", addr, f.requestFile())
	fmt.Fprintf(b, "To read: docs/%s.md\n", f.step)
}

const (
	contextLines = 2  // shown before and after the lines that differ
	maxLines     = 16 // shown of a message
	maxWidth     = 90 // characters shown of a line
)

// writeDifference prints where the answer parts from the expected one: the lines
// before, the two lines that differ, a caret under the first byte that does, and
// how each goes on.
func (f *failure) writeDifference(b *strings.Builder) {
	at := commonPrefix(f.response, f.got)
	start := bytes.LastIndexByte(f.response[:at], '\n') + 1
	before := splitLines(f.response[:start])
	fmt.Fprintf(b, "\nThe answer, %d bytes, parts from the expected %d bytes after byte %d, in line %d:\n",
		len(f.got), len(f.response), at, len(before)+1)
	for _, line := range before[max(0, len(before)-contextLines):] {
		fmt.Fprintf(b, "  as expected | %s\n", clipped(line, 0))
	}
	expected, got := splitLines(f.response[start:]), splitLines(f.got[start:])
	fmt.Fprintf(b, "  expected    | %s\n", firstLine(expected, at-start))
	fmt.Fprintf(b, "  got         | %s\n", firstLine(got, at-start))
	fmt.Fprintf(b, "                %*s\n", caretColumn(f.response[start:at], at-start)+1, "^")
	writeFollowing(b, "expected then", expected)
	writeFollowing(b, "got then     ", got)
}

func firstLine(lines [][]byte, at int) string {
	if len(lines) == 0 {
		return "(the end)"
	}
	return clipped(lines[0], at)
}

func writeFollowing(b *strings.Builder, label string, lines [][]byte) {
	for i := 1; i < min(len(lines), 1+contextLines); i++ {
		fmt.Fprintf(b, "%s | %s\n", label, clipped(lines[i], 0))
	}
}

func commonPrefix(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// splitLines returns the lines of p, each with its line end.
func splitLines(p []byte) [][]byte {
	return slices.Collect(bytes.Lines(p))
}

// visible writes each byte of p so that it can be seen: control characters and what
// is not ASCII as in a Go string.
func visible(p []byte) string {
	var b strings.Builder
	for _, c := range p {
		switch {
		case c >= 0x80:
			fmt.Fprintf(&b, `\x%02x`, c)
		case c == '\'':
			b.WriteByte(c)
		default:
			quoted := strconv.QuoteRuneToASCII(rune(c))
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// clipped makes line visible, in a line of maxWidth at most. If its byte number at
// would be out of view, the start is left out.
func clipped(line []byte, at int) string {
	skipped, mark := clipStart(line, at)
	shown := mark + visible(line[skipped:])
	if len(shown) > maxWidth {
		shown = shown[:maxWidth] + "..."
	}
	return shown
}

// caretColumn is where byte number at of line stands in clipped(line, at).
func caretColumn(line []byte, at int) int {
	skipped, mark := clipStart(line, at)
	return len(mark) + len(visible(line[skipped:at]))
}

func clipStart(line []byte, at int) (skipped int, mark string) {
	if len(visible(line[:min(at, len(line))])) < maxWidth-20 {
		return 0, ""
	}
	return at - 15, "..."
}

// writeShortened prints a request or a response, less the middle of a long one.
func writeShortened(b *strings.Builder, request []byte) {
	lines := splitLines(request)
	for i, line := range lines {
		switch left := len(lines) - maxLines; {
		case left <= 0 || i < maxLines/2 || i >= maxLines/2+left:
			fmt.Fprintf(b, "  | %s\n", clippedMiddle(line))
		case i == maxLines/2:
			fmt.Fprintf(b, "  | ... %d lines ...\n", left)
		}
	}
}

// clippedMiddle makes line visible, less the middle of a long one, of which the
// end tells most.
func clippedMiddle(line []byte) string {
	if shown := visible(line); len(shown) <= maxWidth {
		return shown
	}
	head, tail := line[:maxWidth/6], line[len(line)-maxWidth/9:]
	left := len(line) - len(head) - len(tail)
	return fmt.Sprintf("%s... %d bytes ...%s", visible(head), left, visible(tail))
}
