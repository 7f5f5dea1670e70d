package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"sync"
	"time"
)

// A Server answers requests on many connections at a time. Its exported fields
// are set before Serve and left alone after; newServer makes one.
type Server struct {
	Handler  Handler
	MaxConns int       // connections at a time; what comes more waits in the listen queue
	Wire     io.Writer // where every byte that crosses a connection is printed; nil for nowhere

	IdleTimeout   time.Duration // how long a connection may wait for a request to begin
	HeaderTimeout time.Duration // how long the head of a request may take to come
	ReadTimeout   time.Duration // how long the content of a request may take to come
	WriteTimeout  time.Duration // how long a client may take to accept a part of a response

	done chan struct{} // closed when Shutdown begins

	mu       sync.Mutex // guards what follows, and the closing of done
	listener net.Listener
	conns    map[*conn]bool
	serving  sync.WaitGroup // counts conns; none is added once done is closed
}

// newServer returns a server for handler with the limits in opts.
func newServer(opts options, handler Handler) *Server {
	return &Server{
		Handler:       handler,
		MaxConns:      opts.maxConns,
		IdleTimeout:   opts.idleTimeout,
		HeaderTimeout: opts.headerTimeout,
		ReadTimeout:   opts.readTimeout,
		WriteTimeout:  opts.writeTimeout,
		done:          make(chan struct{}),
		conns:         make(map[*conn]bool),
	}
}

// Serve accepts connections from l and serves each on a goroutine of its own,
// until Shutdown closes l; then it returns nil, be connections still served.
//
// A slot is taken before a connection is accepted: with none free, clients wait
// in the system's listen queue, where they cost the server nothing.
func (s *Server) Serve(l net.Listener) error {
	s.setListener(l)
	slots := make(chan struct{}, s.MaxConns)
	for {
		select {
		case slots <- struct{}{}:
		case <-s.done:
			return nil
		}
		accepted, err := s.accept(l)
		if err != nil {
			if s.isClosing() {
				return nil
			}
			return err
		}
		go s.serveConn(accepted, slots)
	}
}

// accept waits for the next connection. It waits out what the system is short of
// for the moment, such as file descriptors: a server that gave up then could be
// stopped by opening connections.
func (s *Server) accept(l net.Listener) (Conn, error) {
	const shortest, longest = 5 * time.Millisecond, time.Second
	for pause := shortest; ; pause = min(2*pause, longest) {
		accepted, err := l.Accept()
		if err == nil {
			return accepted.(Conn), nil // *net.TCPConn and *tls.Conn are
		}
		if errors.Is(err, net.ErrClosed) {
			return nil, err
		}
		log.Printf("%v; trying again in %v", err, pause)
		select {
		case <-time.After(pause):
		case <-s.done:
			return nil, net.ErrClosed
		}
	}
}

// serveConn serves requests from accepted until one side has had enough. It may
// return before, when the connection is quiet. At the end it takes one from slots.
func (s *Server) serveConn(accepted Conn, slots chan struct{}) {
	c := &conn{Conn: accepted, server: s, remote: accepted.RemoteAddr().String(), slots: slots}
	if s.Wire != nil {
		c.Conn = wired(accepted, s.Wire)
	}
	if !s.add(c) {
		c.end()
		return
	}
	if secure, ok := accepted.(*tls.Conn); ok {
		c.secure = true
		if err := c.handshake(secure); err != nil {
			log.Printf("%s: TLS: %v", c.remote, err)
			c.end()
			return
		}
	}
	c.serve()
}

// Shutdown stops accepting, ends the idle connections, and lets the busy ones
// finish their response. When ctx ends it cuts off those that are left, and
// returns how many there were.
func (s *Server) Shutdown(ctx context.Context) (cut int) {
	s.close()
	finished := make(chan struct{})
	go func() {
		s.serving.Wait()
		close(finished)
	}()
	select {
	case <-finished:
		return 0
	case <-ctx.Done():
		return s.cutOff()
	}
}

// close makes isClosing true, and wakes everything that waits.
func (s *Server) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isClosing() {
		return
	}
	close(s.done)
	if s.listener != nil {
		s.listener.Close()
	}
	for c := range s.conns {
		c.wake()
	}
}

func (s *Server) cutOff() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.Close()
	}
	return len(s.conns)
}

func (s *Server) isClosing() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// setListener keeps l for Shutdown to close; after Shutdown it closes l itself.
func (s *Server) setListener(l net.Listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listener = l
	if s.isClosing() {
		l.Close()
	}
}

// add keeps c for Shutdown to wake; after Shutdown it reports false.
func (s *Server) add(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isClosing() {
		return false
	}
	s.conns[c] = true
	s.serving.Add(1)
	return true
}

func (s *Server) remove(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conns[c] {
		delete(s.conns, c)
		s.serving.Done()
	}
}

// connections returns how many connections are being served.
func (s *Server) connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}
