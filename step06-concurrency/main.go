// Step 6 is the full server: many connections at a time, each for many requests.
package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

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

// run serves until the program is told to end (SIGINT, SIGTERM) and the last
// connections are done.
func run(opts options) error {
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	if opts.uploads == "" {
		opts.uploads = filepath.Join(os.TempDir(), "uploads-"+rand.Text())
	}
	handle, err := newSite(opts)
	if err != nil {
		return err
	}
	l, err := listen(opts)
	if err != nil {
		return err
	}
	fmt.Printf("uploads are kept in %s\n", opts.uploads)
	server := newServer(opts, handle)
	if opts.wire {
		server.Wire = os.Stderr
	}
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		<-interrupted.Done()
		stop() // from here on a second signal ends the program at once
		shutdown(server, opts.shutdownTimeout)
	}()
	if err := server.Serve(l); err != nil {
		return err
	}
	<-finished
	return nil
}

// listen announces where the server listens, after it does.
func listen(opts options) (net.Listener, error) {
	l, err := listenConfig.Listen(context.Background(), "tcp", opts.addr)
	if err != nil {
		return nil, fmt.Errorf("%w (-addr chooses another address)", err)
	}
	if !opts.tls {
		fmt.Printf("listening on http://%s\n", l.Addr())
		return l, nil
	}
	config, err := tlsConfig(opts.certFile, opts.keyFile)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	fmt.Printf("listening on https://%s\n", l.Addr())
	return tls.NewListener(l, config), nil
}

func shutdown(server *Server, timeout time.Duration) {
	log.Printf("shutting down: %d connections, %v at most (interrupt again to end at once)", server.connections(), timeout)
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if cut := server.Shutdown(ctx); cut > 0 {
		log.Printf("%d connections were cut off", cut)
		return
	}
	log.Print("all connections are done")
}
