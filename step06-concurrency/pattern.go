package main

import (
	"errors"
	"fmt"
	"strings"
)

// A pattern says which requests a handler answers. The syntax is a strict subset
// of that of net/http.ServeMux, and means the same there:
//
//	pattern  = [ method SP ] "/" *( segment "/" ) [ segment ]
//	segment  = literal / "{" name "}" / "{" name "...}" / "{$}"
//
// {name} is a wildcard for one segment, {name...} for all the rest of the path,
// and {$} is the end of a path that ends in a slash; the last two may only come
// last. A pattern that ends in a slash matches as if {name...} followed it, but
// names no value. Without a method a pattern matches every method; GET matches
// HEAD too. A literal may be percent-encoded.
type pattern struct {
	text     string // as it was registered
	method   string // "" for every method
	segments []segment
	names    []string // of the wildcards that have one, in their order
}

// A segment is what a pattern asks of the path between two slashes.
type segment struct {
	kind kind
	text string // of a literal: decoded; "" for {$}
}

type kind int

const (
	literal  kind = iota
	wildcard      // matches one segment
	rest          // matches one segment or more; what follows the last slash may be empty
)

// parsePattern takes a pattern apart. What net/http.ServeMux would refuse is
// refused, and so is what it would take but could not match as it is written.
func parsePattern(text string) (*pattern, error) {
	p := &pattern{text: text}
	path := text
	if method, after, found := strings.Cut(text, " "); found {
		if !isToken(method) {
			return nil, fmt.Errorf("the method %q is no token", method)
		}
		p.method, path = method, after
	}
	path, found := strings.CutPrefix(path, "/")
	if !found {
		return nil, errors.New(`the path does not begin with "/" (no host can stand there)`)
	}
	for more := true; more; {
		var part string
		part, path, more = strings.Cut(path, "/")
		if err := p.addSegment(part, !more); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// addSegment takes the text between two slashes.
func (p *pattern) addSegment(part string, isLast bool) error {
	inner, opens := strings.CutPrefix(part, "{")
	inner, closes := strings.CutSuffix(inner, "}")
	switch {
	case part == "" && isLast:
		p.segments = append(p.segments, segment{kind: rest})
	case part == "":
		return errors.New("it has an empty segment")
	case part == "{$}" && isLast:
		p.segments = append(p.segments, segment{kind: literal})
	case part == "{$}":
		return errors.New("{$} is not its last segment")
	case opens && closes:
		return p.addWildcard(inner, isLast)
	case strings.ContainsAny(part, "{}"):
		return fmt.Errorf("the segment %q is neither a literal nor a whole wildcard {name}", part)
	default:
		return p.addLiteral(part)
	}
	return nil
}

// nameChars marks what the name of a wildcard may hold; no digit begins it.
var nameChars = charTable(digits + letters + "_")

func (p *pattern) addWildcard(name string, isLast bool) error {
	kind := wildcard
	name, isRest := strings.CutSuffix(name, "...")
	if isRest {
		kind = rest
	}
	switch {
	case isRest && !isLast:
		return fmt.Errorf("{%s...} is not its last segment", name)
	case name == "":
		return errors.New("a wildcard has no name")
	case isDigit(name[0]) || !consistsOf(name, &nameChars):
		return fmt.Errorf("%q is no name for a wildcard: letters, digits and _, no digit first", name)
	}
	for _, other := range p.names {
		if name == other {
			return fmt.Errorf("two wildcards are called %q", name)
		}
	}
	p.segments = append(p.segments, segment{kind: kind})
	p.names = append(p.names, name)
	return nil
}

func (p *pattern) addLiteral(encoded string) error {
	text, ok := percentDecode(encoded)
	switch {
	case !ok:
		return fmt.Errorf(`in the segment %q a "%%" is not followed by two hexadecimal digits`, encoded)
	case isDotSegment(text):
		return fmt.Errorf("the segment %q never reaches a server: clients resolve it", encoded)
	}
	p.segments = append(p.segments, segment{kind: literal, text: text})
	return nil
}

// isDotSegment reports whether a segment means a step in the path and is no
// name in it (RFC 3986 §3.3).
func isDotSegment(s string) bool {
	return s == "." || s == ".."
}

// accepts reports whether p matches requests with this method.
func (p *pattern) accepts(method string) bool {
	return p.method == "" || p.method == method || p.method == "GET" && method == "HEAD"
}

// endsInRest reports whether p may match paths of more segments than it has.
func (p *pattern) endsInRest() bool {
	return p.segments[len(p.segments)-1].kind == rest
}

// A relation says how the requests that one pattern matches lie to those of
// another: the same requests (0), or a sum of these.
type relation int

const (
	hasOwn   relation = 1 << iota // the first matches some that the other does not
	lacksOne                      // the other matches some that the first does not
	disjoint                      // none is matched by both
)

// compare relates p to q. The relation of the whole is the sum of those of the
// parts: of the methods, and of each segment.
func (p *pattern) compare(q *pattern) relation {
	r := p.compareMethods(q)
	for i := range min(len(p.segments), len(q.segments)) {
		a, b := p.segments[i], q.segments[i]
		r |= a.compare(b)
		if a.kind == rest || b.kind == rest {
			return r // it covers all that is left of the other
		}
	}
	if len(p.segments) != len(q.segments) {
		return disjoint
	}
	return r
}

func (p *pattern) compareMethods(q *pattern) relation {
	switch {
	case p.method == q.method:
		return 0
	case p.accepts(q.method):
		return hasOwn
	case q.accepts(p.method):
		return lacksOne
	default:
		return disjoint
	}
}

func (a segment) compare(b segment) relation {
	switch {
	case a == b:
		return 0
	case a.kind == b.kind: // two literals
		return disjoint
	case a.kind == wildcard && b == segment{kind: literal}, b.kind == wildcard && a == segment{kind: literal}:
		return disjoint // a wildcard matches no empty segment, and {$} nothing else
	case a.kind > b.kind:
		return hasOwn
	default:
		return lacksOne
	}
}

// conflict returns nil if p and q can both be registered: no request matches both,
// or one of them is more specific, which means that it matches a part of what the
// other matches. It then takes that part, whichever was registered first.
func (p *pattern) conflict(q *pattern) error {
	switch r := p.compare(q); {
	case r&disjoint != 0:
		return nil
	case r == 0:
		return fmt.Errorf("the patterns %q and %q match the same requests", p.text, q.text)
	case r == hasOwn|lacksOne:
		return fmt.Errorf("the patterns %q and %q match some requests both, and neither is more specific", p.text, q.text)
	default:
		return nil
	}
}
