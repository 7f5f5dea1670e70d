package main

import (
	"bufio"
	"bytes"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// The items of RFC 9112 §6.3 that are about requests, in their order.
func TestContentLength(t *testing.T) {
	const te, cl = "Transfer-Encoding", "Content-Length"
	tests := []struct {
		minor  int
		header Header
		length int64
		status int
		reason string
	}{
		{0, Header{{te, "chunked"}}, 0, 400, "item 3: 1.0 has no transfer codings (§6.1)"},
		{1, Header{{te, "chunked"}, {cl, "5"}}, 0, 400, "item 3: both, whichever comes first"},
		{1, Header{{cl, "5"}, {te, "chunked"}}, 0, 400, "item 3: both, whichever comes first"},
		{1, Header{{cl, "5"}, {te, ""}}, 0, 400, "item 3: an empty field is a field"},
		{1, Header{{te, "chunked"}}, chunked, 200, "item 4: chunked is the last coding"},
		{1, Header{{te, "CHUNKED"}}, chunked, 200, "codings ignore case (§7)"},
		{1, Header{{te, ", chunked ,"}}, chunked, 200, "empty members of a list do not count"},
		{1, Header{{te, "chunked, gzip"}}, chunked, 400, "item 4: chunked is not the last"},
		{1, Header{{te, "gzip"}}, chunked, 400, "item 4: chunked is not there"},
		{1, Header{{te, "identity"}}, chunked, 400, "a coding that RFC 7230 took away"},
		{1, Header{{te, ""}}, chunked, 400, "no coding at all"},
		{1, Header{{te, "chunked;q=1"}}, chunked, 400, "chunked has no parameters (§7.1)"},
		{1, Header{{te, "xchunked"}}, chunked, 400, "another name"},
		{1, Header{{te, "\vchunked"}}, chunked, 400, "a vertical tab is no OWS"},
		{1, Header{{te, "chunked"}, {te, "chunked"}}, chunked, 400, "twice, in two lines (§6.1)"},
		{1, Header{{te, "chunked, chunked"}}, chunked, 400, "twice, in one line (§6.1)"},
		{1, Header{{te, "gzip, chunked"}}, chunked, 501, "a coding that is not known here (§6.1)"},
		{1, Header{{te, "gzip"}, {te, "chunked"}}, chunked, 501, "the same in two lines"},
		{1, Header{{cl, "5"}, {cl, "6"}}, 0, 400, "item 5: two numbers"},
		{1, Header{{cl, "5, 6"}}, 0, 400, "item 5: two numbers in a list"},
		{1, Header{{cl, "5,"}}, 0, 400, "item 5: an empty member is no number"},
		{1, Header{{cl, ""}}, 0, 400, "item 5: no number"},
		{1, Header{{cl, "5"}, {cl, "5"}}, 5, 200, "item 5: the same number twice"},
		{1, Header{{cl, "5, 5"}, {cl, "05"}}, 5, 200, "item 5: the same number three times"},
		{1, Header{{cl, "5"}}, 5, 200, "item 6: a number"},
		{0, Header{{cl, "5"}}, 5, 200, "item 6: in 1.0 too"},
		{1, Header{{cl, "0"}}, 0, 200, "item 6: none, and it says so"},
		{1, nil, 0, 200, "item 7: neither field, no content"},
	}
	for _, test := range tests {
		length, err := contentLength(&Request{Minor: test.minor, Header: test.header})
		if statusOf(err) != test.status || err == nil && length != test.length {
			t.Errorf("contentLength of 1.%d %q = %d, %v, want %d, %d: %s",
				test.minor, test.header, length, err, test.length, test.status, test.reason)
		}
	}
}

func TestParseDecimal(t *testing.T) {
	tests := []struct {
		s      string
		n      int64
		ok     bool
		reason string
	}{
		{"0", 0, true, "the smallest"},
		{"007", 7, true, "zeros in front, which 1*DIGIT allows"},
		{"9223372036854775807", math.MaxInt64, true, "the largest that fits"},
		{"9223372036854775808", math.MaxInt64, true, "one more does not wrap round (RFC 9110 §8.6)"},
		{strings.Repeat("9", 100), math.MaxInt64, true, "nor do many more"},
		{"", 0, false, "a digit at least"},
		{"+5", 0, false, "no sign"},
		{"-5", 0, false, "no sign"},
		{"5 ", 0, false, "no space"},
		{"0x5", 0, false, "decimal"},
		{"5e1", 0, false, "no exponent"},
		{"5_0", 0, false, "no separator"},
		{"5.0", 0, false, "no fraction"},
		{"٥", 0, false, "a digit of another script"},
	}
	for _, test := range tests {
		if n, ok := parseDecimal(test.s); n != test.n || ok != test.ok {
			t.Errorf("parseDecimal(%q) = %d, %v, want %d, %v: %s", test.s, n, ok, test.n, test.ok, test.reason)
		}
	}
}

func TestParseChunkLine(t *testing.T) {
	const over = maxContent + 1 // and any number above
	tests := []struct {
		line      string
		size      int
		extension string
		status    int
		reason    string
	}{
		{"0", 0, "", 200, "the last chunk"},
		{"1a", 26, "", 200, "hexadecimal"},
		{"1A", 26, "", 200, "digits of either case"},
		{"000000000000000000001", 1, "", 200, "zeros in front, however many"},
		{"5;a", 5, ";a", 200, "an extension"},
		{"5;a=b;c=\"d;e\"", 5, ";a=b;c=\"d;e\"", 200, "extensions with values"},
		{"5 \t;a", 5, " \t;a", 200, "bad white space before the semicolon"},
		{"ffffffffffffffff", over, "", 200, "64 bits do not turn negative"},
		{"10000000000000000", over, "", 200, "65 bits do not turn zero"},
		{strings.Repeat("f", 500), over, "", 200, "nor do 2,000"},
		{"", 0, "", 400, "no size"},
		{";a", 0, "", 400, "an extension of nothing"},
		{" 5", 0, "", 400, "white space in front"},
		{"+5", 0, "", 400, "no sign"},
		{"-5", 0, "", 400, "no sign"},
		{"0x5", 0, "", 400, "no prefix"},
		{"5_0", 0, "", 400, "no separator"},
		{"5 ", 0, "", 400, "white space behind, and no extension"},
		{"5 6", 0, "", 400, "a second number"},
		{"5g", 0, "", 400, "no digit"},
		{"5\r", 0, "", 400, "a bare CR"},
		{"5;a\rb", 0, "", 400, "a bare CR in an extension"},
		{"5;\x00", 0, "", 400, "NUL in an extension"},
	}
	for _, test := range tests {
		size, extension, err := parseChunkLine(test.line)
		sizeOK := size == test.size || test.size == over && size > maxContent
		if statusOf(err) != test.status || err == nil && (!sizeOK || extension != test.extension) {
			t.Errorf("parseChunkLine(%q) = %d, %q, %v, want %d, %q, %d: %s",
				test.line, size, extension, err, test.size, test.extension, test.status, test.reason)
		}
	}
}

func TestExpectsContinue(t *testing.T) {
	tests := []struct {
		minor  int
		header Header
		waits  bool
		status int
		reason string
	}{
		{1, nil, false, 200, "no expectation"},
		{1, Header{{"Expect", "100-continue"}}, true, 200, "the only one there is"},
		{1, Header{{"Expect", "100-Continue"}}, true, 200, "it ignores case"},
		{1, Header{{"Expect", "tea"}}, false, 417, "another one"},
		{1, Header{{"Expect", "100-continue, tea"}}, false, 417, "another one beside it"},
		{0, Header{{"Expect", "100-continue"}}, false, 200, "a 1.0 client cannot have it"},
		{0, Header{{"Expect", "tea"}}, false, 200, "nor any other"},
	}
	for _, test := range tests {
		waits, err := expectsContinue(&Request{Minor: test.minor, Header: test.header})
		if waits != test.waits || statusOf(err) != test.status {
			t.Errorf("expectsContinue of 1.%d %q = %v, %v: %s", test.minor, test.header, waits, err, test.reason)
		}
	}
}

// readContentOf reads the content that follows a head with these fields, whole
// or a byte at a time, and returns what was sent to the client meanwhile.
func readContentOf(t *testing.T, header Header, body io.Reader) (content []byte, sent string, err error) {
	t.Helper()
	req := &Request{Method: "POST", Minor: 1, Header: header}
	var out bytes.Buffer
	err = readContent(bufio.NewReaderSize(body, maxHead), bufio.NewWriter(&out), req)
	return req.Content, out.String(), err
}

func TestReadContentAsksForIt(t *testing.T) {
	const asked = "HTTP/1.1 100 Continue\r\n\r\n"
	tests := []struct {
		field  Field
		expect string
		sent   string
		status int
		reason string
	}{
		{Field{"Content-Length", "3"}, "100-continue", asked, 200, "content of a known length"},
		{Field{"Transfer-Encoding", "chunked"}, "100-continue", asked, 200, "content in chunks"},
		{Field{"Content-Length", "0"}, "100-continue", "", 200, "no content to ask for"},
		{Field{"Content-Length", "99999999999999999999"}, "100-continue", "", 413, "refused before it is sent"},
		{Field{"Content-Length", "x"}, "100-continue", "", 400, "refused before it is sent"},
		{Field{"Content-Length", "3"}, "tea", "", 417, "an expectation that cannot be met"},
	}
	for _, test := range tests {
		body := "abc"
		if test.field.Value == "chunked" {
			body = "3\r\nabc\r\n0\r\n\r\n"
		}
		_, sent, err := readContentOf(t, Header{test.field, {"Expect", test.expect}}, strings.NewReader(body))
		if sent != test.sent || statusOf(err) != test.status {
			t.Errorf("%s: %s: the client was sent %q, %v", test.field.Value, test.reason, sent, err)
		}
	}
}

func TestReadChunked(t *testing.T) {
	tests := []struct {
		body    string
		content string
		status  int // 0 for an incomplete message
		reason  string
	}{
		{"0\r\n\r\n", "", 200, "no content"},
		{"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde", 200, "two chunks"},
		{"2\r\n\r\n\r\n0\r\n\r\n", "\r\n", 200, "data that looks like a line end"},
		{"00;x\r\n\r\n", "", 200, "a last chunk with zeros and an extension"},
		{"0\r\nA: 1\r\nB: 2\r\n\r\n", "", 200, "a trailer section, dropped"},
		{"0\r\nA : 1\r\n\r\n", "", 400, "a bad field line in it"},
		{"0\r\n folded\r\n\r\n", "", 400, "obs-fold in it"},
		{"3\nabc\r\n0\r\n\r\n", "", 400, "a bare LF after the size"},
		{"3\r\nabc\n0\r\n\r\n", "", 400, "a bare LF after the data"},
		{"3\r\nabc\r\n0\n\r\n", "", 400, "a bare LF after the last size"},
		{"3\r\nabc\r\n0\r\n\n", "", 400, "a bare LF at the end"},
		{"3\r\nabcd\r\n0\r\n\r\n", "", 400, "data that is longer than its size"},
		{"3\r\nab\r\n0\r\n\r\n", "", 400, "data that is shorter"},
		{"", "", 0, "the stream ends before the first chunk"},
		{"3\r\nab", "", 0, "inside the data"},
		{"3\r\nabc\r", "", 0, "inside the line end"},
		{"3\r\nabc\r\n", "", 0, "before the last chunk"},
		{"0\r\n", "", 0, "before the empty line"},
	}
	for _, test := range tests {
		for name, r := range map[string]io.Reader{
			"whole":            strings.NewReader(test.body),
			"a byte at a time": iotest.OneByteReader(strings.NewReader(test.body)),
		} {
			content, err := readChunked(bufio.NewReaderSize(r, maxHead))
			if statusOf(err) != test.status || err == nil && string(content) != test.content {
				t.Errorf("%q, %s: %q, %v, want %q, %d: %s", test.body, name, content, err, test.content, test.status, test.reason)
			}
			if test.status == 0 && err != io.ErrUnexpectedEOF {
				t.Errorf("%q, %s: %v, want io.ErrUnexpectedEOF", test.body, name, err)
			}
		}
	}
}

func TestPipelinedBytesStay(t *testing.T) {
	for name, test := range map[string]struct {
		header Header
		body   string
	}{
		"by length": {Header{{"Content-Length", "3"}}, "abc"},
		"in chunks": {Header{{"Transfer-Encoding", "chunked"}}, "3\r\nabc\r\n0\r\nX: y\r\n\r\n"},
		"none":      {nil, ""},
	} {
		r := bufio.NewReaderSize(strings.NewReader(test.body+"GET /next"), maxHead)
		req := &Request{Minor: 1, Header: test.header}
		if err := readContent(r, nil, req); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		rest, _ := io.ReadAll(r)
		if diff := cmp.Diff("GET /next", string(rest)); diff != "" {
			t.Errorf("%s: the next request begins elsewhere\n%s", name, diff)
		}
	}
}
