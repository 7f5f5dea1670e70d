package main

import (
	"time"

	"github.com/valyala/fasthttp"
)

// serveFasthttp is a server of fasthttp with the routes and limits of step 6. Its
// file server keeps small files in memory, and does not look whether they change.
func serveFasthttp(addr, files string) error {
	fs := &fasthttp.FS{
		Root:            files,
		PathRewrite:     fasthttp.NewPathSlashesStripper(1), // "/static" off
		AcceptByteRange: true,
		CacheDuration:   time.Minute,
	}
	static := fs.NewRequestHandler()
	server := &fasthttp.Server{
		Handler: func(ctx *fasthttp.RequestCtx) {
			path := string(ctx.Path())
			switch {
			case path == "/hi" && ctx.IsGet():
				ctx.SetContentType("text/plain; charset=utf-8")
				ctx.SetBodyString("Hi!\n")
			case path == "/echo" && ctx.IsPost():
				ctx.SetContentType("application/octet-stream")
				ctx.SetBody(ctx.PostBody())
			case len(path) > len("/static/") && path[:len("/static/")] == "/static/" && ctx.IsGet():
				static(ctx)
			default:
				ctx.NotFound()
			}
		},
		ReadBufferSize:     16 << 10,
		MaxRequestBodySize: 10 << 20,
		IdleTimeout:        time.Minute,
		ReadTimeout:        time.Minute,
		WriteTimeout:       30 * time.Second,
	}
	return server.ListenAndServe(addr)
}
