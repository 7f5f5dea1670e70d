package main

import (
	"fmt"
	"slices"
	"strings"
)

// What a script of an allowed origin may do beyond what every page may. The
// three methods that need no leave are named too, so that the list is whole.
const (
	corsMethods = "GET, HEAD, POST, PUT, PATCH, DELETE"
	corsHeaders = "Authorization, Content-Type, X-Request-Id"
	corsExpose  = "ETag, Location, Retry-After, X-Request-Id"
	corsMaxAge  = "600" // seconds for which a browser may remember a preflight's answer
)

// cors lets scripts of other origins read the responses. A browser keeps them
// from it unless the response names the script's origin (Fetch Standard §3.3).
//
// origins holds those that may, "*" for all; without any, nothing is added.
// Cookies are not part of it: Access-Control-Allow-Credentials is never sent.
func cors(origins []string) Middleware {
	if len(origins) == 0 {
		return pass
	}
	return func(next Handler) Handler {
		return func(req *Request) *Response {
			var res *Response
			preflight := isPreflight(req)
			if preflight {
				res = &Response{Status: 204}
			} else {
				res = next(req)
			}
			// Also without an Origin: a cache must not give this response to a request that has one.
			res.Header.Add("Vary", "Origin")
			if allowed := allowedOrigin(origins, req.Header.Get("Origin")); allowed != "" {
				addCORS(res, allowed, preflight)
			}
			return res
		}
	}
}

// isPreflight reports whether a browser asks with req if it may send another
// request. The answer does not come from the site: that may not know OPTIONS,
// or demand the very Authorization that the browser asks leave to send.
func isPreflight(req *Request) bool {
	return req.Method == "OPTIONS" && req.Header.Has("Origin") &&
		req.Header.Has("Access-Control-Request-Method")
}

// allowedOrigin returns what Access-Control-Allow-Origin says to a script of
// origin, or "" for nothing. It is compared byte by byte: browsers spell each
// origin in one way.
func allowedOrigin(origins []string, origin string) string {
	switch {
	case origin == "":
		return ""
	case slices.Contains(origins, "*"):
		return "*"
	case slices.Contains(origins, origin):
		return origin
	default:
		return ""
	}
}

func addCORS(res *Response, allowed string, preflight bool) {
	res.Header.Add("Access-Control-Allow-Origin", allowed)
	if !preflight {
		res.Header.Add("Access-Control-Expose-Headers", corsExpose)
		return
	}
	res.Header.Add("Access-Control-Allow-Methods", corsMethods)
	res.Header.Add("Access-Control-Allow-Headers", corsHeaders)
	res.Header.Add("Access-Control-Max-Age", corsMaxAge)
}

// parseOrigins takes the value of -cors: origins between commas, or "" for none.
// What could never equal an Origin field is an error, such as one with a path.
//
//	origin = scheme "://" host [ ":" port ]
func parseOrigins(list string) ([]string, error) {
	if list == "" {
		return nil, nil
	}
	origins := strings.Split(list, ",")
	for _, origin := range origins {
		if origin != "*" && !isOrigin(origin) {
			return nil, fmt.Errorf("-cors: %q is no origin such as https://a.example", origin)
		}
	}
	return origins, nil
}

func isOrigin(s string) bool {
	scheme, authority, found := strings.Cut(s, "://")
	host, _, ok := splitAuthority(authority)
	return found && isToken(scheme) && ok && host != "" && s == strings.ToLower(s)
}
