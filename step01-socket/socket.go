//go:build unix

package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// A listener is a socket that clients connect to.
type listener struct {
	fd int
}

// listen returns a listener at address, "HOST:PORT"; port 0 lets the system choose
// a free one.
func listen(address string) (*listener, error) {
	family, local, err := resolve(address)
	if err != nil {
		return nil, err
	}
	fd, err := syscall.Socket(family, syscall.SOCK_STREAM, syscall.IPPROTO_TCP)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	if err := bindAndListen(fd, local); err != nil {
		syscall.Close(fd)
		return nil, err
	}
	return &listener{fd}, nil
}

func bindAndListen(fd int, local syscall.Sockaddr) error {
	// Without this the address stays taken for a minute or so after the program
	// ends, while the last of its connections are in TIME-WAIT.
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	if err := syscall.Bind(fd, local); err != nil {
		return os.NewSyscallError("bind", err)
	}
	// SOMAXCONN is how many connections may wait for accept.
	return os.NewSyscallError("listen", syscall.Listen(fd, syscall.SOMAXCONN))
}

// address returns where l listens, "HOST:PORT", with the port the system chose.
func (l *listener) address() string {
	local, err := syscall.Getsockname(l.fd)
	if err != nil {
		return "?" // e.g., the listener is closed
	}
	return tcpAddr(local).String()
}

// accept waits for a client to connect and returns the connection to it: a socket
// of its own, while l goes on listening.
func (l *listener) accept() (Conn, error) {
	for {
		fd, remote, err := syscall.Accept(l.fd)
		switch err {
		case nil:
			return &socket{fd: fd, remote: tcpAddr(remote)}, nil
		case syscall.EINTR, syscall.ECONNABORTED:
			// A signal came, or the client was gone before it was its turn.
		default:
			return nil, os.NewSyscallError("accept", err)
		}
	}
}

func (l *listener) close() error {
	return os.NewSyscallError("close", syscall.Close(l.fd))
}

// dial returns a connection to the server at address, "HOST:PORT".
func dial(address string) (Conn, error) {
	family, remote, err := resolve(address)
	if err != nil {
		return nil, err
	}
	for {
		fd, err := syscall.Socket(family, syscall.SOCK_STREAM, syscall.IPPROTO_TCP)
		if err != nil {
			return nil, os.NewSyscallError("socket", err)
		}
		err = syscall.Connect(fd, remote)
		if err == nil {
			return &socket{fd: fd, remote: tcpAddr(remote)}, nil
		}
		syscall.Close(fd)
		if err != syscall.EINTR { // a socket interrupted half way is of no use; the next one may be
			return nil, os.NewSyscallError("connect", err)
		}
	}
}

// A socket is a connection, known to the system by a small number: its file
// descriptor. It is a Conn.
type socket struct {
	fd                          int
	remote                      *net.TCPAddr
	readDeadline, writeDeadline time.Time
}

// Read waits for bytes and puts what has come into p: one byte at least, and
// len(p) at most. How many says nothing about how the client sent them. The end
// of the client's stream is io.EOF.
func (s *socket) Read(p []byte) (int, error) {
	for {
		if err := s.setTimeout(syscall.SO_RCVTIMEO, s.readDeadline); err != nil {
			return 0, err
		}
		n, err := syscall.Read(s.fd, p)
		switch {
		case err == syscall.EINTR:
			continue // a signal came first
		case err == syscall.EAGAIN:
			return 0, os.ErrDeadlineExceeded
		case err != nil:
			return 0, os.NewSyscallError("read", err)
		case n == 0 && len(p) > 0:
			return 0, io.EOF
		}
		return n, nil
	}
}

// Write sends all of p. The system may take less at a time, as much as it has
// room for; the rest is offered again.
func (s *socket) Write(p []byte) (written int, err error) {
	for written < len(p) {
		if err := s.setTimeout(syscall.SO_SNDTIMEO, s.writeDeadline); err != nil {
			return written, err
		}
		n, err := syscall.Write(s.fd, p[written:])
		switch {
		case err == syscall.EINTR:
			continue
		case err == syscall.EAGAIN:
			return written, os.ErrDeadlineExceeded
		case err != nil:
			return written, os.NewSyscallError("write", err)
		}
		written += n
	}
	return written, nil
}

// setTimeout bounds the next call in one direction to the time until deadline.
// No deadline is no bound.
func (s *socket) setTimeout(option int, deadline time.Time) error {
	var left time.Duration
	if !deadline.IsZero() {
		if left = time.Until(deadline); left <= 0 {
			return os.ErrDeadlineExceeded
		}
		left = max(left, time.Microsecond) // for the system, 0 means no bound
	}
	timeval := syscall.NsecToTimeval(left.Nanoseconds())
	return os.NewSyscallError("setsockopt", syscall.SetsockoptTimeval(s.fd, syscall.SOL_SOCKET, option, &timeval))
}

// CloseWrite ends the stream to the client; reading goes on.
func (s *socket) CloseWrite() error {
	return os.NewSyscallError("shutdown", syscall.Shutdown(s.fd, syscall.SHUT_WR))
}

// Close gives the descriptor back. It is not tried again after a signal: the
// number may by then belong to another file.
func (s *socket) Close() error {
	return os.NewSyscallError("close", syscall.Close(s.fd))
}

func (s *socket) RemoteAddr() net.Addr { return s.remote }

func (s *socket) SetDeadline(t time.Time) error {
	s.readDeadline, s.writeDeadline = t, t
	return nil
}

func (s *socket) SetReadDeadline(t time.Time) error {
	s.readDeadline = t
	return nil
}

func (s *socket) SetWriteDeadline(t time.Time) error {
	s.writeDeadline = t
	return nil
}

// resolve turns "HOST:PORT" into the form the system calls take: the family of
// addresses, and the address with its port. No host means every IPv4 address of
// this machine.
func resolve(address string) (family int, sockaddr syscall.Sockaddr, err error) {
	addr, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return 0, nil, err
	}
	if addr.IP == nil {
		addr.IP = net.IPv4zero
	}
	if ip := addr.IP.To4(); ip != nil {
		return syscall.AF_INET, &syscall.SockaddrInet4{Port: addr.Port, Addr: [4]byte(ip)}, nil
	}
	return syscall.AF_INET6, &syscall.SockaddrInet6{Port: addr.Port, Addr: [16]byte(addr.IP)}, nil
}

func tcpAddr(sockaddr syscall.Sockaddr) *net.TCPAddr {
	switch sa := sockaddr.(type) {
	case *syscall.SockaddrInet4:
		return &net.TCPAddr{IP: sa.Addr[:], Port: sa.Port}
	case *syscall.SockaddrInet6:
		return &net.TCPAddr{IP: sa.Addr[:], Port: sa.Port}
	default:
		panic(fmt.Sprintf("a TCP socket with an address of type %T", sockaddr))
	}
}
