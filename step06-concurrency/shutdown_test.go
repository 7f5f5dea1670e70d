package main

import (
	"bufio"
	"context"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Idle connections do not hold Shutdown up, whatever they wait with.
func TestShutdownEndsTheIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t, answerPath)
		l := listenInMemory(t, s)
		fresh, served, unbuffered := l.dial(t), l.dial(t), l.dial(t)
		for _, client := range []*duplex{served, unbuffered} {
			send(client, getRoot)
			receive(t, bufio.NewReader(client), "GET")
		}
		time.Sleep(2 * longWait)
		send(served, getRoot)
		receive(t, bufio.NewReader(served), "GET")
		synctest.Wait()

		for _, client := range []*duplex{fresh, served, unbuffered} {
			go func() {
				expectEnd(t, client)
				client.Close()
			}()
		}
		start := time.Now()
		if cut := s.Shutdown(t.Context()); cut != 0 || time.Since(start) != lastCall {
			t.Errorf("Shutdown cut off %d idle connections after %v", cut, time.Since(start))
		}
	})
}

// blocking returns a handler that waits for finish to be closed.
func blocking(finish <-chan bool) Handler {
	return func(req *Request) *Response {
		<-finish
		return answerPath(req)
	}
}

// shutdownInBackground begins Shutdown, and returns where its result will be.
func shutdownInBackground(ctx context.Context, s *Server) <-chan int {
	cut := make(chan int, 1)
	go func() { cut <- s.Shutdown(ctx) }()
	synctest.Wait()
	return cut
}

// A request that is being answered, or has only begun to come, gets its response
// to the end. That says that nothing follows.
func TestShutdownLetsTheBusyFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finish := make(chan bool)
		s := newTestServer(t, blocking(finish))
		l := listenInMemory(t, s)
		answered, begun := l.dial(t), l.dial(t)
		send(answered, "GET /answered HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\n")
		send(begun, "GET /begun HTTP/1.1\r\nHo")
		synctest.Wait()
		cut := shutdownInBackground(t.Context(), s)
		time.Sleep(s.HeaderTimeout / 2) // on the bubble's clock; the busy have the time that they had
		close(finish)
		send(begun, "st: a\r\n\r\n")
		for client, path := range map[*duplex]string{answered: "/answered", begun: "/begun"} {
			r := bufio.NewReader(client)
			if res, content := receive(t, r, "GET"); content != path || !res.Close {
				t.Errorf("got %q (close: %v), want %s and close", content, res.Close, path)
			}
			expectEnd(t, r)
			client.Close()
		}
		if n := <-cut; n != 0 {
			t.Errorf("Shutdown cut off %d busy connections that were about to finish", n)
		}
	})
}

// What does not finish is cut off when the context ends. MaxConns is 1 so that
// Serve, too, is kept waiting.
func TestShutdownCutsOffTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finish := make(chan bool)
		s := newTestServer(t, blocking(finish))
		s.MaxConns = 1
		l := listenInMemory(t, s)
		client := l.dial(t)
		send(client, getRoot)
		synctest.Wait()

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		if cut := s.Shutdown(ctx); cut != 1 || time.Since(start) != time.Minute {
			t.Errorf("Shutdown cut off %d connections after %v", cut, time.Since(start))
		}
		if got, _ := io.ReadAll(client); len(got) != 0 {
			t.Errorf("the client that was cut off got %q", got)
		}
		close(finish)
	})
}

// Serve returns when Shutdown begins, even while every slot is taken.
func TestServeReturnsWithAllSlotsTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finish := make(chan bool)
		s := newTestServer(t, blocking(finish))
		s.MaxConns = 1
		l := newMemoryListener()
		served := make(chan error, 1)
		go func() { served <- s.Serve(l) }()
		client := l.dial(t)
		send(client, getRoot)
		synctest.Wait()
		cut := shutdownInBackground(t.Context(), s)
		select {
		case err := <-served:
			if err != nil {
				t.Errorf("Serve returned %v", err)
			}
		default:
			t.Error("Serve waits for a slot")
		}
		close(finish)
		receive(t, bufio.NewReader(client), "GET")
		client.Close()
		<-cut
	})
}

func TestShutdownTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finish := make(chan bool)
		s := newTestServer(t, blocking(finish))
		l := listenInMemory(t, s)
		client := l.dial(t)
		send(client, getRoot)
		synctest.Wait()
		first, second := shutdownInBackground(t.Context(), s), shutdownInBackground(t.Context(), s)
		close(finish)
		receive(t, bufio.NewReader(client), "GET")
		client.Close()
		if a, b := <-first, <-second; a != 0 || b != 0 {
			t.Errorf("two at once cut off %d and %d connections", a, b)
		}
		if cut := s.Shutdown(t.Context()); cut != 0 {
			t.Errorf("a third cut off %d", cut)
		}
	})
}

func TestShutdownBeforeServe(t *testing.T) {
	s := newTestServer(t, answerPath)
	s.Shutdown(t.Context())
	l := newMemoryListener()
	if err := s.Serve(l); err != nil {
		t.Errorf("Serve returned %v", err)
	}
	if _, err := l.Accept(); err == nil {
		t.Error("the listener is still open")
	}
	server, client := newDuplex(t)
	s.serveConn(server, nil)
	expectEnd(t, client)
}

// A request that was wholly sent before Shutdown began is answered, be it that the
// server has not looked yet. Many try at once.
func TestARequestSentBeforeShutdownIsAnswered(t *testing.T) {
	s := newTestServer(t, answerPath)
	addr := serveOnLoopback(t, s, nil)
	var sent, received sync.WaitGroup
	for range 50 {
		c := dialLoopback(t, addr)
		r := bufio.NewReader(c)
		io.WriteString(c, getRoot)
		receive(t, r, "GET") // so it is accepted
		sent.Add(1)
		received.Go(func() {
			_, err := io.WriteString(c, getRoot)
			sent.Done()
			line, readErr := r.ReadString('\n')
			if err != nil || line != "HTTP/1.1 200 OK\r\n" {
				t.Errorf("got %q, %v, %v", line, err, readErr)
			}
			c.Close()
		})
	}
	sent.Wait()
	s.Shutdown(t.Context())
	received.Wait()
}
