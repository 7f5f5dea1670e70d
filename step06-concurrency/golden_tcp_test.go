package main

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"
)

// TestLoopback serves every fixture over a TCP connection. Here a reset, a
// missing end of stream and a server that hangs come to light.
func TestLoopback(t *testing.T) {
	for _, f := range loadCorpus(t) {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			o, err := exchangeLoopback(f)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case o.isGolden(f):
			case o.trouble == nil && bytes.Equal(o.got, serveInMemory(f, nil).got):
				t.Errorf("The answer is as wrong as in memory: TestSegmentations/%s tells more.", f.name)
			default:
				t.Error(&failure{fixture: f, outcome: o, how: "over TCP"})
			}
		})
	}
}

const (
	loopbackTime = 30 * time.Second // for an exchange with our own server; a backstop
	answerTime   = 5 * time.Second  // for one with the server at -addr
	maxAnswer    = 16 << 20         // bytes of an answer at most
)

// exchangeLoopback lets this step's server answer f over TCP.
func exchangeLoopback(f fixture) (outcome, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return outcome{}, err
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		return outcome{}, err
	}
	defer client.Close()
	server, err := l.Accept()
	if err != nil {
		return outcome{}, err
	}
	served := make(chan error, 1)
	go func() {
		defer server.Close()
		served <- serveSafely(server.(Conn), f.flags)
	}()
	o := exchange(client.(*net.TCPConn), f.request, loopbackTime)
	if err := <-served; err != nil {
		o.trouble = err
	}
	return o, nil
}

// exchange sends request, ends its stream, and reads the answer to the end, all
// within the given time. It sends and reads at once: a server may answer, and
// stop reading, before it has the whole request.
func exchange(c *net.TCPConn, request []byte, within time.Duration) outcome {
	defer c.Close()
	c.SetDeadline(time.Now().Add(within))
	go func() {
		c.Write(request) // fails if, e.g., the server answered and closed
		c.CloseWrite()
	}()
	got, err := io.ReadAll(io.LimitReader(c, maxAnswer))
	return outcome{got, err}
}
