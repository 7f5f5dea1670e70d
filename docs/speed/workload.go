package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A workload is what clients do, and what they must get.
type workload struct {
	name    string
	request string // what a client sends each time
	length  int    // bytes of content in each response
	conns   int    // connections at a time
	batch   int    // requests sent together, before the responses to them come
	closes  bool   // whether each request has a connection of its own
	idle    bool   // whether only the memory of silent connections is asked for
	floor   bool   // whether the floor can answer it
}

const (
	hiLength = len("Hi!\n")
	host     = "Host: localhost\r\n"
	idles    = 10_000 // silent connections
)

// browserFields are what a browser sends with a request for a style sheet.
const browserFields = "Host: localhost:8080\r\n" +
	"Connection: keep-alive\r\n" +
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n" +
	"Accept: text/css,*/*;q=0.1\r\n" +
	"Sec-Fetch-Site: same-origin\r\n" +
	"Sec-Fetch-Mode: no-cors\r\n" +
	"Sec-Fetch-Dest: style\r\n" +
	"Referer: http://localhost:8080/static/\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\n" +
	"Accept-Language: en-GB,en;q=0.9\r\n"

var workloads = []workload{
	{name: "small GET, 64 connections", request: get("/hi", host), length: hiLength, conns: 64, batch: 1, floor: true},
	{name: "the same with a browser's ten fields", request: get("/hi", browserFields), length: hiLength, conns: 64, batch: 1, floor: true},
	{name: "the same, 16 requests pipelined", request: get("/hi", host), length: hiLength, conns: 64, batch: 16, floor: true},
	{name: "a connection a request", request: get("/hi", host+"Connection: close\r\n"), length: hiLength, conns: 64, batch: 1, closes: true},
	{name: "static, 1 KiB", request: get("/static/1k.bin", host), length: 1 << 10, conns: 64, batch: 1},
	{name: "static, 100 KiB", request: get("/static/100k.bin", host), length: 100 << 10, conns: 16, batch: 1},
	{name: "static, 10 MiB", request: get("/static/10m.bin", host), length: 10 << 20, conns: 4, batch: 1},
	{name: "POST of 1 KiB of JSON, echoed", request: post("/echo", jsonContent()), length: 1 << 10, conns: 64, batch: 1},
	{name: "small GET, 1,000 connections", request: get("/hi", host), length: hiLength, conns: 1000, batch: 1, floor: true},
	{name: "10,000 idle connections", request: get("/hi", host), length: hiLength, conns: idles, batch: 1, idle: true, floor: true},
}

func get(target, fields string) string {
	return "GET " + target + " HTTP/1.1\r\n" + fields + "\r\n"
}

func post(target, content string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		target, host, len(content), content)
}

// jsonContent returns 1 KiB of JSON.
func jsonContent() string {
	const start, end = `{"name":"Ada","text":"`, `"}`
	return start + strings.Repeat("x", 1<<10-len(start)-len(end)) + end
}

// makeFiles writes the files that the static workloads ask for, and returns the
// folder they are in.
func makeFiles(folder string) (string, error) {
	files := filepath.Join(folder, "files")
	if err := os.Mkdir(files, 0o755); err != nil {
		return "", err
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	for name, size := range map[string]int{"1k.bin": 1 << 10, "100k.bin": 100 << 10, "10m.bin": 10 << 20} {
		content := make([]byte, size)
		for i := range content {
			content[i] = byte(i * 31 >> 3)
		}
		path := filepath.Join(files, name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return "", err
		}
		// A file that has just changed is one of which servers are wary.
		if err := os.Chtimes(path, yesterday, yesterday); err != nil {
			return "", err
		}
	}
	return files, nil
}
