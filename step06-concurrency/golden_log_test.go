package main

import (
	"bytes"
	"net"
	"strings"
	"sync"
)

// goldenLog takes what the servers log, and keeps the lines of one connection.
var goldenLog logKeeper

type logKeeper struct {
	mu     sync.Mutex
	client string // keep the lines that name this client; none if ""
	lines  []string
}

func (k *logKeeper) Write(line []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.client != "" && bytes.Contains(line, []byte(k.client)) {
		k.lines = append(k.lines, strings.TrimSpace(string(line)))
	}
	return len(line), nil
}

func (k *logKeeper) keep(client string) (before []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	before = k.lines
	k.client, k.lines = client, nil
	return before
}

var oneLogAtATime sync.Mutex

// logOf replays f once more, as a client whose address nobody else has, and
// returns what the server logs of it.
func logOf(f fixture, s segmentation) []string {
	oneLogAtATime.Lock()
	defer oneLogAtATime.Unlock()
	remote := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 2), Port: 1994}
	goldenLog.keep(remote.String())
	serveInMemoryFrom(remote, f, s)
	return goldenLog.keep("")
}
