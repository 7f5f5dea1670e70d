package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Router hands each request to the handler whose pattern matches it. Of several
// the most specific one wins, whatever the order in which they were registered. Its
// zero value has no routes.
//
// It parts from net/http.ServeMux in what it does with a path that is not clean.
// ServeMux redirects to the path without empty and dot segments; here the path
// is taken as it is. An empty segment, "." and ".." match no {name}, so that most
// such paths are not found; {name...} matches them like any other, and leaves them
// to its handler.
type Router struct {
	root         node
	patterns     []*pattern
	methods      map[string]bool // that some pattern names
	maxWildcards int             // that one pattern names
}

// Handle registers handle for pattern. It panics if the pattern is invalid or in
// conflict with an earlier one. All calls come before the first of Serve.
func (rt *Router) Handle(pattern string, handle Handler) {
	p, err := parsePattern(pattern)
	if err != nil {
		panic(fmt.Sprintf("router: the pattern %q is invalid: %v", pattern, err))
	}
	for _, earlier := range rt.patterns {
		if err := earlier.conflict(p); err != nil {
			panic(fmt.Sprintf("router: %v", err))
		}
	}
	rt.patterns = append(rt.patterns, p)
	rt.maxWildcards = max(rt.maxWildcards, len(p.names))
	if p.method != "" {
		if rt.methods == nil {
			rt.methods = map[string]bool{}
		}
		rt.methods[p.method] = true
	}
	rt.root.add(p.segments, route{p, handle})
}

// Serve hands req to the handler of its route, which finds with req.PathValue what
// the wildcards stood for. It is itself a Handler. Where there is no route it answers:
//
//   - 501 to a method that is not known here at all, and to CONNECT: this is no proxy;
//   - 307 to a path that lacks nothing but the slash at its end;
//   - 204 to OPTIONS, with the methods that the path has;
//   - 405 where the path has other methods, with them (RFC 9110 §15.5.6);
//   - 404 otherwise.
func (rt *Router) Serve(req *Request) *Response {
	if req.RawPath == "" {
		return rt.serveWithoutPath(req)
	}
	s := search{
		method:   req.Method,
		capacity: rt.maxWildcards,
		encoded:  strings.Contains(req.RawPath, "%"),
	}
	r := s.find(&rt.root, req.RawPath)
	switch {
	case s.toSlash && (r == nil || r.endsInRest()):
		return redirectToSlash(req)
	case r == nil:
		return rt.refuse(req)
	}
	for i, name := range r.names {
		s.wildcards[i].Name = name
	}
	req.wildcards = s.wildcards
	return r.handle(req)
}

// serveWithoutPath answers OPTIONS *, which asks about the server as a whole, and
// CONNECT (RFC 9110 §9.3.6, §9.3.7).
func (rt *Router) serveWithoutPath(req *Request) *Response {
	if req.Method == "OPTIONS" {
		return withAllow(204, rt.methods)
	}
	return statusPage(501)
}

// refuse answers a request that no route matches.
func (rt *Router) refuse(req *Request) *Response {
	if !slices.Contains(coreMethods, req.Method) && !rt.methods[req.Method] {
		return statusPage(501)
	}
	methods := map[string]bool{}
	rt.root.allowed(req.RawPath, methods)
	switch {
	case len(methods) == 0:
		return statusPage(404)
	case req.Method == "OPTIONS":
		return withAllow(204, methods)
	default:
		return withAllow(405, methods)
	}
}

// coreMethods are the methods that a server is expected to know, though not to
// allow (RFC 9110 §9.3, RFC 5789).
var coreMethods = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"}

// withAllow returns a response that lists the methods in Allow, sorted, with those
// that come with others: OPTIONS with any, HEAD with GET (RFC 9110 §10.2.1).
func withAllow(status int, methods map[string]bool) *Response {
	all := append(slices.Collect(maps.Keys(methods)), "OPTIONS")
	if methods["GET"] {
		all = append(all, "HEAD")
	}
	slices.Sort(all)
	res := statusPage(status)
	if status == 204 {
		res = &Response{Status: status}
	}
	res.Header.Add("Allow", strings.Join(slices.Compact(all), ", "))
	return res
}

// redirectToSlash sends the client to the same path with a slash at its end. A
// backslash is encoded: browsers read one as a slash, and "/\host/" as another
// host.
func redirectToSlash(req *Request) *Response {
	location := strings.ReplaceAll(req.RawPath, `\`, "%5C") + "/"
	if req.RawQuery != "" {
		location += "?" + req.RawQuery
	}
	res := statusPage(307)
	res.Header.Add("Location", location)
	return res
}
