package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"
)

// A gzipReader gives the content of source in the gzip coding, compressed as it
// is read.
type gzipReader struct {
	source io.Reader
	length int64 // of source's content, or negative: as in a Response

	tools *gzipTools // nil before the first Read
	read  int64      // bytes of source so far
	err   error      // what ends the reading, once there
}

// gzipTools is what compressing takes. A gzip.Writer is some hundred kilobytes
// that would be cleared for each response; the pool keeps those that are idle.
type gzipTools struct {
	writer *gzip.Writer // writes to out
	out    bytes.Buffer
	in     [16 << 10]byte
}

var gzipPool = sync.Pool{New: func() any {
	tools := new(gzipTools)
	// Somebody waits for it: the fastest level takes a third of the time of the usual one.
	tools.writer, _ = gzip.NewWriterLevel(&tools.out, gzip.BestSpeed) // it fails for no known level
	return tools
}}

// Read compresses as much of the source as gives at least a byte.
func (g *gzipReader) Read(p []byte) (int, error) {
	if g.tools == nil {
		g.tools = gzipPool.Get().(*gzipTools)
		g.tools.out.Reset()
		g.tools.writer.Reset(&g.tools.out)
	}
	for g.err == nil && g.tools.out.Len() == 0 {
		g.err = g.pull()
	}
	n, _ := g.tools.out.Read(p)
	if g.tools.out.Len() > 0 {
		return n, nil
	}
	return n, g.err
}

// pull reads once from the source and compresses that. A source of unknown
// length may be silent for a while: what it gave is not kept waiting for more.
func (g *gzipReader) pull() error {
	n, err := g.source.Read(g.tools.in[:])
	if g.length >= 0 && int64(n) > g.length-g.read {
		n, err = int(g.length-g.read), io.EOF // e.g., a file that has grown since
	}
	g.read += int64(n)
	g.tools.writer.Write(g.tools.in[:n]) // to memory, where it cannot fail
	switch {
	case err == io.EOF && g.read < g.length:
		return io.ErrUnexpectedEOF // e.g., a file that was cut short; the client must see that
	case err == io.EOF:
		g.tools.writer.Close()
	case g.length < 0 && n > 0:
		g.tools.writer.Flush()
	}
	return err
}

// Close closes the source, if it can be closed. After it nothing may be read.
func (g *gzipReader) Close() error {
	if g.tools != nil {
		gzipPool.Put(g.tools)
		g.tools = nil
	}
	if source, ok := g.source.(io.Closer); ok {
		return source.Close()
	}
	return nil
}
