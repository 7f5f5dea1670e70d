//go:build unix

package docs

import (
	"os/exec"
	"syscall"
)

const canInterrupt = true

// ownGroup makes command the first of a process group.
func ownGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

func interruptGroup(command *exec.Cmd) error {
	return syscall.Kill(-command.Process.Pid, syscall.SIGINT)
}

func killGroup(command *exec.Cmd) {
	syscall.Kill(-command.Process.Pid, syscall.SIGKILL) // fails if it ended meanwhile
}
