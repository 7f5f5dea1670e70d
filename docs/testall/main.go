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
		start := time.Now()
		said, err := s.check()
		total.add(report(s.name, said, start, err))
	}
	total.add(testStages())
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

// report prints the line of a stage that is one check; with a failure, all that
// it said.
func report(name, said string, start time.Time, err error) tally {
	if err != nil {
		printLine("FAIL", name, err.Error(), time.Since(start))
		printOutput(said)
		return tally{failed: 1}
	}
	printLine("ok", name, said, time.Since(start))
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
