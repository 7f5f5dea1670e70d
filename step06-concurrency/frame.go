package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
)

// The opcodes of RFC 6455 §5.2. From opClose on they are those of control frames.
const (
	opContinuation = 0x0
	opText         = 0x1
	opBinary       = 0x2
	opClose        = 0x8
	opPing         = 0x9
	opPong         = 0xa
)

// A frame is a fragment of a message, or a control frame.
type frame struct {
	final   bool // no further fragment of the message follows
	opcode  byte
	payload []byte // without its mask
}

func isControl(opcode byte) bool {
	return opcode >= opClose
}

// maxControl is what the payload of a control frame may hold, in bytes
// (RFC 6455 §5.5).
const maxControl = 125

// readFrame reads a frame that a client sent, and checks all that can be checked
// in a frame alone. The payload of a data frame may hold limit bytes. A fault in
// the frame is a *CloseError; the end of the stream is io.ErrUnexpectedEOF.
//
//	 0 1 2 3 4 5 6 7 8 9 A B C D E F
//	+-+-+-+-+-------+-+-------------+
//	|F|R|R|R| opcode|M| payload len |
//	|I|S|S|S|  (4)  |A|     (7)     |
//	|N|V|V|V|       |S|             |
//	| |1|2|3|       |K|             |
//	+-+-+-+-+-------+-+-------------+
//	: length, 16 or 64 bits, if the :
//	: 7 bits say 126 or 127         :
//	+-------------------------------+
//	: masking key, 32 bits; payload :
func readFrame(r io.Reader, limit int) (frame, error) {
	var start [2]byte
	if err := readFull(r, start[:]); err != nil {
		return frame{}, err
	}
	if err := checkFrameStart(start); err != nil {
		return frame{}, err
	}
	f := frame{final: start[0]&0x80 != 0, opcode: start[0] & 0x0f}
	length, err := readFrameLength(r, start[1]&0x7f)
	if err != nil {
		return frame{}, err
	}
	if !isControl(f.opcode) && length > uint64(limit) {
		return frame{}, &CloseError{closeTooBig, "RFC 6455 §10.4", "the message is too big"}
	}
	var key [4]byte
	if err := readFull(r, key[:]); err != nil {
		return frame{}, err
	}
	f.payload, err = readPayload(r, int(length))
	mask(f.payload, key)
	return f, err
}

// checkFrameStart checks the first two bytes of a frame: nothing behind them is
// read if they are wrong.
func checkFrameStart(start [2]byte) error {
	final, opcode, length := start[0]&0x80 != 0, start[0]&0x0f, start[1]&0x7f
	switch {
	case start[0]&0x70 != 0:
		return &CloseError{closeProtocol, "RFC 6455 §5.2", "a reserved bit is set, and no extension was agreed on"}
	case opcode > opBinary && opcode < opClose || opcode > opPong:
		return &CloseError{closeProtocol, "RFC 6455 §5.2", fmt.Sprintf("the opcode %#x is unknown", opcode)}
	case start[1]&0x80 == 0:
		return &CloseError{closeProtocol, "RFC 6455 §5.1", "a client's frame is not masked"}
	case isControl(opcode) && !final:
		return &CloseError{closeProtocol, "RFC 6455 §5.5", "a control frame is fragmented"}
	case isControl(opcode) && length > maxControl:
		return &CloseError{closeProtocol, "RFC 6455 §5.5", fmt.Sprintf("a control frame holds over %d bytes", maxControl)}
	}
	return nil
}

// readFrameLength returns the length of a payload, given its seven bits: 126 says
// that 16 bits follow, 127 that 64 do. A number must stand in the shortest form
// that has room for it (RFC 6455 §5.2).
func readFrameLength(r io.Reader, seven byte) (uint64, error) {
	var extended [8]byte
	size, least := 0, uint64(0)
	switch seven {
	case 126:
		size, least = 2, 126
	case 127:
		size, least = 8, 1<<16
	default:
		return uint64(seven), nil
	}
	if err := readFull(r, extended[8-size:]); err != nil {
		return 0, err
	}
	length := binary.BigEndian.Uint64(extended[:])
	switch {
	case length < least:
		return 0, &CloseError{closeProtocol, "RFC 6455 §5.2", "a length is not in its shortest form"}
	case length >= 1<<63:
		return 0, &CloseError{closeProtocol, "RFC 6455 §5.2", "the first bit of a 64-bit length is set"}
	}
	return length, nil
}

// readPayload reads n bytes. Memory grows with what arrives, a step ahead at
// most, and not with what was announced.
func readPayload(r io.Reader, n int) ([]byte, error) {
	const step = 64 << 10
	var payload []byte
	for len(payload) < n {
		size := min(n-len(payload), step)
		payload = slices.Grow(payload, size)
		next := payload[len(payload) : len(payload)+size]
		if err := readFull(r, next); err != nil {
			return nil, err
		}
		payload = payload[:len(payload)+size]
	}
	return payload, nil
}

// readFull fills p. A stream that ends is a fault wherever it ends: a WebSocket
// ends with Close frames.
func readFull(r io.Reader, p []byte) error {
	_, err := io.ReadFull(r, p)
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// mask puts the masking key over payload, or takes it off again: it is the same
// operation (RFC 6455 §5.3).
func mask(payload []byte, key [4]byte) {
	for i := range payload {
		payload[i] ^= key[i%4]
	}
}

// appendFrame appends a whole message, or a control frame, as a server sends it:
// in one frame, and not masked (RFC 6455 §5.1).
func appendFrame(b []byte, opcode byte, payload []byte) []byte {
	b = append(b, 0x80|opcode)
	switch n := len(payload); {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = append(b, 126)
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	default:
		b = append(b, 127)
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	return append(b, payload...)
}
