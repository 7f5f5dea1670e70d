package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// A ParseError is a fault in a request, with the answer it gets. The client is
// told the status and nothing else; the rule and the message are for the log.
type ParseError struct {
	Status int    // the status code of the answer
	Rule   string // where the rule stands: "RFC 9112 §5.1"
	Msg    string // what is wrong, for whoever reads the log
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("%d: %s (%s)", e.Status, e.Msg, e.Rule)
}

// inMessage says what an error of the connection means when it comes inside a
// message, where even a clean end of stream is a fault: the message is
// incomplete and must not be acted on (RFC 9112 §8).
func inMessage(err error) error {
	switch {
	case err == io.EOF:
		return io.ErrUnexpectedEOF
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &ParseError{408, "RFC 9110 §15.5.9", "the rest of the request did not come in time"}
	default:
		return err
	}
}
