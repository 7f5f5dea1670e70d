// Testall checks every stage of the course and prints a line for each: the form
// of the code, then the tests of each step and of the lessons.
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	if err := os.Chdir(moduleRoot()); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	var total tally
	for _, s := range formStages() {
		total.add(s.run()())
	}
	foreign := make(chan func() tally, len(foreignStages()))
	go func() {
		defer close(foreign)
		for _, s := range foreignStages() {
			foreign <- s.run()
		}
	}()
	total.add(testStages()) // which wait for programs now and then
	for print := range foreign {
		total.add(print())
	}
	fmt.Printf("\n%d passed, %d failed\n", total.passed, total.failed)
	if total.failed > 0 {
		os.Exit(1)
	}
}

// A tally counts checks and tests.
type tally struct{ passed, failed int }

func (t *tally) add(other tally) {
	t.passed += other.passed
	t.failed += other.failed
}

// run runs the check, and returns what prints its line.
func (s stage) run() func() tally {
	start := time.Now()
	said, err := s.check()
	took := time.Since(start)
	return func() tally { return report(s.name, said, took, err) }
}

// report prints the line of a stage that is one check; with a failure, all that
// it said.
func report(name, said string, took time.Duration, err error) tally {
	if err != nil {
		printLine("FAIL", name, err.Error(), took)
		printOutput(said)
		return tally{failed: 1}
	}
	printLine("ok", name, said, took)
	return tally{passed: 1}
}

func printLine(result, name, said string, took time.Duration) {
	fmt.Printf("%-4s  %-18s  %-42s  %5.1fs\n", result, name, said, took.Seconds())
}

func printOutput(output string) {
	if output != "" {
		fmt.Println(output)
	}
}
