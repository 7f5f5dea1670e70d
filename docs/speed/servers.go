package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A program is a server that can be started.
type program struct {
	name     string
	command  func(addr, files string) *exec.Cmd
	floor    bool // whether it has only one answer
	optional bool // whether it may lack some of the routes
}

// build compiles step 6 into folder, and returns the three servers that are always
// measured, step 6 first.
func build(folder string) ([]program, error) {
	output, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return nil, err
	}
	step6 := filepath.Join(folder, "step6.exe")
	compile := exec.Command("go", "build", "-o", step6, "./step06-concurrency")
	compile.Dir = filepath.Dir(strings.TrimSpace(string(output)))
	compile.Stderr = os.Stderr
	if err := compile.Run(); err != nil {
		return nil, fmt.Errorf("building step 6: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return []program{
		{name: "step 6", command: func(addr, files string) *exec.Cmd {
			return exec.Command(step6, "-addr", addr, "-root", files, "-log", "off", "-uploads", folder)
		}},
		{name: "net/http", command: func(addr, files string) *exec.Cmd {
			return exec.Command(self, "-serve", "net-http", "-addr", addr, "-root", files)
		}},
		{name: "floor", floor: true, command: func(addr, files string) *exec.Cmd {
			return exec.Command(self, "-serve", "floor", "-addr", addr)
		}},
	}, nil
}

// shell returns what starts a command line that finds address and folder in its
// environment. The shell makes way for the command, so that the process that is
// measured is the server.
func shell(line string) func(addr, files string) *exec.Cmd {
	return func(addr, files string) *exec.Cmd {
		command := exec.Command("sh", "-c", "exec "+line)
		if runtime.GOOS == "windows" {
			command = exec.Command("cmd", "/c", line)
		}
		command.Env = append(os.Environ(), "ADDR="+addr, "FILES="+files)
		return command
	}
}

// A server is a program that runs.
type server struct {
	program program
	addr    string
	process *exec.Cmd
	ended   chan struct{} // closed when the process has ended
}

// start starts a program at a free port and returns when it listens.
func start(p program, files string) (*server, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	s := &server{program: p, addr: addr, process: p.command(addr, files), ended: make(chan struct{})}
	if s.process.Env == nil {
		s.process.Env = os.Environ()
	}
	s.process.Stderr = os.Stderr
	if err := startPinned(s.process); err != nil {
		return nil, err
	}
	go func() {
		defer close(s.ended)
		s.process.Wait()
	}()
	for range 500 {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			return s, nil
		}
		select {
		case <-s.ended:
			return nil, errors.New("it has ended")
		case <-time.After(10 * time.Millisecond):
		}
	}
	s.stop()
	return nil, errors.New("it does not listen")
}

// freeAddr returns an address of this machine that was free a moment ago.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func (s *server) stop() {
	s.process.Process.Kill() // it keeps nothing
	<-s.ended
}

func (s *server) pid() int {
	return s.process.Process.Pid
}
