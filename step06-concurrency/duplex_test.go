package main

import (
	"net"
	"testing"
	"time"
)

// A duplex is a Conn in memory whose two directions can be ended one by one. Its
// deadlines follow the clock of a testing/synctest bubble.
type duplex struct {
	in, out net.Conn // the ends of two pipes; in is only read, out only written
}

// newDuplex returns the two ends of a connection. Both are closed with the test.
func newDuplex(t *testing.T) (server, client *duplex) {
	t.Helper()
	requestsIn, requestsOut := net.Pipe()
	responsesIn, responsesOut := net.Pipe()
	server, client = &duplex{requestsIn, responsesOut}, &duplex{responsesIn, requestsOut}
	t.Cleanup(func() {
		server.Close()
		client.Close()
	})
	return server, client
}

func (d *duplex) Read(p []byte) (int, error)  { return d.in.Read(p) }
func (d *duplex) Write(p []byte) (int, error) { return d.out.Write(p) }
func (d *duplex) CloseWrite() error           { return d.out.Close() }

func (d *duplex) Close() error {
	d.in.Close()
	return d.out.Close()
}

func (d *duplex) RemoteAddr() net.Addr {
	return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1234}
}

func (d *duplex) SetDeadline(t time.Time) error {
	d.in.SetReadDeadline(t)
	return d.out.SetWriteDeadline(t)
}

func (d *duplex) SetReadDeadline(t time.Time) error  { return d.in.SetReadDeadline(t) }
func (d *duplex) SetWriteDeadline(t time.Time) error { return d.out.SetWriteDeadline(t) }
