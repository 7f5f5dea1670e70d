package main

import (
	"strings"
	"testing"
)

func TestPanicBecomesOne500(t *testing.T) {
	logger, out := logTo(t, "text")
	h := chain(func(*Request) *Response { panic("the secret") }, requestID, recovery(logger))
	res := h(newRequest("GET", "/panic", "X-Request-Id: id-1"))
	if res.Status != 500 {
		t.Errorf("status %d, want 500", res.Status)
	}
	if got := contentOf(t, res); got != "500 Internal Server Error\n" {
		t.Errorf("the client is told %q", got)
	}
	for _, part := range []string{"the secret", "id-1", "recovery_test.go", "level=ERROR"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("%q is not in the log:\n%s", part, out)
		}
	}
	if lines := strings.Count(out.String(), "\n"); lines != 1 {
		t.Errorf("it is %d lines in the log, want 1", lines)
	}
}

func TestRecoveryLeavesOthersAlone(t *testing.T) {
	logger, out := logTo(t, "text")
	if got := recovery(logger)(answer(404))(newRequest("GET", "/")).Status; got != 404 || out.Len() > 0 {
		t.Errorf("status %d and %q in the log, want 404 and nothing", got, out)
	}
}

// A handler that returns nothing at all is a panic of whoever looks at it.
func TestNilResponse(t *testing.T) {
	logger, _ := logTo(t, "off")
	h := chain(func(*Request) *Response { return nil }, recovery(logger), compress)
	if got := h(newRequest("GET", "/")).Status; got != 500 {
		t.Errorf("status %d, want 500", got)
	}
}
