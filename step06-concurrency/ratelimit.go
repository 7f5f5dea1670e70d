package main

import (
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// maxBuckets bounds the clients that the rate limit remembers, a number. One that
// is dropped begins with a full bucket: at this number it has long filled.
const maxBuckets = 10_000

// A rateLimiter has a bucket of tokens for each client. A request takes a token;
// new ones drip in at a steady rate until the bucket is full. So a client may
// send a burst, as a browser does for a page, and over time no more than the
// rate. It is safe for concurrent use.
type rateLimiter struct {
	rate  float64 // tokens a second
	burst float64 // tokens that a bucket holds

	mu      sync.Mutex
	buckets *recent[netip.Prefix, *bucket]
}

type bucket struct {
	tokens float64
	filled time.Time // when tokens was right
}

// rateLimit refuses what is over rate requests a second from one client, beyond
// a burst, with 429 (RFC 6585 §4). A rate of 0 refuses nothing.
func rateLimit(rate float64, burst int) Middleware {
	if rate == 0 {
		return pass
	}
	limiter := &rateLimiter{
		rate:    rate,
		burst:   float64(burst),
		buckets: newRecent[netip.Prefix, *bucket](maxBuckets),
	}
	return func(next Handler) Handler {
		return func(req *Request) *Response {
			if wait := limiter.take(clientOf(req.RemoteAddr)); wait > 0 {
				return tooManyRequests(wait)
			}
			return next(req)
		}
	}
}

// checkRate returns an error for a rate or a burst that makes no sense. Below the
// least rate the wait would be over a day.
func checkRate(rate float64, burst int) error {
	const least, most = 1e-5, 1e9
	switch {
	case rate != 0 && !(least <= rate && rate <= most):
		return fmt.Errorf("-rate %g: it is 0, or from %g to %g requests a second", rate, least, most)
	case burst < 1:
		return fmt.Errorf("-burst %d: it is at least 1", burst)
	}
	return nil
}

// take takes a token from client's bucket and returns 0, or how long it will be
// until there is one.
func (l *rateLimiter) take(client netip.Prefix) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.buckets.get(client)
	if !ok {
		b = &bucket{l.burst, now()}
		l.buckets.add(client, b)
	}
	if elapsed := now().Sub(b.filled).Seconds(); elapsed > 0 { // a clock can be set back
		b.tokens = min(l.burst, b.tokens+elapsed*l.rate)
	}
	b.filled = now()
	if b.tokens < 1 {
		return time.Duration(math.Ceil((1 - b.tokens) / l.rate * float64(time.Second)))
	}
	b.tokens--
	return 0
}

// clientOf returns whom an address counts as: the address itself for IPv4, and
// for IPv6 its /64, for that is what one customer gets, with 2⁶⁴ addresses to
// send from. What is no address counts as one client.
func clientOf(remoteAddr string) netip.Prefix {
	addrPort, err := netip.ParseAddrPort(remoteAddr)
	if err != nil {
		return netip.Prefix{}
	}
	addr := addrPort.Addr().Unmap().WithZone("")
	bits := 64
	if addr.Is4() {
		bits = 32
	}
	prefix, _ := addr.Prefix(bits) // it fails for no valid address
	return prefix
}

// tooManyRequests says when to come again, in whole seconds rounded up
// (RFC 9110 §10.2.3).
func tooManyRequests(wait time.Duration) *Response {
	res := statusPage(429)
	seconds := (wait + time.Second - 1) / time.Second
	res.Header.Add("Retry-After", strconv.FormatInt(int64(seconds), 10))
	return res
}
