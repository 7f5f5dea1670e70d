// Start writes a folder in which a lesson begins: the code of the step before, and
// the tests of this one.
//
//	go run ./docs/start step03-router my-server
//	go test ./my-server
package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: go run ./docs/start STEP FOLDER, e.g., go run ./docs/start step03-router my-server")
		os.Exit(2)
	}
	root, err := moduleRoot()
	if err == nil {
		err = start(root, os.Args[1], os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	tell(os.Args[1], os.Args[2])
}

// moduleRoot returns the folder of go.mod, which is this one or lies above it.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("there is no go.mod here or above: run this in the folder of the course")
		}
		dir = filepath.Dir(dir)
	}
}

// A folder is a package of the course's module, beside the steps.
var folderName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// start writes folder below root, for the lesson of step.
func start(root, step, folder string) error {
	at := slices.IndexFunc(lessons, func(l lesson) bool { return l.step == step })
	switch {
	case at < 0:
		return fmt.Errorf("there is no step %q; the steps are %s", step, strings.Join(stepNames(), ", "))
	case !folderName.MatchString(folder) || strings.HasPrefix(folder, "step"):
		return fmt.Errorf("the folder %q: give it a name of small letters, digits and hyphens that does not begin with step", folder)
	}
	before := step
	if at > 0 {
		before = lessons[at-1].step
	}
	files, err := starter(root, before, step)
	if err != nil {
		return err
	}
	target := filepath.Join(root, folder)
	if err := os.Mkdir(target, 0o755); err != nil {
		return fmt.Errorf("%w: what is there stays as it is, so choose another name or remove it", err)
	}
	for name, content := range files {
		name = filepath.Join(target, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// starter returns the files of a starter: the code of the step before, the harness
// and the fixtures of step. The fixtures of earlier steps are found beside it.
func starter(root, before, step string) (map[string][]byte, error) {
	files := make(map[string][]byte)
	code := func(name string) bool {
		return !isTest(name) && !strings.HasPrefix(name, "testdata/")
	}
	if before == step {
		given := []string{"close.go", "date.go", "flags.go", "wire.go"}
		code = func(name string) bool { return slices.Contains(given, name) }
		files["main.go"] = stub
	}
	fixtures := func(name string) bool {
		return strings.HasPrefix(name, "testdata/") || strings.HasPrefix(name, "golden") && isTest(name)
	}
	reach := func(name string) bool { return name == "main_test.go" }
	for _, part := range []struct {
		step  string
		wants func(name string) bool
	}{{before, code}, {before, reach}, {step, fixtures}} {
		if err := collect(files, filepath.Join(root, part.step), part.wants); err != nil {
			return nil, err
		}
	}
	test := strings.Replace(string(files["main_test.go"]), `"`+before+`"`, `"`+step+`"`, 1)
	files["main_test.go"] = []byte(test)
	return files, nil
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

// collect adds the files below dir that are wanted, by their path from dir with
// slashes. Results of fuzzing and the like, in folders of testdata, are not.
func collect(files map[string][]byte, dir string, wanted func(name string) bool) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if !entry.Type().IsRegular() || strings.HasPrefix(name, "testdata/fuzz") || !wanted(name) {
			return nil
		}
		files[name], err = os.ReadFile(path)
		return err
	})
}

// stub is what stands before the first lesson: a program that compiles.
//
//go:embed stub/main.go.txt
var stub []byte

// tell says what was written, and what comes next.
func tell(step, folder string) {
	at := slices.IndexFunc(lessons, func(l lesson) bool { return l.step == step })
	fmt.Printf("wrote %s/\n", folder)
	if at == 0 {
		fmt.Printf("  main.go               a program that does nothing yet: the lesson fills it\n")
		fmt.Printf("  close.go, date.go, flags.go, wire.go   helpers, as they are in %s\n", step)
	} else {
		fmt.Printf("  *.go                  the code of %s\n", lessons[at-1].step)
	}
	fmt.Printf("  golden*_test.go       the harness, and main_test.go, by which it reaches your server\n")
	fmt.Printf("  testdata/             the fixtures of %s\n", step)
	fmt.Printf("\nNow it is red, and that is right: go test ./%s\n%s\n", folder, lessons[at].red)
	if at > 0 {
		fmt.Printf("\nAt the end of the lesson copy %s/main_test.go over yours: the step is reached in another way.\n", step)
	}
	fmt.Printf("The lesson: docs/%s.md\n", step)
}
