package docs

import (
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// rebuilt are the packages that the course builds anew: the tests may compare
// with them, the steps may not use them.
var rebuilt = []string{"net/http", "net/textproto"}

// comparison is the one package from outside the standard library, for tests.
const comparison = "github.com/google/go-cmp/"

func TestImports(t *testing.T) {
	for _, name := range goFiles(t) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, imported := range file.Imports {
			path, err := strconv.Unquote(imported.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if reason := refuseImport(path, strings.HasSuffix(name, "_test.go")); reason != "" {
				t.Errorf("%s imports %s: %s", name, path, reason)
			}
		}
	}
}

// refuseImport says why a step, or its tests, may not import path. It returns ""
// if they may.
func refuseImport(path string, inTest bool) string {
	for _, taught := range rebuilt {
		if !inTest && (path == taught || strings.HasPrefix(path, taught+"/")) {
			return "that is what the course rebuilds"
		}
	}
	first, _, _ := strings.Cut(path, "/")
	switch {
	case strings.Contains(first, ".") && !(inTest && strings.HasPrefix(path, comparison)):
		return "only the standard library, and in tests go-cmp"
	case first == "http-from-scratch":
		return "a step stands alone"
	}
	return ""
}

func TestRefuseImport(t *testing.T) {
	tests := []struct {
		path    string
		inTest  bool
		refused bool
		reason  string
	}{
		{"net", false, false, "the transport is not what the course rebuilds"},
		{"net/netip", false, false, "nor is the address"},
		{"net/http", false, true, "rebuilt"},
		{"net/http/httptest", false, true, "a part of it"},
		{"net/textproto", false, true, "rebuilt"},
		{"net/http", true, false, "tests compare with it"},
		{"github.com/google/go-cmp/cmp", true, false, "the one dependency"},
		{"github.com/google/go-cmp/cmp", false, true, "for tests alone"},
		{"golang.org/x/net/http/httpguts", true, true, "another module"},
		{"http-from-scratch/step02-parser", false, true, "another step"},
	}
	for _, test := range tests {
		if got := refuseImport(test.path, test.inTest); (got != "") != test.refused {
			t.Errorf("%s (in a test: %v): %q: %s", test.path, test.inTest, got, test.reason)
		}
	}
}
