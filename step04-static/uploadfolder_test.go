package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// TestUploadsAtOnce: of several uploads of one name at the same moment each is
// kept, under a name of its own.
func TestUploadsAtOnce(t *testing.T) {
	const count = 20
	dir := t.TempDir()
	uploads := &uploadFolder{dir}
	var wg sync.WaitGroup
	for i := range count {
		req := newForm(t, "same.txt", fmt.Sprint("upload ", i))
		wg.Add(1)
		go func() {
			defer wg.Done()
			if res := uploads.receive(req); res.Status != 201 {
				t.Errorf("upload %d gets %d", i, res.Status)
			}
		}()
	}
	wg.Wait()
	contents := map[string]bool{}
	files := filesIn(t, dir)
	for _, content := range files {
		contents[content] = true
	}
	if len(files) != count || len(contents) != count {
		t.Errorf("of %d uploads %d are kept, in %d files", count, len(contents), len(files))
	}
}

// TestUploadFails lets the second of two files fail: the first is not kept either.
func TestUploadFails(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, "1", dir, "taken.txt")
	for number := 2; number <= maxSameName; number++ {
		writeFile(t, "", dir, numbered("taken.txt", number))
	}
	res := (&uploadFolder{dir}).receive(newForm(t, "first.txt", "1", "taken.txt", "2"))
	files := filesIn(t, dir)
	if res.Status != 409 || len(files) != maxSameName || files["taken.txt"] != "1" {
		t.Errorf("the answer is %d, and %d files are there", res.Status, len(files))
	}
}

func TestKeepStatus(t *testing.T) {
	for err, want := range map[error]int{
		syscall.ENOSPC:   507,
		syscall.EDQUOT:   507,
		fs.ErrExist:      409,
		fs.ErrPermission: 500,
	} {
		if got := keepStatus(&fs.PathError{Op: "write", Path: "x", Err: err}); got != want {
			t.Errorf("%v gives %d, not %d", err, got, want)
		}
	}
}

func TestSafeName(t *testing.T) {
	long := strings.Repeat("n", 200)
	tests := []struct{ name, want string }{
		{"photo.jpg", "photo.jpg"},
		{"archive.tar.gz", "archive.tar.gz"},
		{"README", "README"},
		{"a-b_c.D9", "a-b_c.D9"},
		{"../../etc/passwd", "passwd"},
		{`C:\dir\report.txt`, "report.txt"},
		{`a/b\c`, "c"},
		{"/", "_"},
		{"", "_"},
		{".", "_"},
		{"...", "_"},
		{".htaccess", "htaccess"},
		{"..a..", "a"},
		{"a b.txt", "a_b.txt"},
		{"a\x00b\r\nc.txt", "a_b__c.txt"},
		{"<script>.html", "_script_.html"},
		{"file.txt:stream", "file.txt_stream"},
		{"नमस्ते.txt", "______.txt"},
		{"\xff.txt", "_.txt"},
		{"con", "_con"},
		{"NUL.tar.gz", "_NUL.tar.gz"},
		{"com1.txt", "_com1.txt"},
		{"LPT9", "_LPT9"},
		{"com", "com"},
		{"com10", "com10"},
		{"console.txt", "console.txt"},
		{long, long[:maxUploadName]},
		{long + ".txt", long[:maxUploadName-4] + ".txt"},
		{"a." + long, "a." + long[:maxUploadName-2]},
	}
	for _, test := range tests {
		if got := safeName(test.name); got != test.want {
			t.Errorf("%q becomes %q, not %q", test.name, got, test.want)
		}
	}
}

// FuzzSafeName: whatever a client calls its file, the name can be kept and asked for.
func FuzzSafeName(f *testing.F) {
	for _, seed := range []string{"photo.jpg", "../x", "..", "con.txt", strings.Repeat(".a", 80), "x." + strings.Repeat(" ", 99)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		safe := safeName(name)
		if !isSafeName(safe) || len(safe) > maxUploadName+len("_") || isDeviceName(safe) || !filepath.IsLocal(safe) {
			t.Errorf("%q becomes %q", name, safe)
		}
		if strings.HasSuffix(safe, ".") || !isSafeName(numbered(safe, maxSameName)) {
			t.Errorf("%q becomes %q, and that %q", name, safe, numbered(safe, maxSameName))
		}
	})
}
