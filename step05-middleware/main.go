// Step 5 puts around the site what every request needs: a log line, a limit, a session, compression.
package main

import (
	"crypto/rand"
	"flag"
	"fmt"
	"log/slog"
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
	logger  *slog.Logger
	origins []string
	token   string
	rate    float64
	burst   int
}

func parseOptions(args []string) (options, error) {
	var opts options
	var logFormat, origins string
	flags := flag.NewFlagSet("step05-middleware", flag.ContinueOnError)
	flags.StringVar(&opts.addr, "addr", "localhost:8080", "listen at `HOST:PORT`; port 0 picks a free one")
	flags.BoolVar(&opts.wire, "wire", false, "print every byte that crosses a connection")
	flags.StringVar(&opts.root, "root", "", "serve the folder `DIR` below /static/, and not the pages that are part of the program")
	flags.BoolVar(&opts.list, "list", false, "list what is in a folder that has no index.html")
	flags.StringVar(&opts.uploads, "uploads", "", "keep uploads in the folder `DIR`, and not in a new temporary one")
	flags.StringVar(&logFormat, "log", "text", "log in this `FORMAT`: text, json, or off for errors only")
	flags.StringVar(&origins, "cors", "", "let scripts of these `ORIGINS` read the responses: https://a.example,https://b.example, or * for all")
	flags.StringVar(&opts.token, "token", "", "the `TOKEN` that opens /private; without it nothing does")
	flags.Float64Var(&opts.rate, "rate", 0, "answer `N` requests a second from each client; 0 is without a limit")
	flags.IntVar(&opts.burst, "burst", 10, "with -rate, let a client send `N` requests at once")
	if err := parseFlags(flags, args); err != nil {
		return opts, err
	}
	var err error
	if opts.logger, err = newLogger(logFormat, os.Stderr); err != nil {
		return opts, err
	}
	if opts.origins, err = parseOrigins(origins); err != nil {
		return opts, err
	}
	return opts, checkRate(opts.rate, opts.burst)
}

func main() {
	opts, err := parseOptions(os.Args[1:])
	if err != nil {
		exit(2, err)
	}
	slog.SetDefault(opts.logger) // for package log too: a request that was refused is logged like one that was answered
	if err := run(opts); err != nil {
		exit(1, err)
	}
}

// run listens and serves, for ever.
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
	return serve(l, handle, opts.wire)
}

// serve serves one connection after the other, until l fails.
func serve(l net.Listener, handle Handler, wire bool) error {
	for {
		accepted, err := l.Accept()
		if err != nil {
			return err
		}
		c := accepted.(Conn) // a *net.TCPConn
		if wire {
			c = wired(c, os.Stderr)
		}
		serveConn(c, handle)
	}
}
