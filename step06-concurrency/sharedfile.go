package main

import (
	"io"
	"io/fs"
	"os"
	"sync/atomic"
)

// A sharedFile is an open file that many requests read at a time, each from a place
// of its own. It is closed when nobody has it any more.
type sharedFile struct {
	*os.File
	users atomic.Int32
}

// newSharedFile returns file with one user, the caller.
func newSharedFile(file *os.File) *sharedFile {
	shared := &sharedFile{File: file}
	shared.users.Store(1)
	return shared
}

// open returns a reader that is at the start of the file and is one more user, until
// it is closed. The caller has to be one too, or the file may be closed meanwhile.
func (f *sharedFile) open(info fs.FileInfo) *sharedReader {
	f.users.Add(1)
	return &sharedReader{io.NewSectionReader(f.File, 0, info.Size()), f, info}
}

// release takes one user off.
func (f *sharedFile) release() error {
	if f.users.Add(-1) > 0 {
		return nil
	}
	return f.Close()
}

// A sharedReader reads a sharedFile. It is itself an fs.File.
type sharedReader struct {
	*io.SectionReader
	file *sharedFile // nil once it is closed
	info fs.FileInfo
}

func (r *sharedReader) Stat() (fs.FileInfo, error) { return r.info, nil }

func (r *sharedReader) Close() error {
	if r.file == nil {
		return fs.ErrClosed
	}
	file := r.file
	r.file = nil
	return file.release()
}
