package main

import (
	"crypto/rand"
	"os"
	"path/filepath"
)

// lesson is the step whose fixtures golden_test.go replays, after those of the
// earlier steps.
const lesson = "step05-middleware"

// serveFixture serves c to its end as the program does that was started with
// flags. Nothing of an earlier connection is left.
func serveFixture(c Conn, flags []string) error {
	opts, err := parseOptions(flags)
	if err != nil {
		return err
	}
	opts.uploads = filepath.Join(os.TempDir(), "uploads-"+rand.Text()) // made with the first upload
	defer os.RemoveAll(opts.uploads)
	handle, err := newSite(opts)
	if err != nil {
		return err
	}
	serveHandler(c, handle)
	return nil
}

// serveHandler serves c to its end with handle.
func serveHandler(c Conn, handle Handler) {
	serveConn(c, handle)
}
