package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// An outcome is what came of one exchange: the whole answer, and what went wrong
// beside its bytes, if anything did.
type outcome struct {
	got     []byte
	trouble error
}

func (o outcome) isGolden(f fixture) bool {
	return o.trouble == nil && f.hasResponse && bytes.Equal(o.got, f.response)
}

// A segmentation is where a request is cut into the pieces that single reads
// return: offsets, in ascending order. None leaves it whole.
type segmentation []int

func (s segmentation) String() string {
	switch {
	case len(s) == 0:
		return "the request in one piece"
	case len(s) > 1 && s[0] == 1 && s[len(s)-1] == len(s):
		return "one byte at a time"
	default:
		return "the request cut after byte " + strings.Trim(fmt.Sprint([]int(s)), "[]")
	}
}

const (
	longRequest = 1 << 10 // bytes; above it not every place is worth a cut
	edge        = 256     // bytes at both ends of a long request in which every place is
	sample      = 10      // places, about, where a cut at every place would cost too much
	randomCuts  = 4       // segmentations of two to six cuts at random places
)

// segmentations yields ways to cut f's request: not at all, after every byte, once
// at each place, and at a few places chosen at random, the same in every run.
//
// A request of n bytes is cut at n-1 places and served anew for each, so its cost
// is n². In a long one only the places near its ends are all tried: those between
// lie within one long line or content and are much alike. Of a fixture that was
// cut everywhere in an earlier step, a sample is tried too.
func segmentations(f fixture) iter.Seq[segmentation] {
	return func(yield func(segmentation) bool) {
		var all segmentation
		for cut := 1; cut < len(f.request); cut++ {
			all = append(all, cut)
		}
		ok := yield(nil)
		if len(all) > 1 {
			ok = ok && yield(all)
		}
		random := rand.New(rand.NewPCG(1, uint64(len(f.request))))
		for i, cut := range all {
			atEnds := len(all) < longRequest || i < edge || i >= len(all)-edge
			if f.step == lesson && atEnds || random.IntN(len(all)) < sample {
				ok = ok && yield(segmentation{cut})
			}
		}
		for range randomCuts {
			var some segmentation
			for range min(2+random.IntN(5), len(all)) {
				some = append(some, all[random.IntN(len(all))])
			}
			slices.Sort(some)
			ok = ok && yield(slices.Compact(some))
		}
	}
}

// A fixtureConn is a connection in memory, to a client that sends its request
// cut into pieces, ends its stream, and keeps all that it gets.
type fixtureConn struct {
	remote net.Addr

	mu      sync.Mutex // a server may read and write at the same time
	request []byte
	cuts    segmentation // those not reached yet
	read    int          // bytes of request that the server has read
	ends    int          // how often it was told that there are no more
	ended   bool         // it ended its own stream
	closed  bool
	outcome outcome
}

// maxEnds is how often a server may read on after the end of the stream.
const maxEnds = 100

func (c *fixtureConn) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	end := len(c.request)
	if len(c.cuts) > 0 {
		end = c.cuts[0]
	}
	n := copy(p, c.request[c.read:end])
	c.read += n
	switch {
	case c.closed:
		return 0, net.ErrClosed
	case n == 0 && len(p) > 0:
		if c.ends++; c.ends > maxEnds {
			panic("it reads on and on after the end of the stream (io.EOF)")
		}
		return 0, io.EOF
	case c.read == end && len(c.cuts) > 0:
		c.cuts = c.cuts[1:]
	}
	return n, nil
}

func (c *fixtureConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		c.outcome.trouble = errors.New("the server writes after it ended its stream")
		return 0, net.ErrClosed
	}
	c.outcome.got = append(c.outcome.got, p...)
	return len(p), nil
}

func (c *fixtureConn) CloseWrite() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	return nil
}

func (c *fixtureConn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if left := len(c.request) - c.read; left > 0 && !c.closed {
		c.outcome.trouble = fmt.Errorf("the server closes the connection with %d bytes of the request unread: "+
			"TCP then sends a reset, which may erase the answer (RFC 9112 §9.6)", left)
	}
	c.ended, c.closed = true, true
	return nil
}

func (c *fixtureConn) RemoteAddr() net.Addr             { return c.remote }
func (c *fixtureConn) SetDeadline(time.Time) error      { return nil }
func (c *fixtureConn) SetReadDeadline(time.Time) error  { return nil }
func (c *fixtureConn) SetWriteDeadline(time.Time) error { return nil }

// serveInMemory lets this step's server answer f, its request cut at s, in memory.
func serveInMemory(f fixture, s segmentation) outcome {
	return serveInMemoryFrom(&net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1994}, f, s)
}

func serveInMemoryFrom(remote net.Addr, f fixture, s segmentation) outcome {
	c := &fixtureConn{remote: remote, request: f.request, cuts: s}
	err := serveSafely(c, f.flags)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err != nil:
		c.outcome.trouble = err
	case !c.closed && c.outcome.trouble == nil:
		c.outcome.trouble = errors.New("the server is done and has not closed the connection")
	}
	return c.outcome
}

// serveSafely is serveFixture with a panic turned into an error. Flags are written
// as one types them in the folder above, from where go run is started.
func serveSafely(c Conn, flags []string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			c.Close()
			err = fmt.Errorf("the server panics: %v\n%s", p, debug.Stack())
		}
	}()
	here := slices.Clone(flags)
	for i, value := range here {
		if strings.HasPrefix(value, "step") {
			here[i] = "../" + value
		}
	}
	return serveFixture(c, here)
}
