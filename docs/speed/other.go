//go:build !linux

package main

import (
	"io"
	"net"
	"os/exec"
	"sync"
	"time"
)

// Where there is no epoll, each client is a goroutine: it costs about what a server
// does, and shares the cores with it. Ratios are then smaller than they are.

type goroutineLoad struct {
	w    *workload
	addr string
}

func newLoad(addr string, w *workload) (load, error) {
	return &goroutineLoad{w, addr}, nil
}

func (l *goroutineLoad) run(d time.Duration) (tally, error) {
	tallies := make([]tally, l.w.conns)
	errs := make([]error, l.w.conns)
	start := time.Now()
	var clients sync.WaitGroup
	for i := range l.w.conns {
		clients.Go(func() {
			for errs[i] == nil && time.Since(start) < d {
				errs[i] = l.client(&tallies[i], start.Add(d))
			}
		})
	}
	clients.Wait()
	total := tally{elapsed: time.Since(start)}
	for i, t := range tallies {
		if errs[i] != nil {
			return tally{}, errs[i]
		}
		total.requests += t.requests
		total.latencies = append(total.latencies, t.latencies...)
	}
	return total, nil
}

// client opens a connection and sends requests until it ends, or the time does.
func (l *goroutineLoad) client(t *tally, end time.Time) error {
	c, err := net.Dial("tcp", l.addr)
	if err != nil {
		return err
	}
	defer c.Close()
	f := newFlow(l.w, l.w.message())
	buffer := make([]byte, min(bufferSize, l.w.length*l.w.batch+4<<10))
	for time.Now().Before(end) {
		f.begin()
		if _, err := c.Write(f.message); err != nil {
			return err
		}
		if err := l.answers(c, &f, buffer, t); err != nil || l.w.closes {
			return err
		}
	}
	return nil
}

func (l *goroutineLoad) answers(c net.Conn, f *flow, buffer []byte, t *tally) error {
	for {
		n, err := c.Read(buffer)
		if err == io.EOF {
			return f.errEnded()
		}
		if err != nil {
			return err
		}
		if finished, err := f.take(buffer[:n], t); err != nil || finished {
			return err
		}
	}
}

func (l *goroutineLoad) close() {} // every client has closed its connection

func describeLoad() string {
	return "server and clients share all cores, and are not pinned: this system is not Linux"
}

func pinClient() (undo func())            { return func() {} }
func startPinned(command *exec.Cmd) error { return command.Start() }
func raiseFileLimit() error               { return nil } // Go has done what can be done

func processorTime(int) (time.Duration, bool) { return 0, false }
func residentMemory(int) (int, bool)          { return 0, false }
func processorName() string                   { return "a processor" }
