package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// processorTime returns how long a process has run on any core so far, as a
// program and in the system: the sum over its threads, which the kernel keeps in
// nanoseconds.
func processorTime(pid int) (time.Duration, bool) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid)) // the pattern is valid
	var total time.Duration
	for _, thread := range threads {
		stat, err := os.ReadFile(thread)
		if err != nil {
			continue // e.g., the thread has ended
		}
		ran, _, _ := strings.Cut(string(stat), " ")
		nanoseconds, err := strconv.ParseInt(ran, 10, 64)
		if err != nil {
			return 0, false
		}
		total += time.Duration(nanoseconds)
	}
	return total, total > 0
}

// residentMemory returns how many bytes of memory a process has in use.
func residentMemory(pid int) (int, bool) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, false
	}
	_, value, _ := strings.Cut(string(status), "VmRSS:")
	fields := strings.Fields(value)
	if len(fields) == 0 {
		return 0, false
	}
	kib, err := strconv.Atoi(fields[0])
	return kib << 10, err == nil
}

// processorName returns what the processor calls itself.
func processorName() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	_, value, _ := strings.Cut(string(info), "model name")
	value, _, _ = strings.Cut(value, "\n")
	return strings.Trim(value, "\t: ")
}
