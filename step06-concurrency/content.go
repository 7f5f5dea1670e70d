package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// readContent reads the content that req's head announces into req.Content. A
// client that waits to be asked for it (Expect: 100-continue) is asked through w.
func readContent(r *bufio.Reader, w *bufio.Writer, req *Request) error {
	length, err := contentLength(req)
	if err != nil {
		return err
	}
	waits, err := expectsContinue(req)
	if err != nil {
		return err
	}
	if length > maxContent {
		return errContentTooLarge
	}
	if waits && length != 0 {
		w.WriteString("HTTP/1.1 100 Continue\r\n\r\n")
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if length == chunked {
		req.Content, err = readChunked(r)
	} else {
		req.Content, err = appendContent(nil, r, int(length))
	}
	return err
}

var errContentTooLarge = &ParseError{413, "RFC 9110 §15.5.14", fmt.Sprintf("the content is over %d bytes", maxContent)}

// chunked stands for a length that only the chunks will tell.
const chunked = -1

// contentLength decides how the content of req is framed, in the order of
// RFC 9112 §6.3. It returns its length in bytes, or chunked.
//
// Whatever leaves a choice is refused. Two programs that choose differently see
// a different next request: that is request smuggling (RFC 9112 §11.2).
func contentLength(req *Request) (length int64, err error) {
	hasCoding := req.Header.Has("Transfer-Encoding")
	hasLength := req.Header.Has("Content-Length")
	switch {
	case hasCoding && req.Minor == 0:
		return 0, &ParseError{400, "RFC 9112 §6.1", "Transfer-Encoding in an HTTP/1.0 request"}
	case hasCoding && hasLength:
		return 0, &ParseError{400, "RFC 9112 §6.1", "both Transfer-Encoding and Content-Length"}
	case hasCoding:
		return chunked, checkTransferCodings(req.Header)
	case hasLength:
		return parseContentLength(req.Header)
	default:
		return 0, nil
	}
}

// checkTransferCodings accepts the one transfer coding chunked. A message in
// which it is not the last has no end that can be known (RFC 9112 §6.3, item 4).
func checkTransferCodings(header Header) error {
	codings := slices.Collect(header.List("Transfer-Encoding"))
	isChunked := func(coding string) bool { return strings.EqualFold(coding, "chunked") }
	switch last := len(codings) - 1; {
	case last < 0 || !isChunked(codings[last]):
		return &ParseError{400, "RFC 9112 §6.3", "the last transfer coding is not chunked"}
	case slices.ContainsFunc(codings[:last], isChunked):
		return &ParseError{400, "RFC 9112 §6.1", "the chunked transfer coding is applied twice"}
	case last > 0:
		return &ParseError{501, "RFC 9112 §6.1", fmt.Sprintf("the transfer coding %q is not known here", codings[0])}
	}
	return nil
}

// parseContentLength returns the one number that every Content-Length says, were
// it repeated on several lines or in a list (RFC 9112 §6.3, item 5).
//
//	Content-Length = 1*DIGIT
func parseContentLength(header Header) (int64, error) {
	const none = -1
	length := int64(none)
	for value := range header.Values("Content-Length") {
		for member := range strings.SplitSeq(value, ",") {
			n, ok := parseDecimal(trimOWS(member))
			if !ok {
				return 0, &ParseError{400, "RFC 9110 §8.6", fmt.Sprintf("Content-Length %q is no decimal number", value)}
			}
			if length != none && length != n {
				return 0, &ParseError{400, "RFC 9112 §6.3", "Content-Length says two different numbers"}
			}
			length = n
		}
	}
	return length, nil
}

// parseDecimal takes digits and nothing else: no sign, no space. A number that
// does not fit is returned as the largest that does (RFC 9110 §8.6).
func parseDecimal(s string) (n int64, ok bool) {
	if s == "" {
		return 0, false
	}
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return math.MaxInt64, true
	}
	return n, true
}

// expectsContinue reports whether the client waits for 100 (Continue) before it
// sends the content. It is the only expectation there is; a 1.0 client cannot
// have it (RFC 9110 §10.1.1).
func expectsContinue(req *Request) (bool, error) {
	if req.Minor == 0 {
		return false, nil
	}
	waits := false
	for expectation := range req.Header.List("Expect") {
		if !strings.EqualFold(expectation, "100-continue") {
			return false, &ParseError{417, "RFC 9110 §10.1.1", fmt.Sprintf("the expectation %q cannot be met", expectation)}
		}
		waits = true
	}
	return waits, nil
}

// appendContent reads n bytes and appends them to content. Memory grows with
// what arrives, a step ahead at most, and not with what was announced.
func appendContent(content []byte, r io.Reader, n int) ([]byte, error) {
	const step = 64 << 10
	for n > 0 {
		size := min(n, step)
		content = slices.Grow(content, size)
		read, err := io.ReadFull(r, content[len(content):len(content)+size])
		content = content[:len(content)+read]
		if err != nil {
			return content, inMessage(err)
		}
		n -= size
	}
	return content, nil
}
