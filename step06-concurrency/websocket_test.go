package main

import (
	"bufio"
	"errors"
	"io"
	"log"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A wsPipe is an end of a net.Pipe, which holds no bytes: a write waits until
// the other side reads.
type wsPipe struct{ net.Conn }

func (c wsPipe) CloseWrite() error { return nil }

// startWebSocket runs serve at one end of a pipe and returns the other. The channel
// is closed when the server is done with the connection.
func startWebSocket(serve func(*WebSocket), done <-chan struct{}) (*wsClient, <-chan struct{}) {
	server, client := net.Pipe()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer server.Close()
		upgradeTo(serve, done)(wsPipe{server}, bufio.NewReader(server))
	}()
	return &wsClient{client, bufio.NewReader(client)}, ended
}

func TestSilentClientIsPingedThenDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		client, ended := startWebSocket(echoMessages, nil)
		for i := 1; i <= 3; i++ {
			client.expect(t, opPing, "")
			if waited := time.Since(start); waited != time.Duration(i)*pingAfter {
				t.Errorf("ping %d came after %v", i, waited)
			}
			if i < 3 {
				client.send(opPong, "")
			}
		}
		<-ended
		if waited := time.Since(start); waited != 3*pingAfter+pongTimeout {
			t.Errorf("the connection ended after %v", waited)
		}
	})
}

func TestFrameThatDoesNotEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, ended := startWebSocket(echoMessages, nil)
		client.expect(t, opPing, "")
		start := time.Now()
		io.WriteString(client, textFrame("Hello")[:7])
		<-ended
		if waited := time.Since(start); waited != frameTimeout {
			t.Errorf("the connection ended after %v", waited)
		}
	})
}

func TestClientThatReadsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		client, ended := startWebSocket(echoMessages, nil)
		client.send(opText, "Hello")
		<-ended
		if waited := time.Since(start); waited != writeTimeout {
			t.Errorf("the connection ended after %v", waited)
		}
	})
}

func TestShutdownSaysGoingAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := make(chan struct{})
		client, ended := startWebSocket(echoMessages, done)
		close(done)
		client.expect(t, opClose, "\x03\xe9the server shuts down")
		client.send(opPing, "still there?")
		client.expect(t, opPong, "still there?") // RFC 6455 §5.5.2: until the client's own Close
		client.send(opClose, "\x03\xe9")
		<-ended
	})
}

// The server's own end: what Request.Done and Response.Upgrade are for.
func TestShutdownOfServerClosesWebSockets(t *testing.T) {
	server, host := serveChat(t)
	client := dialWebSocket(t, host, "/chat/socket")
	cut := make(chan int)
	go func() { cut <- server.Shutdown(t.Context()) }()
	client.expect(t, opClose, "\x03\xe9the server shuts down")
	client.send(opClose, "\x03\xe9")
	client.Close()
	if n := <-cut; n != 0 {
		t.Errorf("%d connections were cut off", n)
	}
}

func TestShutdownDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := make(chan struct{})
		start := time.Now()
		client, ended := startWebSocket(echoMessages, done)
		close(done)
		client.expect(t, opClose, "\x03\xe9the server shuts down")
		<-ended
		if waited := time.Since(start); waited != closeTimeout {
			t.Errorf("the server waited %v for the client's Close", waited)
		}
	})
}

func TestPanicCostsOneConnection(t *testing.T) {
	silenceLog(t)
	synctest.Test(t, func(t *testing.T) {
		client, ended := startWebSocket(func(*WebSocket) { panic("on purpose") }, nil)
		client.expect(t, opClose, "\x03\xf3")
		<-ended
	})
}

func TestCloseIsTheLastMessage(t *testing.T) {
	c := &monologue{Reader: strings.NewReader("")}
	ws := &WebSocket{c: c}
	ws.Close(closeNormal, strings.Repeat("é", 100))
	ws.Close(closeGoingAway, "")
	if err := ws.WriteMessage(opText, []byte("late")); !errors.Is(err, errCloseSent) {
		t.Errorf("a message after Close: %v", err)
	}
	// 123 bytes are left for the reason; half a character is left out.
	if want := "\x88\x7c\x03\xe8" + strings.Repeat("é", 61); c.sent.String() != want {
		t.Errorf("sent %q, want %q", c.sent.String(), want)
	}
}

// Many goroutines may write: their frames come out whole.
func TestConcurrentWriters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const writers, each = 8, 20
		client, ended := startWebSocket(func(ws *WebSocket) {
			for range writers {
				go func() {
					for range each {
						ws.WriteMessage(opText, []byte(kilobytes[:200]))
					}
				}()
			}
			ws.ReadMessage()
		}, nil)
		for range writers * each {
			client.expect(t, opText, kilobytes[:200])
		}
		client.Close()
		<-ended
	})
}

// expect reads a frame and compares it.
func (c *wsClient) expect(t *testing.T, opcode byte, payload string) {
	t.Helper()
	gotOpcode, gotPayload, err := c.receive()
	if err != nil || gotOpcode != opcode || gotPayload != payload {
		t.Fatalf("received opcode %#x, %.80q, %v; want opcode %#x, %.80q", gotOpcode, gotPayload, err, opcode, payload)
	}
}

// silenceLog keeps the faults that a test makes out of its output.
func silenceLog(t testing.TB) {
	out := log.Writer()
	log.SetOutput(io.Discard)
	t.Cleanup(func() { log.SetOutput(out) })
}
