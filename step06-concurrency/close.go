package main

import (
	"io"
	"net"
	"time"
)

// A Conn is a TCP connection: a stream of bytes each way, of which the outgoing
// one can be ended alone. *net.TCPConn is one.
type Conn interface {
	io.ReadWriteCloser
	CloseWrite() error
	RemoteAddr() net.Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

const (
	maxDrain  = 64 << 20 // bytes that closeInStages reads and drops at most
	drainTime = time.Second
)

// closeInStages closes c so that the client can read all that was sent: it ends
// the outgoing stream, then drops what still comes, within bounds, and only
// then closes (RFC 9112 §9.6).
//
// A plain close would not do. When bytes that nobody read lie in the receive
// buffer, TCP answers with a reset, and a reset may erase the response before
// the client has read it.
func closeInStages(c Conn) {
	defer c.Close()
	if err := c.CloseWrite(); err != nil {
		return // e.g., the client is gone
	}
	c.SetReadDeadline(time.Now().Add(drainTime))
	io.CopyN(io.Discard, c, maxDrain)
}
