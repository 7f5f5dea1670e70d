//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestSpecialFiles: what is no regular file is not found, and not opened. A FIFO
// that is opened waits for a writer, for which this test would wait for ever.
func TestSpecialFiles(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o644); err != nil {
		t.Skipf("no FIFO can be made here: %v", err)
	}
	device := filepath.Join(dir, "device")
	const null = 1<<8 | 3 // the number of /dev/null on Linux
	if err := syscall.Mknod(device, syscall.S_IFCHR|0o666, null); err != nil {
		t.Logf("a device can be made by root alone: %v", err)
	}
	if err := os.Symlink("fifo", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"/static/fifo", "/static/fifo/", "/static/link", "/static/device"} {
		if res := ask(t, options{root: dir}, "GET", target); res.Status != 404 {
			t.Errorf("%s gets %d", target, res.Status)
		}
	}
}
