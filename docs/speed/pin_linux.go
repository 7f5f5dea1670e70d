package main

import (
	"os/exec"
	"runtime"
	"syscall"
)

// The core of the servers and that of the clients, if there are two to be had.
var (
	allCores               coreSet
	serverCore, clientCore = chooseCores()
)

// chooseCores returns the first and the last core that this program may use, or
// -1 where it has only one.
func chooseCores() (server, client int) {
	var err error
	if allCores, err = affinity(); err != nil {
		return -1, -1
	}
	cores := allCores.list()
	if len(cores) < 2 {
		return -1, -1
	}
	return cores[0], cores[len(cores)-1]
}

// pinned reports whether servers and clients have a core each.
func pinned() bool {
	return serverCore >= 0
}

// pinClient moves the thread that calls to the core of the clients. What it
// returns undoes that.
func pinClient() (undo func()) {
	return pinTo(clientCore)
}

// startPinned starts a server, on its core: a process inherits the cores of the
// thread that starts it.
func startPinned(command *exec.Cmd) error {
	defer pinTo(serverCore)()
	if pinned() {
		command.Env = append(command.Env, "GOMAXPROCS=1")
	}
	return command.Start()
}

func pinTo(core int) (undo func()) {
	runtime.LockOSThread()
	if !pinned() || setAffinity(oneCore(core)) != nil {
		return runtime.UnlockOSThread
	}
	return func() {
		setAffinity(allCores)
		runtime.UnlockOSThread()
	}
}

// raiseFileLimit raises the number of files and sockets that this program and the
// servers may have open, as far as it is allowed to.
func raiseFileLimit() error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	limit.Cur = limit.Max
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
}
