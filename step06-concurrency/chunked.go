package main

import (
	"bufio"
	"io"
	"strconv"
)

const chunkSize = 8 << 10 // bytes of content in a chunk that writeChunks writes, at most

// writeChunks writes what body gives in the chunked transfer coding: content
// whose length nobody knows beforehand (RFC 9112 §7.1).
//
// If body fails there is no last chunk, and the client knows that something is
// missing.
func writeChunks(w *bufio.Writer, body io.Reader) error {
	err := writeAsItComes(w, body, func(data []byte) {
		w.WriteString(strconv.FormatInt(int64(len(data)), 16))
		w.WriteString("\r\n")
		w.Write(data)
		w.WriteString("\r\n")
	})
	if err != nil {
		return err
	}
	_, err = w.WriteString("0\r\n\r\n")
	return err
}

// writeUntilClose writes what body gives as it is, for a client that knows no
// chunks: the end of the connection will be the end of the content.
func writeUntilClose(w *bufio.Writer, body io.Reader) error {
	return writeAsItComes(w, body, func(data []byte) { w.Write(data) })
}

// writeAsItComes hands what body gives to write, part by part, and sends each part
// at once: a body that gives little at a time is meant to be seen as it comes.
func writeAsItComes(w *bufio.Writer, body io.Reader, write func(data []byte)) error {
	part := make([]byte, chunkSize)
	for {
		n, err := body.Read(part)
		if n > 0 {
			write(part[:n])
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
}
