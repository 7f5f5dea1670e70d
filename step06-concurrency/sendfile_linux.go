package main

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"
)

// maxSharedFile is how large a file may be, in bytes, to be kept open. To open a
// larger one is little beside sending it.
const maxSharedFile = 1 << 20

// sendShared has the system send the next n bytes of r to c; fewer if the file has
// become shorter. It says where they begin, which package net does not: there a file
// is sent from its own place, and that all its readers would share.
func sendShared(c *net.TCPConn, r *sharedReader, n int64) (sent int64, err error) {
	socket, err := c.SyscallConn()
	if err != nil {
		return 0, err
	}
	file := int(r.file.Fd())
	place, _ := r.Seek(0, io.SeekCurrent)
	var sendErr error
	err = socket.Write(func(fd uintptr) (done bool) {
		for sent < n {
			count, err := syscall.Sendfile(int(fd), file, &place, int(n-sent))
			switch {
			case err == syscall.EAGAIN:
				return false // until the client has taken some
			case err == syscall.EINTR:
				continue
			case err != nil || count == 0:
				sendErr = os.NewSyscallError("sendfile", err)
				return true
			}
			sent += int64(count)
		}
		return true
	})
	if sent == 0 && isUnsupported(sendErr) {
		return io.CopyN(c, r, n)
	}
	r.Seek(place, io.SeekStart)
	return sent, errors.Join(err, sendErr)
}

// isUnsupported reports whether sendfile has failed because the system, or the file
// system, does not have it for such a file.
func isUnsupported(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL)
}
