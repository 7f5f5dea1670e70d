package docs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The ledger is the tables of rfc.md whose first column is "rule":
//
//	| rule | says | level | step | fixtures |
//	|---|---|---|---|---|
//	| RFC 9112 §3.2 | A request of HTTP/1.1 without Host gets 400. | MUST | step02-parser | `host-missing` `TestX` |
//	| RFC 9110 §9.3.6 | ... | MAY | | gap: this server is no proxy |
//
// The step is the first that honours the rule. What stands in backquotes proves it:
// fixtures of any step, and tests of that step. A rule that nothing proves is a gap,
// with the reason.
var ledgerColumns = []string{"rule", "says", "level", "step", "fixtures"}

func TestLedger(t *testing.T) {
	text, err := os.ReadFile("rfc.md")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("there is no ledger yet: docs/rfc.md")
	}
	if err != nil {
		t.Fatal(err)
	}
	var f findings
	p := parsePage("docs/rfc.md", string(text), &f)
	rows := readLedger(p, &f)
	checkLedger(newChecker(t, ".."), rows, &f)
	if len(f.faults) > 0 {
		t.Error("\n" + f.String())
	}
}

type ledgerRow struct {
	cells []string
	line  int
}

// readLedger returns the rows of the ledger's tables.
func readLedger(p *page, f *findings) (rows []ledgerRow) {
	inTable := false
	for i, line := range p.lines {
		if !strings.HasPrefix(line, "|") {
			inTable = false
			continue
		}
		cells := tableCells(line)
		switch {
		case slices.Equal(cells, ledgerColumns):
			inTable = true
		case !inTable || strings.Trim(line, "|-: ") == "":
		case len(cells) != len(ledgerColumns):
			f.faultf(i, "the row has %d cells, not the %d of: %s", len(cells), len(ledgerColumns), strings.Join(ledgerColumns, " | "))
		default:
			rows = append(rows, ledgerRow{cells, i})
		}
	}
	if len(rows) == 0 {
		f.faultf(0, "the page has no table: | %s |", strings.Join(ledgerColumns, " | "))
	}
	return rows
}

// tableCells returns the cells of a table's row. A bar in a cell is written \|.
func tableCells(line string) []string {
	line = strings.ReplaceAll(line, `\|`, "\x00")
	line = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "|"), "|")
	cells := strings.Split(line, "|")
	for i, cell := range cells {
		cells[i] = strings.ReplaceAll(strings.TrimSpace(cell), "\x00", `\|`)
	}
	return cells
}

var (
	rulePattern   = regexp.MustCompile(`^(RFC \d{4}( (§[0-9A-Z.]+|Appendix [A-Z]))(, §[0-9A-Z.]+)*|course)$`)
	levelPattern  = regexp.MustCompile(`^(MUST|MUST NOT|SHOULD|SHOULD NOT|MAY|ours)$`)
	proofPattern  = regexp.MustCompile("`([^`]+)`")
	testName      = regexp.MustCompile(`^(Test|Fuzz)[A-Z]\w*$`)
	testFunction  = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	ledgerGapMark = "gap:"
)

// checkLedger demands that each row is well formed and proved by what exists, and
// that each fixture stands in one at least.
func checkLedger(c *checker, rows []ledgerRow, f *findings) {
	fixtures := c.fixtureNames()
	unproved := make(map[string]bool)
	for _, name := range fixtures {
		unproved[name] = true
	}
	for _, row := range rows {
		rule, says, level, step, proof := row.cells[0], row.cells[1], row.cells[2], row.cells[3], row.cells[4]
		if !rulePattern.MatchString(rule) || !levelPattern.MatchString(level) || says == "" {
			f.faultf(row.line, "want a rule like RFC 9112 §5.1 (or course), what it says, and MUST, SHOULD, MAY or ours")
		}
		names := proofPattern.FindAllStringSubmatch(proof, -1)
		gap, isGap := strings.CutPrefix(proof, ledgerGapMark)
		switch {
		case isGap && strings.TrimSpace(gap) != "":
			continue
		case len(names) == 0:
			f.faultf(row.line, "nothing proves the rule: name fixtures or tests in backquotes, or write gap: and the reason")
		case !stepExists(c, step):
			f.faultf(row.line, "there is no step %q", step)
		}
		for _, match := range names {
			name := match[1]
			delete(unproved, name)
			switch {
			case testName.MatchString(name):
				if !slices.Contains(c.testsOf(step), name) {
					f.faultf(row.line, "%s has no test %s", step, name)
				}
			case !slices.Contains(fixtures, name):
				f.faultf(row.line, "no step has a fixture %s", name)
			}
		}
	}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(fixtures))) {
		if unproved[name] {
			f.faultf(0, "the fixture %s stands in no row of the ledger", name)
		}
	}
}

func stepExists(c *checker, step string) bool {
	_, err := os.Stat(filepath.Join(c.root, step, "main.go"))
	return err == nil && strings.HasPrefix(step, "step")
}

// testsOf returns the names of a step's test functions.
func (c *checker) testsOf(step string) (names []string) {
	files, err := filepath.Glob(filepath.Join(c.root, step, "*_test.go"))
	if err != nil {
		return nil
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			continue // e.g., removed meanwhile
		}
		for _, match := range testFunction.FindAllStringSubmatch(string(source), -1) {
			names = append(names, match[1])
		}
	}
	return names
}
