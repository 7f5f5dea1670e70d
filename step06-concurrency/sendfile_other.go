//go:build !linux

package main

import (
	"io"
	"net"
)

// maxSharedFile is 0: no file is kept open here. Some systems cannot be told where in
// a file to begin, and in some an open file cannot be deleted.
const maxSharedFile = 0

func sendShared(c *net.TCPConn, r *sharedReader, n int64) (sent int64, err error) {
	return io.CopyN(c, r, n)
}
