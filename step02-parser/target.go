package main

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// parseTarget takes req.Target apart by the form it has (RFC 9112 §3.2) and
// fills in Scheme and Host where the target names them, RawPath, Path and RawQuery.
//
//	request-target = origin-form / absolute-form / authority-form / asterisk-form
func (req *Request) parseTarget() error {
	if !consistsOf(req.Target, &targetChars) {
		return &ParseError{400, "RFC 9112 §3.2", fmt.Sprintf("the request-target %q holds a character that no URI has", req.Target)}
	}
	switch {
	case req.Method == "CONNECT":
		return req.parseAuthorityForm()
	case req.Target == "*":
		return req.checkAsteriskForm()
	case strings.HasPrefix(req.Target, "/"):
		return req.parsePathAndQuery(req.Target)
	default:
		return req.parseAbsoluteForm()
	}
}

// targetChars marks what a request-target may hold: the characters of a URI
// (RFC 3986 §2) but for "#", for a fragment is never sent, and beside them those
// that browsers send as they are typed.
var targetChars = charTable(digits + letters + "-._~:/?[]@!$&'()*+,;=%" + "\\^`{|}")

// parseAuthorityForm: CONNECT asks for a tunnel to a host and port (§3.2.3).
//
//	authority-form = uri-host ":" port
func (req *Request) parseAuthorityForm() error {
	host, port, ok := splitAuthority(req.Target)
	if !ok || host == "" || port == "" {
		return &ParseError{400, "RFC 9112 §3.2.3", fmt.Sprintf("CONNECT to %q, which is no host and port", req.Target)}
	}
	req.Host = req.Target
	return nil
}

// checkAsteriskForm: "*" means the server as a whole, for OPTIONS alone (§3.2.4).
func (req *Request) checkAsteriskForm() error {
	if req.Method != "OPTIONS" {
		return &ParseError{400, "RFC 9112 §3.2.4", req.Method + " cannot have the target *"}
	}
	return nil
}

// parseAbsoluteForm: a whole URI, as clients send it to a proxy; a server takes
// it too, and its authority then outranks the Host field (§3.2.2).
//
//	absolute-form = absolute-URI
func (req *Request) parseAbsoluteForm() error {
	scheme, rest, _ := strings.Cut(req.Target, "://")
	if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return &ParseError{400, "RFC 9112 §3.2", fmt.Sprintf("%q is no form of request-target", req.Target)}
	}
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	authority, path := rest[:end], rest[end:]
	if host, _, ok := splitAuthority(authority); !ok || host == "" {
		return &ParseError{400, "RFC 9110 §4.2.1", fmt.Sprintf("the target URI has no valid host: %q", req.Target)}
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	req.Scheme, req.Host = strings.ToLower(scheme), authority
	return req.parsePathAndQuery(path)
}

// parsePathAndQuery: the usual form (§3.2.1).
//
//	origin-form = absolute-path [ "?" query ]
func (req *Request) parsePathAndQuery(s string) error {
	req.RawPath, req.RawQuery, _ = strings.Cut(s, "?")
	var ok bool
	if req.Path, ok = percentDecode(req.RawPath); !ok {
		return &ParseError{400, "RFC 3986 §2.1", `in the path a "%" is not followed by two hexadecimal digits`}
	}
	return nil
}

// checkHost sees to it that the request names its host exactly once, and keeps
// the name where the target did not give one (RFC 9112 §3.2, §3.3).
func (req *Request) checkHost() error {
	count, host := 0, ""
	for value := range req.Header.Values("Host") {
		count, host = count+1, value
	}
	switch {
	case count > 1:
		return &ParseError{400, "RFC 9112 §3.2", "more than one Host field line"}
	case count == 0 && req.Minor >= 1:
		return &ParseError{400, "RFC 9112 §3.2", "an HTTP/1.1 request without Host"}
	}
	if _, _, ok := splitAuthority(host); !ok {
		return &ParseError{400, "RFC 9112 §3.2", fmt.Sprintf("the Host %q is no host", host)}
	}
	if req.Host == "" {
		req.Host = host
	}
	return nil
}

// hostChars marks what the name of a host may hold (RFC 3986 §3.2.2). There is
// no "@" among them: userinfo has no place in HTTP (RFC 9110 §4.2.4).
var hostChars = charTable(digits + letters + "-._~%!$&'()*+,;=")

// splitAuthority takes a host and an optional port apart. It reports false for
// what is neither; whether a host of no characters will do, the caller knows.
//
//	uri-host [ ":" port ]
func splitAuthority(authority string) (host, port string, ok bool) {
	host = authority
	if colon := strings.LastIndexByte(authority, ':'); colon >= 0 && !strings.HasSuffix(authority, "]") {
		host, port = authority[:colon], authority[colon+1:]
	}
	return host, port, isHost(host) && isPort(port)
}

// isHost reports whether s is a name, an IPv4 address or, in brackets, an IPv6
// address; it may be empty.
func isHost(s string) bool {
	if inner, bracketed := strings.CutPrefix(s, "["); bracketed {
		inner, closed := strings.CutSuffix(inner, "]")
		addr, err := netip.ParseAddr(inner)
		return closed && err == nil && addr.Is6() && addr.Zone() == ""
	}
	_, decodes := percentDecode(s)
	return decodes && consistsOf(s, &hostChars)
}

// isPort reports whether s is a decimal number of 16 bits; it may be empty.
//
//	port = *DIGIT
func isPort(s string) bool {
	if s == "" {
		return true
	}
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}
