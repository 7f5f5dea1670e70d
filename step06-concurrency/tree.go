package main

import "slices"

// A node of the tree is where the path is after some of its segments.
type node struct {
	literals map[string]*node // the next node by the next segment; by "" for {$}
	wildcard *node            // the next node for any other segment
	rest     []route          // of the patterns that match whatever follows
	end      []route          // of the patterns that end here
}

// A route is a pattern with its handler. Those of one node differ in their
// methods only, the more specific first.
type route struct {
	*pattern
	handle Handler
}

// add puts r below n, at the end of the way that segments describe.
func (n *node) add(segments []segment, r route) {
	if len(segments) == 0 {
		n.end = insert(n.end, r)
		return
	}
	switch next := segments[0]; next.kind {
	case rest:
		n.rest = insert(n.rest, r)
	case wildcard:
		if n.wildcard == nil {
			n.wildcard = &node{}
		}
		n.wildcard.add(segments[1:], r)
	default:
		if n.literals == nil {
			n.literals = map[string]*node{}
		}
		if n.literals[next.text] == nil {
			n.literals[next.text] = &node{}
		}
		n.literals[next.text].add(segments[1:], r)
	}
}

// insert puts r before the first route that is more general.
func insert(routes []route, r route) []route {
	at := slices.IndexFunc(routes, func(other route) bool { return r.compare(other.pattern) == lacksOne })
	if at < 0 {
		at = len(routes)
	}
	return slices.Insert(routes, at, r)
}

// pick returns the most specific of the routes that takes the method, or nil.
func pick(routes []route, method string) *route {
	for i := range routes {
		if routes[i].accepts(method) {
			return &routes[i]
		}
	}
	return nil
}

// A search looks for the route of one request.
type search struct {
	method    string
	wildcards []Param // of the way so far; the names are not known before the route is
	capacity  int     // for wildcards, so that they take one allocation
	encoded   bool    // the path holds percent-encoding; most hold none, and are spared the look
	toSlash   bool    // a path with a slash at its end would have been found
}

// find returns the route for path below n, or nil. A literal goes before a
// wildcard, and that before a rest; where the first choice leads nowhere, find
// comes back for the next. No conflicting patterns are there, so the first route
// that is found is the most specific one.
func (s *search) find(n *node, path string) *route {
	if path == "" {
		r := pick(n.end, s.method)
		s.toSlash = s.toSlash || r == nil && n.atSlash(s.method) != nil
		return r
	}
	part, after := cutSegment(path)
	if s.encoded {
		part = decodeSegment(part)
	}
	if next := n.literals[part]; next != nil {
		if r := s.find(next, after); r != nil {
			return r
		}
	}
	if n.wildcard != nil && isName(part) {
		before := len(s.wildcards)
		s.keep(part)
		if r := s.find(n.wildcard, after); r != nil {
			return r
		}
		s.wildcards = s.wildcards[:before]
	}
	r := pick(n.rest, s.method)
	if r != nil && len(r.names) > len(s.wildcards) { // this rest has a name
		s.keep(decodeSegment(path[1:]))
	}
	return r
}

func (s *search) keep(value string) {
	if s.wildcards == nil {
		s.wildcards = make([]Param, 0, s.capacity)
	}
	s.wildcards = append(s.wildcards, Param{Value: value})
}

// allowed adds the methods of every pattern that matches path below n, or would
// with a slash at its end.
func (n *node) allowed(path string, methods map[string]bool) {
	add := func(routes []route) {
		for _, r := range routes {
			methods[r.method] = true
		}
	}
	if path == "" {
		add(n.end)
		add(n.rest)
		if slash := n.literals[""]; slash != nil {
			add(slash.end)
		}
		return
	}
	part, after := cutSegment(path)
	part = decodeSegment(part)
	if next := n.literals[part]; next != nil {
		next.allowed(after, methods)
	}
	if n.wildcard != nil && isName(part) {
		n.wildcard.allowed(after, methods)
	}
	add(n.rest)
}

// atSlash returns the route for the path that leads to n and ends in a slash.
func (n *node) atSlash(method string) *route {
	if slash := n.literals[""]; slash != nil {
		if r := pick(slash.end, method); r != nil {
			return r
		}
	}
	return pick(n.rest, method)
}

// cutSegment returns the first segment of path, as it came, and the path after it.
// It is cut out before it is decoded: an encoded slash is data (RFC 3986 §2.2).
//
//	path = *( "/" segment )
func cutSegment(path string) (part, after string) {
	end := 1
	for end < len(path) && path[end] != '/' {
		end++
	}
	return path[1:end], path[end:]
}

func decodeSegment(encoded string) string {
	if decoded, ok := percentDecode(encoded); ok {
		return decoded
	}
	return encoded
}

// isName reports whether {name} may match a segment.
func isName(part string) bool {
	return part != "" && !isDotSegment(part)
}
