package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
)

const (
	maxCachedFile  = 256 << 10 // bytes; what is larger is worth a sendfile
	maxCachedBytes = 16 << 20  // of all files together; past it the cache begins anew
	maxCachedFiles = 10_000    // a number; likewise
)

// A cachedFolder keeps the content of small files in memory. A file is still looked
// at each time, and read again when it is another or has changed: what the cache
// saves is to open, read and close it, a third of a request for 1 KiB. It is safe for
// concurrent use.
type cachedFolder struct {
	rootFolder

	mu    sync.RWMutex
	files map[string]*cachedFile
	bytes int // in files
}

// A cachedFile is the content of a file, and what was known of it before it was read.
type cachedFile struct {
	info    fs.FileInfo
	content []byte
}

// newCachedFolder returns folder with a cache, which is empty.
func newCachedFolder(folder rootFolder) *cachedFolder {
	return &cachedFolder{rootFolder: folder, files: make(map[string]*cachedFile)}
}

// Open opens what is called name, or a copy of it in memory.
func (f *cachedFolder) Open(name string) (fs.File, error) {
	info, err := f.Stat(name)
	if err != nil {
		return nil, err
	}
	if isCachable(info) {
		if cached := f.find(name, info); cached != nil {
			return &memoryFile{bytes.NewReader(cached.content), cached.info}, nil
		}
	}
	return f.rootFolder.Open(name)
}

// isCachable reports whether a file is small, and settled: of one that changed a
// moment ago nobody can tell by its time whether it changes again.
func isCachable(info fs.FileInfo) bool {
	return info.Mode().IsRegular() && info.Size() <= maxCachedFile &&
		now().Sub(info.ModTime()) >= fileTimeStep
}

// find returns the file called name as info describes it: from the cache, or read
// for it. It returns nil if that fails, or the file is another meanwhile.
func (f *cachedFolder) find(name string, info fs.FileInfo) *cachedFile {
	f.mu.RLock()
	cached := f.files[name]
	f.mu.RUnlock()
	if cached != nil && isSameFile(cached.info, info) {
		return cached
	}
	content, err := f.readSmall(name, info)
	if err != nil {
		return nil
	}
	cached = &cachedFile{info, content}
	f.keep(name, cached)
	return cached
}

var errChanged = errors.New("the file has changed")

// readSmall reads the whole file that info describes.
func (f *cachedFolder) readSmall(name string, info fs.FileInfo) ([]byte, error) {
	file, err := f.rootFolder.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, info.Size()+1))
	if err != nil {
		return nil, err
	}
	after, err := file.Stat()
	if err != nil || !isSameFile(info, after) || int64(len(content)) != info.Size() {
		return nil, errors.Join(errChanged, err)
	}
	return content, nil
}

func (f *cachedFolder) keep(name string, file *cachedFile) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if old := f.files[name]; old != nil {
		f.bytes -= len(old.content)
	}
	if f.bytes+len(file.content) > maxCachedBytes || len(f.files) >= maxCachedFiles {
		clear(f.files)
		f.bytes = 0
	}
	f.files[name] = file
	f.bytes += len(file.content)
}

// isSameFile reports whether two looks at a settled file saw the same content.
func isSameFile(a, b fs.FileInfo) bool {
	return a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size() && os.SameFile(a, b)
}

// A memoryFile is an open file whose content is in memory.
type memoryFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *memoryFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *memoryFile) Close() error               { return nil }
