package main

import (
	"bytes"
	"regexp"
	"strings"
)

// A disagreement is a kind of request of which this parser and net/http's
// ReadRequest make different things, and why.
type disagreement struct {
	kind    string
	rule    string         // that we refuse it by; unused for the other kinds
	has     *regexp.Regexp // what such a request shows; nil for anything
	lacks   *regexp.Regexp // and what its head does not; nil for nothing
	over    int            // and how many bytes it is over
	reason  string
	example string
}

const (
	weRefuse   = "we refuse, net/http accepts"
	theyRefuse = "net/http refuses, we accept"
	bothAccept = "both accept, and understand something else"
)

// explains reports whether d is the reason why the two verdicts on stream differ.
func (d disagreement) explains(stream []byte, ours, theirs verdict) bool {
	kind := bothAccept
	switch {
	case ours.Err != "":
		kind = weRefuse
	case theirs.Err != "":
		kind = theyRefuse
	}
	head, _, _ := bytes.Cut(stream, []byte("\r\n\r\n"))
	head = append(bytes.Clone(head), "\r\n"...)
	return d.kind == kind && (kind != weRefuse || d.rule == ours.Rule) && len(stream) > d.over &&
		(d.has == nil || d.has.Match(stream)) && (d.lacks == nil || !d.lacks.Match(head))
}

var re = regexp.MustCompile

// lines returns a head of these lines, or a chunked body.
func lines(lines ...string) string {
	return strings.Join(lines, "\r\n") + "\r\n\r\n"
}

const inChunks = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

// declaredDisagreements holds every reason that is known. Some of what ReadRequest
// lets pass, net/http's server refuses afterwards; a proxy built on ReadRequest
// does not.
var declaredDisagreements = []disagreement{
	// The line and the header section.
	{kind: weRefuse, rule: "RFC 9112 §2.2", has: re(`(^|[^\r])\n`),
		reason:  "net/http takes a bare LF for the end of a line",
		example: "GET / HTTP/1.1\nHost: a\n\n"},
	{kind: weRefuse, rule: "RFC 9110 §15.6.6", has: re(`^[^\r\n]* HTTP/[02-9]\.`),
		reason:  "ReadRequest leaves the version to its caller",
		example: lines("GET / HTTP/3.0", "Host: a")},
	{kind: weRefuse, rule: "RFC 9112 §3", over: maxRequestLine,
		reason:  "ReadRequest has no bounds",
		example: lines("GET /"+strings.Repeat("a", maxRequestLine)+" HTTP/1.1", "Host: a")},
	{kind: weRefuse, rule: "RFC 6585 §5", over: maxTrailer,
		reason:  "ReadRequest has no bounds",
		example: lines("GET / HTTP/1.1", "Host: a", "X: "+strings.Repeat("a", maxHead))},
	{kind: weRefuse, rule: "RFC 6585 §5", has: re(`(?:\n[^\n]*){100}`),
		reason:  "ReadRequest has no bounds",
		example: lines("GET / HTTP/1.1", "Host: a"+strings.Repeat("\r\nX: a", maxFields))},
	{kind: weRefuse, rule: "RFC 9112 §5.2", has: re(`\n[ \t]`),
		reason:  "net/http joins the lines of obs-fold",
		example: lines("GET / HTTP/1.1", "Host: a", "X: a", " b")},
	{kind: weRefuse, rule: "RFC 9112 §5.1", has: re(`[ \t]:`),
		reason:  "ReadRequest leaves white space in names to its caller",
		example: lines("GET / HTTP/1.1", "Host: a", "X : a")},
	{kind: weRefuse, rule: "RFC 9110 §5.1", has: re(`\n[^\r\n:]+ [^\r\n:]+:`),
		reason:  "ReadRequest leaves white space in names to its caller",
		example: lines("GET / HTTP/1.1", "Host: a", "X Y: a")},
	{kind: weRefuse, rule: "RFC 9110 §10.1.1", has: re(`(?i)\nexpect:`),
		reason:  "ReadRequest leaves expectations to its caller",
		example: lines("GET / HTTP/1.1", "Host: a", "Expect: tea")},
	{kind: theyRefuse, has: re(`^\r\n`),
		reason:  "net/http skips no empty lines before the request line, RFC 9112 §2.2 asks for it",
		example: lines("", "GET / HTTP/1.1", "Host: a")},
	{kind: bothAccept, has: re(`(?i)\npragma:[ \t]*no-cache`),
		reason:  "net/http adds Cache-Control: no-cache where there is Pragma: no-cache",
		example: lines("GET / HTTP/1.1", "Host: a", "Pragma: no-cache")},

	// The request-target and Host.
	{kind: weRefuse, rule: "RFC 9112 §3.2", has: re(`^[^ ]+ [^ ]*(["#<>]|[^\x00-\x7f])`),
		reason:  "net/http's URLs hold characters that RFC 3986 does not have",
		example: lines("GET /\"<é>#f HTTP/1.1", "Host: a")},
	{kind: weRefuse, rule: "RFC 9112 §3.2", has: re(`^[^ ]+ [^/* ]`), lacks: re(`^[^ ]+ (?i:https?)://`),
		reason:  "net/http's URLs have other schemes than HTTP's",
		example: lines("GET ftp://a/ HTTP/1.1", "Host: a")},
	{kind: weRefuse, rule: "RFC 9112 §3.2", has: re(`^[^\n]* HTTP/1\.[1-9]\r\n`), lacks: re(`(?i)\nhost:`),
		reason:  "ReadRequest leaves a missing Host to its caller",
		example: lines("GET / HTTP/1.1")},
	{kind: weRefuse, rule: "RFC 9112 §3.2", has: re(`(?i)\nhost:`), lacks: re(`(?i)\nhost:[ \t]*[a-z0-9.-]*(:[0-9]{0,4})?[ \t]*\r\n`),
		reason:  "ReadRequest leaves the syntax of Host to its caller",
		example: lines("GET / HTTP/1.1", "Host: a/b")},
	{kind: weRefuse, rule: "RFC 9112 §3.2.3", has: re(`^CONNECT `), lacks: re(`^CONNECT [a-z0-9.-]+:[0-9]{1,4} `),
		reason:  "ReadRequest takes any URL in a CONNECT",
		example: lines("CONNECT /a HTTP/1.1", "Host: a")},
	{kind: weRefuse, rule: "RFC 9112 §3.2.4", has: re(`^[^ ]+ \* `), lacks: re(`^OPTIONS `),
		reason:  "ReadRequest takes the target * with any method",
		example: lines("GET * HTTP/1.1", "Host: a")},
	{kind: weRefuse, rule: "RFC 9110 §4.2.1", has: re(`^[^ ]+ (?i:https?)://`), lacks: re(`^[^ ]+ [a-zA-Z]+://[a-z0-9.-]+(:[0-9]{0,4})?[/? ]`),
		reason:  "net/http's URLs have empty hosts and userinfo",
		example: lines("GET http://user@a/ HTTP/1.1", "Host: a")},
	{kind: theyRefuse, has: re(`^[^ ]+ ([a-zA-Z]+://)?[^/? ]*%`),
		reason:  "net/http decodes hosts, RFC 3986 §3.2.2 allows escapes in them",
		example: lines("CONNECT %41:443 HTTP/1.1", "Host: a")},
	{kind: bothAccept, has: re(`^[^ ]+ (?i:https?)://[^/ ?]*(\?[^ ]*)? `),
		reason:  "an empty path is / (RFC 9110 §4.2.3); net/http leaves that to its caller",
		example: lines("GET http://a HTTP/1.1", "Host: a")},

	{kind: weRefuse, rule: "RFC 9110 §7.4", has: re(`^[^ ]+ (?i:https)://`),
		reason:  "net/http does not hold the scheme against the connection",
		example: lines("GET https://a/ HTTP/1.1", "Host: a")},

	// The framing of content.
	{kind: weRefuse, rule: "RFC 9112 §6.1", has: re(`(?is)^[^\n]* HTTP/1\.0\r\n.*\ntransfer-encoding:|^[^\n]* HTTP/1\.0\r\ntransfer-encoding:`),
		reason:  "net/http ignores Transfer-Encoding in HTTP/1.0",
		example: lines("POST / HTTP/1.0", "Host: a", "Transfer-Encoding: chunked")},
	{kind: weRefuse, rule: "RFC 9112 §6.1", has: re(`(?is)\ntransfer-encoding:.*\ncontent-length:|\ncontent-length:.*\ntransfer-encoding:`),
		reason:  "net/http drops Content-Length beside Transfer-Encoding, which RFC 9112 §6.3 allows, too",
		example: lines("POST / HTTP/1.1", "Host: a", "Content-Length: 1", "Transfer-Encoding: chunked", "", "0")},
	{kind: theyRefuse, has: re(`(?i)\ntransfer-encoding:[^\n]*,`),
		reason:  "net/http takes no list of transfer codings, not even of chunked and empty members",
		example: lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked,", "", "0")},
	{kind: theyRefuse, has: re(`(?is)\ntransfer-encoding:.*\ntransfer-encoding:`),
		reason:  "nor in several lines",
		example: lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "Transfer-Encoding:", "", "0")},
	{kind: theyRefuse, has: re(`(?i)\ncontent-length:[^\n]*,`),
		reason:  "net/http takes no list of identical lengths in one line",
		example: lines("POST / HTTP/1.1", "Host: a", "Content-Length: 0, 0")},
	{kind: theyRefuse, has: re(`(?is)\ncontent-length:.*\ncontent-length:`),
		reason:  "net/http compares the lengths of several lines by their spelling",
		example: lines("POST / HTTP/1.1", "Host: a", "Content-Length: 0", "Content-Length: 00")},

	// Chunks.
	{kind: weRefuse, rule: "RFC 9112 §7.1.1", has: re(`\n[0-9a-fA-F]+([ \t]|[^\n]*[\x00-\x08\x0b-\x1f\x7f])`),
		reason:  "net/http cuts white space behind a chunk-size, and reads nothing in an extension",
		example: inChunks + lines("0 ")},
	{kind: weRefuse, rule: "RFC 9112 §7.1.1", over: maxChunkLine,
		reason:  "net/http has other bounds on extensions",
		example: inChunks + lines("0;"+strings.Repeat("a", maxChunkLine))},
	{kind: theyRefuse, has: re(`\n0[0-9a-fA-F]{16}`),
		reason:  "net/http takes 16 digits in a chunk-size, zeros in front among them",
		example: inChunks + lines("00000000000000000")},
	{kind: theyRefuse, has: re(`\n[0-9a-fA-F]+[ \t]+;`),
		reason:  "net/http takes no bad white space before an extension, RFC 9112 §7.1.1 asks for it",
		example: inChunks + lines("0 ;a")},
}
