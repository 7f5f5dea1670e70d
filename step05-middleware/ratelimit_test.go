package main

import (
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestRateLimit(t *testing.T) {
	advance := stopClock(t)
	h := rateLimit(0.5, 3)(answer(200))
	for i, step := range []struct {
		wait       time.Duration // before the request
		status     int
		retryAfter string
	}{
		{0, 200, ""},
		{0, 200, ""},
		{0, 200, ""}, // the burst is spent
		{0, 429, "2"},
		{500 * time.Millisecond, 429, "2"}, // 1.5 s, rounded up
		{500 * time.Millisecond, 429, "1"},
		{time.Second, 200, ""}, // 2 s after the bucket was empty
		{0, 429, "2"},
		{time.Hour, 200, ""}, // full again, and not more than full
		{0, 200, ""},
		{0, 200, ""},
		{0, 429, "2"},
		{-time.Hour, 429, "2"}, // the clock was set back
		{2 * time.Second, 200, ""},
	} {
		advance(step.wait)
		res := h(newRequest("GET", "/"))
		if got := res.Header.Get("Retry-After"); res.Status != step.status || got != step.retryAfter {
			t.Errorf("request %d: %d, Retry-After %q, want %d, %q", i, res.Status, got, step.status, step.retryAfter)
		}
	}
}

func TestRateLimitCountsEachClient(t *testing.T) {
	stopClock(t)
	h := rateLimit(1, 1)(answer(200))
	for i, step := range []struct {
		addr   string
		status int
	}{
		{"192.0.2.1:1000", 200},
		{"192.0.2.1:2000", 429}, // another port is no other client
		{"192.0.2.2:1000", 200},
		{"[::ffff:192.0.2.2]:1000", 429}, // the same, as a dual stack shows it
		{"[2001:db8::1]:1000", 200},
		{"[2001:db8::ffff:2]:1000", 429}, // the same /64
		{"[2001:db8:0:1::1]:1000", 200},
		{"pipe", 200},
		{"pipe", 429},
	} {
		req := newRequest("GET", "/")
		req.RemoteAddr = step.addr
		if got := h(req).Status; got != step.status {
			t.Errorf("request %d, from %s: %d, want %d", i, step.addr, got, step.status)
		}
	}
}

func TestRateLimitOff(t *testing.T) {
	h := rateLimit(0, 10)(answer(200))
	for range 100 {
		if got := h(newRequest("GET", "/")).Status; got != 200 {
			t.Fatalf("status %d", got)
		}
	}
}

func TestBucketsAreBounded(t *testing.T) {
	stopClock(t)
	limiter := &rateLimiter{rate: 1, burst: 1, buckets: newRecent[netip.Prefix, *bucket](maxBuckets)}
	for i := range maxBuckets + 10 {
		limiter.take(clientOf(fmt.Sprintf("10.0.%d.%d:1", i/256, i%256)))
	}
	if got := len(limiter.buckets.entries); got != maxBuckets {
		t.Errorf("%d buckets are held, want %d", got, maxBuckets)
	}
}

func TestRateLimitUnderConcurrency(t *testing.T) {
	stopClock(t)
	h := rateLimit(1, 10)(answer(200))
	var let atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if h(newRequest("GET", "/")).Status == 200 {
					let.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if got := let.Load(); got != 10 {
		t.Errorf("%d requests were let through, want the burst of 10", got)
	}
}
