package main

import (
	"fmt"
	"math"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A measure is a column of sample, as the report shows it.
type measure struct {
	title string
	of    func(sample) float64
	scale float64
	shown func(workload) bool // nil for all that are not idle
}

var measures = []measure{
	{"requests a second", func(s sample) float64 { return s.rate }, 1, nil},
	{"processor time of the server for a request, µs", func(s sample) float64 { return s.processor }, 1e6, nil},
	{"99 of 100 requests answered within, ms", func(s sample) float64 { return s.p99 }, 1e3, func(w workload) bool { return w.conns == 1000 }},
	{"memory of the server for an idle connection, KiB", func(s sample) float64 { return s.memory }, 1. / 1024, func(w workload) bool { return w.idle }},
	{"share of its core that the server used, % (where it is far below 100 the clients were the limit)", func(s sample) float64 { return s.busy }, 100, nil},
}

// report returns what was measured, as tables in Markdown.
func report(machine string, programs []program, results []result) string {
	var b strings.Builder
	b.WriteString(machine + "\n")
	for i, m := range measures {
		withRatios := i < len(measures)-1
		if t := table(m, programs, results, withRatios); t != "" {
			fmt.Fprintf(&b, "\n%s%s:\n\n%s", strings.ToUpper(m.title[:1]), m.title[1:], t)
		}
	}
	return b.String()
}

// table returns the medians of one measure, a row for each workload, and how many
// times those of the other programs that of the first is. It returns "" if there
// is no row.
func table(m measure, programs []program, results []result, withRatios bool) string {
	heads := []string{"workload"}
	for _, p := range programs {
		heads = append(heads, p.name)
	}
	for _, p := range programs[1:] {
		if withRatios {
			heads = append(heads, programs[0].name+" ÷ "+p.name)
		}
	}
	var b strings.Builder
	writeRow(&b, heads)
	writeRow(&b, append([]string{"---"}, slices.Repeat([]string{"--:"}, len(heads)-1)...))
	empty := true
	for _, r := range results {
		shown := !r.w.idle
		if m.shown != nil {
			shown = m.shown(r.w)
		}
		if shown {
			writeRow(&b, append([]string{r.w.name}, cells(m, r, withRatios)...))
			empty = false
		}
	}
	if empty {
		return ""
	}
	return b.String()
}

// cells returns the medians of a row, and the ratios.
func cells(m measure, r result, withRatios bool) []string {
	var medians []float64
	for _, samples := range r.measured {
		values := make([]float64, len(samples))
		for i, s := range samples {
			values[i] = m.of(s) * m.scale
		}
		medians = append(medians, median(values))
	}
	var row []string
	for _, value := range medians {
		row = append(row, number(value))
	}
	for _, value := range medians[1:] {
		if withRatios {
			row = append(row, number(medians[0]/value))
		}
	}
	return row
}

func writeRow(b *strings.Builder, cells []string) {
	fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
}

// number writes a number with three digits that count, or with all before the point.
func number(f float64) string {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return "–"
	case f >= 100:
		return thousands(strconv.FormatFloat(f, 'f', 0, 64))
	case f >= 10:
		return strconv.FormatFloat(f, 'f', 1, 64)
	}
	return strconv.FormatFloat(f, 'f', 2, 64)
}

// thousands puts commas into a whole number.
func thousands(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// median returns the middle of values, or NaN if there are none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// percentile returns the smallest of values that share of them do not exceed.
func percentile(values []time.Duration, share float64) time.Duration {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, int(math.Ceil(share*float64(len(sorted))))-1)]
}

// machine says where and how all this was measured.
func machine(opts options) string {
	version := runtime.Version()
	if output, err := exec.Command("go", "version").Output(); err == nil {
		version = strings.TrimPrefix(strings.TrimSpace(string(output)), "go version ")
	}
	return fmt.Sprintf("Measured on %s, %d cores, %s: %s. Rounds: %d of %v for each server, in turn; the medians.",
		processorName(), runtime.NumCPU(), version, describeLoad(), opts.rounds, opts.duration)
}
