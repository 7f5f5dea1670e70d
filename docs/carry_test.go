package docs

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Neighbouring steps have the same files with the same bytes, except for what
// changes.txt lists, each with its reason; and what it lists is so.
func TestStepsCarryTheirFilesForward(t *testing.T) {
	steps := stepNames(t)
	listed := readChanges(t)
	for i := 1; i < len(steps); i++ {
		compareSteps(t, steps[i-1], steps[i], listed[steps[i]])
		delete(listed, steps[i])
	}
	for step := range listed {
		t.Errorf("changes.txt has a section %s, which is no step after the first", step)
	}
}

// A change is what happens to a file from one step to the next.
type change struct{ kind, file, reason string }

var kinds = []string{"changed", "new", "gone"}

// compareSteps holds what became of each file against what is listed.
func compareSteps(t *testing.T, before, after string, listed []change) {
	t.Helper()
	actual := make(map[string]string) // the kind for each file that is not the same
	old, current := stepFiles(t, before), stepFiles(t, after)
	for file, content := range current {
		switch previous, existed := old[file]; {
		case !existed && strings.HasSuffix(file, "_test.go"):
		case !existed:
			actual[file] = "new"
		case !bytes.Equal(previous, content):
			actual[file] = "changed"
		}
	}
	for file := range old {
		if _, exists := current[file]; !exists && !strings.HasSuffix(file, "_test.go") {
			actual[file] = "gone"
		}
	}
	for _, entry := range listed {
		if actual[entry.file] != entry.kind {
			t.Errorf("changes.txt lists %s/%s as %s, and it is %s", after, entry.file, entry.kind, describe(actual[entry.file]))
		}
		delete(actual, entry.file)
	}
	for _, file := range slices.Sorted(maps.Keys(actual)) {
		t.Errorf("%s/%s is %s since %s, and changes.txt does not say why", after, file, actual[file], before)
	}
}

func describe(kind string) string {
	if kind == "" {
		return "the same as in the step before, or nowhere"
	}
	return kind
}

func stepNames(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../step*")
	if err != nil || len(names) < 2 {
		t.Fatalf("no steps beside docs: %v", err)
	}
	for i := range names {
		names[i] = filepath.Base(names[i])
	}
	return names // in order: Glob sorts them
}

// stepFiles returns the files of a step by their path in it, except for testdata:
// fixtures have a cumulative corpus of their own.
func stepFiles(t *testing.T, step string) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	root := os.DirFS(filepath.Join("..", step))
	err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		files[path], err = fs.ReadFile(root, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// readChanges parses changes.txt: its format stands at its head.
func readChanges(t *testing.T) map[string][]change {
	t.Helper()
	text, err := os.ReadFile("changes.txt")
	if err != nil {
		t.Fatal(err)
	}
	changes := make(map[string][]change)
	step := ""
	for i, line := range strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || strings.HasPrefix(line, "#"):
		case len(words) == 1:
			step = words[0]
		case len(words) < 3 || !slices.Contains(kinds, words[0]) || step == "":
			t.Errorf("changes.txt:%d: want changed, new or gone, a file and a reason, under a step: %q", i+1, line)
		case slices.ContainsFunc(changes[step], func(c change) bool { return c.file == words[1] }):
			t.Errorf("changes.txt:%d: %s is listed twice for %s", i+1, words[1], step)
		default:
			changes[step] = append(changes[step], change{words[0], words[1], strings.Join(words[2:], " ")})
		}
	}
	return changes
}
