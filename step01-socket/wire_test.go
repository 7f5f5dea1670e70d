package main

import (
	"io"
	"strings"
	"testing"
)

func TestWired(t *testing.T) {
	server, client := newDuplex(t)
	var out strings.Builder
	c := wired(server, &out)

	received := make(chan string)
	go func() {
		io.WriteString(client, "GET / HTTP/1.1\r\n\r\n")
		client.CloseWrite()
		all, _ := io.ReadAll(client)
		received <- string(all)
	}()
	request, err := io.ReadAll(c)
	if err != nil || string(request) != "GET / HTTP/1.1\r\n\r\n" {
		t.Fatalf("read %q, %v", request, err)
	}
	io.WriteString(c, "a\tb\x00é\n")
	c.CloseWrite()
	if got := <-received; got != "a\tb\x00é\n" {
		t.Errorf("the client got %q", got)
	}

	const want = `<- 127.0.0.1:1234 18 bytes
   | GET / HTTP/1.1\r\n
   | \r\n
<- 127.0.0.1:1234 end of stream
-> 127.0.0.1:1234 7 bytes
   | a\tb\x00\u00e9\n
-> 127.0.0.1:1234 end of stream
`
	if out.String() != want {
		t.Errorf("printed\n%swant\n%s", out.String(), want)
	}
}
