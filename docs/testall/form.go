package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A stage is one check. It returns what it checked, or everything there is to
// say about what is wrong.
type stage struct {
	name  string
	check func() (said string, err error)
}

// formStages returns the checks that run no code of the course. What they compile is
// then there for what comes next: with -full these are the lessons' tests, which
// compile with -trimpath, and else the commands that a reader types.
func formStages(full bool) []stage {
	var flags []string
	if full {
		flags = append(flags, "-trimpath")
	}
	return []stage{{"gofmt", checkFormat}, vetStage(runtime.GOOS, flags...)}
}

// foreignStages returns the checks for the other systems. They only want to know the
// types, and spare the compiler what makes a program fast or open to a debugger.
func foreignStages() (stages []stage) {
	for _, system := range []string{"linux", "windows", "darwin"} {
		if system != runtime.GOOS {
			stages = append(stages, vetStage(system, "-gcflags=all=-N -l -dwarf=false"))
		}
	}
	return stages
}

func vetStage(system string, flags ...string) stage {
	return stage{"vet for " + system, func() (string, error) { return vet(system, flags) }}
}

// checkFormat reports the Go files that gofmt would change.
func checkFormat() (string, error) {
	count := 0
	var wrong []string
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != ".":
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(path) != ".go":
			return nil
		}
		count++
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		formatted, err := format.Source(source)
		switch {
		case err != nil:
			wrong = append(wrong, fmt.Sprintf("%s: %v", path, err))
		case !bytes.Equal(source, formatted):
			wrong = append(wrong, path+": not as gofmt writes it")
		}
		return nil
	})
	if len(wrong) > 0 {
		err = fmt.Errorf("%d files are not formatted", len(wrong))
	}
	if err != nil {
		return strings.Join(wrong, "\n"), err
	}
	return fmt.Sprintf("%d Go files are formatted", count), nil
}

// vet compiles the course's packages and their tests for system, without running them,
// and looks for suspicious code. The flags are the compiler's.
func vet(system string, flags []string) (string, error) {
	arguments := slices.Concat([]string{"vet"}, flags, []string{"./step...", "./docs/..."})
	command := exec.Command("go", arguments...)
	command.Env = append(os.Environ(), cheapCompiler)
	if system != runtime.GOOS {
		command.Env = append(command.Env, "GOOS="+system, "CGO_ENABLED=0") // there is no C compiler for it
	}
	if output, err := command.CombinedOutput(); err != nil {
		return string(output), errors.New("go vet finds fault")
	}
	return "all packages compile and pass go vet", nil
}

// cheapCompiler spends memory on the compiler, and less time.
const cheapCompiler = "GOGC=400"

// moduleRoot returns the folder of go.mod, so that the command works from any
// folder below it.
func moduleRoot() string {
	output, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "."
	}
	return filepath.Dir(strings.TrimSpace(string(output)))
}
