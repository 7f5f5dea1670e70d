package main

import (
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// recordingConn notes the order of the calls on a Conn.
type recordingConn struct {
	Conn
	calls         []string
	read          int64
	closeWriteErr error
}

func (c *recordingConn) CloseWrite() error {
	c.calls = append(c.calls, "CloseWrite")
	return c.closeWriteErr
}

// Read gives as many bytes as are asked for, without end.
func (c *recordingConn) Read(p []byte) (int, error) {
	if c.read == 0 {
		c.calls = append(c.calls, "Read")
	}
	c.read += int64(len(p))
	return len(p), nil
}

func (c *recordingConn) Close() error {
	c.calls = append(c.calls, "Close")
	return nil
}

func (c *recordingConn) SetReadDeadline(time.Time) error { return nil }

func TestCloseInStagesDropsABoundedNumberOfBytes(t *testing.T) {
	c := &recordingConn{}
	closeInStages(c)
	if c.read != maxDrain {
		t.Errorf("read %d bytes of an endless stream, want maxDrain, %d", c.read, maxDrain)
	}
	checkCalls(t, c, "CloseWrite", "Read", "Close")
}

func TestCloseInStagesOfAClientThatIsGone(t *testing.T) {
	c := &recordingConn{closeWriteErr: errors.New("connection reset by peer")}
	closeInStages(c)
	checkCalls(t, c, "CloseWrite", "Close")
}

func checkCalls(t *testing.T, c *recordingConn, want ...string) {
	t.Helper()
	if len(c.calls) != len(want) {
		t.Fatalf("calls %q, want %q", c.calls, want)
	}
	for i := range want {
		if c.calls[i] != want[i] {
			t.Fatalf("calls %q, want %q", c.calls, want)
		}
	}
}

func TestCloseInStagesTakesABoundedTime(t *testing.T) {
	tests := map[string]func(client *duplex){
		"a silent client": func(*duplex) {},
		"a client that goes on sending": func(client *duplex) {
			for {
				if _, err := client.Write([]byte("x")); err != nil {
					return // the server has closed
				}
				time.Sleep(drainTime / 10) // on the bubble's clock
			}
		},
	}
	for name, behave := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, client := newDuplex(t)
				done := make(chan bool)
				go func() {
					behave(client)
					close(done)
				}()
				start := time.Now()
				closeInStages(server)
				if took := time.Since(start); took != drainTime {
					t.Errorf("took %v, want drainTime, %v", took, drainTime)
				}
				<-done
			})
		})
	}
}

func TestCloseInStagesEndsWithTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client := newDuplex(t)
		go func() {
			io.Copy(io.Discard, client) // ends when the server ends its stream
			client.CloseWrite()
		}()
		start := time.Now()
		closeInStages(server)
		if took := time.Since(start); took != 0 {
			t.Errorf("waited %v for a client that had ended its stream", took)
		}
	})
}
