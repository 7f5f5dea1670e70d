package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParsePattern(t *testing.T) {
	lit := func(text string) segment { return segment{literal, text} }
	one, many := segment{kind: wildcard}, segment{kind: rest}
	tests := []struct {
		text, method string
		segments     []segment
		names        []string
		reason       string
	}{
		{"/", "", []segment{many}, nil, "a subtree: every path"},
		{"/{$}", "", []segment{lit("")}, nil, "the root alone"},
		{"GET /a", "GET", []segment{lit("a")}, nil, "a method and a literal"},
		{"PURGE /a", "PURGE", []segment{lit("a")}, nil, "any token is a method"},
		{"/a/", "", []segment{lit("a"), many}, nil, "a subtree"},
		{"/a/{$}", "", []segment{lit("a"), lit("")}, nil, "the end of a path that ends in a slash"},
		{"/{x}", "", []segment{one}, []string{"x"}, "a wildcard"},
		{"/{x}/{y_2}/", "", []segment{one, one, many}, []string{"x", "y_2"}, "two wildcards in a subtree"},
		{"/a/{x...}", "", []segment{lit("a"), many}, []string{"x"}, "the rest, named"},
		{"/a%2Fb/c%20d", "", []segment{lit("a/b"), lit("c d")}, nil, "literals are decoded after the path is split"},
		{"/$/...", "", []segment{lit("$"), lit("...")}, nil, "without braces nothing is special"},
	}
	for _, test := range tests {
		want := &pattern{test.text, test.method, test.segments, test.names}
		got, err := parsePattern(test.text)
		if err != nil {
			t.Errorf("parsePattern(%q): %v: %s", test.text, err, test.reason)
			continue
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(pattern{}, segment{})); diff != "" {
			t.Errorf("parsePattern(%q): %s (-want +got):\n%s", test.text, test.reason, diff)
		}
		if _, panics := serveMux(test.text); panics {
			t.Errorf("ServeMux refuses %q, which we take", test.text)
		}
	}
}

func TestParsePatternInvalid(t *testing.T) {
	tests := []struct{ text, message, reason string }{
		{"", "does not begin", "no path"},
		{"GET", "does not begin", "a method alone"},
		{"a/b", "does not begin", "a path begins with a slash"},
		{"example.com/", "does not begin", "hosts are not supported"},
		{"GET example.com/", "does not begin", "nor after a method"},
		{"GET  /", "does not begin", "one space parts method and path"},
		{" /", "no token", "the method is empty"},
		{"G@T /", "no token", "a method is a token"},
		{"/a b", "no token", "a space ends the method"},
		{"/{}", "no name", "the name is empty"},
		{"/{...}", "no name", "the name of a rest is empty"},
		{"/{1}", "no name for", "no digit first"},
		{"/{a-b}", "no name for", "a name is an identifier"},
		{"/{a b}", "no token", "a space in it"},
		{"/{a", "whole wildcard", "it is not closed"},
		{"/a}", "whole wildcard", "it was not opened"},
		{"/x{a}", "whole wildcard", "a wildcard is a whole segment"},
		{"/{a}x", "whole wildcard", "a wildcard is a whole segment"},
		{"/{{a}}", "no name for", "braces in a name"},
		{"/{a}/{a}", "two wildcards", "PathValue could not tell them apart"},
		{"/{a}/{a...}", "two wildcards", "nor these"},
		{"/{a...}/b", "last", "nothing can follow the rest"},
		{"/{a...}/", "last", "not even a slash"},
		{"/{$}/", "last", "nothing can follow the end"},
		{"/{$...}", "no name for", "$ is no name"},
		{"//a", "empty segment", "no {name} matches it, and no literal is empty"},
		{"/a//", "empty segment", "one in the middle"},
		{"/a/../b", "never reaches", "clients resolve dot segments"},
		{"/%2E/b", "never reaches", "in any spelling"},
		{"/%zz", "hexadecimal", "wrong percent-encoding"},
	}
	for _, test := range tests {
		_, err := parsePattern(test.text)
		if err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("parsePattern(%q): %v, want an error with %q: %s", test.text, err, test.message, test.reason)
		}
	}
}

// relations holds pairs of patterns with what the first is to the second.
var relations = []struct {
	p, q   string
	want   relation
	reason string
}{
	{"/a", "/a", 0, "the same"},
	{"/{x}", "/{y}", 0, "names make no difference"},
	{"/a/", "/a/{x...}", 0, "a subtree is a rest without a name"},
	{"/a", "/%61", 0, "literals are compared decoded"},
	{"/a", "/b", disjoint, "two literals"},
	{"/a", "/a/b", disjoint, "different lengths"},
	{"/a", "/a/", disjoint, "a subtree begins after its slash"},
	{"/a", "/a/{$}", disjoint, "and so does its end"},
	{"/{x}", "/{$}", disjoint, "a wildcard matches no empty segment"},
	{"/{x}/b", "/{x}/{y}/b", disjoint, "different lengths, with wildcards"},
	{"/{x}", "/a", hasOwn, "a literal is more specific than a wildcard"},
	{"/{x...}", "/{x}", hasOwn, "a wildcard is more specific than a rest"},
	{"/a/", "/a/b/{x}/d", hasOwn, "a rest has any length"},
	{"/", "/{$}", hasOwn, "the root alone is a part of everything"},
	{"/a/{x...}", "/a/{$}", hasOwn, "a rest may be empty"},
	{"/a", "GET /a", hasOwn, "all methods and one"},
	{"GET /a", "HEAD /a", hasOwn, "GET takes HEAD along"},
	{"GET /a", "POST /a", disjoint, "two methods"},
	{"POST /a", "HEAD /a", disjoint, "two methods"},
	{"/{x}", "GET /a", hasOwn, "both ways more general"},
	{"/a/{x}", "/{x}/b", hasOwn | lacksOne, "/a/b, by each the more specific half"},
	{"/a/{x...}", "/{x}/b", hasOwn | lacksOne, "/a/b again"},
	{"GET /{x}", "/a", hasOwn | lacksOne, "fewer methods, more paths"},
	{"HEAD /{x}", "GET /a", hasOwn | lacksOne, "HEAD /a"},
	{"/a/{x}/c", "/{x}/b/d", disjoint, "the last segment decides"},
	{"GET /a/{x}", "POST /{x}/b", disjoint, "the method decides"},
}

func TestCompare(t *testing.T) {
	mirror := map[relation]relation{0: 0, hasOwn: lacksOne, lacksOne: hasOwn, hasOwn | lacksOne: hasOwn | lacksOne, disjoint: disjoint}
	for _, test := range relations {
		p, q := mustParse(t, test.p), mustParse(t, test.q)
		if got := settle(p.compare(q)); got != test.want {
			t.Errorf("%q to %q: %d, want %d: %s", test.p, test.q, got, test.want, test.reason)
		}
		if got := settle(q.compare(p)); got != mirror[test.want] {
			t.Errorf("%q to %q: %d, want %d: %s, the other way round", test.q, test.p, got, mirror[test.want], test.reason)
		}
	}
}

// settle drops what a sum holds beside disjoint, where it means nothing.
func settle(r relation) relation {
	if r&disjoint != 0 {
		return disjoint
	}
	return r
}

func TestConflict(t *testing.T) {
	for _, test := range relations {
		want := test.want == 0 || test.want == hasOwn|lacksOne
		for _, pair := range [][2]string{{test.p, test.q}, {test.q, test.p}} {
			err := mustParse(t, pair[0]).conflict(mustParse(t, pair[1]))
			if (err != nil) != want {
				t.Errorf("conflict of %q: %v, want one: %v: %s", pair, err, want, test.reason)
			}
			if err != nil && !(strings.Contains(err.Error(), pair[0]) && strings.Contains(err.Error(), pair[1])) {
				t.Errorf("%v does not name both patterns", err)
			}
			if _, panics := serveMux(pair[0], pair[1]); panics != want {
				t.Errorf("conflict of %q: %v, but ServeMux panics: %v", pair, want, panics)
			}
		}
	}
}

func mustParse(t *testing.T, text string) *pattern {
	t.Helper()
	p, err := parsePattern(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return p
}

// serveMux returns net/http's router with the patterns, and whether it panicked.
func serveMux(patterns ...string) (mux *http.ServeMux, panics bool) {
	defer func() { panics = recover() != nil }()
	mux = http.NewServeMux()
	for _, p := range patterns {
		mux.Handle(p, http.NotFoundHandler())
	}
	return mux, false
}
