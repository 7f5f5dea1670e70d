package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// newTestServer returns a server for handler with the limits that it has without
// flags.
func newTestServer(t *testing.T, handler Handler) *Server {
	t.Helper()
	opts, err := parseOptions(nil)
	if err != nil {
		t.Fatal(err)
	}
	return newServer(opts, handler)
}

// answerPath answers with the path of the request.
func answerPath(req *Request) *Response {
	return newResponse(200, "text/plain; charset=utf-8", []byte(req.Path))
}

// dialInMemory lets s serve a connection, and returns the client's end of it.
func dialInMemory(t *testing.T, s *Server) *duplex {
	t.Helper()
	server, client := newDuplex(t)
	go s.serveConn(server, nil)
	return client
}

// dialLoopback connects to addr for the time of the test.
func dialLoopback(t *testing.T, addr string) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c.(*net.TCPConn)
}

// serveOnLoopback lets s serve l, or if l is nil a port of its own, until the test
// is over. It returns the address.
func serveOnLoopback(t *testing.T, s *Server, l net.Listener) string {
	t.Helper()
	if l == nil {
		var err error
		if l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
	}
	served := make(chan error, 1)
	go func() { served <- s.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // a backstop
		defer cancel()
		s.Shutdown(ctx)
		if err := <-served; err != nil {
			t.Errorf("Serve returned %v after Shutdown", err)
		}
	})
	return l.Addr().String()
}

// send writes text to c in the background: in memory a write waits for its reader.
func send(c io.Writer, text string) {
	go io.WriteString(c, text) // fails if, e.g., the server has closed
}

// receive reads the response to a request of the given method, and its content.
func receive(t *testing.T, r *bufio.Reader, method string) (*http.Response, string) {
	t.Helper()
	res, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		t.Fatalf("reading a response: %v", err)
	}
	content, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("reading the content of a response: %v", err)
	}
	return res, string(content)
}

// expectEnd demands that the server ends its stream and sends nothing before.
func expectEnd(t *testing.T, r io.Reader) {
	t.Helper()
	if rest, err := io.ReadAll(r); len(rest) > 0 || err != nil {
		t.Errorf("instead of the end of the stream came %q, %v", rest, err)
	}
}

const getRoot = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

// A has sent half of its request, and B is answered.
func TestAnUnfinishedRequestHoldsNobodyUp(t *testing.T) {
	addr := serveOnLoopback(t, newTestServer(t, answerPath), nil)
	a, b := dialLoopback(t, addr), dialLoopback(t, addr)
	io.WriteString(a, "GET /a HTTP/1.1\r\nHo")

	io.WriteString(b, "GET /b HTTP/1.1\r\nHost: b\r\n\r\n")
	if _, content := receive(t, bufio.NewReader(b), "GET"); content != "/b" {
		t.Errorf("B got %q", content)
	}

	io.WriteString(a, "st: a\r\n\r\n")
	if _, content := receive(t, bufio.NewReader(a), "GET"); content != "/a" {
		t.Errorf("A got %q", content)
	}
}

// A's handler is at work, and B is answered.
func TestABusyHandlerHoldsNobodyUp(t *testing.T) {
	finish := make(chan bool)
	addr := serveOnLoopback(t, newTestServer(t, func(req *Request) *Response {
		if req.Path == "/a" {
			<-finish
		}
		return answerPath(req)
	}), nil)
	a, b := dialLoopback(t, addr), dialLoopback(t, addr)
	io.WriteString(a, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
	io.WriteString(b, "GET /b HTTP/1.1\r\nHost: b\r\n\r\n")
	if _, content := receive(t, bufio.NewReader(b), "GET"); content != "/b" {
		t.Errorf("B got %q", content)
	}
	close(finish)
	if _, content := receive(t, bufio.NewReader(a), "GET"); content != "/a" {
		t.Errorf("A got %q", content)
	}
}

// With all slots taken, the next connection stays in the listen queue.
func TestMaxConns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t, answerPath)
		s.MaxConns = 2
		l := listenInMemory(t, s)
		clients := []*duplex{l.dial(t), l.dial(t), l.dial(t), l.dial(t)}
		for accepted := 2; accepted <= 4; accepted++ {
			synctest.Wait()
			if l.accepted.Load() != int64(accepted) || s.connections() != 2 {
				t.Errorf("%d connections were accepted and %d are served, want %d and 2", l.accepted.Load(), s.connections(), accepted)
			}
			clients[accepted-2].Close()
		}
		send(clients[3], getRoot)
		if _, content := receive(t, bufio.NewReader(clients[3]), "GET"); content != "/" {
			t.Errorf("the last client got %q", content)
		}
	})
}

// What the system is short of for the moment is waited for, ever longer.
func TestAcceptErrorsAreWaitedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t, answerPath)
		l := newMemoryListener()
		for range 10 {
			l.errs = append(l.errs, errors.New("accept4: too many open files"))
		}
		start := time.Now()
		go s.Serve(l)
		client := l.dial(t)
		send(client, getRoot)
		receive(t, bufio.NewReader(client), "GET")
		want := (5+10+20+40+80+160+320+640)*time.Millisecond + 2*time.Second
		if took := time.Since(start); took != want {
			t.Errorf("ten errors were waited out in %v, want %v", took, want)
		}
		client.Close()
		s.Shutdown(t.Context())
	})
}

func TestServeEndsWithItsListener(t *testing.T) {
	l := newMemoryListener()
	l.Close()
	if err := newTestServer(t, answerPath).Serve(l); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve returned %v for a listener that was closed from outside", err)
	}
}
