package main

import (
	"syscall"
	"unsafe"
)

// rawSend and rawReceive are send and recv that never wait, and so need not tell
// the scheduler of Go that they might.

func rawSend(fd int, data []byte) (int, error) {
	return rawCall(syscall.SYS_SENDTO, fd, data, syscall.MSG_DONTWAIT|syscall.MSG_NOSIGNAL)
}

func rawReceive(fd int, buffer []byte) (int, error) {
	return rawCall(syscall.SYS_RECVFROM, fd, buffer, syscall.MSG_DONTWAIT)
}

func rawCall(call uintptr, fd int, data []byte, flags uintptr) (int, error) {
	n, _, errno := syscall.RawSyscall6(call, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(data))), uintptr(len(data)), flags, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// coreSet is the set of cores on which a thread may run, a bit for each.
type coreSet [16]uint64

// affinity returns the cores of the thread that calls.
func affinity() (cores coreSet, err error) {
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_GETAFFINITY, 0, unsafe.Sizeof(cores), uintptr(unsafe.Pointer(&cores)))
	if errno != 0 {
		return cores, errno
	}
	return cores, nil
}

// setAffinity lets the thread that calls, and what it starts, run on cores alone.
func setAffinity(cores coreSet) error {
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_SETAFFINITY, 0, unsafe.Sizeof(cores), uintptr(unsafe.Pointer(&cores)))
	if errno != 0 {
		return errno
	}
	return nil
}

// list returns the numbers of the cores in the set.
func (s coreSet) list() []int {
	var numbers []int
	for i := range len(s) * 64 {
		if s[i/64]>>(i%64)&1 == 1 {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

func oneCore(number int) (s coreSet) {
	s[number/64] = 1 << (number % 64)
	return s
}
