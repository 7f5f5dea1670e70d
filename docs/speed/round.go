package main

import (
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"runtime"
	"time"
)

// A bench measures programs.
type bench struct {
	programs []program
	files    string // the folder that they serve
	rounds   int
	duration time.Duration
	results  []result
}

// A result is what was measured of all programs under one workload.
type result struct {
	w        workload
	measured [][]sample // by program and round
	leftOut  []bool     // by program; true where it lacks the route
}

// A sample is what one round found of one program. NaN stands for what cannot be
// found out here.
type sample struct {
	rate      float64 // requests a second
	processor float64 // seconds of processor time that the server spent on a request
	busy      float64 // its processor time in each second
	p99       float64 // seconds that 99 of 100 requests took at most
	memory    float64 // bytes of the server for each idle connection
}

// sittings is how many times the servers are started for a workload. Where in memory a
// process comes to lie is chance, and good for a twentieth of its speed.
const sittings = 3

// measure adds the result of w.
func (b *bench) measure(w workload) error {
	r := result{w: w, measured: make([][]sample, len(b.programs)), leftOut: make([]bool, len(b.programs))}
	for i, p := range b.programs {
		r.leftOut[i] = p.floor && !w.floor
	}
	count, rounds := min(sittings, b.rounds), b.rounds
	if w.idle {
		count, rounds = 1, 1 // memory varies little, and the wait is long
	}
	for n := range count {
		if err := b.sit(&r, rounds*(n+1)/count-rounds*n/count); err != nil {
			return err
		}
	}
	b.results = append(b.results, r)
	return nil
}

// sit starts all programs and adds so many rounds to r. At any time only one of the
// programs has something to do.
func (b *bench) sit(r *result, rounds int) error {
	servers := make([]*server, len(b.programs))
	for i, p := range b.programs {
		if r.leftOut[i] {
			continue
		}
		s, err := start(p, b.files)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		defer s.stop()
		if err := probe(s.addr, &r.w); err == nil {
			servers[i] = s
		} else if !p.optional {
			return fmt.Errorf("%s: %w", p.name, err)
		} else {
			r.leftOut[i] = true
			fmt.Fprintf(os.Stderr, "  left out: %s: %v\n", p.name, err)
		}
	}
	for range rounds {
		for i, s := range servers {
			if s == nil {
				continue
			}
			found, err := b.round(s, &r.w)
			if err != nil {
				return fmt.Errorf("%s: %w", s.program.name, err)
			}
			r.measured[i] = append(r.measured[i], found)
		}
	}
	return nil
}

// warmUp is how long the clients run before a round is measured: until the last of a
// thousand connections is accepted, and everything is in the caches.
const warmUp = 100 * time.Millisecond

func (b *bench) round(s *server, w *workload) (sample, error) {
	runtime.GC() // now, rather than while the clients run
	defer pinClient()()
	if w.idle {
		return idleMemory(s, w)
	}
	l, err := newLoad(s.addr, w)
	if err != nil {
		return sample{}, err
	}
	defer l.close()
	if _, err := l.run(warmUp); err != nil {
		return sample{}, err
	}
	before, _ := processorTime(s.pid())
	t, err := l.run(b.duration)
	if err != nil {
		return sample{}, err
	}
	after, known := processorTime(s.pid())
	return newSample(t, after-before, known), nil
}

func newSample(t tally, processor time.Duration, known bool) sample {
	s := sample{
		rate:      float64(t.requests) / t.elapsed.Seconds(),
		processor: math.NaN(),
		busy:      math.NaN(),
		p99:       percentile(t.latencies, 0.99).Seconds(),
		memory:    math.NaN(),
	}
	if known {
		s.processor = processor.Seconds() / float64(t.requests)
		s.busy = processor.Seconds() / t.elapsed.Seconds()
	}
	return s
}

// probe sends what w says once, and reads the responses.
func probe(addr string, w *workload) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer c.Close()
	return exchange(c, w, make([]byte, bufferSize))
}

// exchange sends the message of w and waits until all responses have come.
func exchange(c net.Conn, w *workload, buffer []byte) error {
	c.SetDeadline(time.Now().Add(10 * time.Second))
	f := newFlow(w, w.message())
	f.begin()
	if _, err := c.Write(f.message); err != nil {
		return err
	}
	var t tally
	for {
		n, err := c.Read(buffer)
		if err == io.EOF {
			return f.errEnded()
		}
		if err != nil {
			return err
		}
		if finished, err := f.take(buffer[:n], &t); err != nil || finished {
			return err
		}
	}
}
