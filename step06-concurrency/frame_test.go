package main

import (
	"bufio"
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// The examples of RFC 6455 §5.7, as far as a server reads or sends them.
func TestFrameExamples(t *testing.T) {
	hello := "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
	f, err := readFrame(strings.NewReader(hello), 5)
	if err != nil || !f.final || f.opcode != opText || string(f.payload) != "Hello" {
		t.Errorf("the masked text message is read as %+v, %v", f, err)
	}
	pong := "\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
	f, err = readFrame(strings.NewReader(pong), 0)
	if err != nil || f.opcode != opPong || string(f.payload) != "Hello" {
		t.Errorf("the masked pong is read as %+v, %v", f, err)
	}
	for _, sent := range []struct {
		opcode  byte
		payload string
		want    string
	}{
		{opText, "Hello", "\x81\x05Hello"},
		{opPing, "Hello", "\x89\x05Hello"},
		{opBinary, strings.Repeat("\x00", 125), "\x82\x7d" + strings.Repeat("\x00", 125)},
		{opBinary, strings.Repeat("\x00", 126), "\x82\x7e\x00\x7e" + strings.Repeat("\x00", 126)},
		{opBinary, strings.Repeat("\x00", 256), "\x82\x7e\x01\x00" + strings.Repeat("\x00", 256)},
		{opBinary, strings.Repeat("\x00", 65535), "\x82\x7e\xff\xff" + strings.Repeat("\x00", 65535)},
		{opBinary, strings.Repeat("\x00", 65536), "\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00" + strings.Repeat("\x00", 65536)},
	} {
		got := string(appendFrame(nil, sent.opcode, []byte(sent.payload)))
		if got != sent.want {
			t.Errorf("a frame of %d bytes begins with % x, want % x", len(sent.payload), got[:10], sent.want[:min(10, len(sent.want))])
		}
	}
}

// A frame may announce a megabyte and hold three bytes. It costs no megabyte.
func TestFrameMemoryGrowsWithWhatArrives(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := readPayload(strings.NewReader("abc"), 64<<20)
	runtime.ReadMemStats(&after)
	if err != io.ErrUnexpectedEOF {
		t.Errorf("got the error %v", err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Errorf("three bytes cost %d bytes of memory", grown)
	}
}

// Whatever a client sends, the server's answer is made of whole frames, and is the
// same however the bytes arrive.
func FuzzFrames(f *testing.F) {
	silenceLog(f)
	for _, conversation := range conversations {
		if len(conversation.sent) < 1000 { // long ones make the search slow
			f.Add([]byte(conversation.sent))
		}
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		whole := echoed(bytes.NewReader(sent))
		if slowly := echoed(iotest.OneByteReader(bytes.NewReader(sent))); slowly != whole {
			t.Errorf("a byte at a time the answer to %q is %q, whole it is %q", sent, slowly, whole)
		}
		r := bufio.NewReader(strings.NewReader(whole))
		for {
			_, _, err := readServerFrame(r)
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatalf("%q is answered with %q: %v", sent, whole, err)
			}
		}
	})
}
