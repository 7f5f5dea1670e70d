//go:build !unix

package main

import "errors"

func become(string, ...string) error {
	return errors.New("a process cannot become another program in this system")
}
