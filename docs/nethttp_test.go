package docs

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"net"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// net/http, with the handlers of step 6 behind the adapter, answers the fixtures of
// all steps as step 6 does, except for the pairs that differences.txt lists, each
// under its reason; and those it answers otherwise.
func TestNetHTTP(t *testing.T) {
	if testing.Short() {
		t.Skip("the server of net/http takes long to compile")
	}
	t.Parallel()
	files, err := readTree("..")
	if err != nil {
		t.Fatal(err)
	}
	pairs := addrPairs(t, files)
	listed := listDeviations(t, string(files["docs/nethttp/differences.txt"]))
	addr := startNetHTTP(t, files)
	var faults []string
	for _, p := range pairs {
		got, err := exchange(addr, p.request)
		if err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		reason, isListed := listed[p.name]
		delete(listed, p.name)
		answer, want := meanings(got, p.response)
		switch differs := !slices.Equal(answer, want); {
		case differs && !isListed:
			faults = append(faults, fmt.Sprintf("%s is answered otherwise, and not listed:\n%s", p.name, difference(answer, want)))
		case !differs && isListed:
			faults = append(faults, fmt.Sprintf("%s is listed (%s), and is answered as step 6 answers it", p.name, reason))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		faults = append(faults, name+" is listed, and is no pair for a server without flags")
	}
	if len(faults) == 0 {
		return
	}
	message := "docs/nethttp/differences.txt does not list what differs:\n" + strings.Join(faults, "\n")
	if !slices.ContainsFunc(comparedWith, func(v string) bool { return strings.HasPrefix(runtime.Version(), v) }) {
		t.Skipf("%s\nIt was made with %s, and this is %s.", message, strings.Join(comparedWith, " and "), runtime.Version())
	}
	t.Error(message)
}

// comparedWith are the releases of Go whose net/http differences.txt is about. With
// another one the test tells what is different, and does not fail.
var comparedWith = []string{"go1.25", "go1.26"}

// A pair is a fixture for a server that is started without flags.
type pair struct {
	name              string
	request, response []byte
}

var pairRow = regexp.MustCompile("^\\| `([a-z0-9-]+)` \\|")

// addrPairs returns the pairs of all steps in the order in which -addr replays
// them. A later one takes the place of an earlier one of its name.
func addrPairs(t *testing.T, files map[string][]byte) (pairs []pair) {
	t.Helper()
	for _, step := range stepNames(t) {
		withFlags := false
		for _, line := range splitPage(string(files[step+"/testdata/README.md"])) {
			if strings.HasPrefix(line, "## ") {
				withFlags = strings.HasPrefix(line, "## Started with ")
			}
			row := pairRow.FindStringSubmatch(line)
			if row == nil {
				continue
			}
			base := path.Join(step, "testdata", row[1])
			p := pair{row[1], files[base+".request"], files[base+".response"]}
			earlier := slices.IndexFunc(pairs, func(e pair) bool { return e.name == p.name })
			switch {
			case withFlags && earlier >= 0:
				pairs = slices.Delete(pairs, earlier, earlier+1)
			case earlier >= 0:
				pairs[earlier] = p
			case !withFlags:
				pairs = append(pairs, p)
			}
		}
	}
	return pairs
}

// startNetHTTP builds step 6 with the adapter in the place of its server, starts it,
// and returns its address.
func startNetHTTP(t *testing.T, files map[string][]byte) (addr string) {
	t.Helper()
	dir := t.TempDir()
	course := map[string][]byte{"go.mod": files["go.mod"], "go.sum": files["go.sum"]}
	for name, content := range files {
		inStep, ok := strings.CutPrefix(name, "step06-concurrency/")
		if ok && !strings.HasPrefix(inStep, "testdata/") && !strings.HasSuffix(inStep, "_test.go") {
			course["my-nethttp/"+inStep] = content
		}
	}
	course["my-nethttp/adapter.go"] = files["docs/nethttp/adapter.go.txt"]
	course["my-nethttp/main.go"] = files["docs/nethttp/main.go.txt"]
	if err := writeTree(dir, course); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "nethttp.exe")
	build := exec.Command("go", "build", "-o", binary, "./my-nethttp")
	build.Dir, build.Env = dir, environment()
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the adapter does not compile with step 6:\n%s", output)
	}
	server := exec.Command(binary, "-addr", "127.0.0.1:0", "-log", "off", "-uploads", filepath.Join(dir, "uploads"))
	output, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	first, _ := bufio.NewReader(output).ReadString('\n')
	_, addr, ok := strings.Cut(strings.TrimSpace(first), "http://")
	if !ok {
		t.Fatalf("the server does not say where it listens: %q", first)
	}
	return addr
}

// exchange sends request, ends its stream, and returns all that comes back. A reset
// behind the answer counts as its end.
func exchange(addr string, request []byte) ([]byte, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(outputTime))
	go func() {
		c.Write(request) // fails if, e.g., the server answered and closed
		c.(*net.TCPConn).CloseWrite()
	}()
	got, err := io.ReadAll(c)
	if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
		return nil, err
	}
	return got, nil
}
