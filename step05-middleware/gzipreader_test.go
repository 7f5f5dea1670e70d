package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// closable notes that it was closed.
type closable struct {
	io.Reader
	closed bool
}

func (c *closable) Close() error {
	c.closed = true
	return nil
}

func TestGzipReader(t *testing.T) {
	broken := errors.New("the disk is gone")
	for _, test := range []struct {
		name    string
		content string
		length  int64
		fails   error // after the content, instead of its end
		want    string
		wantErr error
	}{
		{"known length", long, int64(len(long)), nil, long, nil},
		{"unknown length", long, -1, nil, long, nil},
		{"empty and unknown", "", -1, nil, "", nil},
		{"grown since", long + "more", int64(len(long)), nil, long, nil},
		{"cut short since", long[:9], int64(len(long)), nil, "", io.ErrUnexpectedEOF},
		{"broken", long[:9], int64(len(long)), broken, "", broken},
	} {
		source := &closable{Reader: strings.NewReader(test.content)}
		if test.fails != nil {
			source.Reader = io.MultiReader(source.Reader, failing{test.fails})
		}
		g := &gzipReader{source: source, length: test.length}
		compressed, err := io.ReadAll(g)
		g.Close()
		if !errors.Is(err, test.wantErr) || !source.closed {
			t.Errorf("%s: error %v, closed %v, want %v and true", test.name, err, source.closed, test.wantErr)
		}
		if err != nil {
			continue
		}
		if got := gunzip(t, &Response{Body: bytes.NewReader(compressed)}); got != test.want {
			t.Errorf("%s: it decodes to %d bytes, want %d", test.name, len(got), len(test.want))
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// A live stream is compressed as it comes: what was written can be decoded
// before there is more.
func TestGzipReaderDoesNotHoldBack(t *testing.T) {
	source, writer := io.Pipe()
	defer writer.Close()
	go io.WriteString(writer, "tick 1\n")
	r, err := gzip.NewReader(&gzipReader{source: source, length: -1})
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil || line != "tick 1\n" {
		t.Errorf("got %q, %v before the stream went on", line, err)
	}
}

// Go's own client reads what writeResponse makes of it.
func TestCompressedOnTheWire(t *testing.T) {
	for _, minor := range []int{1, 0} {
		var wire bytes.Buffer
		w := bufio.NewWriter(&wire)
		req := newRequest("GET", "/", "Accept-Encoding: gzip")
		req.Minor = minor
		if err := writeResponse(w, req, compress(text())(req)); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		res, err := http.ReadResponse(bufio.NewReader(&wire), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := gunzip(t, &Response{Body: res.Body}); got != long {
			t.Errorf("to HTTP/1.%d: it decodes to %d bytes, want %d", minor, len(got), len(long))
		}
		if chunked := len(res.TransferEncoding) == 1; chunked != (minor == 1) || res.ContentLength != -1 {
			t.Errorf("to HTTP/1.%d: Transfer-Encoding %q, Content-Length %d", minor, res.TransferEncoding, res.ContentLength)
		}
	}
}
