//go:build !unix

package docs

import (
	"errors"
	"os/exec"
)

const canInterrupt = false

func ownGroup(*exec.Cmd) {}

func interruptGroup(*exec.Cmd) error { return errors.ErrUnsupported }

func killGroup(command *exec.Cmd) { command.Process.Kill() }
