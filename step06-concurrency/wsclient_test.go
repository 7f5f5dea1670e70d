package main

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// A small WebSocket client. It is the other end in the tests of the server, and
// speaks to a browser in the test of the chat's page.

// clientFrame returns a frame as a client sends it: masked.
func clientFrame(final bool, opcode byte, payload string) string {
	return maskedFrame(final, opcode, payload, [4]byte{0x37, 0xfa, 0x21, 0x3d}) // the key of RFC 6455 §5.7
}

func maskedFrame(final bool, opcode byte, payload string, key [4]byte) string {
	head := appendFrame(nil, opcode, []byte(payload))
	head = head[:len(head)-len(payload)]
	if !final {
		head[0] &^= 0x80
	}
	head[1] |= 0x80
	masked := []byte(payload)
	for i := range masked {
		masked[i] ^= key[i%4]
	}
	return string(head) + string(key[:]) + string(masked)
}

// A wsClient is the client's end of a WebSocket.
type wsClient struct {
	net.Conn
	r *bufio.Reader
}

// dialWebSocket connects and does the opening handshake.
func dialWebSocket(t *testing.T, host, path string) *wsClient {
	t.Helper()
	c, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(time.Minute)) // a test that fails should not hang
	fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", path, host)
	client := &wsClient{c, bufio.NewReader(c)}
	head := ""
	for !strings.HasSuffix(head, "\r\n\r\n") {
		line, err := client.r.ReadString('\n')
		if err != nil {
			t.Fatalf("after %q: %v", head, err)
		}
		head += line
	}
	if !strings.HasPrefix(head, "HTTP/1.1 101 ") || !strings.Contains(head, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") {
		t.Fatalf("the handshake was answered with\n%s", head)
	}
	return client
}

// send sends a message or a control frame, under a key of its own.
func (c *wsClient) send(opcode byte, payload string) error {
	var key [4]byte
	rand.Read(key[:])
	_, err := io.WriteString(c, maskedFrame(true, opcode, payload, key))
	return err
}

// receive returns the next frame that the server sent.
func (c *wsClient) receive() (opcode byte, payload string, err error) {
	return readServerFrame(c.r)
}

// readServerFrame reads a frame that is neither masked nor a fragment.
func readServerFrame(r *bufio.Reader) (opcode byte, payload string, err error) {
	var start [2]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return 0, "", err
	}
	if start[0]&0xf0 != 0x80 || start[1]&0x80 != 0 {
		return 0, "", fmt.Errorf("a server's frame begins with % x", start)
	}
	length := uint64(start[1])
	switch length {
	case 126:
		var extended [2]byte
		_, err = io.ReadFull(r, extended[:])
		length = uint64(binary.BigEndian.Uint16(extended[:]))
	case 127:
		var extended [8]byte
		_, err = io.ReadFull(r, extended[:])
		length = binary.BigEndian.Uint64(extended[:])
	}
	if err != nil {
		return 0, "", err
	}
	body := make([]byte, length)
	_, err = io.ReadFull(r, body)
	return start[0] & 0x0f, string(body), err
}
