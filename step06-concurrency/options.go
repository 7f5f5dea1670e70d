package main

import (
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"time"
)

// options are what the command line says: first what the site is like, then how
// the server runs.
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

	tls               bool
	certFile, keyFile string
	maxConns          int
	idleTimeout       time.Duration
	headerTimeout     time.Duration
	readTimeout       time.Duration
	writeTimeout      time.Duration
	shutdownTimeout   time.Duration
}

func parseOptions(args []string) (options, error) {
	var opts options
	var logFormat, origins string
	flags := flag.NewFlagSet("step06-concurrency", flag.ContinueOnError)
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
	opts.addServerFlags(flags)
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
	if err := checkRate(opts.rate, opts.burst); err != nil {
		return opts, err
	}
	return opts, opts.checkServer()
}

func (o *options) addServerFlags(flags *flag.FlagSet) {
	flags.BoolVar(&o.tls, "tls", false, "serve HTTPS, with a certificate made on the spot unless -cert and -key name one")
	flags.StringVar(&o.certFile, "cert", "", "the `FILE` with the certificate for -tls, in PEM")
	flags.StringVar(&o.keyFile, "key", "", "the `FILE` with the key of -cert, in PEM")
	flags.IntVar(&o.maxConns, "max-conns", 16384, "serve `N` connections at a time; more wait in the system's queue")
	flags.DurationVar(&o.idleTimeout, "idle-timeout", time.Minute, "how long a connection may wait for a request to begin")
	flags.DurationVar(&o.headerTimeout, "header-timeout", 10*time.Second, "how long the head of a request may take to come")
	flags.DurationVar(&o.readTimeout, "read-timeout", time.Minute, "how long the content of a request may take to come")
	flags.DurationVar(&o.writeTimeout, "write-timeout", 30*time.Second, "how long a client may take to accept each part of a response")
	flags.DurationVar(&o.shutdownTimeout, "shutdown-timeout", 10*time.Second, "how long the busy connections may take to finish at the end")
}

// checkServer refuses values that the server cannot work with.
func (o *options) checkServer() error {
	for _, timeout := range []struct {
		name  string
		value time.Duration
	}{
		{"-idle-timeout", o.idleTimeout},
		{"-header-timeout", o.headerTimeout},
		{"-read-timeout", o.readTimeout},
		{"-write-timeout", o.writeTimeout},
	} {
		if timeout.value <= 0 {
			return fmt.Errorf("%s %v: it has to be more than nothing", timeout.name, timeout.value)
		}
	}
	switch {
	case o.maxConns < 1:
		return fmt.Errorf("-max-conns %d: it is at least 1", o.maxConns)
	case (o.certFile == "") != (o.keyFile == ""):
		return errors.New("-cert and -key go together")
	case o.certFile != "" && !o.tls:
		return errors.New("-cert and -key are for -tls")
	}
	return nil
}
