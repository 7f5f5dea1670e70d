package docs

import (
	"strings"
	"testing"
)

// A lesson with all that it should have is found right, and without one of it is
// not.
func TestLessonForm(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"one", "two", "three"} {
		file := "docs/exercises/step01-a/" + name + "/README.md"
		if err := writeTree(root, map[string][]byte{file: []byte("# " + name + "\n")}); err != nil {
			t.Fatal(err)
		}
	}
	lesson := "# A lesson\n\n" + strings.Repeat("word ", minWords) + "\n"
	for _, title := range sections {
		lesson += "\n## " + title + "\n"
	}
	lesson += "\n```http a\n```\n\n```http b\n" + strings.Repeat("code ", maxWords) + "\n```\n"
	lesson += "\n[1](exercises/step01-a/one/README.md) [2](exercises/step01-a/two/README.md) [3](exercises/step01-a/three/README.md)\n"
	faults := func(text string) string {
		var f findings
		parsePage("docs/step01-a.md", text, &f)
		newChecker(t, root).checkWords(&f)
		return f.String()
	}
	if found := faults(lesson); found != "" {
		t.Errorf("a right lesson: %s", found)
	}
	wrongs := []struct{ old, new, reason string }{
		{strings.Repeat("word ", 100), "", "too few words"},
		{"word ", strings.Repeat("word ", maxWords), "too many words"},
		{"# A lesson", "A lesson", "no title"},
		{"## Recap\n", "", "a section is missing"},
		{"## Recap\n", "## Summary\n", "another name"},
		{"## Run it\n\n## Check it", "## Check it\n\n## Run it", "another order"},
		{"## Run it", "### Run it", "another level"},
		{"```http b", "```text", "one message alone"},
		{"[2](exercises/step01-a/two/README.md)", "", "no link to an exercise"},
	}
	for _, wrong := range wrongs {
		text := strings.Replace(lesson, wrong.old, wrong.new, 1)
		if text == lesson || faults(text) == "" {
			t.Errorf("no fault is found with: %s", wrong.reason)
		}
	}
}

func TestPageIsTakenApart(t *testing.T) {
	text := "# T\n\nSee `a ``b` and ``c `d` e``, [x `y`](z.md#q).\n\n<a id=\"here\"></a>\n\n" +
		"````text\n```console\n````\n\n<details><summary>More</summary>\n\n- item\n\n  ```go f.go\n  \tx\n  ```\n</details>\n"
	var f findings
	p := parsePage("docs/page.md", text, &f)
	if len(f.faults) > 0 {
		t.Error(f.String())
	}
	if len(p.blocks) != 2 || p.blocks[0].lines[0] != "```console" || p.blocks[1].lines[0] != "\tx" || p.blocks[1].open != 14 {
		t.Errorf("blocks: %+v", p.blocks)
	}
	if len(p.links) != 1 || p.links[0] != (mention{"z.md#q", 2}) || !p.anchors["here"] || !p.anchors["t"] {
		t.Errorf("links: %+v, anchors: %v", p.links, p.anchors)
	}
	for _, broken := range []string{"```text\na\n", "<!-- generated: count a; go test ./docs -update rewrites it -->\n"} {
		var f findings
		if parsePage("docs/page.md", broken, &f); len(f.faults) == 0 {
			t.Errorf("no fault is found with %q, which has no end", broken)
		}
	}
}

func TestProgramNames(t *testing.T) {
	tests := []struct {
		line string
		want string
	}{
		{"curl -s localhost:8080 | head -3", "curl head"},
		{"go build -o x . && strace -f ./x; ss -t", "go strace ss"},
		{"printf 'make od' > a", "printf"},
		{"A=1 timeout 5 curl x", "curl"},
		{"for i in $(seq 3); do curl x; done", "for seq curl done"},
	}
	for _, test := range tests {
		var got []string
		for _, match := range programName.FindAllStringSubmatch(test.line, -1) {
			got = append(got, match[1])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("in %q: %q, want %q", test.line, got, test.want)
		}
	}
}
