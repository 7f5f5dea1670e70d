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

	slots chan struct{} // from which to take one at the end; nil for none

	*buffers         // nil while the connection sleeps
	first    [1]byte // the byte that ended its sleep
	hasFirst bool    // whether first is still to be read

	waits int // for a request to begin, so far

	readTimeout   time.Duration // for the next Read to set as a deadline; 0 leaves the one that is set
	readDeadline  time.Time     // that setReadDeadline has set, or zero
	writeDeadline time.Time

	mu   sync.Mutex
	idle bool // guarded by mu, as is the read deadline while the connection is idle
}

// serve answers requests until the connection is to end, and ends it; or until it
// falls asleep, from which it wakes on another goroutine.
func (c *conn) serve() {
	c.takeBuffers()
	isQuiet := c.serveRequests()
	c.giveBuffersBack()
	if isQuiet {
		go c.sleep() // the stack of this goroutine has grown; that of a new one is 2 KiB smaller
		return
	}
	c.end()
}

// serveRequests answers one request after the other. It reports whether the client
// may send another, and is only quiet for the moment.
func (c *conn) serveRequests() (isQuiet bool) {
	defer func() {
		if p := recover(); p != nil { // e.g., a Body that panics: half a response is out
			log.Printf("%s: panic: %v\n%s", c.remote, p, debug.Stack())
		}
	}()
	for {
		if err := c.awaitRequest(); err != nil {
			return c.isQuiet(err)
		}
		if !c.serveRequest() {
			return false
		}
	}
}

// isQuiet reports whether err, with which the wait for a request has ended, says no
// more than that the client was silent. A client that takes no response is not:
// there a Flush fails, and then each further one.
func (c *conn) isQuiet(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) && c.w.Flush() == nil && !c.server.isClosing()
}

// end closes the connection, and makes room for another.
func (c *conn) end() {
	closeInStages(c.Conn)
	c.server.remove(c)
	if c.slots != nil {
		<-c.slots
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
