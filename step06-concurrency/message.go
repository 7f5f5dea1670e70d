package main

import (
	"errors"
	"io"
	"log"
	"os"
	"unicode/utf8"
)

// ReadMessage waits for the next message and returns its kind, opText or opBinary,
// and its content. Text is valid UTF-8. The error is io.EOF once the client has
// closed the WebSocket by a Close frame; after any error there is nothing more
// to read.
func (ws *WebSocket) ReadMessage() (kind byte, message []byte, err error) {
	kind, message, err = ws.readMessage()
	if err == nil {
		return kind, message, nil
	}
	var fault *CloseError
	if errors.As(err, &fault) {
		log.Printf("%s: %v", ws.c.RemoteAddr(), err)
		ws.Close(fault.Code, "")
	}
	ws.stopWriting(err) // e.g., the client hung up: there is nobody to send a Close frame to
	return 0, nil, err
}

// readMessage puts a message together from its fragments, and answers the control
// frames that come between them (RFC 6455 §5.4).
func (ws *WebSocket) readMessage() (kind byte, message []byte, err error) {
	for {
		f, err := ws.nextFrame(ws.MaxMessage - len(message))
		switch {
		case err != nil:
			return 0, nil, err
		case isControl(f.opcode):
			if err := ws.answer(f); err != nil {
				return 0, nil, err
			}
			continue
		case f.opcode == opContinuation && kind == 0:
			return 0, nil, &CloseError{closeProtocol, "RFC 6455 §5.4", "a fragment continues no message"}
		case f.opcode != opContinuation && kind != 0:
			return 0, nil, &CloseError{closeProtocol, "RFC 6455 §5.4", "a message begins inside another"}
		case kind == 0:
			kind = f.opcode
		}
		message = append(message, f.payload...)
		if f.final {
			return kind, message, checkText(kind, message)
		}
	}
}

// checkText checks a whole message: a fragment may end inside a character
// (RFC 6455 §5.6).
func checkText(kind byte, message []byte) error {
	if kind == opText && !utf8.Valid(message) {
		return &CloseError{closeInvalidData, "RFC 6455 §8.1", "a text message is not UTF-8"}
	}
	return nil
}

// nextFrame waits for a frame and reads it. A client that has long been silent is
// sent a ping, and is given up if it stays silent.
func (ws *WebSocket) nextFrame(limit int) (frame, error) {
	ws.setDeadline(ws.c.SetReadDeadline, pingAfter)
	_, err := ws.r.Peek(1)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		if err := ws.writeFrame(opPing, nil); err != nil {
			return frame{}, err // e.g., the closing handshake took too long
		}
		ws.setDeadline(ws.c.SetReadDeadline, pongTimeout)
		_, err = ws.r.Peek(1)
	}
	if err != nil && err != io.EOF { // the end of the stream is readFrame's to report
		return frame{}, err
	}
	ws.setDeadline(ws.c.SetReadDeadline, frameTimeout)
	return readFrame(ws.r, limit)
}

// answer does what a control frame asks for (RFC 6455 §5.5). A Close frame is
// answered with its own code, and is io.EOF.
func (ws *WebSocket) answer(f frame) error {
	switch f.opcode {
	case opPing:
		return ws.writeFrame(opPong, f.payload)
	case opClose:
		if err := checkClose(f.payload); err != nil {
			return err
		}
		ws.writeFrame(opClose, f.payload[:min(2, len(f.payload))]) // e.g., this side had begun to close
		return io.EOF
	}
	return nil // a pong: that it came is all it says
}
