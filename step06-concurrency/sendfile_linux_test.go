package main

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// newLoopbackPair returns both ends of a TCP connection.
func newLoopbackPair(t *testing.T) (server, client *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client = dialLoopback(t, l.Addr().String())
	accepted, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { accepted.Close() })
	return accepted.(*net.TCPConn), client
}

// shareFile returns a reader of the first length bytes of the file called name.
func shareFile(t *testing.T, name string, length int64) *sharedReader {
	t.Helper()
	opened, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	file := newSharedFile(opened)
	t.Cleanup(func() { file.release() })
	return &sharedReader{io.NewSectionReader(file, 0, length), file, nil}
}

// A file that sendfile does not take, such as one that the system makes up while it
// is read, is copied.
func TestSharedFileWithoutSendfile(t *testing.T) {
	const name, length = "/proc/self/limits", 100
	want, err := os.ReadFile(name)
	if err != nil {
		t.Skip(err)
	}
	server, client := newLoopbackPair(t)
	if sent, err := sendShared(server, shareFile(t, name, length), length); sent != length || err != nil {
		t.Fatalf("sent %d bytes, %v", sent, err)
	}
	got := make([]byte, length)
	if _, err := io.ReadFull(client, got); string(got) != string(want[:length]) || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

// A client that is gone, or takes nothing until the time is up, is an error, and not
// a file that has become shorter.
func TestSharedFileForNobody(t *testing.T) {
	const length = 1 << 20
	_, name := newTestFolder(t, strings.Repeat("x", length))
	t.Run("gone", func(t *testing.T) {
		server, client := newLoopbackPair(t)
		client.SetLinger(0) // Close resets the connection
		client.Close()
		io.Copy(io.Discard, server) // until the reset is there
		sent, err := sendShared(server, shareFile(t, name, length), length)
		if !errors.Is(err, syscall.EPIPE) && !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("sent %d bytes, %v", sent, err)
		}
	})
	t.Run("silent", func(t *testing.T) {
		server, _ := newLoopbackPair(t)
		server.SetWriteDeadline(time.Unix(1, 0))
		sent, err := sendShared(server, shareFile(t, name, length), length)
		if sent != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("sent %d bytes, %v", sent, err)
		}
	})
}
