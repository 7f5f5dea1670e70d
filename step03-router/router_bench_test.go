package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// benchPatterns returns n patterns with two wildcards each.
func benchPatterns(n int) []string {
	patterns := make([]string, n)
	for i := range patterns {
		patterns[i] = fmt.Sprintf("GET /v%d/things%d/{id}/parts/{part}", i%10, i)
	}
	return patterns
}

// benchPath returns a path that the pattern in the middle of n matches.
func benchPath(n int) string {
	return fmt.Sprintf("/v%d/things%d/12345/parts/wheel", n/2%10, n/2)
}

// BenchmarkRouter compares the router with net/http's, by the number of routes.
func BenchmarkRouter(b *testing.B) {
	for _, n := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("ours/%d", n), func(b *testing.B) {
			rt := &Router{}
			res := &Response{Status: 204}
			for _, p := range benchPatterns(n) {
				rt.Handle(p, func(*Request) *Response { return res })
			}
			req := &Request{Method: "GET", RawPath: benchPath(n)}
			b.ReportAllocs()
			for b.Loop() {
				if rt.Serve(req) != res {
					b.Fatal("not found")
				}
			}
		})
		b.Run(fmt.Sprintf("ServeMux/%d", n), func(b *testing.B) {
			mux := http.NewServeMux()
			for _, p := range benchPatterns(n) {
				mux.HandleFunc(p, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) })
			}
			w := httptest.NewRecorder()
			req := httptest.NewRequest("GET", benchPath(n), nil)
			b.ReportAllocs()
			for b.Loop() {
				if mux.ServeHTTP(w, req); w.Code != 204 {
					b.Fatal("not found")
				}
			}
		})
	}
}

// TestRouterAllocations: a match costs the slice of the wildcards' values, or nothing.
func TestRouterAllocations(t *testing.T) {
	res := &Response{Status: 204}
	rt := &Router{}
	for _, p := range []string{"/a/b", "/a/{x}/{y}", "/a/b/{x}/{y}/z", "/r/{x}/{rest...}"} {
		rt.Handle(p, func(*Request) *Response { return res })
	}
	tests := []struct {
		path   string
		want   float64
		reason string
	}{
		{"/a/b", 0, "no wildcards"},
		{"/a/c/d", 1, "two wildcards"},
		{"/a/b/c", 1, "values of another way were kept first"},
		{"/r/c/d/e", 1, "a wildcard and a rest"},
	}
	for _, test := range tests {
		req := &Request{Method: "GET", RawPath: test.path}
		if got := testing.AllocsPerRun(100, func() { rt.Serve(req) }); got > test.want {
			t.Errorf("%s: %v allocations, want %v at most: %s", test.path, got, test.want, test.reason)
		}
	}
}
