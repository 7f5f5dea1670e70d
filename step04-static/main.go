// Step 4 serves files, whole and in parts, and keeps files that are uploaded.
package main

import (
	"crypto/rand"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"path/filepath"
)

type options struct {
	addr    string
	wire    bool
	root    string
	list    bool
	uploads string
}

func parseOptions(args []string) (options, error) {
	var opts options
	flags := flag.NewFlagSet("step04-static", flag.ContinueOnError)
	flags.StringVar(&opts.addr, "addr", "localhost:8080", "listen at `HOST:PORT`; port 0 picks a free one")
	flags.BoolVar(&opts.wire, "wire", false, "print every byte that crosses a connection")
	flags.StringVar(&opts.root, "root", "", "serve the folder `DIR` below /static/, and not the pages that are part of the program")
	flags.BoolVar(&opts.list, "list", false, "list what is in a folder that has no index.html")
	flags.StringVar(&opts.uploads, "uploads", "", "keep uploads in the folder `DIR`, and not in a new temporary one")
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
	if opts.uploads == "" {
		opts.uploads = filepath.Join(os.TempDir(), "uploads-"+rand.Text())
	}
	handle, err := newSite(opts)
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", l.Addr())
	fmt.Printf("uploads are kept in %s\n", opts.uploads)
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
