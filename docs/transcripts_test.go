package docs

import (
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// checkTranscripts writes the reader's files and runs the commands of a page, in
// its order, and compares what comes back with what the page shows.
func (c *checker) checkTranscripts(f *findings) {
	if !f.page.isRun() {
		return
	}
	if !canRun() {
		f.notes = append(f.notes, f.page.name+": not run: it takes bash, and a system with process groups")
		if os.Getenv("CI") == "true" && canInterrupt {
			f.faultf(0, "bash is not installed")
		}
		return
	}
	s, err := c.newSession()
	if err != nil {
		f.faultf(0, "copying the repository: %v", err)
		return
	}
	defer s.end(f)
	for i := range f.page.blocks {
		switch b := &f.page.blocks[i]; {
		case b.isScratch():
			s.write(f, b)
		case len(b.info) > 0 && b.info[0] == "console":
			s.runBlock(f, b)
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(s.unchecked)) {
		s.compile(f, folder)
	}
}

// canRun reports whether this system can follow a transcript.
func canRun() bool {
	_, err := exec.LookPath("bash")
	return err == nil && canInterrupt
}

// isRun reports whether there is anything to run on the page.
func (p *page) isRun() bool {
	for i := range p.blocks {
		if b := &p.blocks[i]; b.isScratch() || len(b.info) > 0 && b.info[0] == "console" {
			return true
		}
	}
	return false
}

func (s *session) runBlock(f *findings, b *block) {
	c, err := parseConsole(b)
	if err != nil {
		return // checkBlocks tells
	}
	if reason := s.obstacle(c); reason != "" {
		s.skip(f, b, c, reason)
		return
	}
	delete(s.skipped, c.terminal)
	for _, e := range c.entries {
		if c.terminal == 0 {
			s.runCommand(f, b, e)
		} else if !s.inTerminal(f, b, c.terminal, e) {
			return
		}
	}
}

// runCommand runs a command to its end.
func (s *session) runCommand(f *findings, b *block, e entry) {
	p, err := s.start(e.typed)
	if err == nil {
		p.stdin.Close()
		err = p.wait(commandTime)
	}
	if err != nil {
		f.faultf(b.open+e.at, "%v", err)
		return
	}
	raw, _ := p.lines(true)
	s.compare(f, b, e, s.inward(raw))
}

// compare holds all the output of a command against what the block shows.
func (s *session) compare(f *findings, b *block, e entry, got []string) {
	if !matchOutput(maskLines(e.want), maskLines(got)) {
		s.mismatch(f, b, e, got)
	}
}

// mismatch notes that got came where the block shows e.want.
func (s *session) mismatch(f *findings, b *block, e entry, got []string) {
	for len(got) > 0 && got[len(got)-1] == "" {
		got = got[:len(got)-1]
	}
	advice := "go test ./docs -update takes it over"
	if slices.Contains(e.want, leftOut) {
		advice = "it has lines \"...\", so mend it by hand, or empty it and let go test ./docs -update fill it"
	} else {
		shown := make([]string, len(got))
		for i, line := range got {
			shown[i] = maskPorts(strings.TrimRight(line, " "), "54321")
		}
		f.replace(b.open+1+e.at, b.open+1+e.end, shown)
	}
	typed := e.typed
	if typed == "" {
		typed = "the running program"
	}
	f.differf(b.open+e.at, maskLines(e.want), maskLines(got), "%s does not print what the page shows (%s); what differs from run to run is masked", typed, advice)
}

// inTerminal does what is typed in one of the terminals in which programs go on
// running. It returns false if there is no use in going on with the block.
func (s *session) inTerminal(f *findings, b *block, terminal int, e entry) bool {
	line := b.open + e.at
	p := s.terminals[terminal]
	if e.kind != command && p == nil {
		f.faultf(line, "nothing runs in terminal %d", terminal)
		return false
	}
	var err error
	switch e.kind {
	case command:
		if p != nil && !p.hasEnded() && p.wait(outputTime) != nil {
			f.faultf(line, "in terminal %d there still runs: %s (a line ^C ends it)", terminal, p.typed)
		}
		if p, err = s.start(e.typed); err == nil {
			s.terminals[terminal] = p
		}
		if isServer(e.typed) && len(e.want) == 0 && !*updateFlag {
			f.faultf(line, "show the first line that the server prints: the next command waits for it")
		}
	case input:
		_, err = p.stdin.Write([]byte(e.typed + "\n"))
	case endOfFile:
		p.atEnd = true
		err = p.stdin.Close()
	case interrupt:
		if err = p.interrupt(); err == nil {
			err = p.wait(outputTime)
		}
	case further:
		if len(b.lines) > 0 {
			e.want = append([]string{leftOut}, e.want...) // what no block showed
		}
	}
	if err != nil {
		f.faultf(line, "%v", err)
		return false
	}
	return s.expect(f, b, p, e)
}

func isServer(line string) bool {
	return stepStart.MatchString(line) && !ownAddr.MatchString(strings.ReplaceAll(line, "-addr", ""))
}

// expect waits for the output that belongs to e.
func (s *session) expect(f *findings, b *block, p *program, e entry) bool {
	if *updateFlag && len(e.want) == 0 && e.kind != input {
		if got := p.settle(s); len(got) > 0 {
			s.mismatch(f, b, e, got)
		}
		return true
	}
	if e.kind == further && len(b.lines) == 0 {
		f.faultf(b.open, "the block is empty: go test ./docs -update fills it with what the program printed")
		return false
	}
	if e.kind == interrupt {
		return s.expectEnd(f, b, p, e)
	}
	got, ok := p.expect(s, e.want)
	if ok {
		return true
	}
	if e.kind == further {
		e.want = e.want[1:]
		if *updateFlag && !slices.Contains(e.want, leftOut) {
			got = p.settle(s)
		}
	}
	p.take(len(got))
	s.mismatch(f, b, e, got)
	return true
}

// expectEnd holds all that the program printed since ^C against e.want; what it
// printed before and no block showed is left out.
func (s *session) expectEnd(f *findings, b *block, p *program, e entry) bool {
	raw, _ := p.lines(true)
	got := s.inward(raw)
	if !matchOutput(append([]string{leftOut}, maskLines(e.want)...), maskLines(got)) {
		s.mismatch(f, b, e, got)
	}
	p.take(len(raw))
	return true
}

// end demands that no program still runs, and ends those that do.
func (s *session) end(f *findings) {
	for terminal, p := range s.terminals {
		within := lingerTime
		if p.atEnd {
			within = outputTime
		}
		if p.wait(within) != nil {
			f.faultf(len(f.page.lines)-1, "at the end of the page there still runs, in terminal %d: %s (a line ^C ends it)", terminal, p.typed)
		}
	}
}
