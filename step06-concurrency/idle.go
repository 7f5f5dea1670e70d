package main

import (
	"runtime"
	"time"
)

// How a conn waits for a request to begin.

const (
	shortWait = 20 * time.Millisecond  // before the first request; as much more before each further one
	longWait  = 100 * time.Millisecond // at most
)

// awake returns how long an idle connection stays awake. The next request of a
// busy client finds its buffers in place, at no cost; a quiet connection does
// without. The more a client has asked, the more it is expected to ask again: so
// those that ask once and fall silent hold few buffers. With a second for each, 10,000
// of them would take 2 KiB more each.
func (c *conn) awake() time.Duration {
	return min(time.Duration(c.waits)*shortWait, longWait, c.server.IdleTimeout)
}

// lastCall is how long an idle connection still waits when the server shuts down:
// a request that was sent before is there by then, and gets its answer.
const lastCall = 50 * time.Millisecond

// awaitRequest waits for a request to begin, as long as the connection stays awake.
// Before, it sends what there is to send.
func (c *conn) awaitRequest() error {
	if c.r.Buffered() > 0 {
		return nil // it was sent together with the one before
	}
	if err := c.w.Flush(); err != nil {
		return err
	}
	c.waits++
	c.yield()
	c.setIdle(c.awake())
	defer c.setBusy()
	_, err := c.r.Peek(1)
	return err
}

// crowd is how many connections are too many for yield: a turn of all the others
// takes too long for the slowest client.
const crowd = 256

// yield lets the other goroutines run before the next read. The next request often
// comes meanwhile, which spares a read that finds nothing, and a wait: 6 in a hundred
// of a small GET. Each fourth time it does not, or goroutines that the system has to
// wake would hardly get a turn.
func (c *conn) yield() {
	if c.waits%4 != 0 && len(c.slots) <= crowd {
		runtime.Gosched()
	}
}

// sleep waits on for a request to begin, for what is left of IdleTimeout. For that
// a single byte has to do, in place of buffers.
func (c *conn) sleep() {
	c.setIdle(c.server.IdleTimeout - c.awake())
	n, _ := c.Conn.Read(c.first[:])
	c.setBusy()
	if n == 0 {
		c.end() // e.g., the client has ended its stream, or was silent for too long
		return
	}
	c.hasFirst = true
	c.serve()
}

// setIdle makes the connection idle, with timeout to wait, or lastCall if the
// server shuts down. The lock is what makes this safe beside wake: the deadline
// here cannot replace the one that wake sets.
func (c *conn) setIdle(timeout time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.server.isClosing() {
		timeout = min(timeout, lastCall)
	}
	c.idle = true
	c.readTimeout = 0 // what is left of it was for the request before
	c.setReadDeadline(timeout)
}

func (c *conn) setBusy() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.idle = false
}

// wake ends the wait of an idle connection; a busy one is left to finish.
func (c *conn) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.idle {
		c.readDeadline = time.Time{}
		c.setReadDeadline(lastCall)
	}
}
