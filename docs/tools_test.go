package docs

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
)

// tools are those that a reader may do without.
var tools = []string{
	"curl", "nc", "ncat", "strace", "dtruss", "chromium", "python3", "seq", "openssl", "make", "git",
	"diff", "patch", "ss", "lsof", "ab", "wrk", "hey", "xxd", "hexdump", "od", "timeout", "telnet",
}

// programName finds the words of a command line that name a program: those at the
// beginning of a command, behind assignments and programs that start others.
var programName = regexp.MustCompile(`(?:^|[|;&(\n])\s*(?:(?:\w+=\S*|time|env|timeout \S+|(?:then|do|else))\s+)*([A-Za-z0-9._-]+)`)

// missingTool returns why line cannot be run on this machine, or "".
func missingTool(line string) string {
	for _, match := range programName.FindAllStringSubmatch(line, -1) {
		if slices.Contains(tools, match[1]) {
			if _, err := exec.LookPath(match[1]); err != nil {
				return match[1] + " is not installed"
			}
		}
	}
	return ""
}

// obstacle returns why a block cannot be run here, or "".
func (s *session) obstacle(c console) string {
	if c.system != "" && c.system != runtime.GOOS {
		return "it is for " + c.system
	}
	for _, e := range c.entries {
		if reason := s.checker.grace(e.typed); e.kind == command && reason != "" {
			return reason
		}
	}
	if reason := s.skipped[c.terminal]; c.entries[0].kind != command && reason != "" {
		return reason
	}
	return ""
}

// skip notes that a block is not run. Where the course itself is tested, nothing
// may be missing.
func (s *session) skip(f *findings, b *block, c console, reason string) {
	s.skipped[c.terminal] = reason
	note := fmt.Sprintf("not run: %s", reason)
	if os.Getenv("CI") == "true" && (c.system == "" || c.system == runtime.GOOS) {
		f.faultf(b.open, "%s", note)
		return
	}
	f.notes = append(f.notes, fmt.Sprintf("%s:%d: %s", f.page.name, b.open+1, note))
}
