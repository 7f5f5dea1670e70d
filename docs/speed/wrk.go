package main

import (
	"fmt"
	"os/exec"
	"strings"
)

// crossCheck has wrk, the load generator that others use, measure the small GET,
// and prints what it finds. Its figures are lower by what it costs itself, but the
// ratios should be near those in the table.
func (b *bench) crossCheck() error {
	if _, err := exec.LookPath("wrk"); err != nil {
		fmt.Println("\nwrk is not installed.")
		return nil
	}
	w := workloads[0]
	fmt.Printf("\nThe same from wrk, %s:\n\n", w.name)
	for _, p := range b.programs {
		s, err := start(p, b.files)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		rate, err := wrk(s.addr, w.conns)
		s.stop()
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		fmt.Printf("- %s: %s requests a second\n", p.name, rate)
	}
	return nil
}

// wrk returns the rate that wrk finds at addr.
func wrk(addr string, conns int) (string, error) {
	defer pinClient()()
	output, err := exec.Command("wrk", "-t", "1", "-d", "2s", "-c", fmt.Sprint(conns), "http://"+addr+"/hi").Output()
	if err != nil {
		return "", err
	}
	_, rate, found := strings.Cut(string(output), "Requests/sec:")
	if !found || strings.Contains(string(output), "Non-2xx") {
		return "", fmt.Errorf("wrk finds fault: %s", output)
	}
	return strings.TrimSpace(strings.SplitN(strings.TrimSpace(rate), "\n", 2)[0]), nil
}
