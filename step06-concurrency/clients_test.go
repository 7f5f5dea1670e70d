package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// answerContent answers with the content of the request.
func answerContent(req *Request) *Response {
	return newResponse(200, "application/octet-stream", req.Content)
}

// answerWords answers with text that is worth compressing.
func answerWords(*Request) *Response {
	return newResponse(200, "text/plain; charset=utf-8", []byte(strings.Repeat("word ", 1000)+"and the last"))
}

// testSite is a site for clients that have a will of their own.
func testSite(req *Request) *Response {
	switch req.Path {
	case "/events":
		return events(req)
	case "/echo":
		return answerContent(req)
	case "/gzip":
		return compress(answerWords)(req)
	default:
		return answerPath(req)
	}
}

// Go's own client keeps its connection and uses it again, over TCP and over TLS.
func TestGoClientKeepsItsConnection(t *testing.T) {
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			s := newTestServer(t, testSite)
			transport := &http.Transport{}
			var addr string
			if scheme == "http" {
				addr = serveOnLoopback(t, s, nil)
			} else {
				addr, transport.TLSClientConfig = serveTLS(t, s)
			}
			defer transport.CloseIdleConnections()
			client := &http.Client{Transport: transport}
			for i := range 20 {
				reused, content := getTraced(t, client, scheme+"://"+addr+"/hi")
				if content != "/hi" || reused != (i > 0) {
					t.Errorf("request %d: got %q, on a connection used before: %v", i, content, reused)
				}
			}
		})
	}
}

// getTraced tells whether the request went over a connection that was used before.
func getTraced(t *testing.T, client *http.Client, url string) (reused bool, content string) {
	t.Helper()
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) { reused = info.Reused },
	})
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reused, string(all)
}

// Uploads of Go's client: of known length, in chunks, and after 100 (Continue).
func TestGoClientUploads(t *testing.T) {
	addr := serveOnLoopback(t, newTestServer(t, testSite), nil)
	content := strings.Repeat("0123456789", 10000)
	bodies := map[string]func() io.Reader{
		"known length": func() io.Reader { return strings.NewReader(content) },
		"chunked":      func() io.Reader { return io.MultiReader(strings.NewReader(content)) },
	}
	for name, body := range bodies {
		for _, expect := range []string{"", "100-continue"} {
			asked := false
			ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: func() { asked = true }})
			req, err := http.NewRequestWithContext(ctx, "POST", "http://"+addr+"/echo", body())
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Expect", expect)
			transport := &http.Transport{ExpectContinueTimeout: time.Hour}
			res, err := transport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(res.Body)
			if string(got) != content || err != nil || asked != (expect != "") {
				t.Errorf("%s, Expect %q: got %d bytes back, %v; 100 (Continue) came: %v", name, expect, len(got), err, asked)
			}
			transport.CloseIdleConnections()
		}
	}
}

// A Go client that leaves a stream ends it.
func TestGoClientLeavesAStream(t *testing.T) {
	handler, closed := watched(events)
	addr := serveOnLoopback(t, newTestServer(t, handler), nil)
	ctx, leave := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", "http://"+addr+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	first := make([]byte, len("id: 1\n"))
	if _, err := io.ReadFull(res.Body, first); string(first) != "id: 1\n" {
		t.Errorf("the stream begins with %q, %v", first, err)
	}
	leave()
	<-closed
}

func TestCurl(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("curl is missing, and CI has to have it")
		}
		t.Skip("curl is not installed")
	}
	addr := serveOnLoopback(t, newTestServer(t, testSite), nil)
	secure, _ := serveTLS(t, newTestServer(t, testSite))
	tests := []struct {
		args, stdin string
		want        string // a part of what curl prints
		reason      string
	}{
		{"-i http://ADDR/hi", "", "HTTP/1.1 200 OK\r\n", "a plain request"},
		{"-v http://ADDR/1 http://ADDR/2", "", "/1/2", "two requests"},
		{"-w %{num_connects} -o - http://ADDR/1 -o - http://ADDR/2", "", "/11/20", "on one connection"},
		{"-i --http1.0 http://ADDR/hi", "", "\r\nConnection: close\r\n", "1.0"},
		{"-i --http1.0 -H Connection:keep-alive http://ADDR/hi", "", "\r\nConnection: keep-alive\r\n", "1.0 that persists"},
		{"-I http://ADDR/hi", "", "\r\nContent-Length: 3\r\n\r\n", "HEAD"},
		{"-T - -X POST http://ADDR/echo", "in chunks", "in chunks", "an upload of unknown length"},
		{"-d @- http://ADDR/echo", "whole", "whole", "an upload of known length"},
		{"-H Expect:100-continue --expect100-timeout 3600 -d @- http://ADDR/echo", "asked for", "asked for", "100 (Continue)"},
		{"--compressed http://ADDR/gzip", "", "word and the last", "compressed content"},
		{"--compressed -i http://ADDR/gzip", "", "\r\nContent-Encoding: gzip\r\n", "which says so"},
		{"--max-time 1 -N http://ADDR/events", "", "id: 1\n", "a stream that is left"},
		{"--max-time 1 -N --http1.0 http://ADDR/events", "", "id: 1\n", "a stream in 1.0"},
		{"-k https://SECURE/1 https://SECURE/2", "", "/1/2", "TLS"},
	}
	for _, test := range tests {
		args := strings.NewReplacer("ADDR", addr, "SECURE", secure).Replace(test.args)
		cmd := exec.Command("curl", append([]string{"-s", "--noproxy", "*"}, strings.Fields(args)...)...)
		cmd.Stdin = strings.NewReader(test.stdin)
		var out bytes.Buffer
		cmd.Stdout = &out
		cmd.Run() // fails where --max-time ends it
		if !strings.Contains(out.String(), test.want) {
			t.Errorf("curl %s: got %q, want %q: %s", args, out.String(), test.want, test.reason)
		}
	}
}
