package main

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
)

var (
	errRequestLineTooLong = &ParseError{414, "RFC 9112 §3", fmt.Sprintf("the request line is over %d bytes", maxRequestLine)}
	errHeadTooLong        = &ParseError{431, "RFC 6585 §5", fmt.Sprintf("the head is over %d bytes", maxHead)}
)

// readHead reads a request line and a header section, and checks all that can
// be checked before the content. It returns io.EOF if the stream ends before a
// request begins, and a *ParseError for a fault in one; the request is then nil
// or incomplete, but once there it holds the method.
//
// r's buffer must have room for maxHead bytes. What follows the head stays in r.
//
//	HTTP-message = start-line CRLF *( field-line CRLF ) CRLF [ message-body ]
func readHead(r *bufio.Reader) (*Request, error) {
	requestLine, section, err := readHeadLines(r)
	if requestLine == "" {
		return nil, err
	}
	req, lineErr := parseRequestLine(requestLine)
	switch {
	case lineErr != nil:
		return req, lineErr // of several faults the first one counts
	case err != nil:
		return req, err
	}
	if req.Header, err = parseHeader(section); err != nil {
		return req, err
	}
	if err := req.parseTarget(); err != nil {
		return req, err
	}
	return req, req.checkHost()
}

// readHeadLines reads up to and including the empty line that ends a head. It
// returns the request line without its CRLF and the field lines, each with its
// own; with an error, those lines that came before it.
//
// The lines are found in r's buffer and become one string, once: every name and
// value is a part of it and costs no memory of its own. That takes 8 in a hundred
// off a browser's request.
func readHeadLines(r *bufio.Reader) (requestLine, section string, err error) {
	if err := skipEmptyLines(r); err != nil {
		return "", "", err
	}
	first, err := peekLine(r, 0, maxRequestLine+len("\r\n"), errRequestLineTooLong)
	if err != nil {
		return "", "", err
	}
	if r.Buffered() == first && !holdsRequestLine(r, first) {
		return takeString(r, first)[:first-len("\r\n")], "", nil // whoever typed it waits for the answer
	}
	start, end := 0, first
	for err == nil && end > start+len("\r\n") { // until the empty line
		start = end
		end, err = peekLine(r, start, maxHead, errHeadTooLong)
	}
	head := takeString(r, start)
	if err == nil {
		r.Discard(len("\r\n"))
	}
	return head[:first-len("\r\n")], head[first:], err
}

// holdsRequestLine reports whether the line of n bytes in r's buffer is valid.
func holdsRequestLine(r *bufio.Reader, n int) bool {
	line, _ := r.Peek(n - len("\r\n"))
	_, err := parseRequestLine(string(line))
	return err == nil
}

// skipEmptyLines discards the empty lines that some old clients send after a
// request's content, and so before the next request (RFC 9112 §2.2).
func skipEmptyLines(r *bufio.Reader) error {
	for range maxEmptyLines + 1 {
		first, err := r.Peek(1)
		if err != nil || first[0] != '\r' {
			return err
		}
		both, err := r.Peek(2)
		if err != nil {
			return inMessage(err)
		}
		if both[1] != '\n' {
			return nil // a bare CR: no method begins with one
		}
		r.Discard(len("\r\n"))
	}
	return &ParseError{400, "RFC 9112 §2.2", fmt.Sprintf("over %d empty lines before the request line", maxEmptyLines)}
}

// peekLine waits until r's buffer holds the whole line that begins at start, and
// returns where the line ends, after its CRLF. One that would end after limit
// is refused with tooLong.
//
// A line that ends in LF alone is refused, though RFC 9112 §2.2 would allow to
// take it: where one program sees a line end and another does not, a request
// can be hidden inside another.
func peekLine(r *bufio.Reader, start, limit int, tooLong error) (end int, err error) {
	for seen := start; ; {
		buffered, _ := r.Peek(r.Buffered())
		if lf := bytes.IndexByte(buffered[seen:], '\n'); lf >= 0 {
			end = seen + lf + 1
			switch {
			case end > limit:
				return 0, tooLong
			case lf == 0 && seen == start || buffered[end-2] != '\r':
				return 0, &ParseError{400, "RFC 9112 §2.2", "a line ends in LF without CR"}
			}
			return end, nil
		}
		seen = len(buffered)
		if seen >= limit {
			return 0, tooLong
		}
		if _, err := r.Peek(seen + 1); err != nil {
			return 0, inMessage(err)
		}
	}
}

// readLine reads a line of at most limit bytes and returns it without its CRLF.
func readLine(r *bufio.Reader, limit int, tooLong error) (string, error) {
	end, err := peekLine(r, 0, limit+len("\r\n"), tooLong)
	if err != nil {
		return "", err
	}
	return takeString(r, end)[:end-len("\r\n")], nil
}

// takeString reads n bytes that are in r's buffer already.
func takeString(r *bufio.Reader, n int) string {
	peeked, _ := r.Peek(n)
	s := string(peeked)
	r.Discard(n)
	return s
}

// parseRequestLine takes a request line without its CRLF (RFC 9112 §3). One
// space stands between the parts: which of several would end the target is a
// thing that two programs could see differently.
//
//	request-line = method SP request-target SP HTTP-version
func parseRequestLine(line string) (*Request, error) {
	method, rest, _ := strings.Cut(line, " ")
	target, version, found := strings.Cut(rest, " ")
	switch {
	case !isToken(method):
		return nil, &ParseError{400, "RFC 9110 §9.1", fmt.Sprintf("the method %q is no token", method)}
	case !found || target == "":
		return nil, &ParseError{400, "RFC 9112 §3", "the request line is not three parts with one space between them"}
	}
	minor, err := parseVersion(version)
	return &Request{Method: method, Target: target, Minor: minor}, err
}

// parseVersion returns the minor version of an HTTP/1.x message. One above 1.1
// is compatible with it and read as 1.1 (RFC 9110 §2.5).
//
//	HTTP-version = HTTP-name "/" DIGIT "." DIGIT
func parseVersion(version string) (minor int, err error) {
	digits, found := strings.CutPrefix(version, "HTTP/")
	switch {
	case !found || len(digits) != 3 || !isDigit(digits[0]) || digits[1] != '.' || !isDigit(digits[2]):
		return 0, &ParseError{400, "RFC 9112 §2.3", fmt.Sprintf("%q is no HTTP version", version)}
	case digits[0] != '1':
		return 0, &ParseError{505, "RFC 9110 §15.6.6", version + " is not spoken here"}
	}
	return min(int(digits[2]-'0'), 1), nil
}

// parseHeader takes a header section: field lines, each with its CRLF, and LF in
// no other place (RFC 9112 §5).
func parseHeader(section string) (Header, error) {
	count := strings.Count(section, "\n")
	if count > maxFields {
		return nil, &ParseError{431, "RFC 6585 §5", fmt.Sprintf("over %d field lines", maxFields)}
	}
	header := make(Header, 0, count)
	for section != "" {
		var field Field
		var err error
		if field, section, err = cutFieldLine(section); err != nil {
			return nil, err
		}
		header = append(header, field)
	}
	return header, nil
}

// cutFieldLine takes the first of the lines off s, each of which ends in CRLF, and
// returns the field line that it is (RFC 9112 §5). White space before the colon or
// at the start of the line is refused and not repaired: a program in front of this
// one may have read it as another field.
//
//	field-line = field-name ":" OWS field-value OWS
func cutFieldLine(s string) (field Field, rest string, err error) {
	colon := span(s, &tokenChars)
	if colon == 0 || s[colon] != ':' {
		line, _, _ := strings.Cut(s, "\r\n")
		return Field{}, "", fieldLineFault(line, colon)
	}
	end := colon + 1
	end += span(s[end:], &valueChars)
	field = Field{s[:colon], trimOWS(s[colon+1 : end])}
	if rest, found := strings.CutPrefix(s[end:], "\r\n"); found {
		return field, rest, nil
	}
	return Field{}, "", &ParseError{400, "RFC 9110 §5.5", fmt.Sprintf("the value of %s holds a control character", field.Name)}
}

// fieldLineFault says why a field line has no colon after the end of its name.
func fieldLineFault(line string, end int) error {
	rest := line[end:]
	switch {
	case end == 0 && rest != "" && isOWS(rest[0]):
		return &ParseError{400, "RFC 9112 §5.2", "a field line begins with white space (obs-fold)"}
	case !strings.Contains(rest, ":"):
		return &ParseError{400, "RFC 9112 §5", fmt.Sprintf("the field line %q has no colon", line)}
	case end > 0 && strings.HasPrefix(trimOWS(rest), ":"):
		return &ParseError{400, "RFC 9112 §5.1", fmt.Sprintf("white space stands between the name %s and its colon", line[:end])}
	default:
		return &ParseError{400, "RFC 9110 §5.1", fmt.Sprintf("the field line %q does not begin with a token", line)}
	}
}
