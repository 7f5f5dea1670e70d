package main

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Each benchmark runs our parser and, beside it, the one of net/http on the same
// bytes: go test -bench . ./step02-parser

const minimalHead = "GET /hi HTTP/1.1\r\nHost: localhost\r\n\r\n"

const browserHead = "GET /static/style.css?v=3 HTTP/1.1\r\n" +
	"Host: localhost:8080\r\n" +
	"Connection: keep-alive\r\n" +
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n" +
	"Accept: text/css,*/*;q=0.1\r\n" +
	"Sec-Fetch-Site: same-origin\r\n" +
	"Sec-Fetch-Mode: no-cors\r\n" +
	"Sec-Fetch-Dest: style\r\n" +
	"Referer: http://localhost:8080/static/\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\n" +
	"Accept-Language: en-GB,en;q=0.9\r\n\r\n"

func BenchmarkHead(b *testing.B) {
	for name, head := range map[string]string{"minimal": minimalHead, "browser": browserHead} {
		b.Run(name+"/ours", func(b *testing.B) {
			benchmarkReads(b, head, func(r *bufio.Reader) error {
				_, err := readHead(r)
				return err
			})
		})
		b.Run(name+"/net-http", func(b *testing.B) {
			benchmarkReads(b, head, func(r *bufio.Reader) error {
				_, err := http.ReadRequest(r)
				return err
			})
		})
	}
}

func BenchmarkChunked(b *testing.B) {
	chunk := "400\r\n" + strings.Repeat("x", 0x400) + "\r\n"
	request := "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" +
		strings.Repeat(chunk, 64) + "0\r\n\r\n"
	b.Run("ours", func(b *testing.B) {
		benchmarkReads(b, request, func(r *bufio.Reader) error {
			req, err := readHead(r)
			if err != nil {
				return err
			}
			return readContent(r, bufio.NewWriter(io.Discard), req)
		})
	})
	b.Run("net-http", func(b *testing.B) {
		benchmarkReads(b, request, func(r *bufio.Reader) error {
			req, err := http.ReadRequest(r)
			if err != nil {
				return err
			}
			_, err = io.ReadAll(req.Body)
			return err
		})
	})
}

// benchmarkReads measures read on message, over and over from one reader.
func benchmarkReads(b *testing.B, message string, read func(*bufio.Reader) error) {
	source := strings.NewReader("")
	r := bufio.NewReaderSize(nil, maxHead)
	b.SetBytes(int64(len(message)))
	b.ReportAllocs()
	for b.Loop() {
		source.Reset(message)
		r.Reset(source)
		if err := read(r); err != nil {
			b.Fatal(err)
		}
	}
}
