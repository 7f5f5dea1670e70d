package main

import (
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Each client sends something and then falls silent, its stream open.
func TestServeConnAndASilentClient(t *testing.T) {
	tests := []struct {
		sent   string
		status string // of the answer; "" for none
		after  time.Duration
		reason string
	}{
		{"", "", requestTimeout, "nothing was asked, so nothing is answered"},
		{"\r\n", "", requestTimeout, "an empty line is no request"},
		{"G", "408", requestTimeout, "a request has begun"},
		{"GET / HTTP/1.1\r\nHost: a\r\n", "408", requestTimeout, "in the header section"},
		{"POST /inspect HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", "408", requestTimeout, "in the content"},
		{"POST /inspect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", "408", requestTimeout, "in a chunk"},
		{"GET /inspect HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "200", 0, "a whole request is answered at once"},
		{"POST /inspect HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", "413", 0, "what is refused is not waited for"},
		{"GET /\n", "400", 0, "nor is what can be no request"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, client := newDuplex(t)
				start := time.Now()
				go serveConn(server, inspect)
				go io.WriteString(client, test.sent)
				response, err := io.ReadAll(client)
				status := ""
				if line := strings.Fields(string(response)); len(line) > 1 {
					status = line[1]
				}
				if after := time.Since(start); status != test.status || after != test.after || err != nil {
					t.Errorf("after %.40q and silence: answer %q after %v, %v; want %q after %v",
						test.sent, status, after, err, test.status, test.after)
				}
			})
		})
	}
}

// A client that hangs up in the middle gets no answer, and is not waited for.
func TestServeConnAndAClientThatHangsUp(t *testing.T) {
	for _, sent := range []string{"", "GET / HT", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"} {
		synctest.Test(t, func(t *testing.T) {
			server, client := newDuplex(t)
			start := time.Now()
			go serveConn(server, inspect)
			go func() {
				io.WriteString(client, sent)
				client.CloseWrite()
			}()
			response, err := io.ReadAll(client)
			if len(response) > 0 || err != nil || time.Since(start) != 0 {
				t.Errorf("after %q and the end of the stream: %q, %v, after %v", sent, response, err, time.Since(start))
			}
		})
	}
}

// A client that reads nothing holds the server no longer than the time for writing.
func TestServeConnAndAClientThatDoesNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client := newDuplex(t)
		go io.WriteString(client, "GET /inspect HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		start := time.Now()
		serveConn(server, inspect)
		if took := time.Since(start); took > 2*requestTimeout+drainTime {
			t.Errorf("the server was held for %v", took)
		}
	})
}

func TestHandlerSeesTheClient(t *testing.T) {
	server, client := newDuplex(t)
	seen := make(chan string, 1)
	go serveConn(server, func(req *Request) *Response {
		seen <- req.RemoteAddr
		return statusPage(200)
	})
	go io.WriteString(client, "GET /inspect HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	io.ReadAll(client)
	client.CloseWrite()
	if got := <-seen; got != "127.0.0.1:1234" {
		t.Errorf("RemoteAddr is %q", got)
	}
}
