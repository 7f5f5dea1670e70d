package main

import (
	"errors"
	"io"
	"log"
	"os"
	"runtime/debug"
	"sync"
	"time"
)

// A conn is one connection and what the server knows of it. It is idle while it
// waits for a request to begin, and busy from then until the response is sent.
type conn struct {
	Conn
	server *Server
	remote string // the client's address and port
	secure bool   // whether TLS is between

	*buffers      // nil while nothing is buffered and nothing expected soon
	first    byte // the byte that ended the wait without buffers
	hasFirst bool // whether first is still to be read

	readTimeout time.Duration // for the next Read to set as a deadline; 0 leaves the one that is set

	mu   sync.Mutex
	idle bool // guarded by mu, as is the read deadline while the connection is idle
}

// serve answers requests until the connection is to end, and ends it.
func (c *conn) serve() {
	defer closeInStages(c.Conn)
	defer c.giveBuffersBack()
	defer func() {
		if p := recover(); p != nil { // e.g., a Body that panics: half a response is out
			log.Printf("%s: panic: %v\n%s", c.remote, p, debug.Stack())
		}
	}()
	c.takeBuffers()
	for c.awaitRequest() && c.serveRequest() {
	}
}

// serveRequest reads a request and answers it. It reports whether another request
// may follow.
func (c *conn) serveRequest() bool {
	req, err := c.readRequest()
	if err == io.EOF {
		return false
	}
	var res *Response
	var fault *ParseError
	switch {
	case err == nil:
		res = c.answer(req)
		res.Close = res.Close || !persists(req) || c.server.isClosing()
	case errors.As(err, &fault):
		log.Printf("%s: %v", c.remote, err)
		res = statusPage(fault.Status)
		res.Close = true // where the next request would begin is unknown
	default:
		log.Printf("%s: reading the request: %v", c.remote, err)
		return false // e.g., the client hung up half way: there is nobody to answer
	}
	if err := writeResponse(c.w, req, res); err != nil {
		log.Printf("%s: %v", c.remote, err)
		return false
	}
	if res.Upgrade != nil {
		c.upgrade(res)
		return false
	}
	return !res.Close
}

// readRequest reads a whole request, head and content. With a *ParseError the
// request holds what was understood before the fault, or is nil.
func (c *conn) readRequest() (*Request, error) {
	c.readTimeout = c.server.HeaderTimeout
	req, err := readHead(c.r)
	if err != nil {
		return req, err
	}
	if req.Scheme == "https" && !c.secure {
		return req, &ParseError{421, "RFC 9110 §7.4", "a resource of https is asked for without TLS"}
	}
	c.readTimeout = c.server.ReadTimeout
	req.RemoteAddr = c.remote
	req.Done = c.server.done
	return req, readContent(c.r, c.w, req)
}

// answer returns the handler's response. A handler that panics costs its client a
// 500, and nobody else anything.
func (c *conn) answer(req *Request) (res *Response) {
	defer func() {
		if p := recover(); p != nil {
			log.Printf("%s: %s %q: panic: %v\n%s", c.remote, req.Method, req.Target, p, debug.Stack())
			res = statusPage(500)
		}
	}()
	if res = c.server.Handler(req); res == nil {
		panic("the handler returned no response")
	}
	return res
}

// persists reports whether the client wants the connection to persist after req:
// in HTTP/1.1 unless it says close, before only if it says so (RFC 9112 §9.3).
func persists(req *Request) bool {
	if req.Header.HasToken("Connection", "close") {
		return false
	}
	return req.Minor >= 1 || req.Header.HasToken("Connection", "keep-alive")
}

// upgrade hands the connection over to another protocol.
func (c *conn) upgrade(res *Response) {
	if err := c.w.Flush(); err != nil {
		return // e.g., the client is gone
	}
	c.readTimeout = 0
	c.SetDeadline(time.Time{})
	res.Upgrade(c.Conn, c.r)
}

// shortWait is how long an idle connection keeps its buffers. The next request of
// a busy client finds them in place, at no cost; a silent connection does without.
const shortWait = time.Second

// lastCall is how long an idle connection still waits when the server shuts down:
// a request that was sent before is there by then, and gets its answer.
const lastCall = 50 * time.Millisecond

// awaitRequest waits until a request begins. It reports false if none will: the
// client has ended its stream or was silent for too long, or the server shuts
// down.
func (c *conn) awaitRequest() bool {
	if c.r.Buffered() > 0 {
		return true // it was sent together with the one before
	}
	if err := c.w.Flush(); err != nil {
		return false // e.g., the client is gone
	}
	short := min(shortWait, c.server.IdleTimeout)
	c.setIdle(short)
	_, err := c.r.Peek(1)
	left := c.server.IdleTimeout - short
	if left > 0 && errors.Is(err, os.ErrDeadlineExceeded) && !c.server.isClosing() {
		err = c.awaitFirstByte(left)
	}
	c.setBusy()
	return err == nil
}

// awaitFirstByte waits without buffers, for which a single byte has to do.
func (c *conn) awaitFirstByte(timeout time.Duration) error {
	c.giveBuffersBack()
	c.setIdle(timeout)
	var first [1]byte
	if _, err := io.ReadFull(c.Conn, first[:]); err != nil {
		return err
	}
	c.first, c.hasFirst = first[0], true
	c.takeBuffers()
	return nil
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
	c.SetReadDeadline(time.Now().Add(timeout))
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
		c.SetReadDeadline(time.Now().Add(lastCall))
	}
}
