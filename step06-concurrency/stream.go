package main

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// slow answers after some seconds, as many as the query asks for. Meanwhile
// everybody else is served.
func slow(req *Request) *Response {
	const most = 30
	seconds := 5
	for _, param := range req.Query() {
		if param.Name == "seconds" {
			n, err := strconv.Atoi(param.Value)
			if err != nil || n < 0 || n > most {
				return statusPage(400)
			}
			seconds = n
		}
	}
	time.Sleep(time.Duration(seconds) * time.Second)
	text := fmt.Sprintf("That took %d seconds.\n", seconds)
	return newResponse(200, "text/plain; charset=utf-8", []byte(text))
}

// stream answers in ten lines, one a second: content of unknown length, in chunks.
func stream(req *Request) *Response {
	const lines = 10
	body := newTicking(req, func(i int) string {
		if i > lines {
			return ""
		}
		return fmt.Sprintf("line %d of %d\n", i, lines)
	})
	return &Response{
		Status: 200,
		Header: Header{{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}},
		Body:   body,
		Length: -1,
	}
}

// events answers with server-sent events, one a second without end. A browser
// that lost the connection says which event it saw last, and goes on from there.
func events(req *Request) *Response {
	last, _ := parseDecimal(req.Header.Get("Last-Event-ID"))
	body := newTicking(req, func(i int) string {
		return fmt.Sprintf("id: %d\ndata: %s\n\n", last+int64(i), now().UTC().Format(time.RFC3339))
	})
	return &Response{
		Status: 200,
		Header: Header{{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}},
		Body:   body,
		Length: -1,
	}
}

// A ticking is a Body that goes on by itself: it gives a text at once, and then
// another every second, until there are no more or the server shuts down.
type ticking struct {
	text   func(i int) string // the i-th text, from 1; "" ends the body
	i      int
	rest   string // of the text that is being read
	ticker *time.Ticker
	done   <-chan struct{}
}

func newTicking(req *Request, text func(i int) string) *ticking {
	return &ticking{text: text, ticker: time.NewTicker(time.Second), done: req.Done}
}

func (t *ticking) Read(p []byte) (int, error) {
	if t.rest == "" {
		if t.i > 0 {
			select {
			case <-t.ticker.C:
			case <-t.done:
				return 0, io.EOF
			}
		}
		t.i++
		if t.rest = t.text(t.i); t.rest == "" {
			return 0, io.EOF
		}
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	return n, nil
}

// Close is called when the response has ended, be it that the client has left.
func (t *ticking) Close() error {
	t.ticker.Stop()
	return nil
}
