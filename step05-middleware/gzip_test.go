package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
)

// long is text that is worth compressing.
var long = strings.Repeat("All work and no play. ", 1000)

// text returns a handler that answers with long and the fields, "Name: value".
func text(fields ...string) Handler {
	return func(*Request) *Response {
		res := newResponse(200, "text/plain; charset=utf-8", []byte(long))
		for _, field := range fields {
			name, value, _ := strings.Cut(field, ": ")
			res.Header.Set(name, value)
		}
		return res
	}
}

// gunzip undoes the gzip coding of what a response has to send.
func gunzip(t *testing.T, res *Response) string {
	t.Helper()
	r, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestCompress(t *testing.T) {
	res := compress(text(`ETag: "v1"`, "Accept-Ranges: bytes"))(newRequest("GET", "/", "Accept-Encoding: gzip"))
	want := "Content-Type: text/plain; charset=utf-8\nETag: \"v1-gzip\"\nVary: Accept-Encoding\nContent-Encoding: gzip\n"
	if got := fieldsOf(res.Header); got != want || res.Length >= 0 {
		t.Errorf("length %d and the fields\n%swant a negative one and\n%s", res.Length, got, want)
	}
	if got := gunzip(t, res); got != long {
		t.Errorf("it decodes to %d bytes, want the %d of the content", len(got), len(long))
	}
}

func TestWhatIsCompressed(t *testing.T) {
	const gz = "Accept-Encoding: gzip"
	status := func(status int, fields ...string) Handler {
		return func(req *Request) *Response {
			res := text(fields...)(req)
			res.Status = status
			return res
		}
	}
	short := func(length int) Handler {
		return func(*Request) *Response { return newResponse(200, "text/plain", []byte(long[:length])) }
	}
	for _, test := range []struct {
		name         string
		h            Handler
		fields       []string
		vary, coding string
	}{
		{"taken", text(), []string{gz}, "Accept-Encoding", "gzip"},
		{"not taken: the field Vary even so", text(), nil, "Accept-Encoding", ""},
		{"refused", text(), []string{"Accept-Encoding: gzip;q=0"}, "Accept-Encoding", ""},
		{"an error page", status(404), []string{gz}, "Accept-Encoding", "gzip"},
		{"just long enough", short(compressible), []string{gz}, "Accept-Encoding", "gzip"},
		{"too short", short(compressible - 1), []string{gz}, "", ""},
		{"empty", short(0), []string{gz}, "", ""},
		{"a picture", text("Content-Type: image/png"), []string{gz}, "", ""},
		{"a picture of text", text("Content-Type: image/svg+xml"), []string{gz}, "Accept-Encoding", "gzip"},
		{"JSON", text("Content-Type: Application/JSON"), []string{gz}, "Accept-Encoding", "gzip"},
		{"a script", text("Content-Type: text/javascript; charset=utf-8"), []string{gz}, "Accept-Encoding", "gzip"},
		{"anything", text("Content-Type: application/octet-stream"), []string{gz}, "", ""},
		{"events must not wait", text("Content-Type: text/event-stream"), []string{gz}, "", ""},
		{"compressed already", text("Content-Encoding: br"), []string{gz}, "", "br"},
		{"not to be changed", text("Cache-Control: public, no-transform"), []string{gz}, "", ""},
		{"a part", status(206, "Content-Range: bytes 0-9/22000"), []string{gz, "Range: bytes=0-9"}, "Accept-Encoding", ""},
		{"a part of something short", status(206, "Content-Range: bytes 0-9/27"), []string{gz, "Range: bytes=0-9"}, "", ""},
		{"a part of who knows how much", status(206, "Content-Range: bytes 0-9/*"), []string{gz, "Range: bytes=0-9"}, "Accept-Encoding", ""},
		{"a part of a picture", status(206, "Content-Range: bytes 0-9/22000", "Content-Type: image/png"), []string{gz, "Range: bytes=0-9"}, "", ""},
		{"a part that does not name its type", status(206, "Content-Range: bytes 0-9/22000", "Content-Type: "), []string{gz, "Range: bytes=0-9"}, "Accept-Encoding", ""},
		{"the whole where a part was wanted", text(), []string{gz, "Range: bytes=0-9"}, "Accept-Encoding", ""},
		{"no content", status(204), []string{gz}, "", ""},
	} {
		res := compress(test.h)(newRequest("GET", "/", test.fields...))
		if got := res.Header.Get("Vary"); got != test.vary {
			t.Errorf("%s: Vary is %q, want %q", test.name, got, test.vary)
		}
		if got := res.Header.Get("Content-Encoding"); got != test.coding {
			t.Errorf("%s: Content-Encoding is %q, want %q", test.name, got, test.coding)
		}
	}
}

// HEAD has the head of GET. What the head of GET says of the length has to be
// true, so HEAD may say no more.
func TestHeadOfCompressed(t *testing.T) {
	heads := make(map[string]string)
	for _, method := range []string{"GET", "HEAD"} {
		var wire bytes.Buffer
		w := bufio.NewWriter(&wire)
		req := newRequest(method, "/", "Accept-Encoding: gzip")
		if err := writeResponse(w, req, compress(text(`ETag: "v1"`))(req)); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		head, content, _ := strings.Cut(wire.String(), "\r\n\r\n")
		heads[method] = head
		if method == "HEAD" && content != "" {
			t.Errorf("HEAD has content: %q", content)
		}
	}
	if heads["GET"] != heads["HEAD"] {
		t.Errorf("HEAD answers\n%s\nand GET\n%s", heads["HEAD"], heads["GET"])
	}
	if strings.Contains(heads["HEAD"], "Content-Length") {
		t.Errorf("HEAD tells a length that nobody knows:\n%s", heads["HEAD"])
	}
}

// tagged answers as a handler that knows conditional requests.
func tagged(req *Request) *Response {
	const tag = `"v1"`
	if match := req.Header.Get("If-Match"); match != "" && !strings.Contains(match, tag) {
		return statusPage(412)
	}
	if strings.Contains(req.Header.Get("If-None-Match"), tag) {
		return &Response{Status: 304, Header: Header{{"ETag", tag}}}
	}
	return text("ETag: " + tag)(req)
}

func TestEntityTags(t *testing.T) {
	const gz = "Accept-Encoding: gzip"
	for _, test := range []struct {
		name   string
		fields []string
		status int
		tag    string
	}{
		{"plain", nil, 200, `"v1"`},
		{"compressed", []string{gz}, 200, `"v1-gzip"`},
		{"the compressed one is held", []string{gz, `If-None-Match: "v1-gzip"`}, 304, `"v1-gzip"`},
		{"it was weakened on the way", []string{gz, `If-None-Match: W/"v1-gzip"`}, 304, `"v1-gzip"`},
		{"the plain one is held", []string{gz, `If-None-Match: "v1"`}, 304, `"v1"`},
		{"both are held", []string{gz, `If-None-Match: "v1", "v1-gzip"`}, 304, `"v1-gzip"`},
		{"an old compressed one and the plain one", []string{gz, `If-None-Match: "v0-gzip", "v1"`}, 304, `"v1"`},
		{"an old one", []string{gz, `If-None-Match: "v0-gzip"`}, 200, `"v1-gzip"`},
		{"a variant that this client does not take", []string{`If-None-Match: "v1-gzip"`}, 200, `"v1"`},
		{"only if the compressed one is current", []string{gz, `If-Match: "v1-gzip"`}, 200, `"v1-gzip"`},
		{"only if an old one is", []string{gz, `If-Match: "v0-gzip"`}, 412, ""},
		{"a part of what is not sent in parts", []string{gz, `If-Match: "v1-gzip"`, "Range: bytes=0-9"}, 412, ""},
	} {
		req := newRequest("GET", "/", test.fields...)
		before := fieldsOf(req.Header)
		res := compress(tagged)(req)
		if got := res.Header.Get("ETag"); res.Status != test.status || got != test.tag {
			t.Errorf("%s: %d with the tag %s, want %d with %s", test.name, res.Status, got, test.status, test.tag)
		}
		if res.Status == 304 && res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: a 304 without the Vary of the 200", test.name)
		}
		if fieldsOf(req.Header) != before {
			t.Errorf("%s: the request was changed to\n%s", test.name, fieldsOf(req.Header))
		}
	}
}

func TestWeakEntityTagHoldsForBoth(t *testing.T) {
	res := compress(text(`ETag: W/"v1"`))(newRequest("GET", "/", "Accept-Encoding: gzip"))
	if got := res.Header.Get("ETag"); got != `W/"v1"` {
		t.Errorf("the tag became %s", got)
	}
}
