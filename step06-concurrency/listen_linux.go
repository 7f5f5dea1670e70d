package main

import (
	"net"
	"syscall"
)

// listenConfig is for a listener of many short connections.
var listenConfig = net.ListenConfig{
	KeepAlive: -1, // no probes of silent connections: each has a deadline here
	Control: func(_, _ string, socket syscall.RawConn) error {
		return socket.Control(deferAccept)
	},
}

// deferAccept asks the system to hand a connection over when its first bytes are
// there, so that no goroutine starts only to wait for them.
func deferAccept(fd uintptr) {
	const wait = 1                                                                      // seconds, after which a silent one is handed over all the same
	syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_DEFER_ACCEPT, wait) // without it all works as well
}
