package main

import (
	"errors"
	"fmt"
	"time"
)

// A load is a number of clients that do what a workload says, against one server.
type load interface {
	// run keeps the clients busy for d.
	run(d time.Duration) (tally, error)
	close()
}

// A tally is what clients got.
type tally struct {
	requests  int
	elapsed   time.Duration
	latencies []time.Duration // from when a batch was sent until its last response came
}

// A flow is one client: what it has sent, and what it still waits for.
type flow struct {
	w           *workload
	message     []byte // what it sends at a time
	reader      responseReader
	outstanding int // responses
	sent        time.Time
}

func newFlow(w *workload, message []byte) flow {
	return flow{w: w, message: message, reader: responseReader{length: w.length}}
}

// begin notes that the message is being sent.
func (f *flow) begin() {
	f.outstanding = f.w.batch
	f.sent = time.Now()
}

// take takes what came and counts it in t. It reports whether nothing more is
// waited for.
func (f *flow) take(data []byte, t *tally) (finished bool, err error) {
	completed, err := f.reader.feed(data)
	if err != nil {
		return false, err
	}
	if completed == 0 {
		return false, nil
	}
	t.requests += completed
	f.outstanding -= completed
	if f.outstanding < 0 {
		return false, errors.New("more responses than requests")
	}
	if f.outstanding > 0 {
		return false, nil
	}
	if !f.reader.atStart() {
		return false, errors.New("bytes after the last response")
	}
	t.latencies = append(t.latencies, time.Since(f.sent))
	return true, nil
}

// errEnded says that the server has ended a connection that should persist.
func (f *flow) errEnded() error {
	return fmt.Errorf("the server ended the connection with %d responses to come", f.outstanding)
}

// message returns what a client of w sends at a time.
func (w *workload) message() []byte {
	var message []byte
	for range w.batch {
		message = append(message, w.request...)
	}
	return message
}

// bufferSize is how much a client reads at a time.
const bufferSize = 256 << 10
