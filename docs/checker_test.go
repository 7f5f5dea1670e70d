package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A checker holds pages against the repository that they are about.
type checker struct {
	root  string
	files func() (map[string][]byte, error) // of the repository, by path from its root
	temp  func() string                     // a new folder for a copy of the repository
	grace func(tool string) string          // why a page may go unchecked that needs tool; "" if it may not
}

func newChecker(t *testing.T, root string) *checker {
	return &checker{
		root:  root,
		files: sync.OnceValues(func() (map[string][]byte, error) { return readTree(root) }),
		temp:  t.TempDir,
		grace: missingTool,
	}
}

// skipped are files that no page is about.
func skipped(name string) bool {
	return name == ".git" || strings.HasSuffix(name, ".test") || strings.HasSuffix(name, ".exe")
}

// readTree reads all files under root. The programs that transcripts start read
// copies of them, so this is how go test learns on what the result depends.
func readTree(root string) (map[string][]byte, error) {
	files := make(map[string][]byte)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case skipped(entry.Name()) && entry.IsDir():
			return fs.SkipDir
		case !entry.Type().IsRegular() || skipped(entry.Name()):
			return nil
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	return files, err
}

// file returns the content of a file, named from the root.
func (c *checker) file(name string) ([]byte, bool) {
	content, err := os.ReadFile(filepath.Join(c.root, filepath.FromSlash(name)))
	return content, err == nil
}

// copyTree writes the files to dir.
func (c *checker) copyTree(dir string) error {
	files, err := c.files()
	if err != nil {
		return err
	}
	return writeTree(dir, files)
}

func writeTree(dir string, files map[string][]byte) error {
	made := make(map[string]bool)
	for name, content := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if folder := filepath.Dir(name); !made[folder] {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
			made[folder] = true
		}
		mode := fs.FileMode(0o644)
		if strings.HasPrefix(string(content[:min(2, len(content))]), "#!") {
			mode = 0o755
		}
		if err := os.WriteFile(name, content, mode); err != nil {
			return err
		}
	}
	return nil
}

// A check looks at one side of a page.
type check struct {
	name string
	run  func(*checker, *findings)
}

// checks are in the order in which their faults are best mended.
var checks = []check{
	{"blocks", (*checker).checkBlocks},
	{"snippets", (*checker).checkSnippets},
	{"bytes", (*checker).checkBytes},
	{"generated", (*checker).checkGenerated},
	{"links", (*checker).checkLinks},
	{"names", (*checker).checkNames},
	{"words", (*checker).checkWords},
	{"transcripts", (*checker).checkTranscripts},
}

// checkBlocks demands that another check claims each block.
func (c *checker) checkBlocks(f *findings) {
	for _, b := range f.page.blocks {
		switch {
		case len(b.info) == 0:
			f.faultf(b.open, "the code block does not say what it is: go FILE [NAME...], console, http FIXTURE or text")
		case slices.Contains(excerpts, b.info[0]) || b.info[0] == "http":
		case b.info[0] == "console":
			if _, err := parseConsole(&b); err != nil {
				f.faultf(b.open, "%v", err)
			}
		case b.info[0] != "text" || len(b.info) > 1:
			f.faultf(b.open, "no check claims a block %q: there are go FILE [NAME...], console, http FIXTURE and text", strings.Join(b.info, " "))
		case slices.ContainsFunc(b.lines, func(line string) bool { return strings.HasPrefix(line, "$ ") }):
			f.faultf(b.open, "a command stands in a block that is not run: make it ```console")
		}
	}
}
