package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// ask lets a site with these options answer a request for target.
func ask(t *testing.T, opts options, method, target string, fields ...Field) *Response {
	t.Helper()
	handle, err := newSite(opts)
	if err != nil {
		t.Fatal(err)
	}
	req := &Request{Method: method, Target: target, Minor: 1, Header: fields}
	if err := req.parseTarget(); err != nil {
		t.Fatal(err)
	}
	res := handle(req)
	if body, ok := res.Body.(io.Closer); ok {
		t.Cleanup(func() { body.Close() })
	}
	return res
}

func content(t *testing.T, res *Response) string {
	t.Helper()
	if res.Body == nil {
		return ""
	}
	all, err := io.ReadAll(io.LimitReader(res.Body, res.Length))
	if err != nil || int64(len(all)) != res.Length {
		t.Fatalf("%d bytes of %d: %v", len(all), res.Length, err)
	}
	return string(all)
}

// writeFile makes a file, and the folders on the way to it.
func writeFile(t *testing.T, text string, path ...string) string {
	t.Helper()
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestServeRoot(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, "top", dir, "index.html")
	writeFile(t, "a", dir, "a b%c.txt")
	writeFile(t, "deep", dir, "sub", "index.html")
	writeFile(t, "x", dir, "bare", "x.txt")
	writeFile(t, "x", dir, "odd", "index.html", "x.txt")
	tests := []struct {
		target, reason string
		list           bool
		status         int
		want           string // the content, or the Location
	}{
		{"/static/", "the index of the root", false, 200, "top"},
		{"/static/", "the index goes before a list", true, 200, "top"},
		{"/static/a%20b%25c.txt", "a name of encoded characters", false, 200, "a"},
		{"/static/index.html", "an index by its name", false, 200, "top"},
		{"/static/sub", "the slash is missing", false, 307, "/static/sub/"},
		{"/static/sub?q=%2F", "the query is kept", false, 307, "/static/sub/?q=%2F"},
		{"/static/sub/", "the index of a folder", false, 200, "deep"},
		{"/static/sub/index.html/", "a file is no folder", false, 404, ""},
		{"/static/sub/index.html/x", "there is nothing below a file", false, 404, ""},
		{"/static/bare/", "no index and no list", false, 404, ""},
		{"/static/odd/", "an index that is a folder", false, 404, ""},
		{"/static/no", "nothing", false, 404, ""},
		{"/static/" + strings.Repeat("n", 5000), "a name that no file can have", false, 404, ""},
	}
	for _, test := range tests {
		res := ask(t, options{root: dir, list: test.list}, "GET", test.target)
		got := res.Header.Get("Location")
		if res.Status == 200 {
			got = content(t, res)
		}
		if res.Status != test.status || got != test.want {
			t.Errorf("%s: %s gets %d %q, not %d %q", test.reason, test.target, res.Status, got, test.status, test.want)
		}
	}
}

func TestRootIsNoFolder(t *testing.T) {
	file := writeFile(t, "", t.TempDir(), "file")
	for _, opts := range []options{{root: file}, {root: file + "-missing"}, {uploads: file}} {
		if _, err := newSite(opts); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v gives %v, and not an error of one line", opts, err)
		}
	}
}

// TestLinks: a link may lead about within the folder, and not out of it.
func TestLinks(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "root")
	secret := writeFile(t, "secret", top, "secret.txt")
	writeFile(t, "page", dir, "sub", "page.txt")
	for link, target := range map[string]string{
		"in-file":      "sub/page.txt",
		"in-folder":    "sub",
		"in-round":     "sub/../sub/page.txt",
		"out-file":     "../secret.txt",
		"out-folder":   "..",
		"out-round":    "../root/sub/page.txt",
		"out-absolute": secret,
		"loop":         "loop",
		"nowhere":      "missing",
	} {
		if err := os.Symlink(filepath.FromSlash(target), filepath.Join(dir, link)); err != nil {
			t.Skipf("no links can be made here: %v", err)
		}
	}
	for target, want := range map[string]int{
		"/static/in-file":               200,
		"/static/in-folder":             307,
		"/static/in-folder/page.txt":    200,
		"/static/in-round":              200,
		"/static/out-file":              404,
		"/static/out-folder":            404,
		"/static/out-folder/":           404,
		"/static/out-folder/secret.txt": 404,
		"/static/out-round":             404, // it comes back, but from outside
		"/static/out-absolute":          404,
		"/static/loop":                  404,
		"/static/nowhere":               404,
	} {
		res := ask(t, options{root: dir}, "GET", target)
		if res.Status != want || strings.Contains(content(t, res), "secret") {
			t.Errorf("%s gets %d, not %d", target, res.Status, want)
		}
	}
	list := content(t, ask(t, options{root: dir, list: true}, "GET", "/static/"))
	for _, name := range []string{"out-", "loop", "nowhere"} {
		if strings.Contains(list, name) {
			t.Errorf("the list names %q, which cannot be had:\n%s", name, list)
		}
	}
	if !strings.Contains(list, `"./in-folder/"`) || !strings.Contains(list, `"./in-file"`) {
		t.Errorf("the list lacks a link that stays inside:\n%s", list)
	}
}

// TestBackslash: where a name may hold a backslash, the file is not served all the
// same, or what is one name here would be two in Windows.
func TestBackslash(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, "", dir, "sub", "x")
	if err := os.WriteFile(filepath.Join(dir, `a\b`), nil, 0o644); err != nil {
		t.Skipf("this system has no such name: %v", err)
	}
	for _, target := range []string{`/static/a\b`, "/static/a%5Cb", "/static/sub%5Cx"} {
		if status := ask(t, options{root: dir}, "GET", target).Status; status != 404 {
			t.Errorf("%s gets %d", target, status)
		}
	}
	if list := content(t, ask(t, options{root: dir, list: true}, "GET", "/static/")); strings.Contains(list, `\`) {
		t.Errorf("the list names it:\n%s", list)
	}
}

func TestTooManyOpenFiles(t *testing.T) {
	full := &fs.PathError{Op: "openat", Path: "x", Err: syscall.EMFILE}
	if status := openFailure(full).Status; status != 503 {
		t.Errorf("too many open files give %d", status)
	}
	if status := openFailure(fs.ErrPermission).Status; status != 404 {
		t.Errorf("a file that may not be read gives %d", status)
	}
}
