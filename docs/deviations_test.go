package docs

import (
	"fmt"
	"strings"
	"testing"
)

// A deviation is something that net/http does otherwise than step 6: an entry of
// nethttp/differences.txt, whose form stands at its head.
type deviation struct {
	kind, does, rule, why string
	pairs                 []string
}

func parseDeviations(text string) (all []deviation, err error) {
	for i, line := range splitPage(text) {
		indented := strings.HasPrefix(line, " ")
		cells := strings.Split(line, " | ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case indented && len(all) > 0:
			last := &all[len(all)-1]
			last.pairs = append(last.pairs, strings.Fields(line)...)
		case indented || len(cells) != 4:
			return nil, fmt.Errorf("differences.txt:%d: want KIND | WHAT NET/HTTP DOES | RULE | WHY, and pairs indented below it: %q", i+1, line)
		default:
			all = append(all, deviation{kind: cells[0], does: cells[1], rule: cells[2], why: cells[3]})
		}
	}
	return all, nil
}

// listDeviations returns what net/http does for each pair that differences.txt lists.
func listDeviations(t *testing.T, text string) map[string]string {
	t.Helper()
	deviations, err := parseDeviations(text)
	if err != nil {
		t.Fatal(err)
	}
	listed := make(map[string]string)
	for _, d := range deviations {
		for _, name := range d.pairs {
			if listed[name] != "" {
				t.Errorf("differences.txt: %s is listed twice", name)
			}
			listed[name] = d.does
		}
	}
	return listed
}

// deviationsTable has a row for each deviation of a kind.
func (c *checker) deviationsTable(kind string) ([]string, error) {
	content, _ := c.file("docs/nethttp/differences.txt")
	deviations, err := parseDeviations(string(content))
	if err != nil {
		return nil, err
	}
	table := []string{"| net/http | why | rule | pairs |", "|---|---|---|---|"}
	for _, d := range deviations {
		if d.kind == kind {
			table = append(table, fmt.Sprintf("| %s | %s | %s | `%s` |", d.does, d.why, d.rule, strings.Join(d.pairs, "` `")))
		}
	}
	if len(table) == 2 {
		return nil, fmt.Errorf("nethttp/differences.txt has nothing of the kind %q", kind)
	}
	return table, nil
}
