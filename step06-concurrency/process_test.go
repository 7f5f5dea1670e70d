package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// TestProgram builds the program and runs it as its users do.
func TestProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it builds the program")
	}
	program := filepath.Join(t.TempDir(), "server.exe")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	t.Run("wrong command lines", func(t *testing.T) { testErrors(t, program) })
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent a signal there")
	}
	t.Run("upload over the end", func(t *testing.T) { testSignalDuringUpload(t, program) })
	t.Run("download over the end", func(t *testing.T) { testSignalDuringDownload(t, program) })
	t.Run("second signal", func(t *testing.T) { testSecondSignal(t, program) })
}

// Whatever keeps the program from starting is told in one line.
func testErrors(t *testing.T, program string) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	tests := []struct {
		args   string
		status int
		want   string // a part of the line
	}{
		{"-no-such-flag", 2, "-no-such-flag"},
		{"-idle-timeout x", 2, "-idle-timeout"},
		{"-max-conns 0", 2, "-max-conns"},
		{"-max-conns -1", 2, "-max-conns"},
		{"-write-timeout 0", 2, "-write-timeout"},
		{"-header-timeout -1s", 2, "-header-timeout"},
		{"-cert a.pem -key b.pem", 2, "-tls"},
		{"extra", 2, "extra"},
		{"-addr " + taken.Addr().String(), 1, taken.Addr().String()},
		{"-addr 127.0.0.1:0 -tls -cert no-such.pem -key no-such.pem", 1, "no-such.pem"},
		{"-addr 127.0.0.1:0 -tls -cert no-such.pem", 2, "-key"},
	}
	for _, test := range tests {
		var stderr, stdout bytes.Buffer
		cmd := exec.Command(program, strings.Fields(test.args)...)
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		cmd.Run() // fails, as it has to
		line := stderr.String()
		if cmd.ProcessState.ExitCode() != test.status || !strings.Contains(line, test.want) || strings.Count(line, "\n") != 1 || stdout.Len() > 0 {
			t.Errorf("%s: exit status %d, printed %q %q, want %d and one line with %q",
				test.args, cmd.ProcessState.ExitCode(), stdout.String(), line, test.status, test.want)
		}
	}
}

// A process is the program, running.
type process struct {
	*exec.Cmd
	addr   string
	stderr *bufio.Reader
}

func startProcess(t *testing.T, program string, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(program, append(args, "-addr", "127.0.0.1:0")...)}
	stdout, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := p.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.stderr = bufio.NewReader(stderr)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Process.Kill() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	addr, found := strings.CutPrefix(strings.TrimSpace(line), "listening on http://")
	if !found {
		t.Fatalf("the first line is %q, %v", line, err)
	}
	p.addr = addr
	return p
}

// terminate sends SIGTERM, and waits until the program says that it has it.
func (p *process) terminate(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for {
		line, err := p.stderr.ReadString('\n')
		if strings.Contains(line, "shutting down") {
			return
		}
		if err != nil {
			t.Fatalf("before the line that says so: %v", err)
		}
	}
}

// expectSuccess demands that the program ends by itself, and with status 0.
func (p *process) expectSuccess(t *testing.T) {
	t.Helper()
	rest, _ := io.ReadAll(p.stderr)
	if err := p.Wait(); err != nil || !strings.Contains(string(rest), "all connections are done") {
		t.Errorf("the program ended with %v, and printed %q", err, rest)
	}
}

// beginUpload sends the head of a request and waits for 100 (Continue): the server
// now waits for length bytes of content.
func beginUpload(t *testing.T, addr, head string) (*net.TCPConn, *bufio.Reader) {
	t.Helper()
	c := dialLoopback(t, addr)
	r := bufio.NewReader(c)
	io.WriteString(c, head+"Host: a\r\nExpect: 100-continue\r\n\r\n")
	if res, err := http.ReadResponse(r, nil); err != nil || res.StatusCode != 100 {
		t.Fatalf("got %v, %v, want 100", res, err)
	}
	return c, r
}

func testSignalDuringUpload(t *testing.T, program string) {
	p := startProcess(t, program, "-shutdown-timeout", "1h")
	idle := dialLoopback(t, p.addr)
	rest := bufio.NewReader(idle)
	io.WriteString(idle, "GET /hi HTTP/1.1\r\nHost: a\r\n\r\n")
	receive(t, rest, "GET")
	c, r := beginUpload(t, p.addr, "POST /inspect HTTP/1.1\r\nContent-Length: 5\r\n")
	p.terminate(t)
	expectEnd(t, rest)
	idle.Close()
	io.WriteString(c, "hello")
	if res, content := receive(t, r, "POST"); res.StatusCode != 200 || !res.Close || !strings.Contains(content, "hello") {
		t.Errorf("got %v, %q", res, content)
	}
	expectEnd(t, r)
	c.Close()
	p.expectSuccess(t)
}

// The page about a megabyte of zeros is more than most systems buffer for a client
// that does not read, so the server is at it when the signal comes.
func testSignalDuringDownload(t *testing.T, program string) {
	p := startProcess(t, program, "-shutdown-timeout", "1h")
	c, r := beginUpload(t, p.addr, "POST /inspect HTTP/1.1\r\nContent-Length: 1000000\r\n")
	c.Write(make([]byte, 1000000))
	r.Peek(1) // the response has begun
	p.terminate(t)
	if res, content := receive(t, r, "POST"); res.StatusCode != 200 || !strings.HasSuffix(content, "</html>\n") {
		t.Errorf("got %v, %d bytes", res, len(content))
	}
	c.Close()
	p.expectSuccess(t)
}

func testSecondSignal(t *testing.T, program string) {
	p := startProcess(t, program, "-shutdown-timeout", "1h")
	beginUpload(t, p.addr, "POST /inspect HTTP/1.1\r\nContent-Length: 5\r\n")
	p.terminate(t)
	p.Process.Signal(syscall.SIGTERM)
	p.Wait() // fails, as it has to
	if status, ok := p.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() {
		t.Errorf("the program ended with %v", p.ProcessState)
	}
}
