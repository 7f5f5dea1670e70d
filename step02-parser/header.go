package main

import (
	"iter"
	"slices"
	"strings"
)

// A Field is one field line: a name, and a value without the white space
// around it (RFC 9110 §5).
type Field struct {
	Name, Value string
}

// A Header is a header section: its field lines, in the order in which they
// came or will be sent. Names keep their spelling; looking one up ignores case
// (RFC 9110 §5.1).
//
// It is a list and not a map because order carries meaning, because a field
// sent twice has to be seen to be refused, and because the same fields then
// give the same bytes every time.
type Header []Field

// Get returns the value of the first field line called name, or "".
func (h Header) Get(name string) string {
	for _, field := range h {
		if equalName(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// Has reports whether there is a field line called name, be its value empty.
func (h Header) Has(name string) bool {
	return h.Count(name) > 0
}

// Count returns the number of field lines called name.
func (h Header) Count(name string) int {
	n := 0
	for _, field := range h {
		if equalName(field.Name, name) {
			n++
		}
	}
	return n
}

// Values returns the values of the field lines called name, in their order.
func (h Header) Values(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, field := range h {
			if equalName(field.Name, name) && !yield(field.Value) {
				return
			}
		}
	}
}

// List returns the members of the comma-separated list that the field lines
// called name form together, empty members left out (RFC 9110 §5.3, §5.6.1).
// It is for lists of tokens: a comma inside a quoted string would end a member.
func (h Header) List(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for value := range h.Values(name) {
			for member := range strings.SplitSeq(value, ",") {
				member = trimOWS(member)
				if member != "" && !yield(member) {
					return
				}
			}
		}
	}
}

// HasToken reports whether the list that name holds has token among its
// members, whatever its case.
func (h Header) HasToken(name, token string) bool {
	for member := range h.List(name) {
		if strings.EqualFold(member, token) {
			return true
		}
	}
	return false
}

// Add appends a field line.
func (h *Header) Add(name, value string) {
	*h = append(*h, Field{name, value})
}

// Set leaves exactly one field line called name: in the place of the first
// that there was, or at the end.
func (h *Header) Set(name, value string) {
	first := slices.IndexFunc(*h, func(f Field) bool { return equalName(f.Name, name) })
	if first < 0 {
		h.Add(name, value)
		return
	}
	(*h)[first] = Field{name, value}
	rest := (*h)[first+1:]
	kept := slices.DeleteFunc(rest, func(f Field) bool { return equalName(f.Name, name) })
	*h = (*h)[:first+1+len(kept)]
}

// Del removes every field line called name.
func (h *Header) Del(name string) {
	*h = slices.DeleteFunc(*h, func(f Field) bool { return equalName(f.Name, name) })
}

// equalName compares two field names. Most differ in length already, which is
// cheaper to see than their letters: 3 in a hundred of a browser's request.
func equalName(a, b string) bool {
	return len(a) == len(b) && strings.EqualFold(a, b)
}
