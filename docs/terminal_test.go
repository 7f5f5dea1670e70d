package docs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Nothing waits this long unless something is wrong.
const (
	commandTime = 3 * time.Minute  // for a command to end; it may have to compile
	outputTime  = 30 * time.Second // for a running program to print a line that is expected
	lingerTime  = 5 * time.Second  // for a program to end by itself at the end of the page
	quietTime   = time.Second      // without output, after which -update takes it as complete
)

// A program runs in a terminal of the page.
type program struct {
	typed   string
	command *exec.Cmd
	stdin   io.WriteCloser
	atEnd   bool // its input has ended, so that it should end too
	ended   chan struct{}

	mu     sync.Mutex
	output bytes.Buffer
	more   chan struct{} // closed and made anew with each output
	taken  int           // lines that blocks have shown
}

func (p *program) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.output.Write(b)
	close(p.more)
	p.more = make(chan struct{})
	return len(b), nil
}

// start runs the command line in bash, in a process group of its own: an
// interrupt then reaches what it started too, as in a terminal.
func (s *session) start(line string) (*program, error) {
	s.noteCompiled(line)
	p := &program{typed: line, ended: make(chan struct{}), more: make(chan struct{})}
	p.command = exec.Command("bash", "-c", s.outward(line))
	p.command.Dir, p.command.Env = s.dir, s.env
	p.command.Stdout, p.command.Stderr = p, p
	p.command.WaitDelay = outputTime // for a pipe that a background process holds open
	ownGroup(p.command)
	var err error
	if p.stdin, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.command.Wait() // how it ended is to be seen in what it printed
		close(p.ended)
	}()
	return p, nil
}

// wait waits for the end of the program, and ends it if that does not come.
func (p *program) wait(within time.Duration) error {
	select {
	case <-p.ended:
		return nil
	case <-time.After(within):
		p.kill()
		return fmt.Errorf("%s did not end within %v", p.typed, within)
	}
}

func (p *program) kill() {
	killGroup(p.command)
	<-p.ended
}

// interrupt sends SIGINT to the program and all that it started.
func (p *program) interrupt() error {
	if p.hasEnded() {
		return errors.New("the program had ended before ^C")
	}
	return interruptGroup(p.command)
}

func (p *program) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// lines returns what was printed and not taken, and a channel that is closed when
// there is more. A line without an end counts if the program has ended, or if
// partial is true.
func (p *program) lines(partial bool) ([]string, <-chan struct{}) {
	ended := p.hasEnded()
	p.mu.Lock()
	defer p.mu.Unlock()
	text := strings.ReplaceAll(p.output.String(), "\r\n", "\n")
	if !ended && !partial {
		text = text[:strings.LastIndexByte(text, '\n')+1]
	}
	text = strings.TrimSuffix(text, "\n")
	if text == "" && p.taken == 0 {
		return nil, p.more
	}
	lines := strings.Split(text, "\n")
	return lines[min(p.taken, len(lines)):], p.more
}

// expect waits until the program has printed want, and takes it. If it does not, it
// returns what was printed instead.
func (p *program) expect(s *session, want []string) (got []string, ok bool) {
	want = maskLines(want)
	deadline := time.After(commandTime)
	for patience := false; ; {
		ended := p.hasEnded() // asked first: then all of its output is there
		raw, more := p.lines(patience)
		got = s.inward(raw)
		taken, ok, possible := matchStart(want, maskEach(got))
		switch {
		case ok:
			p.mu.Lock()
			p.taken += taken
			p.mu.Unlock()
			return got[:taken], true
		case !possible || patience:
			return got, false
		}
		within := time.After(outputTime)
		if len(got) == 0 && p.taken == 0 {
			within = deadline // it may have to compile
		}
		if ended {
			return got, false
		}
		select {
		case <-more:
		case <-p.ended:
		case <-within:
			patience = true
		}
	}
}

// settle returns all that the program has printed when it has been silent for a
// while, and takes it.
func (p *program) settle(s *session) []string {
	for {
		lines, more := p.lines(true)
		within := time.After(quietTime)
		if len(lines) == 0 && p.taken == 0 && isServer(p.typed) {
			within = time.After(commandTime) // it may have to compile
		}
		select {
		case <-more:
		case <-p.ended:
			lines, _ = p.lines(true)
			p.take(len(lines))
			return s.inward(lines)
		case <-within:
			p.take(len(lines))
			return s.inward(lines)
		}
	}
}

func (p *program) take(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken += n
}

func maskEach(lines []string) []string {
	masked := make([]string, len(lines))
	for i, line := range lines {
		masked[i] = maskLine(line)
	}
	return masked
}
