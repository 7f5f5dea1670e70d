package main

import (
	"fmt"
	"log/slog"
	"runtime/debug"
)

// recovery turns a panic into a 500: it costs one request, and not the server.
// What happened goes to logger, with the stack; the client is told nothing of
// it, for a stack shows what an attacker would like to know.
//
// A panic while the content is being sent is not caught here: by then the
// handler has returned.
func recovery(logger *slog.Logger) Middleware {
	return func(next Handler) Handler {
		return func(req *Request) (res *Response) {
			defer func() {
				if cause := recover(); cause != nil {
					logger.Error("panic", "cause", fmt.Sprint(cause), "id", req.ID, "stack", string(debug.Stack()))
					res = statusPage(500)
				}
			}()
			return next(req)
		}
	}
}
