package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// A file leaves whole over TCP, where the system copies it, and the connection
// goes on behind it. One that is shorter than it was ends the connection.
func TestFileOverTCP(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789abcdef"), 3*partSize/16)
	content = append(content, "the end"...)
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	addr := serveOnLoopback(t, newTestServer(t, func(req *Request) *Response {
		file, err := os.Open(name)
		if err != nil {
			return statusPage(500)
		}
		res := &Response{Status: 200, Body: file, Length: int64(len(content))}
		if req.Path == "/short" {
			res.Length++
		}
		return res
	}), nil)
	c := dialLoopback(t, addr)
	r := bufio.NewReader(c)
	for range 2 {
		io.WriteString(c, getRoot+"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
		if _, got := receive(t, r, "GET"); got != string(content) {
			t.Errorf("got %d bytes, want %d", len(got), len(content))
		}
		receive(t, r, "HEAD")
	}
	io.WriteString(c, "GET /short HTTP/1.1\r\nHost: a\r\n\r\n")
	if rest, err := io.ReadAll(r); !bytes.HasSuffix(rest, []byte("the end")) || err != nil {
		t.Errorf("the short file ends with %.40q, %v", rest[max(0, len(rest)-40):], err)
	}
}

// Many connections send one open file at a time, each from the place where it is.
func TestSharedFileOverTCP(t *testing.T) {
	content := make([]byte, 32*partSize) // more than the systems on both ends buffer
	for i := range content {
		content[i] = byte(i / 1000)
	}
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	info, err := opened.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file := newSharedFile(opened)
	addr := serveOnLoopback(t, newTestServer(t, func(req *Request) *Response {
		start, _ := parseDecimal(req.RawQuery)
		body := file.open(info)
		body.Seek(start, io.SeekStart)
		res := &Response{Status: 200, Body: body, Length: int64(len(content)) - start}
		if req.Path == "/short" {
			res.Length++
		}
		return res
	}), nil)
	starts := []string{"0", "1", "4096", "1000000"}
	var readers []*bufio.Reader
	for _, start := range starts {
		c := dialLoopback(t, addr)
		io.WriteString(c, "GET /?"+start+" HTTP/1.1\r\nHost: a\r\n\r\nGET /short?"+start+" HTTP/1.1\r\nHost: a\r\n\r\n")
		readers = append(readers, bufio.NewReader(c))
	}
	for i, start := range starts { // the others wait meanwhile, in the middle
		n, _ := parseDecimal(start)
		if _, got := receive(t, readers[i], "GET"); got != string(content[n:]) {
			t.Errorf("from %s on: got %d bytes, want %d, or others", start, len(got), len(content)-int(n))
		}
		rest, err := io.ReadAll(readers[i])
		if !bytes.HasSuffix(rest, content[n:]) || err != nil {
			t.Errorf("the file is a byte too short: got %d bytes, %v", len(rest), err)
		}
	}
	if users := file.users.Load(); users != 1 {
		t.Errorf("%d still have the file, and not the test alone", users)
	}
	if err := file.release(); err != nil {
		t.Error(err)
	}
}

// A copyingDuplex copies by itself, as *net.TCPConn does.
type copyingDuplex struct{ *duplex }

func (c copyingDuplex) ReadFrom(src io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{c.duplex}, src)
}

// bothKinds calls test in a bubble for a connection that copies by itself and for
// one that does not.
func bothKinds(t *testing.T, test func(t *testing.T, server Conn, client *duplex)) {
	t.Run("Write", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server, client := newDuplex(t)
			test(t, server, client)
		})
	})
	t.Run("ReadFrom", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server, client := newDuplex(t)
			test(t, copyingDuplex{server}, client)
		})
	})
}

// answerMuch answers with more than a part.
func answerMuch(*Request) *Response {
	return newResponse(200, "application/octet-stream", make([]byte, 3*partSize+1))
}

// A client that takes nothing is cut off, as is one that takes something and stops.
func TestWriteTimeout(t *testing.T) {
	for _, taken := range []int{0, partSize / 2} {
		bothKinds(t, func(t *testing.T, server Conn, client *duplex) {
			s := newTestServer(t, answerMuch)
			send(client, getRoot)
			go io.CopyN(io.Discard, client, int64(taken))
			start := time.Now()
			s.serveConn(server, nil)
			if took := time.Since(start); took != s.WriteTimeout+drainTime {
				t.Errorf("the server was held for %v", took)
			}
		})
	}
}

// A small response, too, waits for no longer.
func TestWriteTimeoutOfASmallResponse(t *testing.T) {
	bothKinds(t, func(t *testing.T, server Conn, client *duplex) {
		s := newTestServer(t, answerPath)
		send(client, getRoot)
		start := time.Now()
		s.serveConn(server, nil)
		if took := time.Since(start); took != s.WriteTimeout+drainTime {
			t.Errorf("the server was held for %v", took)
		}
	})
}

// A client that takes something all the time gets everything, however long it takes.
func TestASlowReaderGetsEverything(t *testing.T) {
	bothKinds(t, func(t *testing.T, server Conn, client *duplex) {
		s := newTestServer(t, answerMuch)
		go s.serveConn(server, nil)
		send(client, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		got, step := 0, make([]byte, partSize/4)
		start := time.Now()
		for {
			n, err := io.ReadFull(client, step)
			got += n
			if err != nil {
				break
			}
			time.Sleep(s.WriteTimeout / 6) // on the bubble's clock
		}
		if got <= 3*partSize || time.Since(start) < 2*s.WriteTimeout {
			t.Errorf("got %d bytes in %v", got, time.Since(start))
		}
	})
}
