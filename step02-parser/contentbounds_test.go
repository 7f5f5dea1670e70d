package main

import (
	"bufio"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// Each bound is met exactly, and passed by one.
func TestContentBounds(t *testing.T) {
	full := strings.Repeat("a", maxContent)
	byLength := func(n int) Header { return Header{{"Content-Length", fmt.Sprint(n)}} }
	chunkedField := Header{{"Transfer-Encoding", "chunked"}}
	chunk := func(data string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(data), data) }
	extensions := func(n int) string { // n bytes of them, in two chunks
		first := min(n/2, maxChunkLine-1)
		return "1;" + strings.Repeat("x", first-1) + "\r\na\r\n" + spread(n-first)
	}
	const last = "0\r\n\r\n"
	tests := []struct {
		header Header
		body   string
		status int
		reason string
	}{
		{byLength(maxContent), full, 200, "maxContent bytes by length"},
		{byLength(maxContent + 1), full + "a", 413, "one byte more"},
		{byLength(maxContent + 1), "", 413, "one byte more, refused before it comes"},
		{chunkedField, chunk(full) + last, 200, "maxContent bytes in one chunk"},
		{chunkedField, chunk(full+"a") + last, 413, "one byte more in it"},
		{chunkedField, chunk(full[1:]) + chunk("a") + last, 200, "maxContent bytes in two chunks"},
		{chunkedField, chunk(full) + chunk("a") + last, 413, "one byte more in a second chunk"},
		{chunkedField, "1;" + strings.Repeat("x", maxChunkLine-2) + "\r\na\r\n" + last, 200, "a chunk line of maxChunkLine bytes"},
		{chunkedField, "1;" + strings.Repeat("x", maxChunkLine-1) + "\r\na\r\n" + last, 413, "one byte more"},
		{chunkedField, extensions(maxChunkExtensions) + last, 200, "maxChunkExtensions bytes of extensions"},
		{chunkedField, extensions(maxChunkExtensions+1) + last, 413, "one byte more"},
		{chunkedField, "0\r\nX:" + strings.Repeat("x", maxTrailer-len("X:\r\n")) + "\r\n\r\n", 200, "a trailer section of maxTrailer bytes"},
		{chunkedField, "0\r\nX:" + strings.Repeat("x", maxTrailer-len("X:\r\n")) + "\r\nY:\r\n\r\n", 431, "another line"},
		{chunkedField, "0\r\nX:" + strings.Repeat("x", maxTrailer) + "\r\n\r\n", 431, "a line that is too long alone"},
	}
	for _, test := range tests {
		content, _, err := readContentOf(t, test.header, strings.NewReader(test.body))
		if statusOf(err) != test.status {
			t.Errorf("%s: %d bytes, %v, want %d", test.reason, len(content), err, test.status)
		}
	}
}

// spread returns chunks of one byte whose extensions have n bytes together.
func spread(n int) string {
	var b strings.Builder
	for n > 0 {
		size := min(n, maxChunkLine/2)
		if n-size == 1 {
			size-- // no extension has one byte alone: it has a name behind its ";"
		}
		b.WriteString("1;" + strings.Repeat("x", size-1) + "\r\na\r\n")
		n -= size
	}
	return b.String()
}

// A client that announces much and sends little costs little.
func TestMemoryFollowsWhatArrives(t *testing.T) {
	const few = "0123456789"
	tests := map[string]struct {
		header Header
		body   string
	}{
		"by length": {Header{{"Content-Length", fmt.Sprint(maxContent)}}, few},
		"in chunks": {Header{{"Transfer-Encoding", "chunked"}}, fmt.Sprintf("%x\r\n%s", maxContent, few)},
	}
	for name, test := range tests {
		r := bufio.NewReaderSize(strings.NewReader(test.body), maxHead)
		req := &Request{Minor: 1, Header: test.header}
		var err error
		allocated := allocatedBytes(func() { err = readContent(r, nil, req) })
		if err != io.ErrUnexpectedEOF {
			t.Errorf("%s: %v", name, err)
		}
		if allocated > maxContent/4 {
			t.Errorf("%s: %d bytes came of %d, and %d were allocated", name, len(few), maxContent, allocated)
		}
	}
}

// allocatedBytes returns how much memory f asks for, freed again or not.
func allocatedBytes(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
