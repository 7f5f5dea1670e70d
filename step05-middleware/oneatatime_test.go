package main

import (
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// This step still serves one connection at a time: a client that stops half way
// keeps all others waiting. It is written down here as what it is, a fault; step
// 6 mends it.
func TestOneClientKeepsAnotherWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := make(pipeListener)
		ended := make(chan error)
		go func() { ended <- serve(l, answer(200), false) }()

		slow := l.dial()
		fmt.Fprint(slow, "GET / HTTP/1.1\r\nHo")
		quick := l.dialLater()
		var answered atomic.Bool
		quickDone := make(chan struct{})
		go func() {
			defer close(quickDone)
			c := <-quick
			fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
			io.ReadFull(c, make([]byte, 1))
			answered.Store(true)
			c.Close()
		}()

		synctest.Wait() // until nothing can go on by itself
		if answered.Load() {
			t.Error("the quick client was answered while the slow one had not finished")
		}
		fmt.Fprint(slow, "st: localhost\r\n\r\n")
		io.ReadFull(slow, make([]byte, 1))
		slow.Close()
		<-quickDone
		if !answered.Load() {
			t.Error("the quick client was not answered after the slow one had finished")
		}
		close(l)
		<-ended
	})
}

// A pipeListener accepts connections that lie in memory.
type pipeListener chan net.Conn

// dial returns the client's end of a connection that was accepted.
func (l pipeListener) dial() net.Conn {
	return <-l.dialLater()
}

// dialLater gives the client's end of a connection as soon as it is accepted.
func (l pipeListener) dialLater() <-chan net.Conn {
	accepted := make(chan net.Conn, 1)
	go func() {
		client, server := net.Pipe()
		l <- pipeConn{server}
		accepted <- client
	}()
	return accepted
}

func (l pipeListener) Accept() (net.Conn, error) {
	c, ok := <-l
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (l pipeListener) Close() error   { return nil }
func (l pipeListener) Addr() net.Addr { return nil }

// A pipeConn is a Conn. Its one stream cannot be ended alone.
type pipeConn struct{ net.Conn }

func (pipeConn) CloseWrite() error { return nil }
