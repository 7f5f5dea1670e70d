package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestListing: names are text in the page, and one name each in its links.
func TestListing(t *testing.T) {
	dir := t.TempDir()
	names := map[string]string{
		"a b":            `<a href="./a%20b">a b</a>`,
		"100%":           `<a href="./100%25">100%</a>`,
		"javascript:x":   `<a href="./javascript:x">javascript:x</a>`,
		"<b>&?#":         `<a href="./%3Cb%3E&amp;%3F%23">&lt;b&gt;&amp;?#</a>`,
		"\"'onclick=\"x": `<a href="./%22%27onclick=%22x">&#34;&#39;onclick=&#34;x</a>`,
		"नमस्ते":         `<a href="./%E0%A4%A8%E0%A4%AE%E0%A4%B8%E0%A5%8D%E0%A4%A4%E0%A5%87">नमस्ते</a>`,
		"line\nend":      "<a href=\"./line%0Aend\">line\uFFFDend</a>",
	}
	for name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Logf("left out, since this system has no such name: %v", err)
			delete(names, name)
		}
	}
	writeFile(t, "", dir, "sub", "x")
	list := content(t, ask(t, options{root: dir, list: true}, "GET", "/static/"))
	names["sub"] = `<a href="./sub/">sub/</a>`
	for name, link := range names {
		if !strings.Contains(list, link+"\n") {
			t.Errorf("for %q there is no %s", name, link)
		}
	}
	if t.Failed() {
		t.Log(list)
	}
	if strings.Contains(list, `"../"`) {
		t.Error("the topmost folder has a link to what is above")
	}
	if sub := content(t, ask(t, options{root: dir, list: true}, "GET", "/static/sub/")); !strings.Contains(sub, `"../"`) {
		t.Error("a folder has no link to the one above")
	}
}

func TestSizeText(t *testing.T) {
	for size, want := range map[int64]string{
		0: "0 B", 1023: "1023 B", 1024: "1.0 KiB", 1536: "1.5 KiB", 10 << 20: "10.0 MiB", 1 << 40: "1.0 TiB", 1<<63 - 1: "8.0 EiB",
	} {
		if got := sizeText(size); got != want {
			t.Errorf("%d is %q, not %q", size, got, want)
		}
	}
}
