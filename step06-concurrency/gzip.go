package main

import (
	"slices"
	"strings"
)

// compressible is the least length worth compressing, in bytes: what is shorter
// fits into one packet as it is.
const compressible = 1400

// compress sends content in the gzip coding to clients that take it. It does so
// while the content is sent: nobody knows its length before, which makes it
// chunked, and no more than a window of it is in memory.
//
// HEAD gets the same fields as GET, for it takes the same way through here: the
// content that it does not get is never compressed.
func compress(next Handler) Handler {
	return func(req *Request) *Response {
		accepted := acceptsGzip(req.Header) && !req.Header.Has("Range")
		plain := req
		if accepted {
			plain = withoutSuffix(req)
		}
		res := next(plain)
		if !varies(res) {
			return res
		}
		// Also where nothing is compressed: a cache must not give this response to
		// a client that would have got another (RFC 9110 §12.5.5).
		res.Header.Add("Vary", "Accept-Encoding")
		switch {
		case !accepted || res.Status == 206:
		case res.Status == 304:
			confirmVariant(req, res)
		default:
			encode(res)
		}
		return res
	}
}

// varies reports whether a response depends on Accept-Encoding: if it could be
// compressed, and it is worth it.
//
// A part of the content (206) is never compressed, since its range counts the
// bytes of the plain content. But a 206 and a 304 say what the whole content would
// have said (RFC 9110 §15.3.7, §15.4.5), of which a 304 does not tell the length,
// and neither needs to tell the type: then it may have been any.
func varies(res *Response) bool {
	length := res.Length
	switch {
	case res.Status == 304:
		return true
	case res.Status == 206:
		length = completeLength(res.Header.Get("Content-Range"))
	case !hasContent(res.Status):
		return false
	}
	if length >= 0 && length < compressible {
		return false
	}
	mediaType := res.Header.Get("Content-Type")
	return (isWordy(mediaType) || mediaType == "" && res.Status == 206) &&
		!res.Header.Has("Content-Encoding") && !res.Header.HasToken("Cache-Control", "no-transform")
}

// completeLength returns the length of the whole from a Content-Range, or -1.
//
//	range-resp = first-pos "-" last-pos "/" ( complete-length / "*" )
func completeLength(contentRange string) int64 {
	_, complete, _ := strings.Cut(contentRange, "/")
	if length, ok := parseDecimal(complete); ok {
		return length
	}
	return -1
}

// isWordy reports whether content of this type gets shorter. Pictures, sound and
// archives are compressed already.
func isWordy(mediaType string) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	mediaType = strings.ToLower(trimOWS(mediaType))
	return mediaType != "text/event-stream" && strings.HasPrefix(mediaType, "text/") || // events must not wait
		strings.HasSuffix(mediaType, "+json") || strings.HasSuffix(mediaType, "+xml") || // svg is one
		slices.Contains(wordyTypes, mediaType)
}

var wordyTypes = []string{
	"application/javascript", "application/json", "application/wasm", "application/xml",
}

// encode replaces the content of res by its gzip coding.
func encode(res *Response) {
	res.Body = &gzipReader{source: res.Body, length: res.Length}
	res.Length = -1
	res.Header.Del("Accept-Ranges") // ranges are of the plain content
	res.Header.Add("Content-Encoding", "gzip")
	if tag := res.Header.Get("ETag"); tag != "" {
		res.Header.Set("ETag", withSuffix(tag))
	}
}

// gzipSuffix ends the entity tag of a compressed variant. A strong tag promises
// the same bytes, so two variants need two tags (RFC 9110 §8.8.3.3).
const gzipSuffix = `-gzip"`

// withSuffix returns the tag of the compressed variant. A weak tag holds for both
// variants as it is.
func withSuffix(tag string) string {
	if !strings.HasPrefix(tag, `"`) {
		return tag
	}
	return strings.TrimSuffix(tag, `"`) + gzipSuffix
}

// withoutSuffix returns req with the suffix taken off its If-Match and
// If-None-Match, for the handler knows the plain tags only. Where there is one,
// that is a copy: the request itself stays as it came.
//
// A client that does not take gzip keeps its suffix, and so matches nothing: the
// variant that it names is not what it would get.
func withoutSuffix(req *Request) *Request {
	plain := req
	for i, field := range req.Header {
		if !equalName(field.Name, "If-None-Match") && !equalName(field.Name, "If-Match") ||
			!strings.Contains(field.Value, gzipSuffix) {
			continue
		}
		if plain == req {
			copied := *req
			copied.Header = slices.Clone(req.Header)
			plain = &copied
		}
		plain.Header[i].Value = strings.ReplaceAll(field.Value, gzipSuffix, `"`)
	}
	return plain
}

// confirmVariant sees to it that a 304 names the variant that the client holds:
// the compressed one, if req asked about that.
func confirmVariant(req *Request, res *Response) {
	tag := withSuffix(res.Header.Get("ETag"))
	for value := range req.Header.Values("If-None-Match") {
		if tag != "" && strings.Contains(value, tag) {
			res.Header.Set("ETag", tag)
		}
	}
}
