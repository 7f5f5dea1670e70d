package docs

import (
	"strings"
	"testing"
)

// course is a repository small enough to be seen at a glance.
var course = map[string][]byte{
	"step01-a/a.go": []byte("package main\n\nimport \"fmt\"\n\n// hello greets\n// twice.\nfunc hello(n int) {\n\tif n > 1 {\n\t\tfmt.Println(\"hello\")\n\t}\n\tfmt.Println(\"again\")\n}\n\n" +
		"const (\n\tlow  = 1 // least\n\thigh = 9\n)\n\ntype list struct{}\n\nfunc (l *list) add() {}\n"),
	"step01-a/main.go":                   []byte("package main\n"),
	"step01-a/testdata/get-one.request":  []byte("GET /a HTTP/1.1\r\nHost: \"x\\y\"\r\n\r\n\x00end"),
	"step01-a/testdata/get-one.response": []byte("HTTP/1.1 200 OK\r\n\r\n"),
	"step01-a/testdata/README.md":        []byte("# T\n\n| pair | rule | level | shows |\n|---|---|---|---|\n| `get-one` | RFC 9112 §3 | MUST | One. |\n"),
	"docs/changes.txt":                   []byte("step01-a\nnew  a.go   because\ngone b.go   no use\nnew a_test.go tests\n"),
	"docs/other.md":                      []byte("# Other\n\n## A `code` heading, twice!\n\n## A `code` heading, twice!\n"),
}

// A right page, and what is written in it instead of something right.
var metaTests = []struct {
	check, page string
	wrongs      [][2]string // what stands there, and what instead
}{
	{"snippets", "```go step01-a/a.go hello\n// hello greets\n// twice.\nfunc hello(n int) {\n\t// ...\n\tfmt.Println(\"again\")\n}\n```\n", [][2]string{
		{"again", "agaim"}, {"\tfmt", "    fmt"}, {"a.go", "b.go"}, {"go hello\n//", "go hallo\n//"}, {"go hello\n//", "go list\n//"},
		{"go hello\n//", "go hello list\n//"}, {"\t// ...\n", ""}, {"twice.", "twice"}, {" step01-a/a.go hello", ""},
	}},
	{"snippets", "```go step01-a/a.go high list.add\nconst (\n// ...\n\thigh = 9\n)\n// ...\nfunc (l *list) add() {}\n```\n", [][2]string{
		{"9", "8"}, {"high =", "low ="}, {"list.add", "list.del"}, {"// ...\nfunc", "func"}, {"high list", "low list"}, {"high list.add", "high"},
	}},
	{"snippets", "```go scratch/main.go\npackage main\n\nfunc main() {}\n```\n", [][2]string{{"main()", "main( )"}, {"{}", "{"}}},
	{"bytes", "```http step01-a/testdata/get-one.request\nGET /a   ← a note\n HTTP/1.1\\r\\n\nHost: \"x\\\\y\"\\r\\n  ← another\n\\r\\n\n\\x00end\n```\n", [][2]string{
		{"/a ", "/b "}, {"1.1\\r", "1.1"}, {"\\x00", "\\x01"}, {"end", "end\\n"}, {"get-one", "get-two"}, {"\\\\", "\\"}, {"  ← another", " ← another"}, {"\\x00end\n", ""},
	}},
	{"bytes", "```http step01-a/testdata/get-one.request\nGET /a HTTP/1.1\\r\\n\n...\n\\x00end\n```\n", [][2]string{{"/a", "/b"}, {"...\n", ""}}},
	{"generated", "<!-- generated: changes step01-a; go test ./docs -update rewrites it -->\n| file | | why |\n|---|---|---|\n| [`a.go`](../step01-a/a.go) | new | because |\n| `b.go` | gone | no use |\n| `a_test.go` | tests | new, changed or gone with what they test |\n<!-- end -->\n", [][2]string{
		{"because", "why not"}, {"changes step01-a", "changes step02-b"}, {"changes step", "chances step"},
	}},
	{"generated", "<!-- generated: fixtures step01-a get-; go test ./docs -update rewrites it -->\n| pair | rule | level | shows |\n|---|---|---|---|\n| `get-one` | RFC 9112 §3 | MUST | One. |\n<!-- end -->\n", [][2]string{{"One.", "Two."}, {" get-;", " put-;"}}},
	{"generated", "<!-- generated: count step01-a; go test ./docs -update rewrites it -->\n`step01-a` has 1 fixtures of its own, and replays 1.\n<!-- end -->\n", [][2]string{{"has 1", "has 2"}}},
	{"blocks", "```text\na -> b\n```\n", [][2]string{{"text", ""}, {"text", "sh"}, {"a ->", "$ ls"}, {"text", "console"}, {"text", "console terminal=x"}}},
	{"links", "# T\n\n[a](#t) [b](other.md#a-code-heading-twice-1) [c](../step01-a/a.go) [d](https://example.com/)\n", [][2]string{
		{"#t)", "#u)"}, {"twice-1", "twice-2"}, {"other.md", "another.md"}, {"a.go", "z.go"}, {"../step01", "../../step01"},
	}},
	{"names", "`get-one.request` and `step01-a/testdata/get-one.response`, `step01-a/a.go`, `a.go`\n", [][2]string{
		{"get-one.request", "get-two.request"}, {"one.response", "two.response"}, {"a/a.go", "a/z.go"}, {"`a.go`", "`z.go`"},
	}},
	{"transcripts", "```console\n$ echo one; echo two >&2\none\ntwo\n$ echo \"a\n> b\"\n...\nb\n$ date +%Y-%m-%dT%H:%M:%SZ\n1994-11-15T08:12:31Z\n```\n", [][2]string{
		{"one\ntwo", "one"}, {"\ntwo\n", "\ntvo\n"}, {"b\n$ date", "c\n$ date"}, {"1994", "94"}, {"echo one", "echo eno"},
	}},
	{"transcripts", "```console terminal=1\n$ echo up 8080; cat; echo down\nup 8080\nhello ⏎\nhello\n```\n\n```console\n$ echo x\nx\n```\n\n```console terminal=1\n^D\ndown\n```\n", [][2]string{
		{"up 8080\nh", "op 8080\nh"}, {"hello\n`", "hallo\n`"}, {"\ndown", "\ndovn"}, {"=1\n$ echo up 8080; cat;", "=1\n$ echo up 8080;"},
	}},
}

// Each page is found right, and with one thing wrong it is not.
func TestChecksFindFaults(t *testing.T) {
	root := t.TempDir()
	if err := writeTree(root, course); err != nil {
		t.Fatal(err)
	}
	c := newChecker(t, root)
	for _, test := range metaTests {
		if test.check == "transcripts" && !canRun() {
			t.Log("transcripts are not checked here")
			continue
		}
		if faults := faultsOf(c, test.check, test.page); faults != "" {
			t.Errorf("%s finds fault with\n%s\n%s", test.check, test.page, faults)
		}
		for _, wrong := range test.wrongs {
			page := strings.Replace(test.page, wrong[0], wrong[1], 1)
			if page == test.page {
				t.Errorf("%q does not stand in\n%s", wrong[0], page)
			}
			if faultsOf(c, test.check, page) == "" {
				t.Errorf("%s finds no fault with %q for %q in\n%s", test.check, wrong[1], wrong[0], test.page)
			}
		}
	}
}

func faultsOf(c *checker, name, text string) string {
	var f findings
	parsePage("docs/page.md", text, &f)
	for _, check := range checks {
		if check.name == name {
			check.run(c, &f)
		}
	}
	return f.String()
}

var ledger = "# L\n\n| rule | says | level | step | fixtures |\n|---|---|---|---|---|\n" +
	"| RFC 9112 §3.2, §6 | Host. | MUST | step01-a | `get-one` `TestA` |\n" +
	"| RFC 9110 §9 | TRACE. | MAY | | gap: nobody needs it |\n"

func TestLedgerFindsFaults(t *testing.T) {
	root := t.TempDir()
	if err := writeTree(root, course); err != nil {
		t.Fatal(err)
	}
	if err := writeTree(root, map[string][]byte{"step01-a/a_test.go": []byte("package main\n\nfunc TestA(t *testing.T) {}\n")}); err != nil {
		t.Fatal(err)
	}
	c := newChecker(t, root)
	faults := func(text string) string {
		var f findings
		checkLedger(c, readLedger(parsePage("docs/rfc.md", text, &f), &f), &f)
		return f.String()
	}
	if found := faults(ledger); found != "" {
		t.Errorf("a right ledger: %s", found)
	}
	wrongs := [][2]string{
		{"`get-one`", ""}, {"`get-one`", "`get-one` `get-two`"}, {"TestA", "TestB"}, {"9112 §3.2", "9112 3.2"}, {"MUST", "must"},
		{"step01-a", "step02-b"}, {"gap: nobody needs it", "gap:"}, {"gap: nobody needs it", ""}, {"| Host. |", "| Host. | |"}, {"| rule", "| rules"},
	}
	for _, wrong := range wrongs {
		text := strings.Replace(ledger, wrong[0], wrong[1], 1)
		if text == ledger || faults(text) == "" {
			t.Errorf("no fault is found with %q for %q", wrong[1], wrong[0])
		}
	}
}

// withUpdate lets check run as -update does.
func withUpdate(check func()) {
	*updateFlag = true
	defer func() { *updateFlag = false }()
	check()
}

// What -update writes is right, and it leaves notes and elisions where they are.
func TestUpdateMends(t *testing.T) {
	root := t.TempDir()
	if err := writeTree(root, course); err != nil {
		t.Fatal(err)
	}
	c := newChecker(t, root)
	tests := []struct{ check, page, part string }{
		{"snippets", "```go step01-a/a.go hello list.add\n```\n", "}\n\n// ...\n\nfunc (l *list)"},
		{"snippets", "- a list\n\n  ```go step01-a/a.go hello\n  func hello() {\n  }\n  ```\n", "  func hello(n int) {\n  \tif n > 1"},
		{"bytes", "```http step01-a/testdata/get-one.request\nPUT\n\\r\\n  ← the empty line\n```\n", "\\r\\n" + strings.Repeat(" ", 17) + "← the empty line\n\\x00end\n"},
		{"generated", "<!-- generated: changes step01-a; go test ./docs -update rewrites it -->\n<!-- end -->\n", "| new | because |"},
		{"transcripts", "```console\n$ echo 127.0.0.1:40000\n$ echo b\nc\n```\n", "$ echo 127.0.0.1:40000\n127.0.0.1:54321\n$ echo b\nb\n```"},
		{"transcripts", "```console terminal=1\n$ echo up; echo hello\nup\n```\n\n```console terminal=2\n$ echo x\nx\n```\n\n```console terminal=1\n```\n", "x\n```\n\n```console terminal=1\nhello\n```"},
	}
	for _, test := range tests {
		if test.check == "transcripts" && !canRun() {
			continue
		}
		var f findings
		parsePage("docs/page.md", test.page, &f)
		for _, check := range checks {
			if check.name == test.check {
				withUpdate(func() { check.run(c, &f) })
			}
		}
		if mended := f.edited(); !strings.Contains(mended, test.part) || faultsOf(c, test.check, mended) != "" {
			t.Errorf("%s mends\n%s\nto\n%s\n%s", test.check, test.page, mended, faultsOf(c, test.check, mended))
		}
	}
}

func TestSlugs(t *testing.T) {
	tests := [][2]string{
		{"Build it", "build-it"}, {"Stuck?", "stuck"}, {"The `Request` type, again", "the-request-type-again"},
		{"CR & LF", "cr--lf"}, {"[A link](b.md) here", "a-link-here"}, {"snake_case", "snake_case"}, {"§6.3: framing", "63-framing"},
	}
	for _, test := range tests {
		if got := slugOf(test[0]); got != test[1] {
			t.Errorf("slugOf(%q) = %q, want %q", test[0], got, test[1])
		}
	}
}

func TestSessionPorts(t *testing.T) {
	s := &session{port: "4321"}
	tests := [][2]string{
		{"go run ./step02-parser", "go run ./step02-parser -addr localhost:4321"},
		{"go run ./step02-parser -wire 2>&1 | cat", "go run ./step02-parser -addr localhost:4321 -wire 2>&1 | cat"},
		{"go run ./step02-parser -addr localhost:9000", "go run ./step02-parser -addr localhost:9000"},
		{"go run ./step01-socket -dial localhost:8080 < a", "go run ./step01-socket -dial localhost:4321 < a"},
		{"go run ./step01-socket -help", "go run ./step01-socket -help"},
		{"go test ./my-server", "go test '-gcflags=-l -dwarf=false' ./my-server"},
		{"curl http://localhost:8080/18080", "curl http://localhost:4321/18080"},
	}
	for _, test := range tests {
		if got := s.outward(test[0]); got != test[1] {
			t.Errorf("%q is run as %q, want %q", test[0], got, test[1])
		}
	}
}
