package main

import (
	"math"
	"net"
	"time"
)

const (
	settle   = 4 * time.Second        // until a server has given back what silent connections do not need
	pace     = 250 * time.Microsecond // between two connections that come
	fewBytes = 4 << 10                // more than any response here
)

// idleMemory opens many connections, one after the other, has a request answered
// on each, and lets them be silent. It finds by how much the server's memory grew.
func idleMemory(s *server, w *workload) (sample, error) {
	before, _ := residentMemory(s.pid())
	conns := make([]net.Conn, 0, w.conns)
	defer func() {
		for _, c := range conns {
			c.(*net.TCPConn).SetLinger(0) // a reset: else the system keeps each port for a minute
			c.Close()
		}
	}()
	buffer := make([]byte, fewBytes)
	for range w.conns {
		next := time.Now().Add(pace)
		c, err := net.Dial("tcp", s.addr)
		if err != nil {
			return sample{}, err
		}
		conns = append(conns, c)
		if err := exchange(c, w, buffer); err != nil {
			return sample{}, err
		}
		time.Sleep(time.Until(next))
	}
	time.Sleep(settle)
	after, known := residentMemory(s.pid())
	found := sample{math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()}
	if known {
		found.memory = float64(after-before) / float64(w.conns)
	}
	return found, nil
}
