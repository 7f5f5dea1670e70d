package main

import (
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// raceSystems are those for which Go has a race detector. It needs a C compiler,
// except on macOS.
var raceSystems = []string{
	"darwin/amd64", "darwin/arm64", "freebsd/amd64", "linux/amd64", "linux/arm64",
	"linux/loong64", "linux/ppc64le", "linux/s390x", "netbsd/amd64", "windows/amd64",
}

// raceDetector returns the flags with which go test looks for data races, and what
// to remark of a package in which there are none.
func raceDetector() (remark string, flags []string) {
	flags = []string{"-gcflags=all=-dwarf=false"}
	if reason := withoutRace(); reason != "" {
		return ", races not looked for: " + reason, flags
	}
	return ", no data race", append(flags, "-race")
}

// withoutRace returns why the tests cannot look for data races on this machine,
// or "" if they can.
func withoutRace() string {
	if !slices.Contains(raceSystems, runtime.GOOS+"/"+runtime.GOARCH) {
		return "this system has no race detector"
	}
	output, err := exec.Command("go", "env", "CGO_ENABLED", "CC").Output()
	if err != nil {
		return "go env fails"
	}
	enabled, compiler, _ := strings.Cut(strings.TrimSpace(string(output)), "\n")
	if strings.TrimSpace(enabled) != "1" && runtime.GOOS != "darwin" {
		return "CGO_ENABLED is not 1"
	}
	words := strings.Fields(compiler)
	if len(words) == 0 {
		return "no C compiler"
	}
	if _, err := exec.LookPath(words[0]); err != nil && runtime.GOOS != "darwin" {
		return "no C compiler"
	}
	return ""
}
