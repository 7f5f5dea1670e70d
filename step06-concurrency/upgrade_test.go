package main

import (
	"bufio"
	"slices"
	"strings"
	"testing"
)

func TestAcceptKey(t *testing.T) {
	// The example of RFC 6455 §4.2.2.
	if got, want := acceptKey("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A handshake that is in order, one field line a string. The rows of the table
// replace the line of the same name, leave it out (by an empty value), or add one.
var goodHandshake = []string{
	"GET /chat/socket HTTP/1.1",
	"Host: example.com:8080",
	"Connection: keep-alive, Upgrade",
	"Upgrade: websocket",
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
	"Sec-WebSocket-Version: 13",
	"Origin: http://example.com:8080",
}

func TestHandshake(t *testing.T) {
	silenceLog(t)
	for _, row := range []struct {
		name, line string
		status     int
	}{
		{"in order", "Accept: */*", 101},
		{"names and tokens in any case", "UPGRADE: WebSocket", 101},
		{"an offer of other protocols too", "Upgrade: h2c, websocket", 101},
		{"an offer of subprotocols and extensions", "Sec-WebSocket-Protocol: soap", 101},
		{"a client that is no browser", "Origin:", 101},
		{"an origin in capitals", "Origin: http://EXAMPLE.com:8080", 101},

		{"another method", "POST /chat/socket HTTP/1.1", 400},
		{"no connection option", "Connection: keep-alive", 400},
		{"no Connection", "Connection:", 400},
		{"no key", "Sec-WebSocket-Key:", 400},
		{"a key that is not base64", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=?", 400},
		{"a key of 15 bytes", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j", 400},
		{"a key of 17 bytes", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSE=", 400},
		{"two keys", "+Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", 400},
		{"two versions", "+Sec-WebSocket-Version: 13", 400},

		{"another site", "Origin: http://evil.example", 403},
		{"another port", "Origin: http://example.com:9090", 403},
		{"no origin in particular", "Origin: null", 403},
		{"two origins", "+Origin: http://evil.example", 403},

		{"no upgrade", "Upgrade:", 426},
		{"another protocol", "Upgrade: h2c", 426},
		{"HTTP/1.0, where Upgrade means nothing", "GET /chat/socket HTTP/1.0", 426},
		{"an old version", "Sec-WebSocket-Version: 8", 426},
		{"no version", "Sec-WebSocket-Version:", 426},
		{"a list of versions", "Sec-WebSocket-Version: 13, 8", 426},
	} {
		res := acceptWebSocket(handshakeRequest(t, row.line), func(*WebSocket) {})
		if res.Status != row.status || (res.Upgrade != nil) != (row.status == 101) {
			t.Errorf("%s: %d, want %d", row.name, res.Status, row.status)
		}
		if row.status == 426 && (res.Header.Get("Upgrade") != "websocket" || res.Header.Get("Sec-WebSocket-Version") != "13") {
			t.Errorf("%s: 426 does not say what would be welcome: %v", row.name, res.Header)
		}
		if row.status == 101 && (res.Header.Has("Sec-WebSocket-Protocol") || res.Header.Has("Sec-WebSocket-Extensions")) {
			t.Errorf("%s: something was agreed on that is not known here: %v", row.name, res.Header)
		}
	}
}

// handshakeRequest returns the good handshake with one line changed.
func handshakeRequest(t *testing.T, line string) *Request {
	t.Helper()
	lines := slices.Clone(goodHandshake)
	name, value, isField := strings.Cut(line, ":")
	at := slices.IndexFunc(lines, func(l string) bool {
		return strings.HasPrefix(strings.ToLower(l), strings.ToLower(name)+":")
	})
	switch {
	case strings.Contains(line, " HTTP/1."):
		lines[0] = line
	case strings.HasPrefix(line, "+"):
		lines = append(lines, line[1:])
	case at < 0:
		lines = append(lines, line)
	case isField && value == "":
		lines = slices.Delete(lines, at, at+1)
	default:
		lines[at] = line
	}
	req, err := readHead(bufio.NewReaderSize(strings.NewReader(strings.Join(lines, "\r\n")+"\r\n\r\n"), maxHead))
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return req
}
