package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// wired returns c, with every byte that crosses it printed to out: a heading for
// each read and write, then its lines, control characters as Go writes them.
func wired(c Conn, out io.Writer) Conn {
	return &wiredConn{c, out}
}

type wiredConn struct {
	Conn
	out io.Writer
}

func (w *wiredConn) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	w.print("<-", p[:n])
	if err == io.EOF {
		fmt.Fprintf(w.out, "<- %s end of stream\n", w.RemoteAddr())
	}
	return n, err
}

func (w *wiredConn) Write(p []byte) (int, error) {
	n, err := w.Conn.Write(p)
	w.print("->", p[:n])
	return n, err
}

func (w *wiredConn) CloseWrite() error {
	fmt.Fprintf(w.out, "-> %s end of stream\n", w.RemoteAddr())
	return w.Conn.CloseWrite()
}

func (w *wiredConn) print(direction string, p []byte) {
	if len(p) == 0 {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %d bytes\n", direction, w.RemoteAddr(), len(p))
	for line := range strings.Lines(string(p)) {
		quoted := strconv.QuoteToASCII(line)
		fmt.Fprintf(&b, "   | %s\n", quoted[1:len(quoted)-1])
	}
	io.WriteString(w.out, b.String())
}
