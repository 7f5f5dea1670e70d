package main

import (
	"bufio"
	"errors"
	"io"
	"log"
	"time"
)

// serveConn reads one request from c, sends handle's answer or that of a fault,
// and closes c.
func serveConn(c Conn, handle Handler) {
	defer closeInStages(c)
	c.SetDeadline(time.Now().Add(requestTimeout))
	r := bufio.NewReaderSize(c, maxHead)
	w := bufio.NewWriter(c)

	req, err := readRequest(r, w)
	if err == io.EOF {
		return // e.g., a browser opened the connection in case it would need one
	}
	var res *Response
	var fault *ParseError
	switch {
	case err == nil:
		req.RemoteAddr = c.RemoteAddr().String()
		res = handle(req)
	case errors.As(err, &fault):
		log.Printf("%s: %v", c.RemoteAddr(), err)
		res = statusPage(fault.Status)
	default:
		log.Printf("%s: reading the request: %v", c.RemoteAddr(), err)
		return // e.g., the client hung up half way: there is nobody to answer
	}
	c.SetDeadline(time.Now().Add(responseTimeout))
	if err = writeResponse(w, req, res); err == nil {
		err = w.Flush()
	}
	if err != nil {
		log.Printf("%s: %v", c.RemoteAddr(), err)
	}
}

// readRequest reads a whole request, head and content. With a *ParseError the
// request holds what was understood before the fault, or is nil.
func readRequest(r *bufio.Reader, w *bufio.Writer) (*Request, error) {
	req, err := readHead(r)
	if err != nil {
		return req, err
	}
	if req.Scheme == "https" {
		return req, &ParseError{421, "RFC 9110 §7.4", "a resource of https is asked for without TLS"}
	}
	return req, readContent(r, w, req)
}
