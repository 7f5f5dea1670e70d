package docs

import (
	"fmt"
	"slices"
	"strings"
)

// Findings are what the checks say about a page: what is wrong, and what -update
// can mend.
type findings struct {
	page   *page
	faults []fault
	edits  []edit
	notes  []string // what was skipped, and why
}

type fault struct {
	line int
	text string
}

// An edit puts other lines in the place of those from line first up to end, end
// left out.
type edit struct {
	first, end int
	lines      []string
}

func (f *findings) faultf(line int, format string, args ...any) {
	f.faults = append(f.faults, fault{line, fmt.Sprintf(format, args...)})
}

// differf notes that the lines that belong to line differ from what they should be.
// The lines got are those of the page.
func (f *findings) differf(line int, got, want []string, format string, args ...any) {
	f.faultf(line, "%s\n%s", fmt.Sprintf(format, args...), difference(got, want))
}

// replace lets -update put lines in the place of those of the page from first up to
// end. They get the indent of the line before.
func (f *findings) replace(first, end int, lines []string) {
	before := f.page.lines[first-1]
	indent := before[:len(before)-len(strings.TrimLeft(before, " "))]
	indented := slices.Clone(lines)
	for i, line := range indented {
		if line != "" {
			indented[i] = indent + line
		}
	}
	f.edits = append(f.edits, edit{first, end, indented})
}

func (f *findings) String() string {
	slices.SortStableFunc(f.faults, func(a, b fault) int { return a.line - b.line })
	var b strings.Builder
	for _, fault := range f.faults {
		fmt.Fprintf(&b, "%s:%d: %s\n", f.page.name, fault.line+1, fault.text)
	}
	return b.String()
}

// edited returns the text of the page with all edits made.
func (f *findings) edited() string {
	slices.SortFunc(f.edits, func(a, b edit) int { return b.first - a.first })
	lines := slices.Clone(f.page.lines)
	for _, e := range f.edits {
		lines = slices.Replace(lines, e.first, e.end, e.lines...)
	}
	return strings.Join(lines, "\n") + "\n"
}

// maxDifference is how many lines of a difference are shown.
const maxDifference = 40

// difference returns the lines of got and want, those of got alone behind "-", those
// of want alone behind "+". Lines that both have are shortened to some around those.
func difference(got, want []string) string {
	common := make([][]int, len(got)+1) // the longest common subsequence from i and j on
	common[len(got)] = make([]int, len(want)+1)
	for i := len(got) - 1; i >= 0; i-- {
		common[i] = make([]int, len(want)+1)
		for j := len(want) - 1; j >= 0; j-- {
			if got[i] == want[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var lines []string
	for i, j := 0, 0; i < len(got) || j < len(want); {
		switch {
		case i < len(got) && j < len(want) && got[i] == want[j]:
			lines = append(lines, "      "+got[i])
			i, j = i+1, j+1
		case j == len(want) || i < len(got) && common[i+1][j] >= common[i][j+1]:
			lines = append(lines, "    - "+visible(got[i]))
			i++
		default:
			lines = append(lines, "    + "+visible(want[j]))
			j++
		}
	}
	return strings.Join(shortened(lines), "\n")
}

// shortened leaves out the lines that are the same in both, but for two around each
// one that is not.
func shortened(lines []string) []string {
	var kept []string
	for i, line := range lines {
		near := lines[max(0, i-2):min(len(lines), i+3)]
		differs := func(line string) bool { return !strings.HasPrefix(line, "      ") }
		if slices.ContainsFunc(near, differs) {
			kept = append(kept, line)
		} else if len(kept) == 0 || kept[len(kept)-1] != "      ..." {
			kept = append(kept, "      ...")
		}
	}
	if len(kept) > maxDifference {
		kept = append(kept[:maxDifference], fmt.Sprintf("      ... and %d lines more", len(kept)-maxDifference))
	}
	return kept
}

// visible shows control characters, tabs at the beginning aside, and spaces at the
// end.
func visible(line string) string {
	text := strings.TrimLeft(line, "\t")
	tabs := line[:len(line)-len(text)]
	quoted := fmt.Sprintf("%q", text)
	if plain := quoted[1 : len(quoted)-1]; strings.ReplaceAll(plain, `\"`, `"`) == strings.ReplaceAll(text, `\`, `\\`) && text == strings.TrimRight(text, " ") {
		return line
	}
	return tabs + quoted
}
