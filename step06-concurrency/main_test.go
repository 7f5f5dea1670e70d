package main

import (
	"crypto/rand"
	"log/slog"
	"os"
	"path/filepath"
)

// lesson is the step whose fixtures golden_test.go replays, after those of the
// earlier steps.
const lesson = "step06-concurrency"

// serveFixture serves c to its end as the program does that was started with
// flags. Nothing of an earlier connection is left.
func serveFixture(c Conn, flags []string) error {
	opts, err := parseOptions(flags)
	if err != nil {
		return err
	}
	opts.logger = slog.New(slog.NewTextHandler(&goldenLog, nil))
	opts.uploads = filepath.Join(os.TempDir(), "uploads-"+rand.Text()) // made with the first upload
	defer os.RemoveAll(opts.uploads)
	handle, err := newSite(opts)
	if err != nil {
		return err
	}
	newServer(opts, handle).serveConn(c, nil)
	return nil
}

// serveHandler serves c to its end with handle, and the limits that are usual.
func serveHandler(c Conn, handle Handler) {
	opts, err := parseOptions(nil)
	if err != nil {
		panic(err)
	}
	newServer(opts, handle).serveConn(c, nil)
}
