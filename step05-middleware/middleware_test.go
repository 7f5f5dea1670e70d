package main

import (
	"io"
	"strings"
	"testing"
	"time"
)

// newRequest returns a request as the parser would make it. Fields are given as
// "Name: value".
func newRequest(method, target string, fields ...string) *Request {
	req := &Request{Method: method, Target: target, Minor: 1, Host: "localhost", RemoteAddr: "192.0.2.1:50000"}
	for _, field := range fields {
		name, value, _ := strings.Cut(field, ": ")
		req.Header.Add(name, value)
	}
	if err := req.parseTarget(); err != nil {
		panic(err)
	}
	return req
}

// answer returns a handler that answers with status and a short text.
func answer(status int) Handler {
	return func(*Request) *Response { return statusPage(status) }
}

// fieldsOf returns the lines of header as one string, "Name: value" each.
func fieldsOf(header Header) string {
	var lines strings.Builder
	for _, field := range header {
		lines.WriteString(field.Name + ": " + field.Value + "\n")
	}
	return lines.String()
}

// contentOf reads what a response has to send.
func contentOf(t *testing.T, res *Response) string {
	t.Helper()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// stopClock stops the program's clock until the test ends. What it returns moves
// it on.
func stopClock(t *testing.T) (advance func(time.Duration)) {
	running := now
	t.Cleanup(func() { now = running })
	at := time.Date(1994, time.November, 15, 8, 12, 31, 0, time.UTC)
	now = func() time.Time { return at }
	return func(d time.Duration) { at = at.Add(d) }
}

func TestChainGoesInFromLeftToRightAndOutAgain(t *testing.T) {
	var passed []string
	note := func(name string) Middleware {
		return func(next Handler) Handler {
			return func(req *Request) *Response {
				passed = append(passed, name+" in")
				res := next(req)
				passed = append(passed, name+" out")
				return res
			}
		}
	}
	h := chain(answer(200), note("a"), pass, note("b"))
	h(newRequest("GET", "/"))
	if got, want := strings.Join(passed, ", "), "a in, b in, b out, a out"; got != want {
		t.Errorf("passed %s, want %s", got, want)
	}
}

func TestChainOfNone(t *testing.T) {
	if got := chain(answer(201))(newRequest("GET", "/")).Status; got != 201 {
		t.Errorf("status %d, want that of the handler, 201", got)
	}
}
