package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log"
	"strconv"
)

// A Response is what a handler answers. How it is framed on the wire is
// writeResponse's business alone: a handler says how long the content is, and
// sets none of the fields that writeResponse owns.
type Response struct {
	Status int
	Header Header
	Body   io.Reader // gives the content; nil for none; closed after use if it is an io.Closer
	Length int64     // of the content, in bytes
}

// newResponse returns a response whose content is in memory.
func newResponse(status int, mediaType string, content []byte) *Response {
	return &Response{
		Status: status,
		Header: Header{{"Content-Type", mediaType}},
		Body:   bytes.NewReader(content),
		Length: int64(len(content)),
	}
}

// statusPage returns a response that says its status and nothing else.
func statusPage(status int) *Response {
	return newResponse(status, "text/plain; charset=utf-8", []byte(statusText(status)+"\n"))
}

func statusText(status int) string {
	return strconv.Itoa(status) + " " + reasonPhrases[status]
}

// writeResponse writes res as the answer to req, and closes its Body; flushing w
// is left to the caller. req is nil where the request was not understood. An
// error means that the response is incomplete, and nothing may follow it.
//
//	HTTP-message = start-line CRLF *( field-line CRLF ) CRLF [ message-body ]
func writeResponse(w *bufio.Writer, req *Request, res *Response) error {
	if body, ok := res.Body.(io.Closer); ok {
		defer body.Close()
	}
	if err := checkResponse(res); err != nil {
		log.Printf("a handler's response cannot be sent: %v", err)
		res = statusPage(500)
	}
	writeResponseHead(w, res)
	if res.Length == 0 || !hasContent(res.Status) || req != nil && req.Method == "HEAD" {
		return nil
	}
	return writeExactly(w, res.Body, res.Length)
}

// writeExactly writes length bytes from body. A body that ends before has made
// the Content-Length a lie, which only the end of the connection can tell.
func writeExactly(w *bufio.Writer, body io.Reader, length int64) error {
	if content, ok := body.(inMemory); ok && int64(content.Len()) == length {
		_, err := content.WriteTo(w)
		return err
	}
	if n, err := io.CopyN(w, body, length); err != nil {
		return fmt.Errorf("after %d of %d bytes of content: %w", n, length, err)
	}
	return nil
}

// inMemory is what a bytes.Reader and a strings.Reader are: content that goes out in
// one piece, without a copy between. With 100 KiB that is 4 tenths of the work.
type inMemory interface {
	Len() int
	io.WriterTo
}

// writeResponseHead writes the status line and the header section: the Date, the
// handler's fields, then framing and connection. It puts them together in w's own
// buffer, which takes 4 in a hundred off responses that leave together. w keeps an
// error until its Flush.
//
//	status-line = HTTP-version SP status-code SP [ reason-phrase ]
func writeResponseHead(w *bufio.Writer, res *Response) {
	b := append(w.AvailableBuffer(), "HTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(res.Status), 10)
	b = append(b, ' ')
	b = append(b, reasonPhrases[res.Status]...)
	b = append(b, "\r\n"...)
	b = appendField(b, "Date", date())
	for _, field := range res.Header {
		b = appendField(b, field.Name, field.Value)
	}
	if hasContent(res.Status) {
		b = appendField(b, "Content-Length", strconv.FormatInt(res.Length, 10))
	}
	b = appendField(b, "Connection", "close")
	w.Write(append(b, "\r\n"...))
}

func appendField(b []byte, name, value string) []byte {
	b = append(b, name...)
	b = append(b, ": "...)
	b = append(b, value...)
	return append(b, "\r\n"...)
}

// hasContent reports whether a response of this status has content at all, be it
// empty: 1xx, 204 and 304 end with their header section (RFC 9112 §6.3).
func hasContent(status int) bool {
	return status >= 200 && status != 204 && status != 304
}

// checkResponse finds what would break the framing of a response or split it in
// two (RFC 9112 §11.1).
func checkResponse(res *Response) error {
	switch {
	case res.Status < 100 || res.Status > 999:
		return fmt.Errorf("%d is no status code", res.Status)
	case res.Length < 0 || res.Body == nil && res.Length > 0:
		return fmt.Errorf("content of length %d in a Body of type %T", res.Length, res.Body)
	}
	for _, field := range res.Header {
		switch {
		case !isToken(field.Name):
			return fmt.Errorf("the field name %q is no token", field.Name)
		case !isFieldValue(field.Value):
			return fmt.Errorf("the value of %s holds a control character: %q", field.Name, field.Value)
		case isFramingField(field.Name):
			return fmt.Errorf("%s is not a handler's to set", field.Name)
		}
	}
	return nil
}

// isFramingField reports whether writeResponse owns the field called name.
func isFramingField(name string) bool {
	return equalName(name, "Date") || equalName(name, "Content-Length") ||
		equalName(name, "Transfer-Encoding") || equalName(name, "Connection")
}
