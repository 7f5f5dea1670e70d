package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Each starter compiles, fails for the reason that is announced, and is green with
// the step's own code.
func TestStarters(t *testing.T) {
	if testing.Short() {
		t.Skip("the starters take long to compile")
	}
	for i, l := range lessons {
		t.Run(l.step, func(t *testing.T) {
			t.Parallel()
			root := copyOfCourse(t, i)
			if err := start(root, l.step, "my-server"); err != nil {
				t.Fatal(err)
			}
			replay := []string{"test", "./my-server", "-vet=off", "-gcflags=-l -dwarf=false", "-run", "^(TestFixtures|TestSegmentations)$/^" + l.pair + "$"}
			output, err := run(root, replay...)
			if err == nil || !strings.Contains(output, "--- FAIL: TestSegmentations/"+l.pair) || !strings.Contains(output, l.shows) {
				t.Errorf("go %s: %v; want it to fail and to show %q:\n%s", strings.Join(replay, " "), err, l.shows, output)
			}
			takeOver(t, filepath.Join(root, l.step), filepath.Join(root, "my-server"))
			if output, err := run(root, replay...); err != nil {
				t.Errorf("with the code of %s, go %s: %v\n%s", l.step, strings.Join(replay, " "), err, output)
			}
		})
	}
}

// copyOfCourse returns a folder with the parts of the course that the starter of
// the lesson at, counted from 0, is made from.
func copyOfCourse(t *testing.T, at int) string {
	t.Helper()
	root := t.TempDir()
	copyFiles(t, "../../go.mod", filepath.Join(root, "go.mod"))
	copyFiles(t, "../../go.sum", filepath.Join(root, "go.sum"))
	for i, l := range lessons[:at+1] {
		part := "testdata"
		if i >= at-1 {
			part = "." // all of it
		}
		copyFiles(t, filepath.Join("../..", l.step, part), filepath.Join(root, l.step, part))
	}
	return root
}

// copyFiles copies a file or a folder.
func copyFiles(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// takeOver does to folder what the lesson does: it brings in the step's code, and
// removes what the step has no more.
func takeOver(t *testing.T, step, folder string) {
	t.Helper()
	written := make(map[string][]byte)
	if err := collect(written, folder, func(name string) bool { return !isTest(name) && strings.HasSuffix(name, ".go") }); err != nil {
		t.Fatal(err)
	}
	for name := range written {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	files := make(map[string][]byte)
	if err := collect(files, step, func(name string) bool { return !isTest(name) || name == "main_test.go" }); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		name = filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func run(dir string, args ...string) (string, error) {
	command := exec.Command("go", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOFLAGS=-trimpath", "GOGC=400") // so that the next run finds it compiled; and faster
	output, err := command.CombinedOutput()
	return string(output), err
}

func TestStartRefuses(t *testing.T) {
	root := t.TempDir()
	copyFiles(t, "../../step01-socket", filepath.Join(root, "step01-socket"))
	if err := os.Mkdir(filepath.Join(root, "taken"), 0o755); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ step, folder, reason string }{
		{"step07-more", "my-server", "no such step"},
		{"step01-socket", "taken", "the folder exists"},
		{"step01-socket", "step07-mine", "the tests would take it for a step"},
		{"step01-socket", "../mine", "outside of the module"},
		{"step01-socket", "", "no name"},
		{"step01-socket", "My Server", "no name of a package's folder"},
	}
	for _, test := range tests {
		if err := start(root, test.step, test.folder); err == nil {
			t.Errorf("start(%q, %q) succeeds: %s", test.step, test.folder, test.reason)
		}
	}
}
