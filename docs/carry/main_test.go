package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repository returns a git repository with files, one commit old.
func repository(t *testing.T, files map[string]string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	root := t.TempDir()
	for name, content := range files {
		write(t, root, name, content)
	}
	for _, arguments := range [][]string{
		{"init", "--quiet"},
		{"add", "."},
		{"-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "first"},
	} {
		if _, err := git(root, arguments...); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func write(t *testing.T, root, name, content string) {
	t.Helper()
	name = filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, root, name, want string) {
	t.Helper()
	got, err := os.ReadFile(filepath.Join(root, name))
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v, want %q", name, got, err, want)
	}
}

const (
	original = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"
	edited   = "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\n"
	apart    = "one\ntwo\nthree\nfour\nfive\nsix\nSEVEN\n" // changed elsewhere
	joined   = "ONE\ntwo\nthree\nfour\nfive\nsix\nSEVEN\n"
	rival    = "uno\ntwo\nthree\nfour\nfive\nsix\nseven\n" // changed in the same place
)

func steps() map[string]string {
	return map[string]string{
		"step01-a/f.go": apart, "step02-b/f.go": original, "step03-c/f.go": original, "step04-d/f.go": apart,
		"step05-e/other.go": "", "step06-f/f.go": original,
	}
}

func TestCarry(t *testing.T) {
	root := repository(t, steps())
	write(t, root, "step02-b/f.go", edited)

	said, err := carry(root, "step02-b/f.go", true)
	want := []string{"step03-c/f.go: copied", "step04-d/f.go: merged", "step05-e: no f.go from here on"}
	if err != nil || !slices.Equal(said, want) {
		t.Errorf("said %q, %v, want %q", said, err, want)
	}
	checkFile(t, root, "step03-c/f.go", original) // a dry run writes nothing
	checkFile(t, root, "step04-d/f.go", apart)

	if said, err := carry(root, "step02-b/f.go", false); err != nil || !slices.Equal(said, want) {
		t.Errorf("said %q, %v, want %q", said, err, want)
	}
	checkFile(t, root, "step01-a/f.go", apart)
	checkFile(t, root, "step02-b/f.go", edited)
	checkFile(t, root, "step03-c/f.go", edited)
	checkFile(t, root, "step04-d/f.go", joined)
	checkFile(t, root, "step06-f/f.go", original) // the name came back for another file

	said, err = carry(root, "step02-b/f.go", false)
	want = []string{"step03-c/f.go: the same already", "step04-d/f.go: has the edit already", "step05-e: no f.go from here on"}
	if err != nil || !slices.Equal(said, want) {
		t.Errorf("the second time: said %q, %v, want %q", said, err, want)
	}
	checkFile(t, root, "step04-d/f.go", joined)
}

func TestCarryConflict(t *testing.T) {
	files := steps()
	files["step03-c/f.go"] = rival
	root := repository(t, files)
	write(t, root, "step02-b/f.go", edited)
	said, err := carry(root, "step02-b/f.go", false)
	if !errors.Is(err, errConflicts) || len(said) != 3 || !strings.Contains(said[0], "CONFLICTS") {
		t.Errorf("said %q, %v", said, err)
	}
	checkFile(t, root, "step03-c/f.go", "<<<<<<< this step\nuno\n=======\nONE\n>>>>>>> the earlier step, after\n"+strings.TrimPrefix(original, "one\n"))
	checkFile(t, root, "step04-d/f.go", joined) // the steps behind it are done all the same
}

func TestCarryRefuses(t *testing.T) {
	root := repository(t, steps())
	write(t, root, "step02-b/new.go", "new")
	tests := []struct{ name, reason string }{
		{"README.md", "no file of a step"},
		{"docs/f.go", "no file of a step"},
		{"step02-b/absent.go", "no such file"},
		{"step02-b/new.go", "never committed, so there is nothing that the later steps could share"},
	}
	for _, test := range tests {
		if said, err := carry(root, test.name, false); err == nil {
			t.Errorf("carry(%q) = %q: %s", test.name, said, test.reason)
		}
	}
}
