package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"log"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// How long a WebSocket waits.
const (
	pingAfter    = 30 * time.Second // for the next frame, before it asks whether the client is there
	pongTimeout  = 10 * time.Second // for anything at all after that
	frameTimeout = 20 * time.Second // for the rest of a frame that has begun
	writeTimeout = 10 * time.Second // for the client to take a frame
	closeTimeout = 2 * time.Second  // for the client's answer to a Close frame
)

// maxMessage is the default of WebSocket.MaxMessage.
const maxMessage = 1 << 20

// A WebSocket is the server's end of a connection on which both sides send
// messages whenever they like (RFC 6455). One goroutine may read; any number may
// write and close.
//
// Pings are answered, and silent clients noticed, while ReadMessage runs.
type WebSocket struct {
	MaxMessage int // bytes of a message at most; past it the close code is 1009

	c Conn
	r *bufio.Reader

	writing  sync.Mutex
	writeErr error // why nothing more may be written, or nil

	closing sync.Mutex
	closeBy time.Time // when the closing handshake must be over; zero before it begins
}

// upgradeTo returns the Response.Upgrade that runs serve on a WebSocket, and ends
// the WebSocket when serve returns or the server shuts down.
func upgradeTo(serve func(*WebSocket), done <-chan struct{}) func(Conn, *bufio.Reader) {
	return func(c Conn, r *bufio.Reader) {
		ws := &WebSocket{MaxMessage: maxMessage, c: c, r: r}
		served := make(chan struct{})
		var watch sync.WaitGroup
		watch.Go(func() {
			select {
			case <-done:
				ws.Close(closeGoingAway, "the server shuts down")
			case <-served:
			}
		})
		ws.run(serve)
		close(served)
		watch.Wait()
	}
}

// run calls serve and sends the Close frame that serve did not. A panic costs this
// one connection.
func (ws *WebSocket) run(serve func(*WebSocket)) {
	defer func() {
		if v := recover(); v != nil {
			log.Printf("%s: panic: %v\n%s", ws.c.RemoteAddr(), v, debug.Stack())
			ws.Close(closeInternal, "")
		}
	}()
	serve(ws)
	ws.Close(closeNormal, "")
}

// WriteMessage sends a message of a kind, opText or opBinary; text must be UTF-8.
// It waits until the client takes it, for a time; after an error nothing more can
// be sent.
func (ws *WebSocket) WriteMessage(kind byte, message []byte) error {
	return ws.writeFrame(kind, message)
}

// Close begins the closing handshake: it sends a Close frame with a code of
// RFC 6455 §7.4.1 and a reason for human eyes. ReadMessage goes on until the
// client has answered or its time is over. The second Close does nothing.
func (ws *WebSocket) Close(code int, reason string) {
	ws.boundClosing()
	payload := binary.BigEndian.AppendUint16(nil, uint16(code))
	reason = reason[:min(len(reason), maxControl-len(payload))]
	payload = append(payload, strings.ToValidUTF8(reason, "")...)
	ws.writeFrame(opClose, payload) // e.g., there was a Close frame before
}

// errCloseSent says that the Close frame was the last.
var errCloseSent = errors.New("the WebSocket is closed")

// writeFrame sends a frame in one piece, whoever else is writing. After a Close
// frame only a pong may follow: that much a client may still ask for
// (RFC 6455 §5.5.1, §5.5.2).
func (ws *WebSocket) writeFrame(opcode byte, payload []byte) error {
	ws.writing.Lock()
	defer ws.writing.Unlock()
	if ws.writeErr != nil && !(ws.writeErr == errCloseSent && opcode == opPong) {
		return ws.writeErr
	}
	ws.setDeadline(ws.c.SetWriteDeadline, writeTimeout)
	if _, err := ws.c.Write(appendFrame(nil, opcode, payload)); err != nil {
		ws.writeErr = err // half a frame may be on its way
		return err
	}
	if opcode == opClose {
		ws.writeErr = errCloseSent
	}
	return nil
}

// stopWriting makes every further write fail with err, if none failed before.
func (ws *WebSocket) stopWriting(err error) {
	ws.writing.Lock()
	defer ws.writing.Unlock()
	if ws.writeErr == nil {
		ws.writeErr = err
	}
}

// boundClosing sets the time by which the closing handshake must be over, for
// whoever reads or writes at this moment too. It does not wait.
func (ws *WebSocket) boundClosing() {
	ws.closing.Lock()
	defer ws.closing.Unlock()
	if ws.closeBy.IsZero() {
		ws.closeBy = time.Now().Add(closeTimeout)
		ws.c.SetDeadline(ws.closeBy)
	}
}

// setDeadline sets a deadline that is wait from now, or the end of the closing
// handshake where that is earlier.
func (ws *WebSocket) setDeadline(set func(time.Time) error, wait time.Duration) {
	ws.closing.Lock()
	defer ws.closing.Unlock()
	deadline := time.Now().Add(wait)
	if !ws.closeBy.IsZero() && ws.closeBy.Before(deadline) {
		deadline = ws.closeBy
	}
	set(deadline)
}
