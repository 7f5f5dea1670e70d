package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// body is content that notes whether it was closed.
type body struct {
	io.Reader
	closed int
}

func (b *body) Close() error {
	b.closed++
	return nil
}

// response returns a response whose content is a body, to look at afterwards.
func response(status int, content string, fields ...Field) (*Response, *body) {
	b := &body{Reader: strings.NewReader(content)}
	return &Response{Status: status, Header: fields, Body: b, Length: int64(len(content))}, b
}

// written returns the bytes of res as the answer to method, with the clock
// standing still. No method stands for a request that was not understood.
func written(t *testing.T, method string, res *Response) string {
	t.Helper()
	stopped := time.Date(1994, 11, 15, 8, 12, 31, 0, time.UTC)
	defer func(old func() time.Time) { now = old }(now)
	now = func() time.Time { return stopped }
	var req *Request
	if method != "" {
		req = &Request{Method: method, Minor: 1}
	}
	var out bytes.Buffer
	if err := send(&out, req, res); err != nil {
		t.Errorf("writeResponse: %v", err)
	}
	return out.String()
}

// send writes res to out, to its last byte.
func send(out io.Writer, req *Request, res *Response) error {
	w := bufio.NewWriter(out)
	if err := writeResponse(w, req, res); err != nil {
		return err
	}
	return w.Flush()
}

func TestWriteResponse(t *testing.T) {
	const date = "Date: Tue, 15 Nov 1994 08:12:31 GMT\r\n"
	tests := []struct {
		method, content string
		status          int
		want            string
		reason          string
	}{
		{"GET", "abc", 200, "HTTP/1.1 200 OK\r\n" + date + "B: 1\r\nA: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc", "the order: Date, the handler's fields in theirs, framing, Connection"},
		{"GET", "", 200, "HTTP/1.1 200 OK\r\n" + date + "B: 1\r\nA: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "no content is a length of 0"},
		{"HEAD", "abc", 200, "HTTP/1.1 200 OK\r\n" + date + "B: 1\r\nA: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n", "HEAD keeps the length and drops the content"},
		{"", "abc", 400, "HTTP/1.1 400 Bad Request\r\n" + date + "B: 1\r\nA: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc", "the request was not understood"},
		{"GET", "abc", 204, "HTTP/1.1 204 No Content\r\n" + date + "B: 1\r\nA: 2\r\nConnection: close\r\n\r\n", "204 has no content and no length (RFC 9110 §8.6)"},
		{"GET", "abc", 304, "HTTP/1.1 304 Not Modified\r\n" + date + "B: 1\r\nA: 2\r\nConnection: close\r\n\r\n", "304 has no content"},
		{"GET", "é", 200, "HTTP/1.1 200 OK\r\n" + date + "B: 1\r\nA: 2\r\nContent-Length: 2\r\nConnection: close\r\n\r\né", "the length counts bytes"},
		{"GET", "", 299, "HTTP/1.1 299 \r\n" + date + "B: 1\r\nA: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "a status without a phrase keeps its second space (RFC 9112 §4)"},
	}
	for _, test := range tests {
		res, b := response(test.status, test.content, Field{"B", "1"}, Field{"A", "2"})
		if got := written(t, test.method, res); got != test.want {
			t.Errorf("%s: got\n%q\nwant\n%q", test.reason, got, test.want)
		}
		if b.closed != 1 {
			t.Errorf("%s: Body was closed %d times", test.reason, b.closed)
		}
	}
}

// 101 is the one interim status a handler might answer.
func TestInterimResponseHasNoLength(t *testing.T) {
	if hasContent(100) || hasContent(101) || hasContent(199) || !hasContent(200) || !hasContent(205) {
		t.Error("1xx has no content, any other status but 204 and 304 has (RFC 9112 §6.3)")
	}
}

func TestFaultyResponseIs500(t *testing.T) {
	tests := []struct {
		status int
		field  Field
		reason string
	}{
		{200, Field{"X", "a\r\nSet-Cookie: stolen=1"}, "CR and LF would begin another field"},
		{200, Field{"X", "a\nb"}, "LF alone might, too"},
		{200, Field{"X", "a\rb"}, "and CR"},
		{200, Field{"X", "a\x00b"}, "NUL"},
		{200, Field{"", "a"}, "no name"},
		{200, Field{"X Y", "a"}, "a name that is no token"},
		{200, Field{"X:", "a"}, "a name with its colon"},
		{200, Field{"content-length", "3"}, "framing is not a handler's, in any spelling"},
		{200, Field{"Transfer-Encoding", "chunked"}, "framing is not a handler's"},
		{200, Field{"Connection", "close"}, "nor is the connection"},
		{200, Field{"Date", "today"}, "nor the date"},
		{0, Field{"X", "a"}, "no status"},
		{99, Field{"X", "a"}, "a status of two digits"},
		{1000, Field{"X", "a"}, "a status of four digits"},
	}
	for _, test := range tests {
		res, b := response(test.status, "abc", test.field)
		got := written(t, "GET", res)
		if !strings.HasPrefix(got, "HTTP/1.1 500 Internal Server Error\r\n") || !strings.HasSuffix(got, "\r\n\r\n500 Internal Server Error\n") ||
			strings.Contains(got, "stolen") {
			t.Errorf("%q: %s: got\n%s", test.field, test.reason, got)
		}
		if b.closed != 1 {
			t.Errorf("%q: Body was closed %d times", test.field, b.closed)
		}
	}
}

// failingWriter takes some bytes, then none.
type failingWriter struct{ left int }

var errWrite = errors.New("connection reset by peer")

func (w *failingWriter) Write(p []byte) (int, error) {
	n := min(len(p), w.left)
	w.left -= n
	if n < len(p) {
		return n, errWrite
	}
	return n, nil
}

func TestWriteErrorsAreReported(t *testing.T) {
	for _, room := range []int{0, 10, 5000} {
		res, b := response(200, strings.Repeat("a", 10000))
		err := send(&failingWriter{room}, nil, res)
		if !errors.Is(err, errWrite) || b.closed != 1 {
			t.Errorf("with room for %d bytes: %v, and Body closed %d times", room, err, b.closed)
		}
	}
}

func TestBodyThatIsNotAsLongAsItSays(t *testing.T) {
	res, b := response(200, "abc")
	res.Length = 4
	if err := send(io.Discard, nil, res); !errors.Is(err, io.EOF) || b.closed != 1 {
		t.Errorf("a Body of 3 bytes with a Length of 4: %v, and closed %d times", err, b.closed)
	}
	res, _ = response(200, "abc")
	res.Length = 2
	if got := written(t, "GET", res); !strings.HasSuffix(got, "Content-Length: 2\r\nConnection: close\r\n\r\nab") {
		t.Errorf("a Body of 3 bytes with a Length of 2: %q", got)
	}
}

func TestBodyIsNil(t *testing.T) {
	got := written(t, "GET", &Response{Status: 200})
	if !strings.HasSuffix(got, "Content-Length: 0\r\nConnection: close\r\n\r\n") {
		t.Errorf("%q", got)
	}
}

func TestStatusPage(t *testing.T) {
	for status := range reasonPhrases {
		res := statusPage(status)
		content, _ := io.ReadAll(res.Body)
		if res.Status != status || string(content) != statusText(status)+"\n" || res.Length != int64(len(content)) ||
			res.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("statusPage(%d) = %+v, %q", status, res, content)
		}
	}
}
