package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

// connect returns the two ends of a TCP connection on loopback, and its listener.
// All are closed with the test.
func connect(t *testing.T) (l *listener, server, client Conn) {
	t.Helper()
	l, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.close() })
	if client, err = dial(l.address()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	if server, err = l.accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return l, server, client
}

func TestRoundTrip(t *testing.T) {
	l, server, client := connect(t)
	if client.RemoteAddr().String() != l.address() {
		t.Errorf("the client is connected to %v, the server listens at %s", client.RemoteAddr(), l.address())
	}
	for _, c := range []struct{ from, to Conn }{{client, server}, {server, client}} {
		if _, err := io.WriteString(c.from, "hello"); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 5)
		if _, err := io.ReadFull(c.to, got); err != nil || string(got) != "hello" {
			t.Errorf("read %q, %v", got, err)
		}
	}
}

// RemoteAddr is the address that the client calls its own.
func TestAddresses(t *testing.T) {
	l, server, _ := connect(t)
	peer, err := net.Dial("tcp", l.address())
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	accepted, err := l.accept()
	if err != nil {
		t.Fatal(err)
	}
	defer accepted.Close()
	if got, want := accepted.RemoteAddr().String(), peer.LocalAddr().String(); got != want {
		t.Errorf("RemoteAddr() = %s, the client calls itself %s", got, want)
	}
	if accepted.RemoteAddr().String() == server.RemoteAddr().String() {
		t.Error("two connections have the same remote address")
	}
}

func TestIPv6(t *testing.T) {
	l, err := listen("[::1]:0")
	if err != nil {
		t.Skip("no IPv6 on this machine:", err)
	}
	defer l.close()
	if !strings.HasPrefix(l.address(), "[::1]:") {
		t.Errorf("listening at %s", l.address())
	}
	client, err := dial(l.address())
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
}

// More is written than the buffers of both ends hold, so the system takes it in
// parts, while the other end reads in small ones.
func TestLargeWriteArrivesWhole(t *testing.T) {
	_, server, client := connect(t)
	sent := patterned(8 << 20)
	written := make(chan error, 1)
	go func() {
		_, err := server.Write(sent)
		server.CloseWrite()
		written <- err
	}()
	var got bytes.Buffer
	if _, err := io.CopyBuffer(struct{ io.Writer }{&got}, struct{ io.Reader }{client}, make([]byte, 4093)); err != nil {
		t.Fatal(err)
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
	if !bytes.Equal(got.Bytes(), sent) {
		t.Errorf("%d bytes were sent, %d came, or others", len(sent), got.Len())
	}
}

// The way of runClient: send and receive at the same time, then end the stream.
func TestEchoOfSeveralMiB(t *testing.T) {
	_, server, client := connect(t)
	go serveConn(server, echo)
	sent := patterned(4 << 20)
	go func() {
		client.Write(sent)
		client.CloseWrite()
	}()
	got, err := io.ReadAll(client)
	if err != nil || !bytes.Equal(got, sent) {
		t.Errorf("%d bytes were sent, %d came back, or others; %v", len(sent), len(got), err)
	}
}

// patterned returns n bytes in which a lost or doubled part shows.
func patterned(n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(i*7 + i>>8)
	}
	return p
}

func TestHalfClose(t *testing.T) {
	_, server, client := connect(t)
	if err := client.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if n, err := server.Read(make([]byte, 10)); n != 0 || err != io.EOF {
		t.Errorf("after the client's CloseWrite the server read %d bytes, %v", n, err)
	}
	if _, err := io.WriteString(server, "still here"); err != nil {
		t.Errorf("the other direction: %v", err)
	}
	server.CloseWrite()
	if got, err := io.ReadAll(client); err != nil || string(got) != "still here" {
		t.Errorf("the client read %q, %v", got, err)
	}
}

func TestReadDeadline(t *testing.T) {
	tests := []struct {
		name  string
		until time.Duration
	}{
		{"long past", -time.Hour},
		{"now", 0},
		{"soon", 20 * time.Millisecond}, // waited for by the system, not by the test
	}
	for _, test := range tests {
		_, server, client := connect(t)
		server.SetReadDeadline(time.Now().Add(test.until))
		n, err := server.Read(make([]byte, 1))
		if n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: read %d bytes, %v; want os.ErrDeadlineExceeded", test.name, n, err)
		}

		server.SetReadDeadline(time.Time{})
		io.WriteString(client, "x")
		if n, err := server.Read(make([]byte, 1)); n != 1 || err != nil {
			t.Errorf("%s: without the deadline, read %d bytes, %v", test.name, n, err)
		}
	}
}

func TestWriteDeadline(t *testing.T) {
	_, server, _ := connect(t) // nobody reads
	server.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
	const size = 64 << 20 // more than any two socket buffers hold
	n, err := server.Write(make([]byte, size))
	if n >= size || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("wrote %d bytes to nobody, %v; want os.ErrDeadlineExceeded", n, err)
	}
}

func TestReset(t *testing.T) {
	l, _, _ := connect(t)
	peer, err := net.Dial("tcp", l.address())
	if err != nil {
		t.Fatal(err)
	}
	server, err := l.accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	peer.(*net.TCPConn).SetLinger(0) // close with a reset
	peer.Close()
	if _, err := server.Read(make([]byte, 1)); err == nil || err == io.EOF {
		t.Errorf("a reset connection reads as %v", err)
	}
}

func TestListenErrors(t *testing.T) {
	l, _, _ := connect(t)
	tests := []struct{ address, reason string }{
		{l.address(), "the address is in use"},
		{"127.0.0.1", "no port"},
		{"127.0.0.1:99999", "a port of more than 16 bits"},
		{"127.0.0.1:http:80", "too many colons"},
	}
	for _, test := range tests {
		if second, err := listen(test.address); err == nil {
			second.close()
			t.Errorf("listen(%q) succeeds: %s", test.address, test.reason)
		}
	}
}

func TestDialWhereNobodyListens(t *testing.T) {
	l, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.address()
	l.close()
	if c, err := dial(address); err == nil {
		c.Close()
		t.Errorf("dial(%q) succeeds", address)
	}
}
