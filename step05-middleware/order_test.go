package main

import (
	"bytes"
	"io"
	"log"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
)

// site returns handle within the whole chain, and its log.
func site(t *testing.T, handle Handler, opts options) (Handler, *bytes.Buffer) {
	t.Helper()
	logger, out := logTo(t, "text")
	return wrapped(handle, opts, logger), out
}

// Each place in the chain has a reason; these are the tests of it.

func TestLogLineNamesTheRequest(t *testing.T) {
	h, out := site(t, answer(200), options{})
	h(newRequest("GET", "/", "X-Request-Id: id-1"))
	if !strings.Contains(out.String(), " id=id-1 ") {
		t.Errorf("the log line does not name the request:\n%s", out)
	}
}

func TestLoggingIsAroundRecovery(t *testing.T) {
	h, out := site(t, panics, options{})
	res := h(newRequest("GET", "/panic"))
	if !strings.Contains(out.String(), "target=/panic status=500") {
		t.Errorf("the log line of a panic does not show 500:\n%s", out)
	}
	id := res.Header.Get("X-Request-Id")
	if id == "" || strings.Count(out.String(), "id="+id) != 2 {
		t.Errorf("the id %q that the client is told is not in both lines:\n%s", id, out)
	}
}

func TestLoggingIsAroundRefusals(t *testing.T) {
	h, out := site(t, answer(200), options{rate: 0.1, burst: 1, origins: []string{"*"}})
	h(newRequest("GET", "/"))
	h(newRequest("GET", "/"))
	h(newRequest("OPTIONS", "/", "Origin: https://a.example", "Access-Control-Request-Method: PUT"))
	for _, status := range []string{"status=200", "status=429", "status=204"} {
		if !strings.Contains(out.String(), status) {
			t.Errorf("no line with %s:\n%s", status, out)
		}
	}
}

func TestCORSIsAroundRefusals(t *testing.T) {
	h, _ := site(t, panics, options{rate: 0.1, burst: 1, origins: []string{"https://a.example"}})
	for _, status := range []int{500, 429} {
		res := h(newRequest("GET", "/", "Origin: https://a.example"))
		if res.Status != status {
			t.Fatalf("status %d, want %d", res.Status, status)
		}
		if got := res.Header.Get("Access-Control-Allow-Origin"); got != "https://a.example" {
			t.Errorf("no script can read the %d: Access-Control-Allow-Origin is %q", status, got)
		}
	}
}

// A browser does not send its request if the preflight is refused, and a
// preflight does no work.
func TestVisitsAreStoredByNobody(t *testing.T) {
	h, _ := site(t, visits, options{})
	if got := h(newRequest("GET", "/visits")).Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control is %q: a cache would show one client's visits to another", got)
	}
}

func TestPreflightIsNotLimited(t *testing.T) {
	h, _ := site(t, answer(200), options{rate: 0.1, burst: 1, origins: []string{"*"}})
	for range 3 {
		if got := h(newRequest("OPTIONS", "/", "Origin: https://a.example", "Access-Control-Request-Method: PUT")).Status; got != 204 {
			t.Errorf("a preflight got %d", got)
		}
	}
}

func TestRateLimitIsAroundTheWork(t *testing.T) {
	h, _ := site(t, visits, options{rate: 0.1, burst: 1})
	if res := h(newRequest("GET", "/visits")); !res.Header.Has("Set-Cookie") {
		t.Fatal("the first visit sets no cookie")
	}
	req := newRequest("GET", "/visits")
	if res := h(req); res.Status != 429 || req.Session != nil {
		t.Errorf("a refused request got %d and came as far as the sessions: %v", res.Status, req.Session != nil)
	}
}

func TestRecoveryIsAroundSessions(t *testing.T) {
	h, _ := site(t, func(req *Request) *Response {
		req.Session.Update(func(map[string]string) { panic("while the sessions are locked") })
		return nil
	}, options{})
	for range 2 { // the second would hang if the lock were still held
		if res := h(newRequest("GET", "/")); res.Status != 500 || res.Header.Has("Set-Cookie") {
			t.Errorf("status %d with a cookie: %v, want 500 without", res.Status, res.Header.Has("Set-Cookie"))
		}
	}
}

func TestCompressIsInnermost(t *testing.T) {
	h, out := site(t, func(req *Request) *Response {
		req.Session.Update(func(values map[string]string) { values["a"] = "b" })
		return text(`ETag: "v1"`)(req)
	}, options{origins: []string{"https://a.example"}})
	res := h(newRequest("GET", "/", "Accept-Encoding: gzip", "X-Request-Id: id-1"))
	if got := gunzip(t, res); got != long {
		t.Errorf("it decodes to %d bytes, want %d", len(got), len(long))
	}
	res.Header.Set("Set-Cookie", "masked")
	want := "Content-Type: text/plain; charset=utf-8\n" +
		"ETag: \"v1-gzip\"\n" +
		"Vary: Accept-Encoding\n" +
		"Content-Encoding: gzip\n" +
		"Set-Cookie: masked\n" +
		"Vary: Origin\n" +
		"X-Request-Id: id-1\n"
	if got := fieldsOf(res.Header); got != want {
		t.Errorf("the fields are\n%swant\n%s", got, want)
	}
	if !strings.Contains(out.String(), "length=-1") {
		t.Errorf("the log claims a length that nobody knows:\n%s", out)
	}
}

// The system sends a file by itself (sendfile) if it is handed on as it is.
func TestAFileStaysAFile(t *testing.T) {
	file, err := os.Open("main.go")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	h, _ := site(t, func(*Request) *Response {
		return &Response{Status: 200, Header: Header{{"Content-Type", "text/plain"}}, Body: file, Length: compressible}
	}, options{origins: []string{"*"}, rate: 1, burst: 1})
	if body := h(newRequest("GET", "/")).Body; body != io.Reader(file) {
		t.Errorf("it became a %T", body)
	}
}

func TestNoCookieUnlessAHandlerWrites(t *testing.T) {
	h, _ := site(t, answer(200), options{})
	res := h(newRequest("GET", "/"))
	if got := fieldsOf(res.Header); got != "Content-Type: text/plain; charset=utf-8\n" {
		t.Errorf("a plain response gained fields:\n%s", got)
	}
}

// A fault that the parser finds does not reach the chain. It goes to package
// log, and that goes where the chain's lines go.
func TestFaultsAreLoggedAlike(t *testing.T) {
	logger, out := logTo(t, "json")
	before, writer, flags := slog.Default(), log.Writer(), log.Flags()
	slog.SetDefault(logger)
	defer func() {
		slog.SetDefault(before)
		log.SetOutput(writer)
		log.SetFlags(flags)
	}()
	serveHandler(&fixtureConn{
		remote:  &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 50000},
		request: []byte("GET / HTTP/1.1\r\n\r\n"),
	}, panics)
	if line := out.String(); !strings.HasPrefix(line, "{") || !strings.Contains(line, "without Host") {
		t.Errorf("logged %q, want a line of JSON about the Host", line)
	}
}
