//go:build unix

package main

import (
	"os"
	"syscall"
)

// become makes another program of this process, so that what is measured of the
// process is that program.
func become(path string, args ...string) error {
	return syscall.Exec(path, append([]string{path}, args...), os.Environ())
}
