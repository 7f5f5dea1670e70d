package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// A reply is what the server does with one connection. It returns nil when the
// conversation came to its proper end.
type reply func(c Conn) error

// replies are the values of the flag -reply.
var replies = map[string]reply{"echo": echo, "hello": hello}

const (
	echoTimeout  = 2 * time.Minute  // how long echo waits for the next bytes
	helloTimeout = 10 * time.Second // how long a request may take to come
	maxRequest   = 16 << 10         // bytes that hello reads of a request at most
)

// echo sends every byte back until the client ends its stream.
func echo(c Conn) error {
	buffer := make([]byte, 32<<10)
	for {
		c.SetDeadline(time.Now().Add(echoTimeout))
		n, err := c.Read(buffer)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := c.Write(buffer[:n]); err != nil {
			return err
		}
	}
}

// hello reads a request up to its empty line, looks at nothing in it, and sends
// a response that is always the same but for its Date.
func hello(c Conn) error {
	c.SetDeadline(time.Now().Add(helloTimeout))
	if err := readToEmptyLine(c); err != nil {
		return err
	}
	_, err := io.WriteString(c, helloResponse())
	return err
}

// readToEmptyLine reads until the empty line that ends the head of a request has
// come. One read is not one request: it may end in the middle of a line, or take
// in part of what follows.
func readToEmptyLine(c Conn) error {
	request := make([]byte, 0, maxRequest)
	for len(request) < maxRequest {
		n, err := c.Read(request[len(request):maxRequest])
		request = request[:len(request)+n]
		switch {
		case bytes.Contains(request, []byte("\r\n\r\n")):
			return nil
		case err == io.EOF:
			return errors.New("the stream ended before the empty line of a request")
		case err != nil:
			return err
		}
	}
	return fmt.Errorf("no empty line in the first %d bytes", maxRequest)
}

// helloResponse returns a whole HTTP response: status line, header section, empty
// line, content (RFC 9112 §2.1). Content-Length counts bytes, not characters.
func helloResponse() string {
	const content = "Hello, World!\n"
	return strings.Join([]string{
		"HTTP/1.1 200 OK",
		"Date: " + date(),
		"Content-Type: text/plain; charset=utf-8",
		fmt.Sprintf("Content-Length: %d", len(content)),
		"Connection: close",
		"",
		content,
	}, "\r\n")
}
