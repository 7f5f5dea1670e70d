// Testall checks every stage of the course and prints a line for each: the form
// of the code, then the tests of each step and of the lessons. With -full, as in CI,
// it also looks for data races, vets for the other systems and runs every command
// of the lessons.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	full := flag.Bool("full", os.Getenv("CI") != "", "check what takes minutes too, as CI does")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "error: testall takes no arguments; -help lists its flags")
		os.Exit(2)
	}
	if err := os.Chdir(moduleRoot()); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	var total tally
	for _, s := range formStages(*full) {
		total.add(s.run()())
	}
	if *full {
		total.add(runFull())
	} else {
		total.add(testStages("", "-short", "-ldflags=-w"))
	}
	fmt.Printf("\n%d passed, %d failed\n", total.passed, total.failed)
	if !*full {
		fmt.Println("Left out: data races, other systems, the commands of the lessons (make test-full).")
	}
	if total.failed > 0 {
		os.Exit(1)
	}
}

// runFull runs all tests under the race detector; and meanwhile, since they wait for
// programs now and then, the checks for the other systems.
func runFull() tally {
	foreign := make(chan func() tally, len(foreignStages()))
	go func() {
		defer close(foreign)
		for _, s := range foreignStages() {
			foreign <- s.run()
		}
	}()
	remark, flags := raceDetector()
	total := testStages(remark, flags...)
	for print := range foreign {
		total.add(print())
	}
	return total
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
