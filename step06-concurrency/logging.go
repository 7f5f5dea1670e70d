package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
)

// newLogger returns a logger that writes a line for each record to out: as text,
// as json, or, with off, only what is an error. Both quote control characters,
// so a record is one line whatever a client puts into it.
func newLogger(format string, out io.Writer) (*slog.Logger, error) {
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(out, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(out, nil)), nil
	case "off":
		return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelError})), nil
	default:
		return nil, fmt.Errorf("-log %s: it is text, json or off", format)
	}
}

// logging writes a line to logger for each request that was answered.
//
// It is written when the answer stands and before a byte of it is sent. So the
// duration is the time that the handler took, without the client's share; and
// the length is what the response announces, -1 where only the end of the
// content will tell. For HEAD it is the length that GET would have had.
func logging(logger *slog.Logger) Middleware {
	return func(next Handler) Handler {
		return func(req *Request) *Response {
			if !logger.Enabled(context.Background(), slog.LevelInfo) {
				return next(req)
			}
			start := now()
			res := next(req)
			logger.LogAttrs(context.Background(), slog.LevelInfo, "request",
				slog.String("method", req.Method),
				slog.String("target", req.Target),
				slog.Int("status", res.Status),
				slog.Int64("length", res.Length),
				slog.String("duration", now().Sub(start).String()),
				slog.String("id", req.ID),
				slog.String("remote", req.RemoteAddr))
			return res
		}
	}
}
