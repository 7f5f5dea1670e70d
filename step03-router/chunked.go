package main

import (
	"bufio"
	"fmt"
	"strings"
)

// readChunked reads content in the chunked transfer coding and returns it
// without the coding (RFC 9112 §7.1). Chunk extensions and trailer fields are
// read, checked and discarded.
//
//	chunked-body = *chunk last-chunk trailer-section CRLF
//	chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
func readChunked(r *bufio.Reader) ([]byte, error) {
	var content []byte
	extensions := 0 // their length in all chunks so far
	for {
		line, err := readLine(r, maxChunkLine, errChunkExtensionsTooLarge)
		if err != nil {
			return nil, err
		}
		size, extension, err := parseChunkLine(line)
		if err != nil {
			return nil, err
		}
		extensions += len(extension)
		switch {
		case extensions > maxChunkExtensions:
			return nil, errChunkExtensionsTooLarge
		case size > maxContent-len(content):
			return nil, errContentTooLarge
		case size == 0:
			return content, skipTrailerSection(r)
		}
		if content, err = appendContent(content, r, size); err != nil {
			return nil, err
		}
		if err := readChunkEnd(r); err != nil {
			return nil, err
		}
	}
}

var errChunkExtensionsTooLarge = &ParseError{413, "RFC 9112 §7.1.1", "the chunk extensions are too large"}

// parseChunkLine takes the line before a chunk's data, without its CRLF. A size
// over maxContent is returned as some number over maxContent, however many digits
// it has. No extension is known here, and what stands after the ";" is ignored.
//
//	chunk-size = 1*HEXDIG
//	chunk-ext  = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
func parseChunkLine(line string) (size int, extension string, err error) {
	end := 0
	for ; end < len(line) && hexValue(line[end]) >= 0; end++ {
		if size <= maxContent {
			size = size<<4 | hexValue(line[end])
		}
	}
	extension = line[end:]
	switch {
	case end == 0:
		return 0, "", &ParseError{400, "RFC 9112 §7.1", fmt.Sprintf("%q does not begin with a chunk-size", line)}
	case extension != "" && !strings.HasPrefix(trimOWS(extension), ";") || !isFieldValue(extension):
		return 0, "", &ParseError{400, "RFC 9112 §7.1.1", fmt.Sprintf("after the chunk-size of %q stands no chunk-ext", line)}
	}
	return size, extension, nil
}

// readChunkEnd reads the CRLF behind a chunk's data. Data that goes on instead
// means that the chunk-size lied.
func readChunkEnd(r *bufio.Reader) error {
	end, err := r.Peek(len("\r\n"))
	if err != nil {
		return inMessage(err)
	}
	if string(end) != "\r\n" {
		return &ParseError{400, "RFC 9112 §7.1", "a chunk's data is longer than its chunk-size"}
	}
	r.Discard(len("\r\n"))
	return nil
}

// skipTrailerSection reads the field lines after the last chunk, and the empty
// line that ends the message. They are dropped: merged into the header section
// they could contradict what was decided by it (RFC 9112 §7.1.2).
func skipTrailerSection(r *bufio.Reader) error {
	for left := maxTrailer; ; {
		end, err := peekLine(r, 0, max(left, len("\r\n")), errTrailerTooLarge)
		if err != nil {
			return err
		}
		line := takeString(r, end)
		if line == "\r\n" {
			return nil
		}
		if _, _, err := cutFieldLine(line); err != nil {
			return err
		}
		left -= end
	}
}

var errTrailerTooLarge = &ParseError{431, "RFC 6585 §5", fmt.Sprintf("the trailer section is over %d bytes", maxTrailer)}
