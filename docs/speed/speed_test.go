package main

import (
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

const twoResponses = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nServer: x\r\n\r\nHi!\n" +
	"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 4\r\n\r\nHi!\n"

func TestResponseReaderAtEverySegmentation(t *testing.T) {
	for cut := range len(twoResponses) + 1 {
		r := responseReader{length: 4}
		first, err := r.feed([]byte(twoResponses[:cut]))
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		second, err := r.feed([]byte(twoResponses[cut:]))
		if err != nil || first+second != 2 || !r.atStart() {
			t.Errorf("cut at %d: %d and %d responses, %v; want 2 in all", cut, first, second, err)
		}
	}
}

func TestResponseReaderAByteAtATime(t *testing.T) {
	r := responseReader{length: 4}
	stream := iotest.OneByteReader(strings.NewReader(twoResponses))
	completed := 0
	one := make([]byte, 1)
	for {
		n, err := stream.Read(one)
		if err == io.EOF {
			break
		}
		got, err := r.feed(one[:n])
		if err != nil {
			t.Fatal(err)
		}
		completed += got
	}
	if completed != 2 {
		t.Errorf("%d responses, want 2", completed)
	}
}

func TestResponseReaderRefuses(t *testing.T) {
	tests := []struct{ response, reason string }{
		{"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nHi!\n", "the status"},
		{"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nHi!\n", "too little content"},
		{"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nHi!\n", "too much content"},
		{"HTTP/1.1 200 OK\r\n\r\nHi!\n", "no length"},
		{"HTTP/1.1 200 OK\r\nX-Content-Length: 4\r\n\r\nHi!\n", "another field"},
		{"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nHi!\nrest\r\n\r\n", "what follows is no response"},
	}
	for _, test := range tests {
		r := responseReader{length: 4}
		if _, err := r.feed([]byte(test.response)); err == nil {
			t.Errorf("%s: %q is taken", test.reason, test.response)
		}
	}
}

func TestFlowCountsABatch(t *testing.T) {
	w := workload{request: "x", length: 4, batch: 2}
	f := newFlow(&w, w.message())
	f.begin()
	var got tally
	finished, err := f.take([]byte(twoResponses[:60]), &got)
	if err != nil || finished {
		t.Errorf("half of a batch: finished %v, %v", finished, err)
	}
	finished, err = f.take([]byte(twoResponses[60:]), &got)
	if err != nil || !finished || got.requests != 2 || len(got.latencies) != 1 {
		t.Errorf("a batch: finished %v, %v, %d requests, %d latencies", finished, err, got.requests, len(got.latencies))
	}
	if _, err := f.take([]byte(twoResponses), &got); err == nil {
		t.Error("responses that nobody asked for are taken")
	}
}

func TestMedian(t *testing.T) {
	tests := []struct {
		values []float64
		want   float64
	}{
		{[]float64{3}, 3},
		{[]float64{9, 1, 5}, 5},
		{[]float64{4, 1, 2, 9}, 3},
	}
	for _, test := range tests {
		if got := median(test.values); got != test.want {
			t.Errorf("median(%v) = %v, want %v", test.values, got, test.want)
		}
	}
	if got := median(nil); !math.IsNaN(got) {
		t.Errorf("median of nothing = %v", got)
	}
}

func TestPercentile(t *testing.T) {
	var values []time.Duration
	for i := range 100 {
		values = append(values, time.Duration(100-i))
	}
	if got := percentile(values, 0.99); got != 99 {
		t.Errorf("of 1 to 100: %d, want 99", got)
	}
	if got := percentile(values[:1], 0.99); got != 100 {
		t.Errorf("of 100 alone: %d", got)
	}
}

func TestNumber(t *testing.T) {
	tests := []struct {
		value float64
		want  string
	}{{1234567, "1,234,567"}, {999.6, "1,000"}, {123.4, "123"}, {12.34, "12.3"}, {1.234, "1.23"}, {0.5, "0.50"}, {math.NaN(), "–"}}
	for _, test := range tests {
		if got := number(test.value); got != test.want {
			t.Errorf("number(%v) = %q, want %q", test.value, got, test.want)
		}
	}
}

func TestReport(t *testing.T) {
	programs := []program{{name: "a"}, {name: "b"}, {name: "c"}}
	unknown := math.NaN()
	results := []result{{
		w: workload{name: "get", conns: 64},
		measured: [][]sample{
			{{rate: 300, processor: unknown}, {rate: 200, processor: unknown}, {rate: 100, processor: unknown}},
			{{rate: 50, processor: unknown}, {rate: 100, processor: unknown}, {rate: 150, processor: unknown}},
			nil,
		},
	}}
	got := report("A machine.", programs, results)
	for _, want := range []string{
		"A machine.\n\nRequests a second:\n\n| workload | a | b | c | a ÷ b | a ÷ c |\n| --- | --: | --: | --: | --: | --: |\n",
		"| get | 200 | 100 | – | 2.00 | – |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "memory") {
		t.Errorf("a table of memory without a row:\n%s", got)
	}
}

// The requests must be what the table says they are.
func TestWorkloads(t *testing.T) {
	if got := len(jsonContent()); got != 1<<10 {
		t.Errorf("the JSON has %d bytes, want 1 KiB", got)
	}
	if got := strings.Count(browserFields, "\r\n"); got != 10 {
		t.Errorf("a browser's fields are %d, want 10", got)
	}
	var names []string
	for _, w := range workloads {
		names = append(names, w.name)
	}
	if slices.Sort(names); len(slices.Compact(names)) != len(workloads) {
		t.Error("two workloads have one name")
	}
}
