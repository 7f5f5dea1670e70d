package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// A verdict is what a parser makes of the bytes of a stream.
type verdict struct {
	Err    string // why the request is refused; "" if it is not
	Status int    // of our answer to a refused one; 0 for none
	Rule   string // that a refused one breaks

	Method, Target, Host, Path, RawQuery string
	Fields                               map[string][]string
	Content, Rest                        string // the next request begins with Rest
}

// framingFields say how a message is framed, which Content and Rest show. net/http
// takes them and Host out of the header section, so they are compared by effect.
var framingFields = []string{"Host", "Transfer-Encoding", "Content-Length", "Trailer"}

func ourVerdict(stream io.Reader) verdict {
	r := bufio.NewReaderSize(stream, maxHead)
	req, err := readRequest(r, bufio.NewWriter(io.Discard))
	if err != nil {
		v := verdict{Err: err.Error()}
		var fault *ParseError
		if errors.As(err, &fault) {
			v.Status, v.Rule = fault.Status, fault.Rule
		}
		return v
	}
	fields := make(map[string][]string)
	for _, field := range req.Header {
		name := textproto.CanonicalMIMEHeaderKey(field.Name)
		fields[name] = append(fields[name], field.Value)
	}
	return newVerdict(req.Method, req.Target, req.Host, req.Path, req.RawQuery, fields, req.Content, r)
}

func theirVerdict(stream []byte) verdict {
	r := bufio.NewReaderSize(bytes.NewReader(stream), maxHead)
	req, err := http.ReadRequest(r)
	if err != nil {
		return verdict{Err: err.Error()}
	}
	content, err := io.ReadAll(req.Body)
	if err != nil {
		return verdict{Err: err.Error()}
	}
	return newVerdict(req.Method, req.RequestURI, req.Host, req.URL.Path, req.URL.RawQuery, req.Header, content, r)
}

func newVerdict(method, target, host, path, rawQuery string, fields map[string][]string, content []byte, r io.Reader) verdict {
	for _, name := range framingFields {
		delete(fields, name)
	}
	if method == "CONNECT" || target == "*" {
		path, rawQuery = "", "" // net/http gives these requests a path, too
	}
	rest, _ := io.ReadAll(r)
	return verdict{Method: method, Target: target, Host: host, Path: path, RawQuery: rawQuery,
		Fields: fields, Content: string(content), Rest: string(rest)}
}

// checkStream holds the parser against itself and against net/http.
func checkStream(t *testing.T, stream []byte) {
	ours := ourVerdict(bytes.NewReader(stream))
	bytewise := ourVerdict(iotest.OneByteReader(bytes.NewReader(stream)))
	if diff := cmp.Diff(ours, bytewise); diff != "" {
		t.Fatalf("%q\nread whole (-) and a byte at a time (+):\n%s", stream, diff)
	}
	theirs := theirVerdict(stream)
	if (ours.Err != "") && (theirs.Err != "") || ours.Err == "" && cmp.Equal(ours, theirs) {
		return
	}
	for _, d := range declaredDisagreements {
		if d.explains(stream, ours, theirs) {
			return
		}
	}
	t.Fatalf("%q\nours (-) and net/http's (+), without a declared reason:\n%s", stream, cmp.Diff(ours, theirs))
}

func FuzzRequestHead(f *testing.F) {
	for _, request := range corpus(f) {
		f.Add(request)
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		if len(stream) <= 2*maxHead { // enough for every bound; more is only slower
			checkStream(t, stream)
		}
	})
}

func FuzzChunkedContent(f *testing.F) {
	const head = "POST /inspect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
	for _, request := range corpus(f) {
		before, body, _ := bytes.Cut(request, []byte("\r\n\r\n"))
		if bytes.Contains(bytes.ToLower(before), []byte("chunked")) {
			f.Add(body)
		}
	}
	f.Add([]byte("5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\nGET"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) <= 2*maxHead {
			checkStream(t, append([]byte(head), body...))
		}
	})
}

// corpus returns the requests of all steps' fixtures.
func corpus(f *testing.F) [][]byte {
	f.Helper()
	names, err := filepath.Glob("../step*/testdata/*.request")
	if err != nil {
		f.Fatal(err)
	}
	requests := [][]byte{[]byte("GET /a%20b?c HTTP/1.1\r\nHost: a\r\n\r\n")}
	for _, name := range names {
		request, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		requests = append(requests, request)
	}
	return requests
}

// Of the table, each row has to explain something: the example that it is for.
func TestDeclaredDisagreements(t *testing.T) {
	for _, d := range declaredDisagreements {
		ours, theirs := ourVerdict(strings.NewReader(d.example)), theirVerdict([]byte(d.example))
		if ours.Err == "" && cmp.Equal(ours, theirs) || ours.Err != "" && theirs.Err != "" {
			t.Errorf("%s: there is no disagreement about %.200q\n%s", d.reason, d.example, cmp.Diff(ours, theirs))
		} else if !d.explains([]byte(d.example), ours, theirs) {
			t.Errorf("%s: does not explain %.200q\n%s", d.reason, d.example, cmp.Diff(ours, theirs))
		}
	}
}
