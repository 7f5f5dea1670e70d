package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// An event is a line of what go test -json prints (go doc test2json).
type event struct {
	Action      string
	Package     string
	ImportPath  string // instead of Package, for what the compiler says
	Test        string
	Elapsed     float64
	Output      string
	FailedBuild string
}

// testStages runs the tests of all packages with these flags of go test, and prints a
// line for each package, in their order, as soon as it and those before it have
// finished. Each line ends in remark.
func testStages(remark string, flags ...string) tally {
	start := time.Now()
	packages, err := testedPackages()
	if err != nil {
		return report("go list", "", time.Since(start), err)
	}
	longestFirst := slices.Clone(packages)
	slices.Reverse(longestFirst) // the lessons, then the largest step
	arguments := slices.Concat([]string{"test", "-json", "-vet=off"}, flags, longestFirst)
	command := exec.Command("go", arguments...)
	var complaints strings.Builder // e.g., a package that cannot be found
	command.Stderr = &complaints
	output, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		return report("go test", "", time.Since(start), err)
	}
	total := followTests(output, packages, remark)
	if err := command.Wait(); err != nil && total.failed == 0 {
		total.add(report("go test", complaints.String(), time.Since(start), err))
	}
	return total
}

// testedPackages returns the import paths of the packages that have tests, the
// steps first.
func testedPackages() ([]string, error) {
	list := exec.Command("go", "list", "-f", "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}", "./step...", "./docs/...")
	output, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("the packages cannot be listed: %w", err)
	}
	return strings.Fields(string(output)), nil
}

// followTests reads what go test -json prints about packages, prints their lines
// in order, and returns the sum of their tests.
func followTests(output io.Reader, packages []string, remark string) tally {
	results := make(map[string]*result)
	for _, path := range packages {
		results[path] = newResult(path)
	}
	builds := make(map[string]string) // what the compiler says, by import path
	var total tally
	next := 0
	lines := bufio.NewScanner(output)
	lines.Buffer(nil, 1<<26) // bytes; a test may print a long line
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text()) // no event; better seen than lost
			continue
		}
		if e.Action == "build-output" {
			builds[e.ImportPath] += e.Output
		} else if r := results[e.Package]; r != nil {
			r.add(e, builds)
		}
		for next < len(packages) && results[packages[next]].finished {
			total.add(results[packages[next]].print(remark))
			next++
		}
	}
	for ; next < len(packages); next++ { // go test itself broke off
		total.add(results[packages[next]].print(remark))
	}
	return total
}
