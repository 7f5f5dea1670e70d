package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// statusOf returns the status that err is answered with: 200 for nil, 0 for an
// error that gets no answer.
func statusOf(err error) int {
	var fault *ParseError
	switch {
	case err == nil:
		return 200
	case errors.As(err, &fault):
		return fault.Status
	default:
		return 0
	}
}

func TestParseRequestLine(t *testing.T) {
	tests := []struct {
		line   string
		status int
		reason string
	}{
		{"GET / HTTP/1.1", 200, "the usual one"},
		{"get / HTTP/1.1", 200, "a method of lower case is another method, not a fault"},
		{"M-SEARCH * HTTP/1.1", 200, "any token is a method"},
		{"GET  / HTTP/1.1", 400, "two spaces after the method"},
		{"GET /  HTTP/1.1", 400, "two spaces after the target"},
		{"GET / HTTP/1.1 ", 400, "a space at the end"},
		{" GET / HTTP/1.1", 400, "a space at the start"},
		{"GET\t/\tHTTP/1.1", 400, "a tab is no space"},
		{"GET / a HTTP/1.1", 400, "a space in the target"},
		{"GET /", 400, "no version: HTTP/0.9"},
		{"GET", 400, "a method alone"},
		{"GET HTTP/1.1", 400, "no target"},
		{"", 400, "nothing"},
		{"G(T / HTTP/1.1", 400, "a method that is no token"},
		{"GET /\rX HTTP/1.1", 200, "a bare CR in the target: parseTarget refuses it"},
	}
	for _, test := range tests {
		_, err := parseRequestLine(test.line)
		if got := statusOf(err); got != test.status {
			t.Errorf("parseRequestLine(%q) = %v, want %d: %s", test.line, err, test.status, test.reason)
		}
	}
	req, err := parseRequestLine("PUT /a?b HTTP/1.0")
	if diff := cmp.Diff(&Request{Method: "PUT", Target: "/a?b", Minor: 0}, req, cmp.AllowUnexported(Request{})); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestParseVersion(t *testing.T) {
	tests := []struct {
		version string
		minor   int
		status  int
		reason  string
	}{
		{"HTTP/1.1", 1, 200, "ours"},
		{"HTTP/1.0", 0, 200, "the older one"},
		{"HTTP/1.9", 1, 200, "a higher minor version is compatible (RFC 9110 §2.5)"},
		{"HTTP/0.9", 0, 505, "another major version"},
		{"HTTP/2.0", 0, 505, "another major version"},
		{"HTTP/9.9", 0, 505, "another major version"},
		{"http/1.1", 0, 400, "the name is in capitals (RFC 9112 §2.3)"},
		{"HTTP/1", 0, 400, "no minor version"},
		{"HTTP/1.10", 0, 400, "one digit"},
		{"HTTP/11.1", 0, 400, "one digit"},
		{"HTTP/1,1", 0, 400, "a point"},
		{"HTTP/+1.1", 0, 400, "no sign"},
		{"HTTP/1.", 0, 400, "no minor version"},
		{"HTTP/a.b", 0, 400, "no digits"},
		{"HTTP 1.1", 0, 400, "a slash"},
		{"", 0, 400, "nothing"},
	}
	for _, test := range tests {
		minor, err := parseVersion(test.version)
		if minor != test.minor || statusOf(err) != test.status {
			t.Errorf("parseVersion(%q) = %d, %v, want %d, %d: %s", test.version, minor, err, test.minor, test.status, test.reason)
		}
	}
}

func TestCutFieldLine(t *testing.T) {
	tests := []struct {
		line   string
		want   Field
		rule   string // that the line breaks; "" for none
		reason string
	}{
		{"Host: a", Field{"Host", "a"}, "", "the usual one"},
		{"Host:a", Field{"Host", "a"}, "", "no white space"},
		{"Host: \t a \t ", Field{"Host", "a"}, "", "white space on both sides"},
		{"Host:", Field{"Host", ""}, "", "an empty value"},
		{"X: a: b", Field{"X", "a: b"}, "", "the first colon ends the name"},
		{"X: a \t b", Field{"X", "a \t b"}, "", "white space inside a value stays"},
		{"X: \xe9", Field{"X", "\xe9"}, "", "obs-text"},
		{" X: a", Field{}, "RFC 9112 §5.2", "obs-fold by a space"},
		{"\tX: a", Field{}, "RFC 9112 §5.2", "obs-fold by a tab"},
		{"Host : a", Field{}, "RFC 9112 §5.1", "a space before the colon"},
		{"Host\t: a", Field{}, "RFC 9112 §5.1", "a tab before the colon"},
		{"Host", Field{}, "RFC 9112 §5", "no colon"},
		{": a", Field{}, "RFC 9110 §5.1", "no name"},
		{"Ho st: a", Field{}, "RFC 9110 §5.1", "a space in the name"},
		{"H\xc3\xb6st: a", Field{}, "RFC 9110 §5.1", "obs-text in the name"},
		{"X: a\x00b", Field{}, "RFC 9110 §5.5", "NUL in the value"},
		{"X: a\rb", Field{}, "RFC 9110 §5.5", "a bare CR in the value"},
		{"X: a\r", Field{}, "RFC 9110 §5.5", "a bare CR at its end, which is no OWS"},
		{"X: \x7f", Field{}, "RFC 9110 §5.5", "DEL"},
	}
	for _, test := range tests {
		got, _, err := cutFieldLine(test.line + "\r\n")
		rule := ""
		var fault *ParseError
		if errors.As(err, &fault) {
			rule = fault.Rule
		}
		if got != test.want || rule != test.rule || err != nil && statusOf(err) != 400 {
			t.Errorf("cutFieldLine(%q) = %q, %v, want %q, %q: %s", test.line, got, err, test.want, test.rule, test.reason)
		}
	}
}

// Each bound is met exactly, and passed by one.
func TestHeadBounds(t *testing.T) {
	const start, end = "GET / HTTP/1.1\r\nHost: a\r\n", "\r\n"
	line := func(length int) string {
		return "GET /" + strings.Repeat("a", length-len("GET / HTTP/1.1")) + " HTTP/1.1\r\nHost: a\r\n\r\n"
	}
	head := func(size int) string {
		filler := size - len(start) - len("X: \r\n") - len(end)
		return start + "X: " + strings.Repeat("a", filler) + "\r\n" + end
	}
	fields := func(number int) string { return start + strings.Repeat("X: a\r\n", number-1) + end }
	tests := []struct {
		request string
		status  int
		reason  string
	}{
		{line(maxRequestLine), 200, "a request line of maxRequestLine bytes"},
		{line(maxRequestLine + 1), 414, "one byte more"},
		{head(maxHead), 200, "a head of maxHead bytes"},
		{head(maxHead + 1), 431, "one byte more"},
		{fields(maxFields), 200, "maxFields field lines"},
		{fields(maxFields + 1), 431, "one more"},
		{strings.Repeat("\r\n", maxEmptyLines) + start + end, 200, "maxEmptyLines empty lines before the request line"},
		{strings.Repeat("\r\n", maxEmptyLines+1) + start + end, 400, "one more"},
		{strings.Repeat("\r\n", maxEmptyLines) + head(maxHead), 200, "empty lines do not count into the head"},
		{strings.Repeat("a", maxHead*2), 414, "no line end at all"},
	}
	for _, test := range tests {
		for name, r := range map[string]io.Reader{
			"whole":          strings.NewReader(test.request),
			"a byte at time": iotest.OneByteReader(strings.NewReader(test.request)),
		} {
			_, err := readHead(bufio.NewReaderSize(r, maxHead))
			if got := statusOf(err); got != test.status {
				t.Errorf("%s, %s: %v, want %d", test.reason, name, err, test.status)
			}
		}
	}
}

func TestReadHeadAtTheEndOfTheStream(t *testing.T) {
	tests := []struct {
		stream string
		err    error
		reason string
	}{
		{"", io.EOF, "no request begins"},
		{"\r\n\r\n", io.EOF, "nor does one with empty lines"},
		{"\r", io.ErrUnexpectedEOF, "half an empty line"},
		{"G", io.ErrUnexpectedEOF, "inside the method"},
		{"GET / HTTP/1.1\r\n", io.ErrUnexpectedEOF, "after the request line"},
		{"GET / HTTP/1.1\r\nHost: a\r\n", io.ErrUnexpectedEOF, "before the empty line"},
		{"GET / HTTP/1.1\r\nHost: a\r\n\r", io.ErrUnexpectedEOF, "inside the empty line"},
	}
	for _, test := range tests {
		_, err := readHead(bufio.NewReaderSize(strings.NewReader(test.stream), maxHead))
		if err != test.err {
			t.Errorf("readHead of %q: %v, want %v: %s", test.stream, err, test.err, test.reason)
		}
	}
}

// A fault behind the request line leaves the method known: the answer to a
// faulty HEAD has no content either.
func TestFaultyRequestHasItsMethod(t *testing.T) {
	for _, stream := range []string{
		"HEAD / HTTP/2.0\r\n\r\n",
		"HEAD / HTTP/1.1\r\nbad\r\n\r\n",
		"HEAD / HTTP/1.1\r\n\r\n",
		"HEAD nonsense HTTP/1.1\r\nHost: a\r\n\r\n",
	} {
		req, err := readHead(bufio.NewReaderSize(strings.NewReader(stream), maxHead))
		if err == nil || req == nil || req.Method != "HEAD" {
			t.Errorf("readHead of %q = %+v, %v", stream, req, err)
		}
	}
}

func TestReadHeadLeavesTheRest(t *testing.T) {
	r := bufio.NewReaderSize(strings.NewReader("GET / HTTP/1.1\r\nHost: a\r\n\r\nrest"), maxHead)
	if _, err := readHead(r); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(r); string(rest) != "rest" || err != nil {
		t.Errorf("what followed the head is now %q, %v", rest, err)
	}
}

func TestParseErrorNamesItsRule(t *testing.T) {
	err := fmt.Errorf("reading: %w", &ParseError{400, "RFC 9112 §5.1", "white space"})
	if got := err.Error(); got != "reading: 400: white space (RFC 9112 §5.1)" {
		t.Error(got)
	}
}
