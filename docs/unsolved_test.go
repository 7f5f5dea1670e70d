package docs

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// testUnsolved runs the tests that match patterns with the step's code. It compiles
// them only if the exercise has tests of its own.
func (e *exercise) testUnsolved(t *testing.T, dir string, patterns []string) (string, error) {
	if len(e.tests) > 0 {
		return goTest(dir, e.step, patterns...)
	}
	program, err := e.unsolved()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "-test.paniconexit0", "-test.timeout=10m", "-test.run="+strings.Join(patterns, "|"))
	command.Dir, command.Env = filepath.Join(dir, e.step), environment()
	output, err := command.CombinedOutput()
	return string(output), err
}

// buildTests compiles the code and the harness of a step, and returns the program
// that tests it. It does so in dir under the name of a learner's folder: so it finds
// compiled what the tests of the starters compile, or they do.
func buildTests(all map[string][]byte, step, dir string) (string, error) {
	files := map[string][]byte{"go.mod": all["go.mod"], "go.sum": all["go.sum"]}
	for name, content := range all {
		if inStep, ok := strings.CutPrefix(name, step+"/"); ok && !strings.HasPrefix(inStep, "testdata/") && !isOwnTest(inStep) {
			files["my-server/"+inStep] = content
		}
	}
	if err := writeTree(dir, files); err != nil {
		return "", err
	}
	program := filepath.Join(dir, "my-server.test.exe")
	command := exec.Command("go", "test", "-c", "-ldflags=-s -w", quickCompile, "-o", program, "./my-server")
	command.Dir, command.Env = dir, environment()
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("the code of %s does not compile with the harness: %w\n%s", step, err, output)
	}
	return program, nil
}

// isOwnTest reports whether a file of a step is a test outside of the harness.
func isOwnTest(name string) bool {
	return strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, "golden") && name != "main_test.go"
}

// quickCompile spares the compiler what makes a program fast or open to a debugger,
// and does not change what it does.
const quickCompile = "-gcflags=-l -dwarf=false"

// linkTree is writeTree, but the folders of fixtures in which nothing differs from
// those under root are links to them, where links can be made.
func linkTree(dir, root string, files map[string][]byte) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	written := maps.Clone(files)
	linked := make(map[string]bool) // what became of trying to link a folder
	for name := range files {
		step, file, _ := strings.Cut(name, "/")
		if _, hasCode := files[step+"/main.go"]; hasCode || !strings.HasPrefix(file, "testdata/") {
			continue
		}
		if _, tried := linked[step]; !tried {
			if err := os.Mkdir(filepath.Join(dir, step), 0o755); err != nil {
				return err
			}
			linked[step] = os.Symlink(filepath.Join(root, step, "testdata"), filepath.Join(dir, step, "testdata")) == nil
		}
		if linked[step] {
			delete(written, name)
		}
	}
	return writeTree(dir, written)
}

func goTest(dir, step string, patterns ...string) (string, error) {
	command := exec.Command("go", "test", quickCompile, "./"+step, "-run", strings.Join(patterns, "|"))
	command.Dir, command.Env = dir, environment()
	output, err := command.CombinedOutput()
	return string(output), err
}
