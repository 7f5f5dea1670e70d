package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

const (
	maxCachedFile = 64 << 10          // bytes of a file whose content is kept; a larger one is kept open, up to maxSharedFile
	maxCacheFiles = 10_000            // a number; past it the cache begins anew
	maxCacheCost  = 16 << 20          // bytes of all contents together; likewise
	sharedCost    = maxCacheCost / 64 // bytes for which an open file counts: so there are 64 at most
	sharedTime    = 10 * time.Second  // after which an open file is let go: a deleted one would never leave the disk
)

// A cachedFolder keeps files at hand: of small ones the content, of larger ones, up to
// maxSharedFile, an open file, and of both the validators. A file is still looked at
// each time, and opened again when it is another or has changed: what the cache saves
// is four tenths of a request for 1 KiB, and a quarter of one for 100. It is safe for
// concurrent use.
type cachedFolder struct {
	rootFolder

	mu    sync.RWMutex
	files map[string]*cachedFile
	cost  int // of files
}

// A cachedFile is what is kept of a file. As a FileInfo it says what was known of the
// file before it was read.
type cachedFile struct {
	fs.FileInfo
	validators
	content []byte
	shared  *sharedFile // in place of the content; nil if that is kept
	timer   *time.Timer // lets shared go
}

// newCachedFolder returns folder with a cache, which is empty.
func newCachedFolder(folder rootFolder) *cachedFolder {
	return &cachedFolder{rootFolder: folder, files: make(map[string]*cachedFile)}
}

// Open opens what is called name, or what the cache has of it.
func (f *cachedFolder) Open(name string) (fs.File, error) {
	info, err := f.Stat(name)
	if err != nil {
		return nil, err
	}
	if isCachable(info) {
		if file := f.find(name, info); file != nil {
			return file, nil
		}
		if file, err := f.load(name, info); err == nil {
			return file, nil
		}
	}
	return f.rootFolder.Open(name)
}

// isCachable reports whether a file is small, and settled: of one that changed a
// moment ago nobody can tell by its time whether it changes again.
func isCachable(info fs.FileInfo) bool {
	return info.Mode().IsRegular() && info.Size() <= max(maxCachedFile, maxSharedFile) &&
		now().Sub(info.ModTime()) >= fileTimeStep
}

// find returns the file called name from the cache, if it is there as info describes
// it, or nil.
func (f *cachedFolder) find(name string, info fs.FileInfo) fs.File {
	f.mu.RLock()
	defer f.mu.RUnlock()
	cached := f.files[name]
	if cached == nil || !isSameFile(cached.FileInfo, info) {
		return nil
	}
	return cached.open()
}

// open returns the file, to be read from its start.
func (c *cachedFile) open() fs.File {
	if c.shared != nil {
		return c.shared.open(c)
	}
	return &memoryFile{bytes.NewReader(c.content), c}
}

var errChanged = errors.New("the file has changed")

// load opens the file that info describes, reads it if it is small, and keeps what it
// has.
func (f *cachedFolder) load(name string, info fs.FileInfo) (fs.File, error) {
	opened, err := f.rootFolder.Open(name)
	if err != nil {
		return nil, err
	}
	file := newSharedFile(opened.(*os.File))
	defer file.release()
	cached := &cachedFile{FileInfo: info, validators: fileValidators(info)}
	if info.Size() <= maxCachedFile {
		cached.content, err = readWhole(file, info.Size())
	} else {
		cached.shared = file
	}
	after, statErr := file.Stat()
	if err := errors.Join(err, statErr); err != nil {
		return nil, err
	}
	if !isSameFile(info, after) {
		return nil, errChanged
	}
	f.keep(name, cached)
	return cached.open(), nil
}

// readWhole reads a file of size bytes.
func readWhole(r io.Reader, size int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, size+1))
	if err == nil && int64(len(content)) != size {
		err = errChanged
	}
	return content, err
}

// keep puts file into the cache, in the place of another of that name.
func (f *cachedFolder) keep(name string, file *cachedFile) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drop(name)
	if f.cost+file.cost() > maxCacheCost || len(f.files) >= maxCacheFiles {
		for name := range f.files {
			f.drop(name)
		}
	}
	f.files[name] = file
	f.cost += file.cost()
	if file.shared != nil {
		file.shared.users.Add(1)
		file.timer = time.AfterFunc(sharedTime, func() { f.letGo(name, file) })
	}
}

// letGo drops file, unless another has its name by now.
func (f *cachedFolder) letGo(name string, file *cachedFile) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.files[name] == file {
		f.drop(name)
	}
}

// drop takes the file called name out of the cache, if it is there. The caller holds
// the lock.
func (f *cachedFolder) drop(name string) {
	file := f.files[name]
	if file == nil {
		return
	}
	delete(f.files, name)
	f.cost -= file.cost()
	if file.shared != nil {
		file.timer.Stop() // it would keep hold of all this
		file.shared.release()
	}
}

// cost is what the file counts for maxCacheCost.
func (c *cachedFile) cost() int {
	if c.shared != nil {
		return sharedCost
	}
	return len(c.content)
}

// isSameFile reports whether two looks at a settled file saw the same one, unchanged. A
// change is not seen if somebody sets the time back, and the length is the same.
func isSameFile(a, b fs.FileInfo) bool {
	return a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size() && a.Mode() == b.Mode() && os.SameFile(a, b)
}

// A memoryFile is an open file whose content is in memory.
type memoryFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *memoryFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *memoryFile) Close() error               { return nil }
