// Carry propagates an edited file of a step to all later steps:
//
//	go run ./docs/carry [-n] step02-parser/parse.go ...
//
// A later step's copy that was identical to the version last committed is replaced;
// one that differed gets the edit by a three-way merge.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

func main() {
	dryRun := flag.Bool("n", false, "say what would be done, and do nothing")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: go run ./docs/carry [-n] STEP/FILE ...")
		os.Exit(2)
	}
	failed := false
	for _, name := range flag.Args() {
		lines, err := carry(".", filepath.ToSlash(filepath.Clean(name)), *dryRun)
		for _, line := range lines {
			fmt.Println(line)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "error: %s: %v\n", name, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

// errConflicts: a merge left marks that somebody has to resolve.
var errConflicts = errors.New("conflicts are marked in the files named above")

// carry propagates the file called name, "STEP/FILE" relative to the repository at
// root, and returns a line for each later step that has the file.
func carry(root, name string, dryRun bool) (lines []string, err error) {
	step, file, ok := strings.Cut(name, "/")
	if !ok || !strings.HasPrefix(step, "step") {
		return nil, errors.New("no file of a step")
	}
	edited, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		return nil, err
	}
	committed, err := git(root, "show", "HEAD:./"+name)
	if err != nil {
		return nil, fmt.Errorf("there is no committed version to compare with: %w", err)
	}
	later, err := laterSteps(root, step)
	if err != nil {
		return nil, err
	}
	var conflicts error
	for _, target := range later {
		copied := filepath.Join(root, target, filepath.FromSlash(file))
		current, err := os.ReadFile(copied)
		if errors.Is(err, fs.ErrNotExist) {
			lines = append(lines, target+": no "+file+" from here on")
			break // a file of that name in a later step is another file
		}
		if err != nil {
			return lines, err
		}
		done, content, err := propagate(root, current, committed, edited)
		if errors.Is(err, errConflicts) {
			conflicts = err
		} else if err != nil {
			return lines, err
		}
		if !dryRun && !bytes.Equal(content, current) {
			if err := os.WriteFile(copied, content, 0o644); err != nil {
				return lines, err
			}
		}
		lines = append(lines, path.Join(target, file)+": "+done)
	}
	return lines, conflicts
}

// laterSteps returns the steps after step, in order.
func laterSteps(root, step string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(root, "step*"))
	if err != nil {
		return nil, err
	}
	var later []string
	for _, name := range names { // in order: Glob sorts them
		if base := filepath.Base(name); base > step {
			later = append(later, base)
		}
	}
	return later, nil
}

// propagate brings the edit from committed to edited into current, and says how.
func propagate(root string, current, committed, edited []byte) (done string, content []byte, err error) {
	switch {
	case bytes.Equal(current, edited):
		return "the same already", current, nil
	case bytes.Equal(current, committed):
		return "copied", edited, nil
	}
	content, err = merge(root, current, committed, edited)
	switch {
	case errors.Is(err, errConflicts):
		return "merged, with CONFLICTS", content, err
	case err != nil:
		return "", nil, err
	case bytes.Equal(content, current):
		return "has the edit already", content, nil
	}
	return "merged", content, nil
}

// merge is git's three-way merge of the two edits that led from base to current
// and to edited.
func merge(root string, current, base, edited []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "carry")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	arguments := []string{"merge-file", "-p", "-L", "this step", "-L", "the earlier step, before", "-L", "the earlier step, after"}
	for i, content := range [][]byte{current, base, edited} {
		name := filepath.Join(dir, []string{"current", "base", "edited"}[i])
		if err := os.WriteFile(name, content, 0o600); err != nil {
			return nil, err
		}
		arguments = append(arguments, name)
	}
	merged, err := git(root, arguments...)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 && exit.ExitCode() < 128 {
		return merged, errConflicts // the exit status is their number
	}
	return merged, err
}

// git runs git in root and returns its output.
func git(root string, arguments ...string) ([]byte, error) {
	command := exec.Command("git", arguments...)
	command.Dir = root
	output, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		err = fmt.Errorf("%w: %s", err, bytes.TrimSpace(exit.Stderr))
	}
	return output, err
}
