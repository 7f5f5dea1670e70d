package main

import (
	"testing"
	"time"
)

func TestDate(t *testing.T) {
	tests := []struct {
		time   time.Time
		want   string
		reason string
	}{
		{time.Date(1994, 11, 15, 8, 12, 31, 0, time.UTC), "Tue, 15 Nov 1994 08:12:31 GMT", "the example of RFC 9110 §6.6.1"},
		{time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC), "Sun, 06 Nov 1994 08:49:37 GMT", "the day has two digits (RFC 9110 §5.6.7)"},
		{time.Date(1994, 11, 15, 9, 12, 31, 0, time.FixedZone("CET", 3600)), "Tue, 15 Nov 1994 08:12:31 GMT", "the zone is always GMT"},
		{time.Date(1994, 11, 15, 8, 12, 31, 999999999, time.UTC), "Tue, 15 Nov 1994 08:12:31 GMT", "a second that is not over does not count"},
	}
	defer func(old func() time.Time) { now = old }(now)
	for _, test := range tests {
		now = func() time.Time { return test.time }
		if got := date(); got != test.want {
			t.Errorf("date() at %v = %q, want %q: %s", test.time, got, test.want, test.reason)
		}
	}
}
