package main

import "slices"

// A Middleware wraps a handler in another. What stands before its call of next
// sees the request on the way in, what stands after it sees the response on the
// way out, and one that does not call next answers by itself.
type Middleware func(next Handler) Handler

// chain returns h wrapped in the middlewares, named from the outermost to the
// innermost: a request passes them in that order, its response in the other.
func chain(h Handler, middlewares ...Middleware) Handler {
	for _, wrap := range slices.Backward(middlewares) {
		h = wrap(h)
	}
	return h
}

// pass is what a middleware is when it is switched off: no wrapping at all.
func pass(next Handler) Handler {
	return next
}
