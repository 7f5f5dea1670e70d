package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

// parseFlags parses the command line args into flags. What it cannot parse is an
// error of one line. For -help it lists the flags and ends the program.
func parseFlags(flags *flag.FlagSet, args []string) error {
	flags.SetOutput(io.Discard) // or flag would print the whole list with every error
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Printf("usage: go run ./%s [flags]\n", flags.Name())
		flags.SetOutput(os.Stdout)
		flags.PrintDefaults()
		os.Exit(0)
	case err != nil:
		return fmt.Errorf("%w (-help lists the flags)", err)
	case flags.NArg() > 0:
		return fmt.Errorf("%q is no flag (-help lists them)", flags.Arg(0))
	}
	return nil
}

// exit ends the program over err: one line on standard error, and the status,
// which is 2 for a wrong command line and 1 for anything else.
func exit(status int, err error) {
	fmt.Fprintf(os.Stderr, "error: %v\n", err)
	os.Exit(status)
}
