package main

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// newTestRouter returns a router in which each pattern's handler answers with the
// pattern and what its wildcards stood for.
func newTestRouter(patterns ...string) *Router {
	rt := &Router{}
	for _, text := range patterns {
		rt.Handle(text, func(req *Request) *Response {
			return newResponse(200, "text/plain", []byte(fmt.Sprintf("%s %q", text, values(req))))
		})
	}
	return rt
}

func values(req *Request) []string {
	all := []string{}
	for _, w := range req.wildcards {
		all = append(all, w.Value)
	}
	return all
}

// serve returns what the router answers: the status and, by status, the content,
// Location or Allow.
func serve(rt *Router, method, path string) string {
	res := rt.Serve(&Request{Method: method, RawPath: path})
	detail := res.Header.Get("Location") + res.Header.Get("Allow")
	if res.Status == 200 {
		content, _ := io.ReadAll(res.Body)
		detail = string(content)
	}
	return strings.TrimSpace(fmt.Sprint(res.Status, " ", detail))
}

func TestRouterPrecedence(t *testing.T) {
	tests := []struct {
		patterns     string // two, parted by a comma
		method, path string
		want         string
		reason       string
	}{
		{"/{x},/a", "GET", "/a", `/a []`, "literal over wildcard"},
		{"/{x},/a", "GET", "/b", `/{x} ["b"]`, "the wildcard takes what is left"},
		{"/{x...},/{x}", "GET", "/a", `/{x} ["a"]`, "wildcard over rest"},
		{"/{x...},/{x}", "GET", "/a/b", `/{x...} ["a/b"]`, "the rest takes what is left"},
		{"/,/{$}", "GET", "/", `/{$} []`, "the root alone over everything"},
		{"/a/,/a/b/{x}/d", "GET", "/a/b/c/e", `/a/ []`, "back from two segments deep"},
		{"/a/b/z,/a/{x}/c", "GET", "/a/b/c", `/a/{x}/c ["b"]`, "back from a literal to the wildcard beside it"},
		{"/a/{x}/c/{y}/z,/{r...}", "GET", "/a/b/c/d/e", `/{r...} ["a/b/c/d/e"]`, "values of a way that led nowhere are dropped"},
		{"/a,GET /a", "GET", "/a", `GET /a []`, "one method over all"},
		{"/a,GET /a", "POST", "/a", `/a []`, "all methods where the one is another"},
		{"/a,GET /a", "HEAD", "/a", `GET /a []`, "GET takes HEAD along"},
		{"GET /a,HEAD /a", "HEAD", "/a", `HEAD /a []`, "HEAD over GET"},
		{"/{x},POST /a", "GET", "/a", `/{x} ["a"]`, "a literal of another method is passed by"},
		{"/a,/b", "FOO", "/a", `/a []`, "a pattern without a method takes every method"},
		{"/a,/b", "OPTIONS", "/a", `/a []`, "OPTIONS too"},
	}
	for _, test := range tests {
		first, second, _ := strings.Cut(test.patterns, ",")
		for _, rt := range []*Router{newTestRouter(first, second), newTestRouter(second, first)} {
			if got := serve(rt, test.method, test.path); got != "200 "+test.want {
				t.Errorf("%s %s among %s: %s, want %s: %s", test.method, test.path, test.patterns, got, test.want, test.reason)
			}
		}
	}
}

func TestRouterPaths(t *testing.T) {
	rt := newTestRouter("/{$}", "/a", "/one/{x}", "/two/{x}/{y}", "/rest/{x...}", "/sub/", "/a%20b/c%2Fd", "/end/{$}")
	tests := []struct{ path, want, reason string }{
		{"/", `200 /{$} []`, "the root"},
		{"/a", `200 /a []`, "a literal"},
		{"/%61", `200 /a []`, "one that is percent-encoded without need"},
		{"/A", "404", "case matters"},
		{"/a/", "404", "a slash at the end makes another path"},
		{"/one/b%2Fc", `200 /one/{x} ["b/c"]`, "an encoded slash is data"},
		{"/one/%252F", `200 /one/{x} ["%2F"]`, "it is decoded once"},
		{"/one/caf%C3%A9", `200 /one/{x} ["café"]`, "UTF-8"},
		{"/one/%FF", `200 /one/{x} ["\xff"]`, "what is no UTF-8 is the handler's business"},
		{"/one/a+b", `200 /one/{x} ["a+b"]`, `"+" is a space only in a query`},
		{"/one/{x}", `200 /one/{x} ["{x}"]`, "braces in a path mean nothing"},
		{"/one/", "404", "a wildcard matches no empty segment"},
		{"/one", "404", "nor none at all"},
		{"/one/.", "404", "a dot segment is no name"},
		{"/one/..", "404", "nor are two dots"},
		{"/one/%2e%2E", "404", "in any spelling"},
		{"/one/...", `200 /one/{x} ["..."]`, "three are a name"},
		{"/two/b/c", `200 /two/{x}/{y} ["b" "c"]`, "two wildcards"},
		{"/two//c", "404", "the first is empty"},
		{"//a", "404", "an empty segment before a literal"},
		{"/./a", "404", "a dot segment before a literal"},
		{"/x/../a", "404", "clients resolve those, not servers"},
		{"/rest/b/c%2Fd", `200 /rest/{x...} ["b/c/d"]`, "a rest is decoded as a whole"},
		{"/rest/", `200 /rest/{x...} [""]`, "a rest may be empty"},
		{"/rest//../b", `200 /rest/{x...} ["/../b"]`, "a rest is handed over as it is"},
		{"/rest", "307 /rest/", "its slash is missing"},
		{"/sub", "307 /sub/", "its slash is missing"},
		{"/sub/", `200 /sub/ []`, "a subtree names no value"},
		{"/sub/b/c", `200 /sub/ []`, "all below it"},
		{"/end", "307 /end/", "its slash is missing"},
		{"/end/", `200 /end/{$} []`, "the end"},
		{"/end/b", "404", "nothing below it"},
		{"/a%20b/c%2fd", `200 /a%20b/c%2Fd []`, "encoded literals in another spelling"},
		{"/a%20b/c/d", "404", "the slash of that literal is data"},
	}
	for _, test := range tests {
		if got := serve(rt, "GET", test.path); got != test.want {
			t.Errorf("%s: %s, want %s: %s", test.path, got, test.want, test.reason)
		}
	}
}

func TestRouterMethods(t *testing.T) {
	rt := newTestRouter("GET /a", "POST /a", "PUT /{x}", "DELETE /post/{r...}", "PURGE /cache", "POST /post", "GET /post/{$}")
	tests := []struct{ method, path, want, reason string }{
		{"PATCH", "/a", "405 GET, HEAD, OPTIONS, POST, PUT", "of all patterns that match, sorted"},
		{"PATCH", "/b", "405 OPTIONS, PUT", "of the one that matches"},
		{"TRACE", "/b", "405 OPTIONS, PUT", "known, and nowhere allowed"},
		{"get", "/a", "501", "methods are case-sensitive"},
		{"FOO", "/a", "501", "a method that nobody knows"},
		{"FOO", "/nothing/here", "501", "on any path"},
		{"PURGE", "/cache", `200 PURGE /cache []`, "a method that a pattern made known"},
		{"PURGE", "/a", "405 GET, HEAD, OPTIONS, POST, PUT", "known now, but not allowed here"},
		{"GET", "/nothing/here", "404", "no pattern matches with any method"},
		{"OPTIONS", "/nothing/here", "404", "OPTIONS finds nothing there either"},
		{"OPTIONS", "/a", "204 GET, HEAD, OPTIONS, POST, PUT", "OPTIONS is answered"},
		{"OPTIONS", "", "204 DELETE, GET, HEAD, OPTIONS, POST, PURGE, PUT", "OPTIONS *: the whole server"},
		{"CONNECT", "", "501", "no proxy"},
		{"POST", "/post", `200 POST /post []`, "without the slash"},
		{"GET", "/post", "307 /post/", "this method has it with the slash"},
		{"PATCH", "/post", "405 DELETE, GET, HEAD, OPTIONS, POST, PUT", "methods with and without the slash"},
	}
	for _, test := range tests {
		if got := serve(rt, test.method, test.path); got != test.want {
			t.Errorf("%s %s: %s, want %s: %s", test.method, test.path, got, test.want, test.reason)
		}
	}
	if got := serve(&Router{}, "GET", "/"); got != "404" {
		t.Errorf("the zero value answers %s, want 404", got)
	}
	if got := serve(&Router{}, "OPTIONS", ""); got != "204 OPTIONS" {
		t.Errorf("the zero value answers OPTIONS * with %s, want 204 OPTIONS", got)
	}
}

func TestRedirectToSlash(t *testing.T) {
	tests := []struct{ pattern, path, query, want, reason string }{
		{"/a/", "/a", "b=/c?d", "/a/?b=/c?d", "the query is kept"},
		{"/{x}/", "/a%2Fb%0D%0A", "", "/a%2Fb%0D%0A/", "the path is not decoded"},
		{"/{x}/", `/\host`, "", "/%5Chost/", "a browser would go to another host"},
	}
	for _, test := range tests {
		res := newTestRouter(test.pattern).Serve(&Request{Method: "GET", RawPath: test.path, RawQuery: test.query})
		if got := res.Header.Get("Location"); res.Status != 307 || got != test.want {
			t.Errorf("%s?%s: %d to %q, want 307 to %q: %s", test.path, test.query, res.Status, got, test.want, test.reason)
		}
	}
	if got := serve(newTestRouter("/{x}/"), "GET", "//host"); got != "404" {
		t.Errorf("//host: %s, want 404: a browser would go to another host", got)
	}
}

func TestHandlePanics(t *testing.T) {
	tests := []struct {
		patterns []string
		message  string
	}{
		{[]string{"/{x"}, `router: the pattern "/{x" is invalid: the segment "{x" is neither a literal nor a whole wildcard {name}`},
		{[]string{"/a/{x}", "/{y}/b"}, `router: the patterns "/a/{x}" and "/{y}/b" match some requests both, and neither is more specific`},
		{[]string{"/{x}", "/{y}"}, `router: the patterns "/{x}" and "/{y}" match the same requests`},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.message, panicMessage(test.patterns)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.patterns, diff)
		}
	}
}

func panicMessage(patterns []string) (message any) {
	defer func() { message = recover() }()
	newTestRouter(patterns...)
	return nil
}
