package docs

import (
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A session is a reader who follows one page in a copy of the repository.
type session struct {
	checker   *checker
	dir       string
	env       []string
	port      string
	terminals map[int]*program
	unchecked map[string]int // folders of the reader's to compile, and the line of the last block
	skipped   map[int]string // terminals whose program was not started, and why
}

func (c *checker) newSession() (*session, error) {
	s := &session{
		checker: c, dir: c.temp(), port: freePort(), env: environment(),
		terminals: make(map[int]*program), unchecked: make(map[string]int), skipped: make(map[int]string),
	}
	return s, c.copyTree(s.dir)
}

// kept are the variables that programs of a page see, beside those of Go's tools.
var kept = []string{"PATH", "HOME", "USER", "TMPDIR", "CC", "CGO_ENABLED", "XDG_CACHE_HOME"}

// goFlags are Go's flags for what the checks compile: without its folder in it a
// program that was compiled in one copy is found in the cache for all others, and
// nobody looks at it with a debugger. What go vet says belongs to another stage.
var goFlags = sync.OnceValue(func() string {
	flags, err := exec.Command("go", "env", "GOFLAGS").Output()
	if err != nil {
		flags = nil // then go fails at the first command too, and says why
	}
	return "GOFLAGS=" + strings.TrimSpace(string(flags)) + " -trimpath -vet=off -gcflags=-dwarf=false -ldflags=-w"
})

func environment() []string {
	env := []string{"LANG=C.UTF-8", "LC_ALL=C.UTF-8", "TERM=dumb", "PAGER=cat", "GIT_PAGER=cat", "GIT_CONFIG_GLOBAL=/dev/null"}
	env = append(env, "GOGC=400") // the compiler is faster with less care for memory
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if slices.Contains(kept, name) || strings.HasPrefix(name, "GO") {
			env = append(env, variable)
		}
	}
	return append(env, goFlags())
}

var ports struct {
	sync.Mutex
	given map[int]bool
}

// freePort returns a port of four digits, as 8080 has: the length of what names it
// stays the same.
func freePort() string {
	ports.Lock()
	defer ports.Unlock()
	for {
		port := 2000 + rand.IntN(8000)
		if ports.given[port] || port == 8080 {
			continue
		}
		l, err := net.Listen("tcp", "localhost:"+strconv.Itoa(port))
		if err != nil {
			continue // e.g., another program listens there
		}
		l.Close()
		if ports.given == nil {
			ports.given = make(map[int]bool)
		}
		ports.given[port] = true
		return strconv.Itoa(port)
	}
}

var (
	port8080  = regexp.MustCompile(`\b8080\b`)
	stepStart = regexp.MustCompile(`go run (\./(?:step\d\d-[a-z]+|my-server)\b)([^|;&\n]*)`)
	ownAddr   = regexp.MustCompile(`\s-{1,2}(addr|dial|h|help)\b`)
	goTests   = regexp.MustCompile(`(?m)^go test\b`)
)

// outward returns the command line as it is run: the session's port takes the place
// of 8080, the steps' default, and tests are compiled quickly.
func (s *session) outward(line string) string {
	line = stepStart.ReplaceAllStringFunc(line, func(found string) string {
		match := stepStart.FindStringSubmatch(found)
		if ownAddr.MatchString(match[2]) {
			return found
		}
		return "go run " + match[1] + " -addr localhost:8080" + match[2]
	})
	line = goTests.ReplaceAllString(line, "go test '"+quickCompile+"'")
	return port8080.ReplaceAllString(line, s.port)
}

// inward returns output as a reader sees it.
func (s *session) inward(lines []string) []string {
	ours := regexp.MustCompile(`\b` + s.port + `\b`)
	out := make([]string, len(lines))
	for i, line := range lines {
		line = strings.ReplaceAll(strings.TrimSuffix(line, "\r"), s.dir, "/home/you/http-from-scratch")
		out[i] = ours.ReplaceAllString(line, "8080")
	}
	return out
}

// write writes a file of the reader's.
func (s *session) write(f *findings, b *block) {
	name := b.info[1]
	folder := "./" + path.Dir(name)
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	if _, err := os.Stat(file); err == nil {
		s.compile(f, folder) // what it held before was never run
	}
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		text := port8080.ReplaceAllString(strings.Join(b.lines, "\n")+"\n", s.port)
		err = os.WriteFile(file, []byte(text), 0o644)
	}
	if err != nil {
		f.faultf(b.open, "%v", err)
	}
	s.unchecked[folder] = b.open
}

var goCommand = regexp.MustCompile(`\bgo (?:run|build|test|vet) [^;|&<>\n]*`)

// noteCompiled notes which folders of the reader's the command line compiles.
func (s *session) noteCompiled(line string) {
	for _, command := range goCommand.FindAllString(line, -1) {
		for _, word := range strings.Fields(command) {
			delete(s.unchecked, word)
		}
	}
}

// compile demands that the reader's files in folder compile, unless a command has
// done so since they were written.
func (s *session) compile(f *findings, folder string) {
	line, unchecked := s.unchecked[folder]
	delete(s.unchecked, folder)
	if !unchecked {
		return
	}
	vet := exec.Command("go", "vet", folder)
	vet.Dir, vet.Env = s.dir, s.env
	if output, err := vet.CombinedOutput(); err != nil {
		f.faultf(line, "go vet %s fails:\n%s", folder, strings.Join(s.inward(strings.Split(string(output), "\n")), "\n"))
	}
}
