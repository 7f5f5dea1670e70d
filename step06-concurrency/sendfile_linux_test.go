package main

import (
	"io"
	"net"
	"os"
	"testing"
)

// A file that sendfile does not take, such as one that the system makes up while it
// is read, is copied.
func TestSharedFileWithoutSendfile(t *testing.T) {
	const name, length = "/proc/self/limits", 100
	want, err := os.ReadFile(name)
	if err != nil {
		t.Skip(err)
	}
	opened, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	file := newSharedFile(opened)
	defer file.release()
	r := &sharedReader{io.NewSectionReader(file, 0, length), file, nil}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client := dialLoopback(t, l.Addr().String())
	server, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if sent, err := sendShared(server.(*net.TCPConn), r, length); sent != length || err != nil {
		t.Fatalf("sent %d bytes, %v", sent, err)
	}
	got := make([]byte, length)
	if _, err := io.ReadFull(client, got); string(got) != string(want[:length]) || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}
