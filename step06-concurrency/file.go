package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// A file is an open file or folder, and what a response says about it.
type file struct {
	name     string // as package fs has names: "pictures/hill.svg"
	isFolder bool
	size     int64
	validators
	content fs.File // of a file: an io.ReadSeeker
}

// openFile opens and describes what is called name in folder. Something that is
// neither a regular file nor a folder does not exist here.
func openFile(folder fs.FS, name string) (*file, error) {
	content, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := content.Stat()
	if err == nil && !isServable(info.Mode()) {
		err = &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if err != nil {
		content.Close()
		return nil, err
	}
	return &file{
		name:       name,
		isFolder:   info.IsDir(),
		size:       info.Size(),
		validators: fileValidators(info),
		content:    content,
	}, nil
}

// isServable reports whether what has this mode can be read to an end without
// waiting: a FIFO waits for a writer, and a device may do anything.
func isServable(mode fs.FileMode) bool {
	return mode.IsRegular() || mode.IsDir()
}

// fileTimeStep is how coarse the times of a file system may be: two seconds on
// FAT, a tick of the clock on others.
const fileTimeStep = 2 * time.Second

// fileValidators makes the validators of a file from its size and the time of its
// last change. A hash of the content would be surer, but costs a read of the whole
// file before the first byte of it is sent.
//
// A file that has just changed may change again without its time moving on, so its
// tag is weak until that is past (RFC 9110 §8.8.1). Last-Modified must not lie in
// the future (RFC 9110 §8.8.2.1).
func fileValidators(info fs.FileInfo) validators {
	if cached, ok := info.(*cachedFile); ok {
		return cached.validators // to make them takes 8 in a hundred of a request for 1 KiB
	}
	modified := info.ModTime()
	etag := fmt.Sprintf(`"%x-%x"`, modified.UnixNano(), info.Size())
	if now().Sub(modified) < fileTimeStep {
		etag = "W/" + etag
	}
	if modified.After(now()) {
		modified = now()
	}
	return newValidators(etag, modified)
}

// contentTag returns the tag of a file that is known by its content: the first 16
// bytes of its SHA-256, in hexadecimal.
func contentTag(content []byte) string {
	hash := sha256.Sum256(content)
	return `"` + hex.EncodeToString(hash[:16]) + `"`
}

// A rootFolder is a folder of the system as an fs.FS, out of which no name leads
// and no symbolic link: os.Root follows a path a step at a time and looks at each.
// No check of the name alone could see a link.
type rootFolder struct {
	root *os.Root
}

// Stat looks at what is called name, and follows links.
func (f rootFolder) Stat(name string) (fs.FileInfo, error) {
	local, err := filepath.Localize(name)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return f.root.Stat(local)
}

// Open looks before it opens, since opening alone can block (a FIFO) or act (a
// device). Should one take the place of a file in between, O_NONBLOCK keeps the
// open from waiting, and openFile looks once more.
func (f rootFolder) Open(name string) (fs.File, error) {
	info, err := f.Stat(name)
	if err != nil {
		return nil, err
	}
	if !isServable(info.Mode()) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	opened, err := f.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err // not opened, which would be a nil *os.File and no nil fs.File
	}
	return opened, nil
}

// part returns a reader of r's bytes in content. A whole file is handed on as it
// is: from an *os.File the system can send to a connection by itself (sendfile), as
// from a sharedReader.
func part(content fs.File, r byteRange) (io.Reader, error) {
	seeker := content.(io.ReadSeeker)
	if r.start == 0 {
		return seeker, nil
	}
	_, err := seeker.Seek(r.start, io.SeekStart)
	return seeker, err
}
