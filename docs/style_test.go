package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

const (
	maxFileLines     = 250 // so that a file can be read in one go
	maxFunctionLines = 50  // so that a function fits in view
)

// goFiles returns the Go files of all steps.
func goFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../step*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no Go files beside docs: %v", err)
	}
	return files
}

func TestFilesAndFunctionsAreShort(t *testing.T) {
	for _, name := range goFiles(t) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			continue
		}
		if lines := set.File(file.Pos()).LineCount() - 1; lines > maxFileLines {
			t.Errorf("%s has %d lines, over %d", name, lines, maxFileLines)
		}
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if lines := set.Position(function.End()).Line - set.Position(function.Pos()).Line + 1; lines > maxFunctionLines {
				t.Errorf("%s: %s has %d lines, over %d", name, function.Name, lines, maxFunctionLines)
			}
		}
	}
}
