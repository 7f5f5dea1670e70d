package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A memoryListener is a net.Listener whose connections are in memory.
type memoryListener struct {
	queue    chan net.Conn // the listen queue
	errs     []error       // what Accept returns first
	accepted atomic.Int64  // how many connections Accept has returned
	closed   chan struct{}
	close    sync.Once
}

func newMemoryListener() *memoryListener {
	return &memoryListener{queue: make(chan net.Conn, 16), closed: make(chan struct{})}
}

// listenInMemory lets s serve connections in memory until the test is over.
func listenInMemory(t *testing.T, s *Server) *memoryListener {
	t.Helper()
	l := newMemoryListener()
	served := make(chan error, 1)
	go func() { served <- s.Serve(l) }()
	t.Cleanup(func() {
		s.Shutdown(context.Background())
		if err := <-served; err != nil {
			t.Errorf("Serve returned %v after Shutdown", err)
		}
	})
	return l
}

func (l *memoryListener) dial(t *testing.T) *duplex {
	t.Helper()
	server, client := newDuplex(t)
	l.queue <- acceptedDuplex{server}
	return client
}

func (l *memoryListener) Accept() (net.Conn, error) {
	if len(l.errs) > 0 {
		err := l.errs[0]
		l.errs = l.errs[1:]
		return nil, err
	}
	select {
	case <-l.closed:
		return nil, net.ErrClosed
	default:
	}
	select {
	case c := <-l.queue:
		l.accepted.Add(1)
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *memoryListener) Close() error {
	l.close.Do(func() { close(l.closed) })
	return nil
}

func (l *memoryListener) Addr() net.Addr {
	return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}
}

// An acceptedDuplex is a duplex with all that a net.Conn has.
type acceptedDuplex struct{ *duplex }

func (c acceptedDuplex) LocalAddr() net.Addr { return (&memoryListener{}).Addr() }

// A scriptedConn gives a request that came whole, and counts the writes.
type scriptedConn struct {
	requests io.Reader
	answer   bytes.Buffer
	writes   int
}

func (c *scriptedConn) Read(p []byte) (int, error) { return c.requests.Read(p) }

func (c *scriptedConn) Write(p []byte) (int, error) {
	c.writes++
	return c.answer.Write(p)
}

func (c *scriptedConn) Close() error                     { return nil }
func (c *scriptedConn) CloseWrite() error                { return nil }
func (c *scriptedConn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c *scriptedConn) SetDeadline(time.Time) error      { return nil }
func (c *scriptedConn) SetReadDeadline(time.Time) error  { return nil }
func (c *scriptedConn) SetWriteDeadline(time.Time) error { return nil }
