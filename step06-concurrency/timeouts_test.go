package main

import (
	"bufio"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A sizingConn notes for how many bytes the last Read had room: one that waits
// without buffers has room for a single one.
type sizingConn struct {
	*duplex
	room atomic.Int64
}

func (c *sizingConn) Read(p []byte) (int, error) {
	c.room.Store(int64(len(p)))
	return c.duplex.Read(p)
}

// A connection on which nothing is asked is closed without a word.
func TestIdleTimeout(t *testing.T) {
	for _, timeout := range []time.Duration{time.Minute, shortWait + 1, shortWait, time.Millisecond} {
		for _, requests := range []int{0, 1, 3} {
			synctest.Test(t, func(t *testing.T) {
				s := newTestServer(t, answerPath)
				s.IdleTimeout = timeout
				client := dialInMemory(t, s)
				r := bufio.NewReader(client)
				for range requests {
					time.Sleep(timeout - 1) // on the bubble's clock
					send(client, getRoot)
					receive(t, r, "GET")
				}
				start := time.Now()
				expectEnd(t, r)
				if took := time.Since(start); took != timeout {
					t.Errorf("with an idle timeout of %v the connection was closed after %d requests and %v", timeout, requests, took)
				}
			})
		}
	}
}

// An idle connection gives its buffers back after a short while, and a request
// finds that nothing is missing, however it comes.
func TestIdleConnectionHoldsNoBuffers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t, answerPath)
		server, client := newDuplex(t)
		c := &sizingConn{duplex: server}
		go s.serveConn(c, nil)
		r := bufio.NewReader(client)
		for i, request := range []string{getRoot, "\r\n" + getRoot, getRoot} {
			waits := 1 + 2*i // one in which it falls asleep, and one after it woke
			time.Sleep(min(time.Duration(waits)*shortWait, longWait) - 1)
			if synctest.Wait(); c.room.Load() == 1 {
				t.Error("the buffers are gone too soon")
			}
			time.Sleep(1)
			if synctest.Wait(); c.room.Load() != 1 {
				t.Error("an idle connection holds buffers")
			}
			time.Sleep(s.IdleTimeout / 2)
			go func() {
				for i := range request {
					io.WriteString(client, request[i:i+1])
				}
			}()
			if _, content := receive(t, r, "GET"); content != "/" {
				t.Errorf("the answer is %q", content)
			}
		}
	})
}

// drip writes text and then one byte of drop after the other, a second apart, until
// the server has had enough.
func drip(client io.Writer, text, drop string) {
	_, err := io.WriteString(client, text)
	for i := 0; err == nil; i++ {
		time.Sleep(time.Second) // on the bubble's clock
		_, err = io.WriteString(client, drop[i%len(drop):][:1])
	}
}

// A request that comes drop by drop has no more time than one that stops.
func TestDrippingRequestsGet408(t *testing.T) {
	s := newTestServer(t, answerPath)
	head, content := s.HeaderTimeout, s.ReadTimeout
	tests := []struct {
		start, drop string
		after       time.Duration
		reason      string
	}{
		{"G", "E", head, "in the method"},
		{"GET / HTTP/1.1\r\nHost: a\r\n", "A:b\r\n", head, "in the header section"},
		{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n", "a", content, "in the content"},
		{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n", content, "in chunks"},
		{getRoot + "G", "E", head, "behind another request"},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			s := newTestServer(t, answerPath)
			client := dialInMemory(t, s)
			r := bufio.NewReader(client)
			start := time.Now()
			var dripping sync.WaitGroup
			defer dripping.Wait() // time stands still after the test
			dripping.Go(func() { drip(client, test.start, test.drop) })
			if strings.HasPrefix(test.start, getRoot) {
				receive(t, r, "GET")
			}
			res, _ := receive(t, r, "GET")
			if res.StatusCode != 408 || !res.Close || time.Since(start) != test.after {
				t.Errorf("%s: answered %d after %v (close: %v), want 408 after %v", test.reason, res.StatusCode, time.Since(start), res.Close, test.after)
			}
			expectEnd(t, r)
		})
	}
}

// The head and the content of a request have each their own time, and the next
// request has it again.
func TestEachRequestHasItsOwnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t, answerPath)
		client := dialInMemory(t, s)
		r := bufio.NewReader(client)
		for range 3 {
			go func() {
				io.WriteString(client, "POST / HTTP/1.1\r\n")
				time.Sleep(s.HeaderTimeout - 1)
				io.WriteString(client, "Host: a\r\nContent-Length: 2\r\n\r\na")
				time.Sleep(s.ReadTimeout - 1)
				io.WriteString(client, "b")
			}()
			if res, _ := receive(t, r, "POST"); res.StatusCode != 200 {
				t.Fatalf("answered %d", res.StatusCode)
			}
			time.Sleep(s.IdleTimeout - 1)
		}
	})
}
