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

var wordPattern = regexp.MustCompile(`[A-Za-z0-9./_-]+`)

// missingTool returns why line cannot be run on this machine, or "".
func missingTool(line string) string {
	for _, word := range wordPattern.FindAllString(line, -1) {
		if slices.Contains(tools, word) {
			if _, err := exec.LookPath(word); err != nil {
				return word + " is not installed"
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
	if os.Getenv("CI") == "true" && c.system == "" {
		f.faultf(b.open, "%s", note)
		return
	}
	f.notes = append(f.notes, fmt.Sprintf("%s:%d: %s", f.page.name, b.open+1, note))
}
