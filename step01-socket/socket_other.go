//go:build !unix

package main

import "net"

// Where the Berkeley calls are missing, the net package does the same: its
// functions are those calls, under the names they have on this system.

// A listener is a socket that clients connect to.
type listener struct {
	tcp *net.TCPListener
}

// listen returns a listener at address, "HOST:PORT"; port 0 lets the system choose
// a free one.
func listen(address string) (*listener, error) {
	local, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, err
	}
	tcp, err := net.ListenTCP("tcp", local)
	if err != nil {
		return nil, err
	}
	return &listener{tcp}, nil
}

// address returns where l listens, "HOST:PORT", with the port the system chose.
func (l *listener) address() string {
	return l.tcp.Addr().String()
}

// accept waits for a client to connect and returns the connection to it.
func (l *listener) accept() (Conn, error) {
	return l.tcp.AcceptTCP()
}

func (l *listener) close() error {
	return l.tcp.Close()
}

// dial returns a connection to the server at address, "HOST:PORT".
func dial(address string) (Conn, error) {
	remote, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, err
	}
	return net.DialTCP("tcp", nil, remote)
}
