package docs

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// checkGenerated holds the generated parts of a page against what they are made
// from:
//
//	changes STEP              what the step changed, from changes.txt
//	fixtures STEP [PREFIX...] the step's fixtures whose names begin so, from its table
//	count STEP                how many fixtures the step has of its own, and replays
//	differences KIND          what net/http does otherwise, from nethttp/differences.txt
func (c *checker) checkGenerated(f *findings) {
	for _, part := range f.page.parts {
		want, err := c.generate(part.args)
		if err != nil {
			f.faultf(part.open, "%v", err)
			continue
		}
		if !slices.Equal(part.lines, want) {
			f.replace(part.open+1, part.open+1+len(part.lines), want)
			f.differf(part.open, part.lines, want, "the generated part is out of date (go test ./docs -update rewrites it)")
		}
	}
}

func (c *checker) generate(args []string) ([]string, error) {
	if len(args) < 2 {
		return nil, fmt.Errorf("a generated part needs a kind and a step: changes step03-router")
	}
	switch kind, step := args[0], args[1]; kind {
	case "changes":
		return c.changesTable(step)
	case "fixtures":
		return c.fixturesTable(step, args[2:])
	case "count":
		return c.fixtureCount(step)
	case "differences":
		return c.deviationsTable(args[1])
	default:
		return nil, fmt.Errorf("the kind of a generated part is changes, fixtures, count or differences, not %q", kind)
	}
}

// changesTable has a row for each file of a step's code that is not as it was in
// the step before, and one for all of its tests.
func (c *checker) changesTable(step string) ([]string, error) {
	content, ok := c.file("docs/changes.txt")
	listed, known := parseChanges(string(content))[step]
	if !ok || !known {
		return nil, fmt.Errorf("docs/changes.txt has no section %s", step)
	}
	table := []string{"| file | | why |", "|---|---|---|"}
	var tests []string
	for _, entry := range listed {
		if strings.HasSuffix(entry.file, "_test.go") {
			tests = append(tests, "`"+entry.file+"`")
			continue
		}
		name := "`" + entry.file + "`"
		if entry.kind != "gone" {
			name = fmt.Sprintf("[`%s`](../%s/%s)", entry.file, step, entry.file)
		}
		table = append(table, fmt.Sprintf("| %s | %s | %s |", name, entry.kind, entry.reason))
	}
	if len(tests) > 0 {
		table = append(table, fmt.Sprintf("| %s | tests | new, changed or gone with what they test |", strings.Join(tests, ", ")))
	}
	return table, nil
}

// parseChanges parses changes.txt, whose form another test checks.
func parseChanges(text string) map[string][]change {
	changes := make(map[string][]change)
	step := ""
	for _, line := range splitPage(text) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || strings.HasPrefix(line, "#"):
		case len(words) == 1:
			step = words[0]
		case len(words) > 2:
			changes[step] = append(changes[step], change{words[0], words[1], strings.Join(words[2:], " ")})
		}
	}
	return changes
}

// fixturesTable has a row for each fixture of a step whose name begins with one
// of prefixes.
func (c *checker) fixturesTable(step string, prefixes []string) ([]string, error) {
	content, ok := c.file(path.Join(step, "testdata", "README.md"))
	if !ok {
		return nil, fmt.Errorf("there is no %s/testdata/README.md", step)
	}
	table := []string{"| pair | rule | level | shows |", "|---|---|---|---|"}
	for _, line := range splitPage(string(content)) {
		row, isRow := strings.CutPrefix(line, "| `")
		begins := func(prefix string) bool { return strings.HasPrefix(row, prefix) }
		if isRow && (len(prefixes) == 0 || slices.ContainsFunc(prefixes, begins)) {
			table = append(table, line)
		}
	}
	if len(table) == 2 {
		return nil, fmt.Errorf("%s has no fixture whose name begins with %s", step, strings.Join(prefixes, " or "))
	}
	return table, nil
}

func (c *checker) fixtureCount(step string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(c.root, "step*", "testdata", "*.request"))
	if err != nil {
		return nil, err
	}
	own, all := 0, make(map[string]bool)
	for _, file := range files {
		owner := filepath.Base(filepath.Dir(filepath.Dir(file)))
		if owner == step {
			own++
		}
		if owner <= step {
			all[filepath.Base(file)] = true
		}
	}
	if own == 0 {
		return nil, fmt.Errorf("%s has no fixtures", step)
	}
	return []string{fmt.Sprintf("`%s` has %d fixtures of its own, and replays %d.", step, own, len(all))}, nil
}
