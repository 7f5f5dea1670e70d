//go:build !linux

package main

import "net"

// listenConfig is for a listener of many short connections.
var listenConfig = net.ListenConfig{
	KeepAlive: -1, // no probes of silent connections: each has a deadline here
}
