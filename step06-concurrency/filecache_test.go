package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
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

// readA reads the file called a, and reports whether it came from the cache.
func readA(t *testing.T, folder *cachedFolder) (content string, fromCache bool) {
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
	_, isDirect := file.(*os.File)
	return string(read), !isDirect
}

// eachKind calls test with the contents of files that are kept in memory and, where
// that is done, of such that are kept open.
func eachKind(t *testing.T, test func(t *testing.T, one, two, three string)) {
	long := func(s string) string { return strings.Repeat(s, maxCachedFile) }
	t.Run("in memory", func(t *testing.T) { test(t, "one", "two", "three") })
	if maxSharedFile > 0 {
		t.Run("open", func(t *testing.T) { test(t, long("one"), long("two"), long("three")) })
	}
}

func TestFileCacheSeesEachChange(t *testing.T) {
	eachKind(t, func(t *testing.T, one, two, three string) {
		folder, path := newTestFolder(t, one)
		for _, change := range []struct {
			why     string
			content string
			make    func()
		}{
			{"nothing has changed", one, func() {}},
			{"nothing has changed, and it is known", one, func() {}},
			{"the time is another", two, func() { writeSettled(t, path, two, goldenTime.Add(-time.Minute)) }},
			{"the length is another", three, func() { writeSettled(t, path, three, goldenTime.Add(-time.Minute)) }},
			{"it is another file", strings.ToUpper(three), func() {
				writeSettled(t, path+"2", strings.ToUpper(three), goldenTime.Add(-time.Minute))
				if err := os.Rename(path+"2", path); err != nil {
					t.Fatal(err)
				}
			}},
		} {
			change.make()
			if got, fromCache := readA(t, folder); got != change.content || !fromCache {
				t.Errorf("%s: got %d bytes, %.5q, from the cache: %v", change.why, len(got), got, fromCache)
			}
		}
		os.Remove(path)
		if _, err := folder.Open("a"); !os.IsNotExist(err) {
			t.Errorf("it is gone: %v", err)
		}
	})
}

func TestFileCacheLeavesOut(t *testing.T) {
	for why, make := range map[string]func(path string){
		"it has just changed": func(path string) { writeSettled(t, path, "new", goldenTime.Add(-fileTimeStep/2)) },
		"it is large": func(path string) {
			writeSettled(t, path, strings.Repeat("x", max(maxCachedFile, maxSharedFile)+1), goldenTime.Add(-time.Hour))
		},
	} {
		folder, path := newTestFolder(t, "one")
		make(path)
		if _, fromCache := readA(t, folder); fromCache || len(folder.files) > 0 {
			t.Errorf("%s, and is in the cache", why)
		}
	}
}

func TestFileCacheHasABound(t *testing.T) {
	folder, _ := newTestFolder(t, "one")
	full := &cachedFile{content: make([]byte, maxCacheCost/8+1)}
	for i := range 20 {
		folder.keep(string(rune('a'+i)), full)
		if folder.cost > maxCacheCost || folder.cost != len(folder.files)*full.cost() {
			t.Fatalf("%d files cost %d, and it says %d", len(folder.files), len(folder.files)*full.cost(), folder.cost)
		}
	}
	folder.keep("a", full)
	folder.keep("a", &cachedFile{})
	if folder.files["a"].content != nil || folder.cost != (len(folder.files)-1)*full.cost() {
		t.Errorf("after one was replaced it says %d for %d files", folder.cost, len(folder.files))
	}
}

// A file that is dropped leaves nothing behind: files that are asked for in turn, more
// than the cache takes, would else fill the memory.
func TestADroppedFileHasNoTimer(t *testing.T) {
	if maxSharedFile == 0 {
		t.Skip("no file is kept open in this system")
	}
	folder, _ := newTestFolder(t, strings.Repeat("x", maxCachedFile+1))
	readA(t, folder)
	file := folder.files["a"]
	folder.keep("a", &cachedFile{})
	if file.timer.Stop() {
		t.Error("its timer was still running")
	}
}

// Whoever may not read a file any more does not get it from the cache either.
func TestFileCacheSeesAnotherMode(t *testing.T) {
	folder, path := newTestFolder(t, "one")
	readA(t, folder)
	before := folder.files["a"]
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	readA(t, folder)
	if folder.files["a"] == before {
		t.Error("the file was not opened again")
	}
}

func TestFileCacheBySize(t *testing.T) {
	const inMemory, open, direct = "*main.memoryFile", "*main.sharedReader", "*os.File"
	larger := open
	if maxSharedFile == 0 {
		larger = direct
	}
	for size, want := range map[int]string{
		0: inMemory, 1: inMemory, maxCachedFile: inMemory,
		maxCachedFile + 1: larger, 1 << 20: larger,
		1<<20 + 1: direct,
	} {
		folder, _ := newTestFolder(t, strings.Repeat("x", size))
		for range 2 { // the first time it is loaded, then found
			file, err := folder.Open("a")
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(file)
			if got := fmt.Sprintf("%T", file); got != want || len(content) != size || err != nil {
				t.Errorf("of %d bytes %d came out of a %s, want a %s; %v", size, len(content), got, want, err)
			}
			file.Close()
		}
	}
}

func TestOpenFilesHaveABound(t *testing.T) {
	folder, path := newTestFolder(t, "one")
	var files []*sharedFile
	for i := range 3 * maxCacheCost / sharedCost {
		opened, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		file := newSharedFile(opened)
		folder.keep(strconv.Itoa(i), &cachedFile{shared: file})
		file.release()
		files = append(files, file)
		open := 0
		for _, file := range files {
			open += int(file.users.Load())
		}
		if open != len(folder.files) || open > maxCacheCost/sharedCost {
			t.Fatalf("%d files are open, and %d in the cache", open, len(folder.files))
		}
	}
	for name, file := range folder.files {
		folder.letGo(name, file)
	}
	if len(folder.files) > 0 || folder.cost != 0 {
		t.Errorf("%d files are left, which cost %d", len(folder.files), folder.cost)
	}
}

func TestFileCacheHasABoundForEmptyFiles(t *testing.T) {
	folder, _ := newTestFolder(t, "one")
	for i := range maxCacheFiles + 1 {
		folder.keep(strconv.Itoa(i), &cachedFile{})
		if len(folder.files) > maxCacheFiles {
			t.Fatalf("%d files", len(folder.files))
		}
	}
	if len(folder.files) != 1 {
		t.Errorf("the cache was full, and did not begin anew: %d files", len(folder.files))
	}
}

// Many read a file, for the first time and later, while it becomes another again and
// again. Each gets one version, whole.
func TestFileCacheWithManyReaders(t *testing.T) {
	eachKind(t, func(t *testing.T, one, two, _ string) {
		folder, path := newTestFolder(t, one)
		var readers sync.WaitGroup
		for range 8 {
			readers.Go(func() {
				for range 50 {
					file, err := folder.Open("a")
					if err != nil {
						t.Error(err)
						return
					}
					if content, err := io.ReadAll(file); string(content) != one && string(content) != two || err != nil {
						t.Errorf("got %d bytes, %v", len(content), err)
					}
					file.Close()
				}
			})
		}
		for i := range 50 {
			other := filepath.Join(filepath.Dir(path), "b")
			writeSettled(t, other, []string{one, two}[i%2], goldenTime.Add(-time.Duration(i+2)*time.Minute))
			if err := os.Rename(other, path); err != nil {
				t.Log(err) // in some systems not while somebody reads it
			}
		}
		readers.Wait()
		for _, file := range folder.files {
			if file.shared != nil && file.shared.users.Load() != 1 {
				t.Errorf("%d still have the file, and not the cache alone", file.shared.users.Load())
			}
		}
	})
}

// The cache opens a file once, and lets it go after a while: one that was deleted
// would never leave the disk. Whoever reads it then can read on.
func TestAnOpenFileIsLetGo(t *testing.T) {
	if maxSharedFile == 0 {
		t.Skip("no file is kept open in this system")
	}
	synctest.Test(t, func(t *testing.T) {
		content := strings.Repeat("x", maxCachedFile+1)
		folder, _ := newTestFolder(t, content)
		var files [2]*sharedReader
		for i := range files {
			file, err := folder.Open("a")
			if err != nil {
				t.Fatal(err)
			}
			files[i] = file.(*sharedReader)
		}
		shared := files[0].file
		if shared != files[1].file {
			t.Error("the file was opened twice")
		}
		time.Sleep(sharedTime) // on the bubble's clock
		synctest.Wait()
		if len(folder.files) > 0 || folder.cost != 0 {
			t.Errorf("%d files are kept, which cost %d", len(folder.files), folder.cost)
		}
		for i, file := range files {
			if read, err := io.ReadAll(file); string(read) != content || err != nil {
				t.Errorf("reader %d got %d bytes, %v", i, len(read), err)
			}
			if err := file.Close(); err != nil {
				t.Error(err)
			}
			if err := file.Close(); !errors.Is(err, fs.ErrClosed) {
				t.Errorf("the second Close of reader %d says %v", i, err)
			}
		}
		if _, err := shared.Stat(); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("after the last reader the file is not closed: %v", err)
		}
	})
}
