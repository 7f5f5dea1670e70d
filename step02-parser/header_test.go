package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sampleHeader() Header {
	return Header{{"Accept", "a"}, {"HOST", "x"}, {"accept", "b"}, {"Empty", ""}}
}

func TestHeaderLookup(t *testing.T) {
	h := sampleHeader()
	tests := []struct {
		name   string
		get    string
		values []string
		reason string
	}{
		{"Accept", "a", []string{"a", "b"}, "Get takes the first line; Values keep the order"},
		{"aCCEPT", "a", []string{"a", "b"}, "case does not matter"},
		{"host", "x", []string{"x"}, "nor does it in the header"},
		{"empty", "", []string{""}, "a field with an empty value is there"},
		{"absent", "", nil, "a field that is not there"},
		{"Accep", "", nil, "a part of a name is another name"},
		{"", "", nil, "no name"},
	}
	for _, test := range tests {
		if got := h.Get(test.name); got != test.get {
			t.Errorf("Get(%q) = %q, want %q: %s", test.name, got, test.get, test.reason)
		}
		if got := slices.Collect(h.Values(test.name)); !slices.Equal(got, test.values) {
			t.Errorf("Values(%q) = %q, want %q: %s", test.name, got, test.values, test.reason)
		}
		if got := h.Count(test.name); got != len(test.values) {
			t.Errorf("Count(%q) = %d, want %d: %s", test.name, got, len(test.values), test.reason)
		}
		if got := h.Has(test.name); got != (test.values != nil) {
			t.Errorf("Has(%q) = %v: %s", test.name, got, test.reason)
		}
	}
	if !h.Has("empty") {
		t.Error("Has takes an empty value for none")
	}
}

func TestHeaderSet(t *testing.T) {
	tests := []struct {
		name   string
		want   Header
		reason string
	}{
		{"ACCEPT", Header{{"ACCEPT", "new"}, {"HOST", "x"}, {"Empty", ""}}, "one line in the place of the first; the later ones go; the new spelling"},
		{"Host", Header{{"Accept", "a"}, {"Host", "new"}, {"accept", "b"}, {"Empty", ""}}, "the others stay where they are"},
		{"Empty", Header{{"Accept", "a"}, {"HOST", "x"}, {"accept", "b"}, {"Empty", "new"}}, "the last line"},
		{"Date", Header{{"Accept", "a"}, {"HOST", "x"}, {"accept", "b"}, {"Empty", ""}, {"Date", "new"}}, "a new one at the end"},
	}
	for _, test := range tests {
		h := sampleHeader()
		h.Set(test.name, "new")
		if diff := cmp.Diff(test.want, h); diff != "" {
			t.Errorf("Set(%q): %s\n%s", test.name, test.reason, diff)
		}
	}
}

func TestHeaderAddAndDel(t *testing.T) {
	tests := []struct {
		name   string
		want   Header
		reason string
	}{
		{"accept", Header{{"HOST", "x"}, {"Empty", ""}, {"Added", "1"}}, "every line of that name"},
		{"ADDED", Header{{"Accept", "a"}, {"HOST", "x"}, {"accept", "b"}, {"Empty", ""}}, "one that was added"},
		{"absent", append(sampleHeader(), Field{"Added", "1"}), "none of that name"},
	}
	for _, test := range tests {
		h := sampleHeader()
		h.Add("Added", "1")
		h.Del(test.name)
		if diff := cmp.Diff(test.want, h); diff != "" {
			t.Errorf("Del(%q): %s\n%s", test.name, test.reason, diff)
		}
	}
	var empty Header
	empty.Del("a")
	empty.Set("a", "1")
	if diff := cmp.Diff(Header{{"a", "1"}}, empty); diff != "" {
		t.Errorf("the zero value is usable:\n%s", diff)
	}
}

func TestHeaderList(t *testing.T) {
	tests := []struct {
		lines  []string
		want   []string
		reason string
	}{
		{nil, nil, "no such field"},
		{[]string{""}, nil, "an empty value"},
		{[]string{"a"}, []string{"a"}, "one member"},
		{[]string{"a,b"}, []string{"a", "b"}, "white space is optional"},
		{[]string{" a \t,\tb "}, []string{"a", "b"}, "and not part of a member"},
		{[]string{",a,, ,b,"}, []string{"a", "b"}, "empty members do not count (RFC 9110 §5.6.1.2)"},
		{[]string{"a", "b, c"}, []string{"a", "b", "c"}, "several lines are one list (RFC 9110 §5.3)"},
		{[]string{"a b"}, []string{"a b"}, "a space parts no members"},
	}
	for _, test := range tests {
		var h Header
		for _, line := range test.lines {
			h.Add("LIST", line)
			h.Add("Other", "x")
		}
		if got := slices.Collect(h.List("list")); !slices.Equal(got, test.want) {
			t.Errorf("List of %q = %q, want %q: %s", test.lines, got, test.want, test.reason)
		}
		for range h.List("list") {
			break // a loop may end early
		}
	}
}

func TestHeaderHasToken(t *testing.T) {
	h := Header{{"Connection", "Keep-Alive, x-y"}, {"connection", "CLOSE"}}
	tests := []struct {
		token  string
		want   bool
		reason string
	}{
		{"keep-alive", true, "case does not matter"},
		{"close", true, "on the second line"},
		{"x", false, "a part of a member is no member"},
		{"Keep-Alive, x-y", false, "nor are two"},
		{"", false, "nor is nothing"},
	}
	for _, test := range tests {
		if got := h.HasToken("Connection", test.token); got != test.want {
			t.Errorf("HasToken(%q) = %v: %s", test.token, got, test.reason)
		}
	}
}
