package docs

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var updateFlag = flag.Bool("update", false, "rewrite what the pages take from the code and from running it")

// TestPages holds every page against the code, and runs its transcripts:
//
//	go test ./docs -run TestPages/step02-parser
//	go test ./docs -run TestPages/step02-parser/snippets
//	go test ./docs -run TestPages/step02-parser -update
func TestPages(t *testing.T) {
	c := newChecker(t, "..")
	pages, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pages {
		t.Run(name[:len(name)-len(".md")], func(t *testing.T) {
			t.Parallel()
			checkPage(t, c, name)
		})
	}
}

// The README at the top is no page of the course, but it links to them.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var f findings
	parsePage("README.md", string(text), &f)
	c := newChecker(t, "..")
	c.checkLinks(&f)
	c.checkNames(&f)
	if len(f.faults) > 0 {
		t.Error("\n" + f.String())
	}
}

// checkPage runs all checks on a page. With -update it mends what can be, and
// what is left to tell is only what cannot.
func checkPage(t *testing.T, c *checker, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var parsed findings
	p := parsePage("docs/"+name, string(text), &parsed)
	if len(parsed.faults) > 0 {
		t.Fatal("\n" + parsed.String())
	}
	edits := findings{page: p}
	for _, check := range checks {
		t.Run(check.name, func(t *testing.T) {
			if check.name == "transcripts" && testing.Short() {
				t.Skip("the commands of the page are not run with -short")
			}
			f := findings{page: p}
			check.run(c, &f)
			for _, note := range f.notes {
				t.Log(note)
			}
			edits.edits = append(edits.edits, f.edits...)
			if len(f.faults) > 0 {
				t.Error("\n" + f.String())
			}
			if len(f.faults) == 0 && len(f.notes) > 0 {
				t.Skip("a part of the page was not checked")
			}
		})
	}
	if *updateFlag && len(edits.edits) > 0 {
		if err := os.WriteFile(name, []byte(edits.edited()), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Errorf("docs/%s was rewritten in %d places: read the difference, then test without -update", name, len(edits.edits))
	}
}
