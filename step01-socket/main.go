// Step 1 is an echo server, and a first HTTP response, on bare sockets.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
)

type options struct {
	addr  string
	wire  bool
	reply string
	dial  string
}

func parseOptions(args []string) (options, error) {
	var opts options
	flags := flag.NewFlagSet("step01-socket", flag.ContinueOnError)
	flags.StringVar(&opts.addr, "addr", "localhost:8080", "listen at `HOST:PORT`; port 0 picks a free one")
	flags.BoolVar(&opts.wire, "wire", false, "print every byte that crosses a connection")
	flags.StringVar(&opts.reply, "reply", "echo", "what a client gets: echo (its own bytes) or hello (a fixed HTTP response)")
	flags.StringVar(&opts.dial, "dial", "", "be the client instead: connect standard input and output to `HOST:PORT`")
	if err := parseFlags(flags, args); err != nil {
		return opts, err
	}
	if replies[opts.reply] == nil {
		return opts, fmt.Errorf("-reply %s: there is echo and hello", opts.reply)
	}
	return opts, nil
}

func main() {
	log.SetFlags(0)
	opts, err := parseOptions(os.Args[1:])
	if err != nil {
		exit(2, err)
	}
	if opts.dial != "" {
		err = runClient(opts)
	} else {
		err = runServer(opts)
	}
	if err != nil {
		exit(1, err)
	}
}

// runServer serves one connection after the other, for ever.
func runServer(opts options) error {
	l, err := listen(opts.addr)
	if err != nil {
		return fmt.Errorf("listening at %s: %w (-addr chooses another address)", opts.addr, err)
	}
	defer l.close()
	fmt.Printf("listening on http://%s\n", l.address())
	for {
		c, err := l.accept()
		if err != nil {
			return err
		}
		if opts.wire {
			c = wired(c, os.Stderr)
		}
		serveConn(c, replies[opts.reply])
	}
}

// runClient sends standard input to a server and prints what comes back, both at
// the same time: a server that cannot send may not read either.
func runClient(opts options) error {
	c, err := dial(opts.dial)
	if err != nil {
		return fmt.Errorf("no connection to %s: %w (is a server listening there?)", opts.dial, err)
	}
	defer c.Close()
	if opts.wire {
		c = wired(c, os.Stderr)
	}
	go func() {
		io.Copy(c, os.Stdin) // fails if, e.g., the server ends the conversation first
		c.CloseWrite()
	}()
	_, err = io.Copy(os.Stdout, c)
	return err
}
