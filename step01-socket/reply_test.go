package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// scriptedConn is a Conn that reads from a script. Deadlines do nothing.
type scriptedConn struct {
	Conn
	io.Reader
	io.Writer
}

func (c scriptedConn) Read(p []byte) (int, error)  { return c.Reader.Read(p) }
func (c scriptedConn) Write(p []byte) (int, error) { return c.Writer.Write(p) }
func (c scriptedConn) SetDeadline(time.Time) error { return nil }

func TestReadToEmptyLine(t *testing.T) {
	tests := []struct {
		request string
		ok      bool
		reason  string
	}{
		{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true, "a whole head"},
		{"\r\n\r\n", true, "an empty line is all that is looked for"},
		{"GET / HTTP/1.1\r\n\r\nrest", true, "what follows the empty line is not looked at"},
		{strings.Repeat("x", maxRequest-4) + "\r\n\r\n", true, "the bound is for the empty line too"},
		{strings.Repeat("x", maxRequest-3) + "\r\n\r\n", false, "the empty line ends one byte past the bound"},
		{"GET / HTTP/1.1\r\n", false, "the stream ends before the empty line"},
		{"GET / HTTP/1.1\n\n", false, "a line ends in CRLF"},
		{"", false, "a stream of nothing"},
	}
	for _, test := range tests {
		whole := readToEmptyLine(scriptedConn{Reader: strings.NewReader(test.request)})
		bytewise := readToEmptyLine(scriptedConn{Reader: iotest.OneByteReader(strings.NewReader(test.request))})
		if (whole == nil) != test.ok || (bytewise == nil) != test.ok {
			t.Errorf("readToEmptyLine(%.30q) = %v whole, %v a byte at a time: %s", test.request, whole, bytewise, test.reason)
		}
	}
}

func TestHelloCountsBytes(t *testing.T) {
	head, content, _ := strings.Cut(helloResponse(), "\r\n\r\n")
	if !strings.Contains(head, "\r\nContent-Length: 14\r\n") || len(content) != 14 {
		t.Errorf("%d bytes of content after the head\n%s", len(content), head)
	}
}

func TestEchoReportsAFailedWrite(t *testing.T) {
	server, client := newDuplex(t)
	client.in.Close() // the client reads nothing any more
	go client.Write([]byte("hello"))
	if err := echo(server); err == nil {
		t.Error("echo lost bytes and reports no error")
	}
}

// A client that falls silent is given up at the deadline, without an answer.
func TestRepliesGiveUpOnASilentClient(t *testing.T) {
	tests := []struct {
		reply   string
		sent    string
		timeout time.Duration
	}{
		{"hello", "", helloTimeout},
		{"hello", "GET / HTTP/1.1\r\n", helloTimeout},
		{"echo", "", echoTimeout},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			server, client := newDuplex(t)
			go io.WriteString(client, test.sent)
			start := time.Now()
			err := replies[test.reply](server)
			if !os.IsTimeout(err) || time.Since(start) != test.timeout {
				t.Errorf("%s after %q gave %v after %v, want the deadline after %v", test.reply, test.sent, err, time.Since(start), test.timeout)
			}
		})
	}
}

// The deadline of echo is for the next bytes, not for the conversation.
func TestEchoOutlastsItsTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client := newDuplex(t)
		go func() {
			for range 3 {
				time.Sleep(echoTimeout - time.Second) // on the bubble's clock
				io.WriteString(client, "x")
			}
			client.CloseWrite()
		}()
		var got bytes.Buffer
		go io.Copy(&got, client)
		err := echo(server)
		server.CloseWrite()
		synctest.Wait()
		if err != nil || got.String() != "xxx" {
			t.Errorf("got %q back, and %v", got.String(), err)
		}
	})
}

func TestReplyFlag(t *testing.T) {
	if opts, err := parseOptions(nil); err != nil || opts.reply != "echo" {
		t.Errorf("without flags the reply is %q, %v", opts.reply, err)
	}
	if opts, err := parseOptions([]string{"-reply", "hello"}); err != nil || opts.reply != "hello" {
		t.Errorf("-reply hello: %+v, %v", opts, err)
	}
	if _, err := parseOptions([]string{"-reply", "shout"}); err == nil || !strings.Contains(err.Error(), "shout") {
		t.Errorf("-reply shout: %v", err)
	}
}
