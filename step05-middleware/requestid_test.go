package main

import (
	"strings"
	"testing"
)

func TestIsRequestID(t *testing.T) {
	for _, test := range []struct {
		id   string
		want bool
		why  string
	}{
		{"abc-123", true, "a token"},
		{"4bf92f3577b34da6a3ce929d0e0e4736", true, "a trace id"},
		{strings.Repeat("a", 64), true, "as long as may be"},
		{strings.Repeat("a", 65), false, "too long"},
		{"", false, "empty"},
		{"a b", false, "a space"},
		{"a,b", false, "two field lines made one"},
		{"a\nb", false, "a line end would begin a line of the log"},
		{"<b>", false, "a log may be looked at in a browser"},
		{"é", false, "not ASCII"},
	} {
		if got := isRequestID(test.id); got != test.want {
			t.Errorf("isRequestID(%q) = %v, want %v: %s", test.id, got, test.want, test.why)
		}
	}
}

func TestRequestIDIsGivenBack(t *testing.T) {
	for _, test := range []struct {
		sent   string
		status int
		back   bool
		why    string
	}{
		{"abc", 200, true, "the client knows it and looks for it"},
		{"abc", 500, true, "in an error too"},
		{"", 200, false, "nobody asked"},
		{"", 404, false, "a fault of the client's own"},
		{"", 500, true, "whoever reports it needs the id"},
		{"", 503, true, "this too"},
		{"", 501, false, "nothing has failed"},
		{"a b", 200, false, "it is not taken over"},
	} {
		var seen string
		h := requestID(func(req *Request) *Response {
			seen = req.ID
			return statusPage(test.status)
		})
		req := newRequest("GET", "/")
		if test.sent != "" {
			req.Header.Add("X-Request-Id", test.sent)
		}
		res := h(req)
		if !isRequestID(seen) {
			t.Errorf("%q sent: the handler saw %q, which is no id", test.sent, seen)
		}
		if isRequestID(test.sent) && seen != test.sent {
			t.Errorf("%q sent: the handler saw %q", test.sent, seen)
		}
		want := ""
		if test.back {
			want = seen
		}
		if got := res.Header.Get("X-Request-Id"); got != want {
			t.Errorf("%q sent, status %d: got back %q, want %q: %s", test.sent, test.status, got, want, test.why)
		}
	}
}

func TestRequestIDsDiffer(t *testing.T) {
	seen := make(map[string]bool)
	h := requestID(func(req *Request) *Response {
		seen[req.ID] = true
		return statusPage(200)
	})
	for range 100 {
		h(newRequest("GET", "/"))
	}
	if len(seen) != 100 {
		t.Errorf("100 requests had %d ids", len(seen))
	}
}
