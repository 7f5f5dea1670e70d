package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestWriteChunks(t *testing.T) {
	full := strings.Repeat("a", chunkSize)
	tests := []struct {
		body         io.Reader
		want, reason string
	}{
		{strings.NewReader(""), "0\r\n\r\n", "no content is the last chunk alone"},
		{strings.NewReader("hello"), "5\r\nhello\r\n0\r\n\r\n", "one chunk"},
		{strings.NewReader("hello, world"), "c\r\nhello, world\r\n0\r\n\r\n", "the size is hexadecimal"},
		{io.MultiReader(strings.NewReader("a"), strings.NewReader("bc")), "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "a chunk a read"},
		{iotest.DataErrReader(strings.NewReader("a")), "1\r\na\r\n0\r\n\r\n", "the end comes with the last bytes"},
		{strings.NewReader(full + "a"), "2000\r\n" + full + "\r\n1\r\na\r\n0\r\n\r\n", "a read of chunkSize at most"},
		{io.MultiReader(strings.NewReader("a"), iotest.ErrReader(errors.New("disk"))), "1\r\na\r\n", "a body that fails has no last chunk"},
	}
	for _, test := range tests {
		var out bytes.Buffer
		w := bufio.NewWriter(&out)
		err := writeChunks(w, test.body)
		w.Flush()
		if out.String() != test.want || (err == nil) != strings.HasSuffix(test.want, "0\r\n\r\n") {
			t.Errorf("got %.60q, %v, want %.60q: %s", out.String(), err, test.want, test.reason)
		}
	}
}

// A reader that gives no second part before the first has arrived.
type turnReader struct {
	out  *bytes.Buffer
	turn int
}

func (r *turnReader) Read(p []byte) (int, error) {
	if r.turn > 0 && !bytes.HasSuffix(bytes.TrimSuffix(r.out.Bytes(), []byte("\r\n")), []byte{byte('a' + r.turn - 1)}) {
		return 0, errors.New("the part before was not sent")
	}
	if r.turn == 3 {
		return 0, io.EOF
	}
	p[0] = byte('a' + r.turn)
	r.turn++
	return 1, nil
}

func TestEachPartIsSentAtOnce(t *testing.T) {
	for want, write := range map[string]func(*bufio.Writer, io.Reader) error{
		"1\r\na\r\n1\r\nb\r\n1\r\nc\r\n": writeChunks,
		"abc":                            writeUntilClose,
	} {
		var out bytes.Buffer
		if err := write(bufio.NewWriter(&out), &turnReader{out: &out}); err != nil || out.String() != want {
			t.Errorf("got %q, %v, want %q", out.String(), err, want)
		}
	}
}

func TestWriteChunksToAClientThatIsGone(t *testing.T) {
	gone := errors.New("connection reset by peer")
	endless := io.MultiReader(strings.NewReader("a"), neverReader{t})
	err := writeChunks(bufio.NewWriter(errWriter{gone}), endless)
	if !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
}

type errWriter struct{ err error }

func (w errWriter) Write([]byte) (int, error) { return 0, w.err }

// A neverReader is not to be read.
type neverReader struct{ t *testing.T }

func (r neverReader) Read([]byte) (int, error) {
	r.t.Error("the body is read on after the client has gone")
	return 0, io.EOF
}
