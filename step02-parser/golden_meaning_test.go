package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// meaning says in plain words what most likely went wrong, or "".
func (f *failure) meaning() string {
	var op *net.OpError
	switch {
	case errors.Is(f.trouble, os.ErrDeadlineExceeded):
		return f.silenceMeaning()
	case errors.As(f.trouble, &op):
		return "the connection was reset: the server closed it, or ended, while bytes of the request lay unread.\n" +
			"End your stream first, read what still comes, and only then close (RFC 9112 §9.6)."
	case f.trouble != nil:
		return ""
	case f.inPieces && len(f.got) < len(f.response):
		return "the request in one piece gets the right answer, and in these pieces it does not.\n" +
			"One read is not one request: read on until you have what you need."
	case f.inPieces:
		return "the request in one piece gets the right answer, and in these pieces it does not.\n" +
			"Something is decided before all the bytes for it have come."
	default:
		return differenceMeaning(f.response, f.got)
	}
}

// silenceMeaning is for a connection that was still open when the time was up.
func (f *failure) silenceMeaning() string {
	switch {
	case bytes.Equal(f.got, f.response) && len(f.got) > 0:
		return "the answer is right, but the server keeps the connection open, though the client ended its stream\n" +
			"and nothing more can come. It has to close it (RFC 9112 §9.6)."
	case len(f.got) == 0:
		return "the server waits for bytes that never come, or it serves another connection and does not get to this one.\n" +
			"The client has sent all of its request and ended its stream, which a read shows as the end of the file."
	case bytes.HasPrefix(f.response, f.got):
		return "the rest of the answer is in a buffer that was not flushed, or the server waits before it sends it."
	default:
		return differenceMeaning(f.response, f.got)
	}
}

// differenceMeaning compares the expected answer with what came instead.
func differenceMeaning(expected, got []byte) string {
	expectedStatus, gotStatus := statusAtDifference(expected, got)
	switch {
	case len(got) == 0:
		return "the server closed the connection without an answer. A fault in a request gets one, too."
	case len(expected) == 0:
		return "this client gets no answer at all: the server closes the connection."
	case bytes.Equal(withoutCR(expected), withoutCR(got)):
		return "the line ends alone are wrong: those of HTTP are CR LF, \"\\r\\n\" (RFC 9112 §2.1)."
	case bytes.Equal(withoutDate(expected), withoutDate(got)):
		return dateMeaning(got)
	case expectedStatus != gotStatus:
		return statusMeaning(expectedStatus, gotStatus)
	case expectedStatus != "":
		return "the status code is right, but not the version before it or the reason phrase behind it."
	case bytes.EqualFold(expected, got):
		return "only small and capital letters differ. To a client the names of fields would be the same; here each byte counts."
	case contentLengthMeaning(got) != "":
		return contentLengthMeaning(got)
	case bytes.HasPrefix(expected, got):
		return fmt.Sprintf("the answer stops early, after %d of its %d bytes.", len(got), len(expected))
	case bytes.HasPrefix(got, expected):
		return fmt.Sprintf("the answer is right, but it goes on after its %d bytes.", len(expected))
	case slices.Equal(sortedLines(expected), sortedLines(got)):
		return "the lines are right and their order is not: the fields are Date, those of the handler, framing, Connection."
	default:
		return ""
	}
}

func withoutCR(p []byte) []byte {
	return bytes.ReplaceAll(p, []byte("\r"), nil)
}

var anyDate = regexp.MustCompile(`(?mi)^Date:[^\n]*\n`)

func withoutDate(p []byte) []byte {
	return anyDate.ReplaceAll(p, nil)
}

func dateMeaning(got []byte) string {
	if !anyDate.Match(got) {
		return "the field Date alone is missing: a server with a clock sends it (RFC 9110 §6.6.1)."
	}
	return "the field Date alone is wrong: it is the present time, in GMT, written like\n" +
		goldenTime.Format(imfFixdate) + " (RFC 9110 §5.6.7)."
}

var statusLine = regexp.MustCompile(`^HTTP/\d\.\d (\d{3})`)

// statusAtDifference returns the status codes of the lines in which the answers
// part, if those are status lines.
func statusAtDifference(expected, got []byte) (string, string) {
	at := commonPrefix(expected, got)
	start := bytes.LastIndexByte(expected[:at], '\n') + 1
	e, g := statusLine.FindSubmatch(expected[start:]), statusLine.FindSubmatch(got[start:])
	if e == nil || g == nil {
		return "", ""
	}
	return string(e[1]), string(g[1])
}

func statusMeaning(expected, got string) string {
	switch {
	case expected[0] == '4' && got[0] < '4':
		return "the server is too lenient: it accepts a request that it has to refuse with " + expected + "."
	case expected == "400" && got == "404":
		return "the server is too lenient: it looks for the target of a request that is malformed."
	case expected[0] < '4' && got[0] == '4':
		return "the server is too strict: it refuses a request that is allowed, or does not know its target."
	case got[0] == '5':
		return "the server failed, or does not offer what was asked for. Its log may say more."
	default:
		return fmt.Sprintf("it is another status: %s and not %s.", expected, got)
	}
}

var contentLengthField = regexp.MustCompile(`(?mi)^Content-Length:[ \t]*(\d+)\r$`)

// contentLengthMeaning is for a single response whose Content-Length is not the
// number of bytes that follow its head.
func contentLengthMeaning(got []byte) string {
	head, content, found := bytes.Cut(got, []byte("\r\n\r\n"))
	field := contentLengthField.FindSubmatch(append(slices.Clip(head), '\r'))
	if !found || field == nil || bytes.Contains(content, []byte("HTTP/1.1 ")) {
		return ""
	}
	if length, err := strconv.Atoi(string(field[1])); err != nil || length == len(content) || len(content) == 0 {
		return ""
	}
	return fmt.Sprintf("Content-Length says %s, but the content is %d bytes. It counts bytes, not characters.", field[1], len(content))
}

func sortedLines(p []byte) []string {
	return slices.Sorted(strings.Lines(string(p)))
}
