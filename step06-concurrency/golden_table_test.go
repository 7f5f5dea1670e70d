package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestFixtures demands that the table of this step and its files tell of the same
// fixtures, and that one which overrides an earlier one sends the same request.
func TestFixtures(t *testing.T) {
	sets := loadSets(t)
	earlier, own := sets[:len(sets)-1], sets[len(sets)-1]
	for _, fault := range own.faults {
		t.Error(fault)
	}
	for _, set := range earlier {
		for _, e := range set.fixtures {
			for _, f := range own.fixtures {
				if e.name == f.name && !bytes.Equal(e.request, f.request) {
					t.Errorf("%s overrides that of %s and sends another request", f.name, e.step)
				}
			}
		}
	}
}

func (set *fixtureSet) faultf(format string, args ...any) {
	set.faults = append(set.faults, fmt.Sprintf(format, args...))
}

func (set *fixtureSet) has(name string) bool {
	return slices.ContainsFunc(set.fixtures, func(f fixture) bool { return f.name == name })
}

var (
	flagsHeading = regexp.MustCompile("^## Started with `(.*)`$")
	fixtureName  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	fixtureLevel = regexp.MustCompile(`^(MUST|SHOULD|MAY|ours)$`)
)

// parseTable adds a fixture for each row of the tables in a README.md:
//
//	## Started with `-reply hello`
//
//	| pair | rule | level | shows |
//	|---|---|---|---|
//	| `host-missing` | RFC 9112 §3.2 | MUST | A request without Host gets 400. |
//
// A heading that gives flags holds up to the next one.
func (set *fixtureSet) parseTable(table string) {
	var flags []string
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "## "):
			flags = nil
			if match := flagsHeading.FindStringSubmatch(line); match != nil {
				flags = strings.Fields(match[1])
			}
		case strings.HasPrefix(line, "| `"):
			cells := strings.Split(strings.Trim(line, "| "), " | ")
			if len(cells) != 4 {
				set.faultf("the row has not four cells: %s", line)
				continue
			}
			name := strings.Trim(cells[0], "`")
			set.checkRow(name, cells[2])
			set.fixtures = append(set.fixtures, fixture{name: name, rule: cells[1], level: cells[2], shows: cells[3], flags: flags})
		}
	}
}

func (set *fixtureSet) checkRow(name, level string) {
	if set.has(name) {
		set.faultf("%s has two rows", name)
	}
	if !fixtureName.MatchString(name) {
		set.faultf("the name %q is not made of lower-case words with hyphens between them", name)
	}
	if !fixtureLevel.MatchString(level) {
		set.faultf("the level of %s is %q, not MUST, SHOULD, MAY or ours", name, level)
	}
}

// checkLineEnds sees whether the fixtures are as they were committed. Two of step
// 1 tell: lines of one end in CRLF, those of the other in LF.
func checkLineEnds() error {
	crlf, lf := "hello-whole.request", "echo-text.request"
	for _, name := range []string{crlf, lf} {
		files, err := filepath.Glob("../step01-*/testdata/" + name)
		if err != nil {
			return err
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			if bytes.Contains(content, []byte("\r\n")) != (name == crlf) {
				return fmt.Errorf(translatedMessage, file)
			}
		}
	}
	return nil
}

const translatedMessage = `The line ends of %s are not those that were committed:
git, an editor or an unpacker translated them, and in these files every byte counts.
The file .gitattributes of the course says -text to keep git from it. To mend a checkout:
    git config core.autocrlf false
    git rm -r -q --cached . && git reset --hard     (this drops changes you did not commit)`
