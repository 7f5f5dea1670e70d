// Bench measures step 6 beside fasthttp, and beside nginx where it is installed:
//
//	go -C docs/bench run . [flags of docs/speed]
//
// It is a module of its own, so that the course depends on nothing. It only tells
// docs/speed, which does the work, of two more servers, which are this program too.
package main

import (
	"fmt"
	"os"
	"os/exec"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 2 && args[0] == "-serve" {
		addr, files := os.Getenv("ADDR"), os.Getenv("FILES")
		switch args[1] {
		case "fasthttp":
			return serveFasthttp(addr, files)
		case "nginx":
			return serveNginx(addr, files)
		}
		return fmt.Errorf("%q is no server to be", args[1])
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	arguments := []string{"run", "./docs/speed", "-also", fmt.Sprintf("fasthttp='%s' -serve fasthttp", self)}
	if _, err := exec.LookPath("nginx"); err == nil {
		arguments = append(arguments, "-also", fmt.Sprintf("nginx='%s' -serve nginx", self))
	}
	speed := exec.Command("go", append(arguments, args...)...)
	speed.Dir = "../.."
	speed.Stdout, speed.Stderr = os.Stdout, os.Stderr
	return speed.Run()
}
