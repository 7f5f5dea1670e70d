package main

import (
	"bufio"
	"io"
	"log/slog"
	"testing"
)

// BenchmarkChain shows what the chain costs a request, with the limit and the log
// off and no cookie, beside the handler alone.
func BenchmarkChain(b *testing.B) {
	hi := greet("Hi!\n")
	off := slog.New(slog.DiscardHandler)
	for _, bench := range []struct {
		name   string
		handle Handler
	}{
		{"handler", hi},
		{"chain", wrapped(hi, options{}, off)},
		{"chain-cors-rate", wrapped(hi, options{
			origins: []string{"https://a.example"},
			rate:    1e9,
			burst:   1e9,
		}, off)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			req := newRequest("GET", "/hi",
				"Host: localhost:8080",
				"Connection: keep-alive",
				"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
				"Accept: text/html,*/*;q=0.8",
				"Referer: http://localhost:8080/",
				"Accept-Encoding: gzip, deflate, br, zstd",
				"Accept-Language: en-GB,en;q=0.9")
			b.ReportAllocs()
			for b.Loop() {
				bench.handle(req)
			}
		})
	}
}

// BenchmarkCompress shows what a page of 22 kB costs, plain and compressed.
func BenchmarkCompress(b *testing.B) {
	for name, accept := range map[string]string{"plain": "identity", "gzip": "gzip"} {
		b.Run(name, func(b *testing.B) {
			req := newRequest("GET", "/", "Host: localhost", "Accept-Encoding: "+accept)
			h := compress(text())
			b.SetBytes(int64(len(long)))
			b.ReportAllocs()
			for b.Loop() {
				writeTo(b, req, h(req))
			}
		})
	}
}

func writeTo(b *testing.B, req *Request, res *Response) {
	if err := writeResponse(bufio.NewWriter(io.Discard), req, res); err != nil {
		b.Fatal(err)
	}
}
