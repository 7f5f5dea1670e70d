package main

import (
	"mime"
	"strings"
	"testing"
)

func TestMediaType(t *testing.T) {
	tests := []struct{ name, want string }{
		{"index.html", "text/html; charset=utf-8"},
		{"a/b/script.js", "text/javascript; charset=utf-8"},
		{"PHOTO.JPG", "image/jpeg"},
		{"hills.svg", "image/svg+xml"},
		{"data.json", "application/json"},
		{"archive.tar.gz", "application/gzip"},
		{"README", "application/octet-stream"},
		{"program.exe", "application/octet-stream"},
		{"html", "application/octet-stream"},
		{"a.html/b", "application/octet-stream"},
		{"page.html.", "application/octet-stream"},
	}
	for _, test := range tests {
		if got := mediaType(test.name); got != test.want {
			t.Errorf("%q gets %q, not %q", test.name, got, test.want)
		}
	}
}

// TestMediaTypes demands that the table can be hit, and says what it means.
func TestMediaTypes(t *testing.T) {
	for extension, mediaType := range mediaTypes {
		parsed, parameters, err := mime.ParseMediaType(mediaType)
		if err != nil {
			t.Errorf("%s: %v", extension, err)
		}
		if extension != strings.ToLower(extension) || !strings.HasPrefix(extension, ".") {
			t.Errorf("%q is never found", extension)
		}
		if isText := strings.HasPrefix(parsed, "text/"); isText != (parameters["charset"] == "utf-8") {
			t.Errorf("%s: %s: texts have a charset, and nothing else has", extension, mediaType)
		}
	}
}
