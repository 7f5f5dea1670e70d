package main

import (
	"fmt"
	"path"
	"strings"
	"time"
)

// A result is what became of the tests of one package.
type result struct {
	name             string
	outcome          map[string]string // "pass", "fail" or "skip", by test
	parents          map[string]bool   // the tests that consist of others
	output           []event
	build            string // what the compiler says
	finished, passed bool
	elapsed          time.Duration
}

func newResult(importPath string) *result {
	_, name, _ := strings.Cut(importPath, "/")
	return &result{name: name, outcome: make(map[string]string), parents: make(map[string]bool)}
}

// add takes in one event; builds is what the compiler said so far.
func (r *result) add(e event, builds map[string]string) {
	switch e.Action {
	case "run":
		for parent := path.Dir(e.Test); parent != "."; parent = path.Dir(parent) {
			r.parents[parent] = true
		}
	case "output":
		r.output = append(r.output, e)
	case "pass", "fail", "skip":
		if e.Test != "" {
			r.outcome[e.Test] = e.Action
			return
		}
		r.finished, r.passed = true, e.Action != "fail"
		r.elapsed = time.Duration(e.Elapsed * float64(time.Second))
		r.build = builds[e.FailedBuild]
	}
}

// print prints the package's line, which ends in remark, and all that its failed
// tests said. Only tests that consist of no others are counted.
func (r *result) print(remark string) tally {
	var t tally
	skipped := 0
	for test, outcome := range r.outcome {
		switch {
		case r.parents[test]:
		case outcome == "pass":
			t.passed++
		case outcome == "skip":
			skipped++
		default:
			t.failed++
		}
	}
	said := fmt.Sprintf("%d tests", t.passed)
	if skipped > 0 {
		said += fmt.Sprintf(", %d skipped", skipped)
	}
	said += remark
	if r.finished && r.passed {
		printLine("ok", r.name, said, r.elapsed)
		return t
	}
	t.failed = max(t.failed, 1) // e.g., the package does not compile
	printLine("FAIL", r.name, fmt.Sprintf("%d tests passed, %d failed", t.passed, t.failed), r.elapsed)
	printOutput(r.build + r.failures())
	return t
}

// failures returns what the tests that did not pass have printed, and what
// belongs to no test.
func (r *result) failures() string {
	var b strings.Builder
	for _, e := range r.output {
		if outcome := r.outcome[e.Test]; outcome != "pass" && outcome != "skip" {
			b.WriteString(e.Output)
		}
	}
	return b.String()
}
