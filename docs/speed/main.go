// Speed measures the server of step 6 beside one of net/http and beside the least
// that a server in Go can do, and prints a table:
//
//	go run ./docs/speed [-only RE] [-rounds N] [-duration D] [-also NAME=COMMAND]... [-wrk]
//
// The servers are processes of their own. They are driven one after the other, in
// many short rounds, so that what else the machine does meets all of them alike;
// what is printed are medians, and ratios of medians.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
)

type options struct {
	rounds   int
	duration time.Duration // of a round of one server
	only     *regexp.Regexp
	also     []program
	wrk      bool

	serve, addr, root string // of the servers that this program is itself
}

func parseOptions(args []string) (options, error) {
	opts := options{only: regexp.MustCompile("")}
	flags := flag.NewFlagSet("speed", flag.ExitOnError)
	flags.IntVar(&opts.rounds, "rounds", 15, "drive each server `N` times")
	flags.DurationVar(&opts.duration, "duration", 120*time.Millisecond, "drive it so long each time")
	flags.BoolVar(&opts.wrk, "wrk", false, "at the end, check the load generator against wrk")
	flags.StringVar(&opts.serve, "serve", "", "be the server `NAME`, net-http or floor, and measure nothing")
	flags.StringVar(&opts.addr, "addr", "127.0.0.1:0", "with -serve, listen at `HOST:PORT`")
	flags.StringVar(&opts.root, "root", ".", "with -serve, serve the folder `DIR` below /static/")
	flags.Func("only", "measure the workloads whose name matches `RE`", func(s string) (err error) {
		opts.only, err = regexp.Compile(s)
		return err
	})
	flags.Func("also", "also measure `NAME=COMMAND`, a server that listens at $ADDR and has $FILES below /static/", func(s string) error {
		name, command, found := strings.Cut(s, "=")
		if !found {
			return fmt.Errorf("%q has no =", s)
		}
		opts.also = append(opts.also, program{name: name, command: shell(command), optional: true})
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return opts, err
	}
	if flags.NArg() > 0 || opts.rounds < 1 {
		return opts, fmt.Errorf("usage: go run ./docs/speed [flags]; -help lists them")
	}
	return opts, nil
}

func main() {
	opts, err := parseOptions(os.Args[1:])
	if err == nil {
		err = run(opts)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(opts options) error {
	switch opts.serve {
	case "net-http":
		return serveNetHTTP(opts.addr, opts.root)
	case "floor":
		return serveFloor(opts.addr)
	case "":
		return measureAll(opts)
	}
	return fmt.Errorf("%q is no server to be", opts.serve)
}

// measureAll builds what is to be measured, measures it and prints the report.
func measureAll(opts options) error {
	folder, err := os.MkdirTemp("", "speed-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := raiseFileLimit(); err != nil {
		return err
	}
	programs, err := build(folder)
	if err != nil {
		return err
	}
	programs = append(programs, opts.also...)
	files, err := makeFiles(folder)
	if err != nil {
		return err
	}
	bench := &bench{programs: programs, files: files, rounds: opts.rounds, duration: opts.duration}
	for _, w := range workloads {
		if !opts.only.MatchString(w.name) {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s ...\n", w.name)
		if err := bench.measure(w); err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
	}
	fmt.Print(report(machine(opts), programs, bench.results))
	if opts.wrk {
		return bench.crossCheck()
	}
	return nil
}
