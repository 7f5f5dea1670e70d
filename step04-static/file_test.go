package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestFileValidators(t *testing.T) {
	stat := func(size int, modified time.Time) validators {
		file := fstest.MapFS{"f": {Data: make([]byte, size), ModTime: modified}}
		info, err := fs.Stat(file, "f")
		if err != nil {
			t.Fatal(err)
		}
		return fileValidators(info)
	}
	old := goldenTime.Add(-time.Hour)
	base := stat(1, old)
	if strings.HasPrefix(base.etag, "W/") || !base.modified.Equal(old) {
		t.Errorf("an old file has the validators %v", base)
	}
	if stat(2, old).etag == base.etag || stat(1, old.Add(1)).etag == base.etag {
		t.Error("another size, or a time later by a nanosecond, is another version")
	}
	if v := stat(1, goldenTime.Add(-time.Second)); !strings.HasPrefix(v.etag, "W/") {
		t.Errorf("a file that may change once more within the same time has the strong tag %s", v.etag)
	}
	if v := stat(1, goldenTime.Add(time.Hour)); !v.modified.Equal(goldenTime) || !strings.HasPrefix(v.etag, "W/") {
		t.Errorf("a file from the future has the validators %v", v)
	}
}

// TestPublicModified fails when public/ changes and its date does not. To mend it
// move publicModified on by a second, and put the tag that the test shows here.
func TestPublicModified(t *testing.T) {
	const tag, seconds = `"eda9b6eb5b6e87eea9c291850cb31055"`, 37
	var all bytes.Buffer
	err := fs.WalkDir(embedded, "public", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := embedded.ReadFile(name)
		all.WriteString(name + "\x00" + contentTag(content) + "\n")
		return err
	})
	if got := contentTag(all.Bytes()); err != nil || got != tag || publicModified.Second() != seconds {
		t.Errorf("public/ is %s of second %d, %v", got, publicModified.Second(), err)
	}
}

// TestBodyIsFile: only from an *os.File itself can the system send by sendfile.
func TestBodyIsFile(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, "0123456789", dir, "digits")
	res := ask(t, options{root: dir}, "GET", "/static/digits", Field{"Range", "bytes=3-5"})
	if _, ok := res.Body.(*os.File); !ok || res.Status != 206 || content(t, res) != "345" {
		t.Errorf("the answer is %d with a %T", res.Status, res.Body)
	}
}

// TestFileIsClosed: whatever the answer, the file is closed in the end.
func TestFileIsClosed(t *testing.T) {
	data := []byte("0123456789")
	for name, req := range map[string]*Request{
		"GET":          {Method: "GET"},
		"HEAD":         {Method: "HEAD"},
		"206":          {Method: "GET", Header: Header{{"Range", "bytes=1-2"}}},
		"416":          {Method: "GET", Header: Header{{"Range", "bytes=10-"}}},
		"304":          {Method: "GET", Header: Header{{"If-None-Match", "*"}}},
		"412":          {Method: "GET", Header: Header{{"If-Match", `"x"`}}},
		"file as path": {Method: "GET", wildcards: []Param{{"path", "file/"}}},
		"folder":       {Method: "GET", wildcards: []Param{{"path", "folder"}}},
		"empty folder": {Method: "GET", wildcards: []Param{{"path", "folder/"}}},
		"index folder": {Method: "GET", wildcards: []Param{{"path", "odd/"}}},
	} {
		if req.wildcards == nil {
			req.wildcards = []Param{{"path", "file"}}
		}
		files := &countingFS{FS: fstest.MapFS{"file": {Data: data}, "folder/x": {}, "odd/index.html/x": {}}}
		res := (&fileServer{folder: files}).serve(req)
		if err := writeResponse(bufio.NewWriter(io.Discard), req, res); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if files.opened == 0 || files.opened != files.closed {
			t.Errorf("%s: %d opened, %d closed", name, files.opened, files.closed)
		}
	}
}

// A countingFS counts what is opened and closed.
type countingFS struct {
	fs.FS
	opened, closed int
}

func (c *countingFS) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	if err != nil {
		return nil, err
	}
	c.opened++
	return &countedFile{f, c}, nil
}

type countedFile struct {
	fs.File
	fs *countingFS
}

func (f *countedFile) Seek(offset int64, whence int) (int64, error) {
	return f.File.(io.Seeker).Seek(offset, whence)
}

func (f *countedFile) Close() error {
	f.fs.closed++
	return f.File.Close()
}

// TestShrinkingFile: a file that is shorter than it was said to be ends the
// response with an error, upon which the connection is closed.
func TestShrinkingFile(t *testing.T) {
	dir := t.TempDir()
	name := writeFile(t, strings.Repeat("x", 10000), dir, "file")
	res := ask(t, options{root: dir}, "GET", "/static/file")
	if err := os.Truncate(name, 6000); err != nil {
		t.Skipf("an open file cannot be cut here: %v", err)
	}
	var sent bytes.Buffer
	err := writeResponse(bufio.NewWriterSize(&sent, 16), &Request{Method: "GET"}, res)
	if !errors.Is(err, io.EOF) {
		t.Errorf("the error is %v", err)
	}
	if !strings.Contains(sent.String(), "Content-Length: 10000\r\n") || strings.Count(sent.String(), "x") > 6000+1 {
		t.Errorf("sent were %d bytes:\n%.300s", sent.Len(), sent.String())
	}
}

// TestGrowingFile: what is appended meanwhile belongs to the next response.
func TestGrowingFile(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, "short", dir, "file")
	res := ask(t, options{root: dir}, "GET", "/static/file")
	writeFile(t, "short and more", dir, "file")
	var sent bytes.Buffer
	w := bufio.NewWriter(&sent)
	if err := errors.Join(writeResponse(w, &Request{Method: "GET"}, res), w.Flush()); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(sent.String(), "\r\n\r\nshort") {
		t.Errorf("sent was %q", sent.String())
	}
}

// TestOpenFileLooksAgain: what was opened after all may be something else by now
// than what was looked at.
func TestOpenFileLooksAgain(t *testing.T) {
	for _, mode := range []fs.FileMode{fs.ModeNamedPipe, fs.ModeDevice, fs.ModeSocket, fs.ModeIrregular} {
		files := &countingFS{FS: fstest.MapFS{"file": {Mode: mode}}}
		if _, err := openFile(files, "file"); !errors.Is(err, fs.ErrNotExist) || files.closed != 1 {
			t.Errorf("%v gives %v, and is closed %d times", mode, err, files.closed)
		}
	}
}
