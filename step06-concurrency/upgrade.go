package main

import (
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"log"
	"strings"
)

// acceptWebSocket answers a client's opening handshake (RFC 6455 §4.2). If it is
// in order the connection becomes a WebSocket, which serve owns until it returns.
func acceptWebSocket(req *Request, serve func(*WebSocket)) *Response {
	var fault *ParseError
	if err := checkHandshake(req); errors.As(err, &fault) {
		log.Printf("%s: %v", req.RemoteAddr, err)
		return refuseWebSocket(fault.Status)
	}
	return &Response{
		Status: 101,
		Header: Header{
			{"Upgrade", "websocket"},
			{"Sec-WebSocket-Accept", acceptKey(req.Header.Get("Sec-WebSocket-Key"))},
		},
		Upgrade: upgradeTo(serve, req.Done),
	}
}

// refuseWebSocket returns the answer to a handshake that is refused. With 426 it
// says what would be welcome (RFC 9110 §15.5.22, RFC 6455 §4.4).
func refuseWebSocket(status int) *Response {
	res := statusPage(status)
	if status == 426 {
		res.Header.Add("Upgrade", "websocket")
		res.Header.Add("Sec-WebSocket-Version", "13")
	}
	return res
}

// checkHandshake checks a client's opening handshake in the order of
// RFC 6455 §4.2.1. The server has checked Host already.
//
// A request without Upgrade asks for no WebSocket and is told that there is
// nothing else here. In HTTP/1.0 the field does not count (RFC 9110 §7.8).
func checkHandshake(req *Request) error {
	header := req.Header
	switch {
	case req.Minor == 0 || !header.HasToken("Upgrade", "websocket"):
		return &ParseError{426, "RFC 9110 §15.5.22", "here is only a WebSocket"}
	case req.Method != "GET":
		return &ParseError{400, "RFC 6455 §4.2.1", "a handshake whose method is not GET"}
	case !header.HasToken("Connection", "Upgrade"):
		return &ParseError{400, "RFC 6455 §4.2.1", "Upgrade without the connection option of that name"}
	case header.Count("Sec-WebSocket-Key") != 1 || !isHandshakeKey(header.Get("Sec-WebSocket-Key")):
		return &ParseError{400, "RFC 6455 §4.2.1", "there is not one Sec-WebSocket-Key of 16 bytes"}
	case header.Count("Sec-WebSocket-Version") > 1:
		return &ParseError{400, "RFC 6455 §11.3.5", "several lines of Sec-WebSocket-Version"}
	case header.Get("Sec-WebSocket-Version") != "13":
		return &ParseError{426, "RFC 6455 §4.2.2", "a version of the protocol other than 13"}
	case !isOwnOrigin(req):
		return &ParseError{403, "RFC 6455 §10.2", "a script of another site opened the connection"}
	}
	return nil
}

// isHandshakeKey reports whether key is base64 of 16 bytes.
func isHandshakeKey(key string) bool {
	decoded, err := base64.StdEncoding.DecodeString(key)
	return err == nil && len(decoded) == 16
}

// isOwnOrigin reports whether the page whose script opens the connection came
// from this server. The browser adds the field Origin and no script can change
// it; other clients leave it out. Without this check any page could open the
// WebSocket in its visitor's name, cookies included: a browser lets it
// (RFC 6455 §10.2).
func isOwnOrigin(req *Request) bool {
	if !req.Header.Has("Origin") {
		return true
	}
	_, host, found := strings.Cut(req.Header.Get("Origin"), "://")
	return found && req.Header.Count("Origin") == 1 && strings.EqualFold(host, req.Host)
}

// acceptKey returns the Sec-WebSocket-Accept for a Sec-WebSocket-Key. It proves
// that the server has understood the handshake: nothing that only repeats or
// stores what it hears, such as a cache, would answer with it (RFC 6455 §4.2.2).
func acceptKey(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
