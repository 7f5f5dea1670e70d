package main

import (
	"bufio"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Behind each of these stands one more request. That is answered where the
// connection persists, and only there.
func TestPersistence(t *testing.T) {
	const last = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
	tests := []struct {
		requests, answers, reason string
	}{
		{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "200; 200 close", "1.1 persists"},
		{"GET / HTTP/1.2\r\nHost: a\r\n\r\n", "200; 200 close", "as does what comes after it"},
		{"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", "200; 200 close", "which need not be asked for"},
		{"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "200 close", "unless the client says close"},
		{"GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close ,y\r\n\r\n", "200 close", "among other options, in any case"},
		{"GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: close\r\n\r\n", "200 close", "on a second line"},
		{"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, close\r\n\r\n", "200 close", "close outranks keep-alive"},
		{"GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", "200; 200 close", "another word"},
		{"GET / HTTP/1.1\r\nHost: a\r\nClose: close\r\n\r\n", "200; 200 close", "another field"},
		{"GET / HTTP/1.0\r\n\r\n", "200 close", "1.0 does not persist"},
		{"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "200 keep-alive; 200 close", "unless the client asks, and then it is told so"},
		{"GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "200 close", "close outranks keep-alive in 1.0 too"},
		{"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "200; 200 close", "a response without content"},
		{"GET /304 HTTP/1.1\r\nHost: a\r\n\r\n", "304; 200 close", "another"},
		{"GET /404 HTTP/1.1\r\nHost: a\r\n\r\n", "404; 200 close", "an error that is not of the framing"},
		{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /", "200; 200 close", "the content is consumed, were it like a request"},
		{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nG\r\n0\r\nX: y\r\n\r\n", "200; 200 close", "with its trailer section"},
		{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n!", "100; 200; 200 close", "an interim response stands in between"},
		{"GET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n\r\n", "200; 200 close", "empty lines between requests are skipped"},
		{"GET /\r\n", "400 close", "after a fault nobody knows where the next request begins"},
		{"GET / HTTP/1.1\r\n\r\n", "400 close", "not even where it seems plain"},
		{"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/3.0\r\n\r\n", "200; 505 close", "what came before the fault is answered"},
		{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", "413 close", "content that is not read hides the next request"},
		{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: x\r\n\r\n!", "417 close", "so does content that may not come"},
		{"GET /panic HTTP/1.1\r\nHost: a\r\n\r\n", "500; 200 close", "a panic costs one response"},
		{"GET /nil HTTP/1.1\r\nHost: a\r\n\r\n", "500; 200 close", "so does a handler that returns none"},
		{"GET /unsendable HTTP/1.1\r\nHost: a\r\n\r\n", "500; 200 close", "and one that cannot be sent"},
		{"GET /broken-off HTTP/1.1\r\nHost: a\r\n\r\n", "200", "content that ends early is told by the end of the connection alone"},
		{"GET /body-panics HTTP/1.1\r\nHost: a\r\n\r\n", "200", "as is content that panics"},
		{"GET /unknown HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200 close", "content of unknown length ends with a 1.0 connection"},
		{"GET /unknown HTTP/1.1\r\nHost: a\r\n\r\n", "200; 200 close", "and in chunks with a 1.1 one"},
		{"GET /close HTTP/1.1\r\nHost: a\r\n\r\n", "200 close", "the handler may end the connection"},
	}
	for _, test := range tests {
		c := &scriptedConn{requests: strings.NewReader(test.requests + last)}
		newTestServer(t, misbehave).serveConn(c, nil)
		if got := summary(c.answer.String()); got != test.answers {
			t.Errorf("%q: answered %q, want %q: %s", test.requests, got, test.answers, test.reason)
		}
	}
}

// misbehave does what the path says.
func misbehave(req *Request) *Response {
	res := answerPath(req)
	switch req.Path {
	case "/304":
		return &Response{Status: 304}
	case "/404":
		return statusPage(404)
	case "/panic":
		panic("as the path says")
	case "/nil":
		return nil
	case "/unsendable":
		res.Header.Add("X", "a\r\nb")
	case "/broken-off":
		res.Length++
	case "/body-panics":
		res.Body = panickingReader{}
	case "/unknown":
		res.Length = -1
	case "/close":
		res.Close = true
	}
	return res
}

type panickingReader struct{}

func (panickingReader) Read([]byte) (int, error) { panic("in the middle of a response") }

// summary lists the responses in answer, each with its status and connection options.
func summary(answer string) string {
	var all []string
	for line := range strings.Lines(answer) {
		line = line[max(0, strings.Index(line, "HTTP/1.1 ")):] // content may end without a line end
		if after, ok := strings.CutPrefix(line, "HTTP/1.1 "); ok {
			all = append(all, after[:3])
		}
		if after, ok := strings.CutPrefix(line, "Connection: "); ok {
			all[len(all)-1] += " " + strings.TrimSpace(after)
		}
	}
	return strings.Join(all, "; ")
}

// Responses to requests that came together leave together, and in their order.
func TestSixteenResponsesLeaveInOneWrite(t *testing.T) {
	var requests, paths strings.Builder
	for _, path := range strings.Split("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", "/")[1:] {
		requests.WriteString("GET /" + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
		paths.WriteString("/" + path)
	}
	c := &scriptedConn{requests: strings.NewReader(requests.String())}
	newTestServer(t, answerPath).serveConn(c, nil)
	if c.writes != 1 {
		t.Errorf("16 responses took %d writes", c.writes)
	}
	r, got := bufio.NewReader(&c.answer), ""
	for range 16 {
		_, content := receive(t, r, "GET")
		got += content
	}
	if got != paths.String() {
		t.Errorf("the responses are those to %s, want %s", got, paths.String())
	}
}

// A client that waits for a response before it sends the rest of the next request
// gets it.
func TestNoResponseWaitsForTheNextRequest(t *testing.T) {
	client := dialInMemory(t, newTestServer(t, answerPath))
	r := bufio.NewReader(client)
	send(client, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHo")
	if _, content := receive(t, r, "GET"); content != "/1" {
		t.Errorf("the first response is %q", content)
	}
	send(client, "st: a\r\nContent-Length: 5\r\n\r\nabcdeGET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
	for _, want := range []string{"/2", "/3"} {
		if _, content := receive(t, r, "POST"); content != want {
			t.Errorf("the next response is %q, want %q", content, want)
		}
	}
}

// Another protocol takes over what came behind the request, and has no deadline.
func TestUpgrade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t, func(*Request) *Response {
			return &Response{
				Status:  101,
				Header:  Header{{"Upgrade", "echo"}},
				Upgrade: func(c Conn, r *bufio.Reader) { io.Copy(c, r) },
			}
		})
		client := dialInMemory(t, s)
		send(client, "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nbehind")
		r := bufio.NewReader(client)
		res, _ := receive(t, r, "GET")
		if res.StatusCode != 101 || res.Header.Get("Connection") != "Upgrade" {
			t.Errorf("got %v", res)
		}
		time.Sleep(24 * time.Hour) // on the bubble's clock
		go func() {
			io.WriteString(client, " and later")
			client.CloseWrite()
		}()
		if got, err := io.ReadAll(r); string(got) != "behind and later" || err != nil {
			t.Errorf("the other protocol gave %q, %v", got, err)
		}
	})
}

func TestWireShowsRequestsAndResponses(t *testing.T) {
	var out strings.Builder
	s := newTestServer(t, answerPath)
	s.Wire = &out
	s.serveConn(&scriptedConn{requests: strings.NewReader(getRoot)}, nil)
	if !strings.Contains(out.String(), `GET / HTTP/1.1\r\n`) || !strings.Contains(out.String(), `HTTP/1.1 200 OK\r\n`) {
		t.Errorf("printed %q", out.String())
	}
}
