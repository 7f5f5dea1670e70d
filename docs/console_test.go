package docs

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A console is a block with what is typed and what comes back.
type console struct {
	terminal int    // 0 for that in which a command ends before the next one
	system   string // the only one on which it runs, or ""
	entries  []entry
}

// An entry is one thing that is typed, and the lines that follow it.
type entry struct {
	kind    entryKind
	typed   string
	at, end int // the lines of output in the block, from at up to end
	want    []string
}

type entryKind int

const (
	further   entryKind = iota // nothing is typed: more output of a program that runs
	command                    // behind "$ "
	input                      // a line for the program, marked with " ⏎"
	interrupt                  // "^C"
	endOfFile                  // "^D"
)

const enterMark = " ⏎"

var systems = []string{"linux", "darwin"}

func parseConsole(b *block) (console, error) {
	var c console
	for _, word := range b.info[1:] {
		number, isTerminal := strings.CutPrefix(word, "terminal=")
		n, err := strconv.Atoi(number)
		switch {
		case isTerminal && err == nil && n > 0:
			c.terminal = n
		case slices.Contains(systems, word):
			c.system = word
		default:
			return c, fmt.Errorf("the word %q behind console: there are terminal=1, terminal=2 ..., linux and darwin", word)
		}
	}
	for i := 0; i < len(b.lines); {
		e, next := parseTyped(b.lines, i)
		e.at = next
		for next < len(b.lines) && !isTyped(b.lines[next], c.terminal) {
			next++
		}
		e.end = next
		e.want = b.lines[e.at:e.end]
		if e.kind != command && c.terminal == 0 {
			return c, fmt.Errorf("%q stands above the first command; what goes on running is in a block console terminal=1", b.lines[i])
		}
		c.entries = append(c.entries, e)
		i = next
	}
	if len(b.lines) == 0 && c.terminal > 0 {
		c.entries = append(c.entries, entry{}) // -update fills it
	}
	if len(c.entries) == 0 {
		return c, fmt.Errorf("the block holds no command")
	}
	return c, nil
}

func isTyped(line string, terminal int) bool {
	return strings.HasPrefix(line, "$ ") || terminal > 0 && (line == "^C" || line == "^D" || strings.HasSuffix(line, enterMark))
}

// parseTyped reads what is typed in line i, and returns where the output begins.
func parseTyped(lines []string, i int) (entry, int) {
	line := lines[i]
	typed, isCommand := strings.CutPrefix(line, "$ ")
	switch {
	case isCommand:
		next := i + 1
		for ; next < len(lines) && incomplete(typed); next++ {
			typed += "\n" + strings.TrimPrefix(lines[next], "> ")
		}
		return entry{kind: command, typed: typed}, next
	case line == "^C":
		return entry{kind: interrupt}, i + 1
	case line == "^D":
		return entry{kind: endOfFile}, i + 1
	case strings.HasSuffix(line, enterMark):
		return entry{kind: input, typed: strings.TrimSuffix(line, enterMark)}, i + 1
	default:
		return entry{kind: further}, i
	}
}

var hereDocument = regexp.MustCompile(`<<-?\s*['"]?([A-Za-z_]+)['"]?`)

// incomplete reports whether bash waits for another line of command: behind a
// backslash, inside of quotes, and up to the end of a here-document.
func incomplete(command string) bool {
	if match := hereDocument.FindStringSubmatch(command); match != nil {
		return !slices.Contains(strings.Split(command, "\n")[1:], match[1])
	}
	quote := rune(0)
	escaped := false
	for _, r := range command {
		switch {
		case escaped:
			escaped = false
		case r == '\\' && quote != '\'':
			escaped = true
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case r == quote:
			quote = 0
		}
	}
	return quote != 0 || escaped
}

// A mask puts one word in the place of what differs from run to run.
type mask struct {
	pattern *regexp.Regexp
	word    string
}

var masks = []mask{
	{regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT`), "DATE"},
	{regexp.MustCompile(`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})`), "TIME"},
	{regexp.MustCompile(`\d{4}/\d{2}/\d{2} \d{2}:\d{2}:\d{2}`), "TIME"},
	{regexp.MustCompile(`\(cached\)|\b\d+\.\d+m?s\b|\b\d+(\.\d+)?(ns|µs|ms)\b`), "DURATION"},
	{regexp.MustCompile(`goroutine \d+`), "goroutine N"},
	{regexp.MustCompile(`\[pid +\d+\]`), "[pid N]"},
	{regexp.MustCompile(`\b[0-9a-f]{16,}\b|\b[A-Z2-7]{16,}\b|\b[A-Z2-7]{10}-\d+\b`), "ID"},
	{regexp.MustCompile(`"[0-9a-f]+-[0-9a-f]+"`), `"ETAG"`},
	{regexp.MustCompile(`0x[0-9a-f]{6,}`), "ADDRESS"},
	{regexp.MustCompile(` +$`), ""},
}

var clientPort = regexp.MustCompile(`(127\.0\.0\.1|\[::1\]|localhost):(\d+)`)

// maskLine masks what differs from run to run.
func maskLine(line string) string {
	line = maskPorts(line, "PORT")
	for _, m := range masks {
		line = m.pattern.ReplaceAllString(line, m.word)
	}
	return line
}

// maskPorts puts port in the place of those of clients, which are all but 8080.
func maskPorts(line, port string) string {
	return clientPort.ReplaceAllStringFunc(line, func(found string) string {
		colon := strings.LastIndexByte(found, ':')
		if found[colon+1:] == "8080" {
			return found
		}
		return found[:colon+1] + port
	})
}

// matchOutput reports whether got is want, in which a line ... stands for any
// number of lines.
func matchOutput(want, got []string) bool {
	if len(want) == 0 {
		return len(got) == 0
	}
	if want[0] == leftOut {
		for i := range len(got) + 1 {
			if matchOutput(want[1:], got[i:]) {
				return true
			}
		}
		return false
	}
	return len(got) > 0 && want[0] == got[0] && matchOutput(want[1:], got[1:])
}

// matchStart returns how many lines of got want takes, if got begins with it; and
// if not, whether it still could, were there more lines.
func matchStart(want, got []string) (taken int, ok, possible bool) {
	if len(want) == 0 {
		return 0, true, true
	}
	if want[0] == leftOut {
		for i := range len(got) + 1 {
			if n, ok, _ := matchStart(want[1:], got[i:]); ok {
				return i + n, true, true
			}
		}
		return 0, false, true
	}
	if len(got) == 0 {
		return 0, false, true
	}
	if want[0] != got[0] {
		return 0, false, false
	}
	n, ok, possible := matchStart(want[1:], got[1:])
	return n + 1, ok, possible
}

func maskLines(lines []string) []string {
	masked := make([]string, len(lines))
	for i, line := range lines {
		masked[i] = maskLine(line)
	}
	for len(masked) > 0 && masked[len(masked)-1] == "" {
		masked = masked[:len(masked)-1]
	}
	return masked
}
