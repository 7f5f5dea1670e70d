package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// newTestFolder returns a cached folder with a file called a, changed long ago.
func newTestFolder(t *testing.T, content string) (folder *cachedFolder, path string) {
	t.Helper()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	path = filepath.Join(dir, "a")
	writeSettled(t, path, content, goldenTime.Add(-time.Hour))
	return newCachedFolder(rootFolder{root}), path
}

func writeSettled(t *testing.T, path, content string, modified time.Time) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, modified, modified); err != nil {
		t.Fatal(err)
	}
}

// readA reads the file called a, and reports whether it came from memory.
func readA(t *testing.T, folder *cachedFolder) (content string, fromMemory bool) {
	t.Helper()
	file, err := folder.Open("a")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	_, fromMemory = file.(*memoryFile)
	return string(read), fromMemory
}

func TestFileCacheSeesEachChange(t *testing.T) {
	folder, path := newTestFolder(t, "one")
	for _, change := range []struct {
		why     string
		content string
		make    func()
	}{
		{"nothing has changed", "one", func() {}},
		{"nothing has changed, and it is known", "one", func() {}},
		{"the time is another", "two", func() { writeSettled(t, path, "two", goldenTime.Add(-time.Minute)) }},
		{"the length is another", "three", func() { writeSettled(t, path, "three", goldenTime.Add(-time.Minute)) }},
		{"it is another file", "other", func() {
			writeSettled(t, path+"2", "other", goldenTime.Add(-time.Minute))
			if err := os.Rename(path+"2", path); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		change.make()
		if got, fromMemory := readA(t, folder); got != change.content || !fromMemory {
			t.Errorf("%s: got %q, from memory: %v", change.why, got, fromMemory)
		}
	}
	os.Remove(path)
	if _, err := folder.Open("a"); !os.IsNotExist(err) {
		t.Errorf("it is gone: %v", err)
	}
}

func TestFileCacheLeavesOut(t *testing.T) {
	for why, make := range map[string]func(path string){
		"it has just changed": func(path string) { writeSettled(t, path, "new", goldenTime.Add(-fileTimeStep/2)) },
		"it is large": func(path string) {
			writeSettled(t, path, strings.Repeat("x", maxCachedFile+1), goldenTime.Add(-time.Hour))
		},
	} {
		folder, path := newTestFolder(t, "one")
		make(path)
		if _, fromMemory := readA(t, folder); fromMemory || len(folder.files) > 0 {
			t.Errorf("%s, and is in memory", why)
		}
	}
}

func TestFileCacheHasABound(t *testing.T) {
	folder, _ := newTestFolder(t, "one")
	full := &cachedFile{content: make([]byte, maxCachedBytes/8+1)}
	for i := range 20 {
		folder.keep(string(rune('a'+i)), full)
		if folder.bytes > maxCachedBytes || folder.bytes != len(folder.files)*len(full.content) {
			t.Fatalf("%d files with %d bytes, and it says %d", len(folder.files), len(folder.files)*len(full.content), folder.bytes)
		}
	}
	folder.keep("a", full)
	folder.keep("a", &cachedFile{})
	if folder.files["a"].content != nil || folder.bytes != (len(folder.files)-1)*len(full.content) {
		t.Errorf("after one was replaced it says %d bytes for %d files", folder.bytes, len(folder.files))
	}
}
