package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// A conversation is what a client sends after the handshake, and what a server that
// sends every message back answers up to the end of the connection.
type conversation struct {
	name, rule string
	sent, want string
}

// The pieces that the table is made of. What the server sends is written out.
var (
	bye       = clientFrame(true, opClose, "\x03\xe8")
	byeBack   = "\x88\x02\x03\xe8"
	protocol  = "\x88\x02\x03\xea"
	noUTF8    = "\x88\x02\x03\xef"
	tooBig    = "\x88\x02\x03\xf1"
	kilobytes = strings.Repeat("x", 70000)
)

func textFrame(s string) string     { return clientFrame(true, opText, s) }
func closeFrame(code string) string { return clientFrame(true, opClose, code) }

var conversations = []conversation{
	// Framing
	{"text", "RFC 6455 §5.6", textFrame("Hello") + bye, "\x81\x05Hello" + byeBack},
	{"empty text", "RFC 6455 §5.6", textFrame("") + bye, "\x81\x00" + byeBack},
	{"binary", "RFC 6455 §5.6", clientFrame(true, opBinary, "\x00\xff") + bye, "\x82\x02\x00\xff" + byeBack},
	{"two messages", "RFC 6455 §5.4", textFrame("a") + textFrame("b") + bye, "\x81\x01a\x81\x01b" + byeBack},
	{"a key of zeros", "RFC 6455 §5.3", maskedFrame(true, opText, "Hello", [4]byte{}) + bye, "\x81\x05Hello" + byeBack},
	{"not masked", "RFC 6455 §5.1", "\x81\x05Hello" + bye, protocol},
	{"an unmasked ping", "RFC 6455 §5.1", "\x89\x00" + bye, protocol},
	{"length 126", "RFC 6455 §5.2", textFrame(kilobytes[:126]) + bye, "\x81\x7e\x00\x7e" + kilobytes[:126] + byeBack},
	{"length 65535", "RFC 6455 §5.2", textFrame(kilobytes[:65535]) + bye, "\x81\x7e\xff\xff" + kilobytes[:65535] + byeBack},
	{"length 70000", "RFC 6455 §5.2", textFrame(kilobytes) + bye, "\x81\x7f\x00\x00\x00\x00\x00\x01\x11\x70" + kilobytes + byeBack},
	{"125 in 16 bits", "RFC 6455 §5.2", "\x81\xfe\x00\x7d" + bye, protocol},
	{"65535 in 64 bits", "RFC 6455 §5.2", "\x81\xff\x00\x00\x00\x00\x00\x00\xff\xff" + bye, protocol},
	{"a 64-bit length with its first bit", "RFC 6455 §5.2", "\x81\xff\x80\x00\x00\x00\x00\x01\x00\x00" + bye, protocol},

	// Pings and pongs
	{"ping", "RFC 6455 §5.5.2", clientFrame(true, opPing, "Hello") + bye, "\x8a\x05Hello" + byeBack},
	{"empty ping", "RFC 6455 §5.5.2", clientFrame(true, opPing, "") + bye, "\x8a\x00" + byeBack},
	{"ping of 125 bytes", "RFC 6455 §5.5", clientFrame(true, opPing, kilobytes[:125]) + bye, "\x8a\x7d" + kilobytes[:125] + byeBack},
	{"ping of 126 bytes", "RFC 6455 §5.5", clientFrame(true, opPing, kilobytes[:126]) + bye, protocol},
	{"pong nobody asked for", "RFC 6455 §5.5.3", clientFrame(true, opPong, "Hello") + bye, byeBack},
	{"ping after close", "RFC 6455 §5.5.2", bye + clientFrame(true, opPing, ""), byeBack},

	// Reserved bits and opcodes
	{"RSV1", "RFC 6455 §5.2", "\xc1\x80\x00\x00\x00\x00" + bye, protocol},
	{"RSV2", "RFC 6455 §5.2", "\xa1\x80\x00\x00\x00\x00" + bye, protocol},
	{"RSV3", "RFC 6455 §5.2", "\x91\x80\x00\x00\x00\x00" + bye, protocol},
	{"RSV1 on a ping", "RFC 6455 §5.2", "\xc9\x80\x00\x00\x00\x00" + bye, protocol},
	{"opcode 3", "RFC 6455 §5.2", clientFrame(true, 0x3, "") + bye, protocol},
	{"opcode 7", "RFC 6455 §5.2", clientFrame(true, 0x7, "") + bye, protocol},
	{"opcode 11", "RFC 6455 §5.2", clientFrame(true, 0xb, "") + bye, protocol},
	{"opcode 15", "RFC 6455 §5.2", clientFrame(true, 0xf, "") + bye, protocol},

	// Fragments
	{"two fragments", "RFC 6455 §5.4", clientFrame(false, opText, "Hel") + clientFrame(true, opContinuation, "lo") + bye, "\x81\x05Hello" + byeBack},
	{"empty fragments", "RFC 6455 §5.4", clientFrame(false, opBinary, "") + clientFrame(false, opContinuation, "") + clientFrame(true, opContinuation, "") + bye, "\x82\x00" + byeBack},
	{"a ping between fragments", "RFC 6455 §5.4", clientFrame(false, opText, "Hel") + clientFrame(true, opPing, "?") + clientFrame(true, opContinuation, "lo") + bye, "\x8a\x01?\x81\x05Hello" + byeBack},
	{"a close between fragments", "RFC 6455 §5.4", clientFrame(false, opText, "Hel") + bye, byeBack},
	{"a fragment of nothing", "RFC 6455 §5.4", clientFrame(true, opContinuation, "lo") + bye, protocol},
	{"a fragment after the last", "RFC 6455 §5.4", textFrame("a") + clientFrame(false, opContinuation, "lo") + bye, "\x81\x01a" + protocol},
	{"a message inside another", "RFC 6455 §5.4", clientFrame(false, opText, "Hel") + textFrame("lo") + bye, protocol},
	{"a fragmented ping", "RFC 6455 §5.5", clientFrame(false, opPing, "") + bye, protocol},
	{"a fragmented close", "RFC 6455 §5.5", clientFrame(false, opClose, "\x03\xe8"), protocol},

	// UTF-8
	{"characters of 2, 3 and 4 bytes", "RFC 6455 §8.1", textFrame("é€😀") + bye, "\x81\x09é€😀" + byeBack},
	{"a character over two fragments", "RFC 6455 §5.6", clientFrame(false, opText, "\xe2\x82") + clientFrame(true, opContinuation, "\xac") + bye, "\x81\x03€" + byeBack},
	{"a character that does not end", "RFC 6455 §8.1", textFrame("\xe2\x82") + bye, noUTF8},
	{"a stray byte", "RFC 6455 §8.1", textFrame("a\x80") + bye, noUTF8},
	{"an overlong slash", "RFC 6455 §8.1", textFrame("\xc0\xaf") + bye, noUTF8},
	{"a surrogate", "RFC 6455 §8.1", textFrame("\xed\xa0\x80") + bye, noUTF8},
	{"past U+10FFFF", "RFC 6455 §8.1", textFrame("\xf4\x90\x80\x80") + bye, noUTF8},
	{"no UTF-8 over fragments", "RFC 6455 §8.1", clientFrame(false, opText, "\xe2") + clientFrame(true, opContinuation, "a") + bye, noUTF8},
	{"binary need not be UTF-8", "RFC 6455 §5.6", clientFrame(true, opBinary, "\xc0\xaf") + bye, "\x82\x02\xc0\xaf" + byeBack},

	// Closing
	{"close with a reason", "RFC 6455 §5.5.1", closeFrame("\x03\xe8done"), byeBack},
	{"close with a reason of 123 bytes", "RFC 6455 §5.5.1", closeFrame("\x03\xe8" + kilobytes[:123]), byeBack},
	{"close without a code", "RFC 6455 §5.5.1", closeFrame(""), "\x88\x00"},
	{"close of one byte", "RFC 6455 §5.5.1", closeFrame("\x03"), protocol},
	{"close of 126 bytes", "RFC 6455 §5.5", closeFrame("\x03\xe8" + kilobytes[:124]), protocol},
	{"a reason that is not UTF-8", "RFC 6455 §5.5.1", closeFrame("\x03\xe8\xc0\xaf"), noUTF8},
	{"a message after close", "RFC 6455 §5.5.1", bye + textFrame("late"), byeBack},
	{"the stream ends without close", "RFC 6455 §7.1.5", textFrame("a"), "\x81\x01a"},
	{"the stream ends in a frame", "RFC 6455 §7.1.5", textFrame("Hello")[:8], ""},
	{"code 0", "RFC 6455 §7.4.2", closeFrame("\x00\x00"), protocol},
	{"code 999", "RFC 6455 §7.4.2", closeFrame("\x03\xe7"), protocol},
	{"code 1004", "RFC 6455 §7.4.1", closeFrame("\x03\xec"), protocol},
	{"code 1005", "RFC 6455 §7.4.1", closeFrame("\x03\xed"), protocol},
	{"code 1006", "RFC 6455 §7.4.1", closeFrame("\x03\xee"), protocol},
	{"code 1011", "RFC 6455 §7.4.1", closeFrame("\x03\xf3"), "\x88\x02\x03\xf3"},
	{"code 1015", "RFC 6455 §7.4.1", closeFrame("\x03\xf7"), protocol},
	{"code 2999", "RFC 6455 §7.4.2", closeFrame("\x0b\xb7"), protocol},
	{"code 3000", "RFC 6455 §7.4.2", closeFrame("\x0b\xb8"), "\x88\x02\x0b\xb8"},
	{"code 4999", "RFC 6455 §7.4.2", closeFrame("\x13\x87"), "\x88\x02\x13\x87"},
	{"code 5000", "RFC 6455 §7.4.2", closeFrame("\x13\x88"), protocol},

	// Sizes: the echo takes 100,000 bytes
	{"a frame that is too big", "RFC 6455 §10.4", "\x82\xff\x00\x00\x00\x00\x00\x01\x86\xa1" + bye, tooBig},
	{"fragments that are too big together", "RFC 6455 §10.4", clientFrame(false, opBinary, kilobytes) + clientFrame(true, opContinuation, kilobytes[:30001]) + bye, tooBig},
	{"the largest length there is", "RFC 6455 §10.4", "\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff" + bye, tooBig},
	{"a ping after the last byte there is room for", "RFC 6455 §5.4",
		clientFrame(false, opBinary, kilobytes) + clientFrame(false, opContinuation, kilobytes[:30000]) + clientFrame(true, opPing, "?") + clientFrame(true, opContinuation, "") + bye,
		"\x8a\x01?\x82\x7f\x00\x00\x00\x00\x00\x01\x86\xa0" + kilobytes + kilobytes[:30000] + byeBack},
}

func TestConversations(t *testing.T) {
	silenceLog(t)
	for _, x := range conversations {
		if got := echoed(strings.NewReader(x.sent)); got != x.want {
			t.Errorf("%s (%s): answered with\n%s\nwant\n%s", x.name, x.rule, quoted(got), quoted(x.want))
		}
		if got := echoed(iotest.OneByteReader(strings.NewReader(x.sent))); got != x.want {
			t.Errorf("%s (%s), a byte at a time: answered with\n%s\nwant\n%s", x.name, x.rule, quoted(got), quoted(x.want))
		}
	}
}

// echoed returns what the server sends to a client that sends what r gives.
func echoed(r io.Reader) string {
	c := &monologue{Reader: r}
	upgradeTo(echoMessages, nil)(c, bufio.NewReader(c))
	return c.sent.String()
}

func echoMessages(ws *WebSocket) {
	ws.MaxMessage = 100_000
	for {
		kind, message, err := ws.ReadMessage()
		if err != nil || ws.WriteMessage(kind, message) != nil {
			return
		}
	}
}

// A monologue is a connection whose client says what Reader gives, whatever it
// is told.
type monologue struct {
	io.Reader
	sent bytes.Buffer
}

func (c *monologue) Write(p []byte) (int, error)      { return c.sent.Write(p) }
func (c *monologue) Close() error                     { return nil }
func (c *monologue) CloseWrite() error                { return nil }
func (c *monologue) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c *monologue) SetDeadline(time.Time) error      { return nil }
func (c *monologue) SetReadDeadline(time.Time) error  { return nil }
func (c *monologue) SetWriteDeadline(time.Time) error { return nil }

func quoted(frames string) string {
	if len(frames) > 60 {
		frames = frames[:30] + " ... " + frames[len(frames)-25:]
	}
	return fmt.Sprintf("\t% x\t%q", frames, frames)
}
