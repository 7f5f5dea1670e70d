package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A watchedBody notes that it was closed.
type watchedBody struct {
	io.ReadCloser
	closed chan bool
}

func (b watchedBody) Close() error {
	close(b.closed)
	return b.ReadCloser.Close()
}

// watched returns handler with a Body that notes when it is closed.
func watched(handler Handler) (watched Handler, closed chan bool) {
	closed = make(chan bool)
	return func(req *Request) *Response {
		res := handler(req)
		res.Body = watchedBody{res.Body.(io.ReadCloser), closed}
		return res
	}, closed
}

func isClosed(c chan bool) bool {
	synctest.Wait()
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// startStream sends request, and returns the response with its content still to
// come.
func startStream(t *testing.T, client *duplex, request string) (*bufio.Reader, *http.Response) {
	t.Helper()
	send(client, request)
	r := bufio.NewReader(client)
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r, res
}

// Each line is seen when it comes, in HTTP/1.0 as in 1.1. The end tells them apart.
func TestStreamIsSeenAsItComes(t *testing.T) {
	for request, persists := range map[string]bool{
		getRoot:                  true,
		"GET / HTTP/1.0\r\n\r\n": false,
		"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n": false,
	} {
		synctest.Test(t, func(t *testing.T) {
			client := dialInMemory(t, newTestServer(t, stream))
			start := time.Now()
			r, res := startStream(t, client, request)
			lines := bufio.NewReader(res.Body)
			for i := range 10 {
				line, err := lines.ReadString('\n')
				if line != fmt.Sprintf("line %d of 10\n", i+1) || err != nil || time.Since(start) != time.Duration(i)*time.Second {
					t.Errorf("after %v came %q, %v", time.Since(start), line, err)
				}
			}
			expectEnd(t, lines)
			if res.Close == persists {
				t.Errorf("%q: the response says close: %v", request, res.Close)
			}
			if !persists {
				return
			}
			send(client, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
			receive(t, r, "HEAD")
		})
	}
}

// A stream ends when its client has left: with the second write after that on TCP,
// and with the first in memory.
func TestStreamEndsWithItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler, closed := watched(events)
		s := newTestServer(t, handler)
		client := dialInMemory(t, s)
		_, res := startStream(t, client, getRoot)
		lines := bufio.NewReader(res.Body)
		for range 6 {
			lines.ReadString('\n')
		}
		if isClosed(closed) {
			t.Error("the stream ended with its client there")
		}
		client.Close()
		time.Sleep(time.Second)
		if !isClosed(closed) || s.connections() != 0 {
			t.Errorf("the stream goes on, and %d connections are served", s.connections())
		}
	})
}

func TestStreamEndsAtShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler, closed := watched(events)
		s := newTestServer(t, handler)
		client := dialInMemory(t, s)
		r, res := startStream(t, client, getRoot)
		all := make(chan string)
		go func() {
			content, err := io.ReadAll(res.Body) // fails if the last chunk is missing
			all <- fmt.Sprintf("%s%v", content, err)
			expectEnd(t, r)
			client.Close()
		}()
		time.Sleep(2500 * time.Millisecond)
		start := time.Now()
		cut := shutdownInBackground(t.Context(), s)
		if content := <-all; strings.Count(content, "id: ") != 3 || !strings.HasSuffix(content, "\n\n<nil>") || time.Since(start) != 0 {
			t.Errorf("after %v the stream was %q", time.Since(start), content)
		}
		if n := <-cut; n != 0 || !isClosed(closed) {
			t.Errorf("%d connections were cut off", n)
		}
	})
}

// HEAD wants to know of the stream and not to see it.
func TestHeadClosesTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler, closed := watched(events)
		client := dialInMemory(t, newTestServer(t, handler))
		send(client, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
		res, content := receive(t, bufio.NewReader(client), "HEAD")
		if content != "" || res.Header.Get("Content-Type") != "text/event-stream" || !isClosed(closed) {
			t.Errorf("HEAD got %v and %q", res.Header, content)
		}
	})
}

// A browser that comes back goes on where it was.
func TestEventsGoOn(t *testing.T) {
	for last, want := range map[string]string{"": "id: 1\n", "41": "id: 42\n", "x": "id: 1\n"} {
		synctest.Test(t, func(t *testing.T) {
			client := dialInMemory(t, newTestServer(t, events))
			_, res := startStream(t, client, "GET / HTTP/1.1\r\nHost: a\r\nLast-Event-ID: "+last+"\r\n\r\n")
			if line, err := bufio.NewReader(res.Body).ReadString('\n'); line != want || err != nil {
				t.Errorf("after the event %q comes %q, %v, want %q", last, line, err, want)
			}
			client.Close()
			time.Sleep(time.Second) // on the bubble's clock, for the server to see it
		})
	}
}

func TestSlow(t *testing.T) {
	tests := []struct {
		query  string
		status int
		took   time.Duration
	}{
		{"", 200, 5 * time.Second},
		{"seconds=0", 200, 0},
		{"seconds=30", 200, 30 * time.Second},
		{"seconds=31", 400, 0},
		{"seconds=-1", 400, 0},
		{"seconds=x", 400, 0},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			res := slow(&Request{RawQuery: test.query})
			if took := time.Since(start); res.Status != test.status || took != test.took {
				t.Errorf("/slow?%s answered %d after %v, want %d after %v", test.query, res.Status, took, test.status, test.took)
			}
		})
	}
}
