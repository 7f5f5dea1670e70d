// Step 3 sends each request to the handler of its method and path: a small site and a JSON API.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"os"
)

type options struct {
	addr string
	wire bool
}

func parseOptions(args []string) (options, error) {
	var opts options
	flags := flag.NewFlagSet("step03-router", flag.ContinueOnError)
	flags.StringVar(&opts.addr, "addr", "localhost:8080", "listen at `HOST:PORT`; port 0 picks a free one")
	flags.BoolVar(&opts.wire, "wire", false, "print every byte that crosses a connection")
	err := parseFlags(flags, args)
	return opts, err
}

func main() {
	log.SetFlags(0)
	opts, err := parseOptions(os.Args[1:])
	if err != nil {
		exit(2, err)
	}
	if err := run(opts); err != nil {
		exit(1, err)
	}
}

// run serves one connection after the other, for ever.
func run(opts options) error {
	l, err := net.Listen("tcp", opts.addr)
	if err != nil {
		return fmt.Errorf("%w (-addr chooses another address)", err)
	}
	defer l.Close()
	handle := newSite()
	fmt.Printf("listening on http://%s\n", l.Addr())
	for {
		accepted, err := l.Accept()
		if err != nil {
			return err
		}
		var c Conn = accepted.(*net.TCPConn)
		if opts.wire {
			c = wired(c, os.Stderr)
		}
		serveConn(c, handle)
	}
}
