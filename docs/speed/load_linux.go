package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// An epollLoad is all clients in one thread, which asks the system which of the
// connections have something to read. A client then costs a read and a write for
// a batch of requests, which is less than any server in Go can do with.
type epollLoad struct {
	w       *workload
	server  syscall.SockaddrInet4
	epoll   int
	flows   map[int32]*flow // by file descriptor
	buffer  []byte
	tally   tally
	message []byte
}

func newLoad(addr string, w *workload) (load, error) {
	resolved, err := net.ResolveTCPAddr("tcp4", addr)
	if err != nil {
		return nil, err
	}
	l := &epollLoad{w: w, flows: make(map[int32]*flow), buffer: make([]byte, bufferSize), message: w.message()}
	l.server.Port = resolved.Port
	copy(l.server.Addr[:], resolved.IP.To4())
	if l.epoll, err = syscall.EpollCreate1(syscall.EPOLL_CLOEXEC); err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	for range w.conns {
		if err := l.connect(); err != nil {
			l.close()
			return nil, err
		}
	}
	return l, nil
}

// connect opens a connection and sends what is to be sent first.
func (l *epollLoad) connect() error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	f := newFlow(l.w, l.message)
	l.flows[int32(fd)] = &f
	if err := syscall.Connect(fd, &l.server); err != nil {
		return os.NewSyscallError("connect", err)
	}
	syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
	if err := syscall.EpollCtl(l.epoll, syscall.EPOLL_CTL_ADD, fd, &event); err != nil {
		return os.NewSyscallError("epoll_ctl", err)
	}
	return l.send(fd, &f)
}

func (l *epollLoad) send(fd int, f *flow) error {
	f.begin()
	n, err := rawSend(fd, f.message)
	if err == nil && n < len(f.message) {
		err = io.ErrShortWrite
	}
	return err
}

func (l *epollLoad) run(d time.Duration) (tally, error) {
	l.tally.requests, l.tally.latencies = 0, l.tally.latencies[:0]
	patience := 100 // milliseconds that epoll_wait may sleep
	if pinned() {
		patience = 0 // the core is free anyway, and no server then pays for waking the clients
	}
	events := make([]syscall.EpollEvent, 128)
	start := time.Now()
	for time.Since(start) < d {
		n, err := syscall.EpollWait(l.epoll, events, patience)
		if err != nil && !errors.Is(err, syscall.EINTR) {
			return tally{}, os.NewSyscallError("epoll_wait", err)
		}
		for i := range max(n, 0) {
			if err := l.receive(int(events[i].Fd)); err != nil {
				return tally{}, err
			}
		}
	}
	l.tally.elapsed = time.Since(start)
	return l.tally, nil
}

// receive reads what came on a connection, and goes on with it.
func (l *epollLoad) receive(fd int) error {
	f := l.flows[int32(fd)]
	n, err := rawReceive(fd, l.buffer)
	if err == syscall.EAGAIN {
		return nil
	}
	if err != nil {
		return os.NewSyscallError("recv", err)
	}
	if n == 0 {
		return l.ended(fd, f)
	}
	finished, err := f.take(l.buffer[:n], &l.tally)
	if err != nil || !finished || f.w.closes {
		return err
	}
	return l.send(fd, f)
}

// ended goes on after the server has ended a connection.
func (l *epollLoad) ended(fd int, f *flow) error {
	if !f.w.closes || f.outstanding > 0 {
		return f.errEnded()
	}
	delete(l.flows, int32(fd))
	syscall.Close(fd)
	return l.connect()
}

func (l *epollLoad) close() {
	for fd := range l.flows {
		syscall.Close(int(fd))
	}
	syscall.Close(l.epoll)
}

// describeLoad says how the clients work.
func describeLoad() string {
	if pinned() {
		return fmt.Sprintf("the server alone on core %d, the clients (one thread, epoll) on core %d", serverCore, clientCore)
	}
	return "server and clients share what cores there are"
}
