package main

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// The close codes that this server sends (RFC 6455 §7.4.1).
const (
	closeNormal      = 1000
	closeGoingAway   = 1001
	closeProtocol    = 1002
	closeUnsupported = 1003
	closeInvalidData = 1007
	closePolicy      = 1008
	closeTooBig      = 1009
	closeInternal    = 1011
	closeTryLater    = 1013 // registered with IANA after the RFC
)

// A CloseError is a fault in what a WebSocket's client sent, with the close code
// it is answered by. The client is told the code and nothing else; the rule and
// the message are for the log.
type CloseError struct {
	Code int    // RFC 6455 §7.4.1
	Rule string // where the rule stands: "RFC 6455 §5.1"
	Msg  string // what is wrong, for whoever reads the log
}

func (e *CloseError) Error() string {
	return fmt.Sprintf("%d: %s (%s)", e.Code, e.Msg, e.Rule)
}

// checkClose checks what a Close frame holds: nothing, or a code and a reason in
// UTF-8 (RFC 6455 §5.5.1).
func checkClose(payload []byte) error {
	switch {
	case len(payload) == 0:
		return nil
	case len(payload) == 1:
		return &CloseError{closeProtocol, "RFC 6455 §5.5.1", "half a close code"}
	case !isCloseCode(binary.BigEndian.Uint16(payload)):
		return &CloseError{closeProtocol, "RFC 6455 §7.4", "a close code that nobody may send"}
	case !utf8.Valid(payload[2:]):
		return &CloseError{closeInvalidData, "RFC 6455 §5.5.1", "the reason of a Close frame is not UTF-8"}
	}
	return nil
}

// isCloseCode reports whether a Close frame may hold code: 1004 has no meaning,
// 1005, 1006 and 1015 say that there was no such frame, and up to 2999 only
// what is registered may be used (RFC 6455 §7.4).
func isCloseCode(code uint16) bool {
	switch {
	case code == 1004 || code == 1005 || code == 1006:
		return false
	case code >= 1000 && code <= 1014:
		return true
	default:
		return code >= 3000 && code <= 4999
	}
}
