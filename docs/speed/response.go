package main

import (
	"bytes"
	"fmt"
	"strconv"
)

// A responseReader checks the responses that come on a connection: each must have
// the status 200 and as much content as is expected. A server is not fast because
// it answers with less, or with an error.
type responseReader struct {
	length  int    // bytes of content that each response must have
	partial []byte // the beginning of a head, of which the rest is still to come
	left    int    // bytes of content still to come
	inside  bool   // whether a response has begun whose content is not complete
}

// feed takes the next bytes of the stream. It returns how many responses they
// complete.
func (r *responseReader) feed(data []byte) (completed int, err error) {
	for {
		if r.inside {
			n := min(r.left, len(data))
			r.left -= n
			data = data[n:]
			if r.left > 0 {
				return completed, nil
			}
			r.inside = false
			completed++
		}
		if len(data) == 0 {
			return completed, nil
		}
		if data, err = r.readHead(data); err != nil || !r.inside {
			return completed, err
		}
	}
}

// readHead takes a head from the start of data and returns what is behind it. If
// the head's end is not there yet, it keeps what there is.
func (r *responseReader) readHead(data []byte) ([]byte, error) {
	if len(r.partial) > 0 {
		data = append(r.partial, data...)
		r.partial = nil
	}
	end := bytes.Index(data, []byte("\r\n\r\n"))
	if end < 0 {
		r.partial = bytes.Clone(data)
		return nil, nil
	}
	if err := checkHead(data[:end+2], r.length); err != nil {
		return nil, err
	}
	r.left, r.inside = r.length, true
	return data[end+4:], nil
}

// checkHead takes a status line and a header section, each line with its CRLF.
func checkHead(head []byte, length int) error {
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 200 ")) {
		return fmt.Errorf("not a 200: %q", head)
	}
	const field = "\r\nContent-Length: "
	_, value, found := bytes.Cut(head, []byte(field))
	if !found {
		return fmt.Errorf("no Content-Length: %q", head)
	}
	value, _, _ = bytes.Cut(value, []byte("\r\n"))
	if n, err := strconv.Atoi(string(value)); err != nil || n != length {
		return fmt.Errorf("content of %s bytes, not %d: %q", value, length, head)
	}
	return nil
}

// atStart reports whether no response has begun that is not complete.
func (r *responseReader) atStart() bool {
	return !r.inside && len(r.partial) == 0
}
