package main

import (
	"bufio"
	"bytes"
	"fmt"
	"mime/multipart"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// newForm returns a request that uploads files, given as name and content in turn.
func newForm(t *testing.T, files ...string) *Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for file := range slices.Chunk(files, 2) {
		part, err := form.CreateFormFile("files", file[0])
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(file[1]))
	}
	form.Close()
	return &Request{
		Method:  "POST",
		Header:  Header{{"Content-Type", form.FormDataContentType()}},
		Content: body.Bytes(),
	}
}

// filesIn returns what is in a folder, as name and content.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(content)
	}
	return files
}

func TestUploadAndDownload(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "by the first")
	uploads := &uploadFolder{dir}
	res := uploads.receive(newForm(t, "page.html", "<script>alert(1)</script>", "page.html", "2"))
	if res.Status != 201 || res.Header.Get("Location") != "/uploads/page.html" {
		t.Fatalf("the answer is %d %v", res.Status, res.Header)
	}
	if got := filesIn(t, dir); len(got) != 2 || got["page-2.html"] != "2" {
		t.Errorf("kept are %q", got)
	}
	res = ask(t, options{uploads: dir}, "GET", "/uploads/page.html")
	if got := content(t, res); got != "<script>alert(1)</script>" {
		t.Errorf("it comes back as %q", got)
	}
	for name, want := range map[string]string{
		"Content-Disposition":    "attachment",
		"X-Content-Type-Options": "nosniff",
		"Content-Type":           "text/html; charset=utf-8",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	if status := ask(t, options{uploads: dir}, "GET", "/uploads/page-2.html", Field{"Range", "bytes=1-"}).Status; status != 416 {
		t.Errorf("a range behind the end gives %d", status)
	}
}

// TestDownloadNames: only what was uploaded can be had.
func TestDownloadNames(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "uploads")
	writeFile(t, "secret", top, "secret.txt")
	writeFile(t, "half", dir, ".upload-X")
	writeFile(t, "x", dir, "folder", "x")
	writeFile(t, "x", dir, "with space")
	os.Symlink("../secret.txt", filepath.Join(dir, "link")) // fails where links are not allowed: then it is not found, either
	for _, name := range []string{".upload-X", "folder", "folder%2Fx", "with%20space", "link", "..%2Fsecret.txt", "%2E%2E", "missing"} {
		if status := ask(t, options{uploads: dir}, "GET", "/uploads/"+name).Status; status != 404 {
			t.Errorf("%s gets %d", name, status)
		}
	}
}

// TestUploadLeavesNothing: what is cut off, refused or fails half way is gone.
func TestUploadLeavesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	whole := newForm(t, "a.txt", "a", "b.txt", strings.Repeat("b", 1000))
	for cut := range whole.Content {
		req := *whole
		req.Content = whole.Content[:cut]
		if cut == len(whole.Content)-len("\r\n") {
			continue // what follows the last boundary may be missing
		}
		if status := (&uploadFolder{dir}).receive(&req).Status; status != 400 {
			t.Errorf("cut after %d of %d bytes it gets %d", cut, len(whole.Content), status)
		}
	}
	if files := filesIn(t, dir); len(files) != 0 {
		t.Errorf("kept are %q", files)
	}
}

func TestUploadRefused(t *testing.T) {
	many := make([]string, 2*(maxUploads+1))
	for i := range many {
		many[i] = "x"
	}
	tests := []struct {
		reason, mediaType, content string
		status                     int
	}{
		{"as many files as may be", "", string(newForm(t, many[2:]...).Content), 201},
		{"one more", "", string(newForm(t, many...).Content), 413},
		{"another media type", "text/plain", "x", 415},
		{"no media type", "", "", 415},
		{"the boundary is missing", "multipart/form-data", "x", 400},
		{"a boundary with a quoted pair", `multipart/form-data; boundary="a\?b"`,
			"--a?b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nx\r\n--a?b--\r\n", 201},
		{"no form", "multipart/form-data; boundary=b", "x", 400},
		{"no content", "multipart/form-data; boundary=b", "", 400},
		{"no parts", "multipart/form-data; boundary=b", "--b--\r\n", 422},
		{"a field alone", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--b--\r\n", 422},
		{"a part whose head does not end", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data", 400},
		{"the same, after a file that holds the end of a form, though at no line's start", "multipart/form-data; boundary=b",
			"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nx--b--\r\n--b\r\nContent-Disposition: form-data", 400},
		{"a field line in a part that is none", "multipart/form-data; boundary=b", "--b\r\nnonsense\r\n\r\nx\r\n--b--\r\n", 400},
	}
	for _, test := range tests {
		req := &Request{Method: "POST", Content: []byte(test.content)}
		switch boundary, _, found := strings.Cut(strings.TrimPrefix(test.content, "--"), "\r\n"); {
		case test.mediaType != "":
			req.Header.Add("Content-Type", test.mediaType)
		case found:
			req.Header.Add("Content-Type", "multipart/form-data; boundary="+boundary)
		}
		dir := t.TempDir()
		status := (&uploadFolder{dir}).receive(req).Status
		if files := filesIn(t, dir); status != test.status || status != 201 && len(files) != 0 {
			t.Errorf("%s: it gets %d and not %d, and %d files are kept", test.reason, status, test.status, len(files))
		}
	}
}

// TestUploadCutOff hangs up in the middle of a form: nothing of it is kept.
func TestUploadCutOff(t *testing.T) {
	dir := t.TempDir()
	handle, err := newSite(options{uploads: dir})
	if err != nil {
		t.Fatal(err)
	}
	form := newForm(t, "a.txt", "whole", "b.txt", strings.Repeat("b", 5000))
	head := fmt.Sprintf("POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
		form.Header.Get("Content-Type"), len(form.Content))
	server, client := newDuplex(t)
	done := make(chan struct{})
	go func() {
		serveConn(server, handle)
		close(done)
	}()
	client.Write([]byte(head))
	client.Write(form.Content[:3000])
	client.CloseWrite()
	if line, err := bufio.NewReader(client).ReadString('\n'); err == nil {
		t.Errorf("half a form is answered with %q", line)
	}
	<-done
	if files := filesIn(t, dir); len(files) != 0 {
		t.Errorf("kept are %q", files)
	}
}
