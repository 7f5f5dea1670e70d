package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"
)

// bearer lets a request through that shows token in its Authorization field
// (RFC 6750 §2.1). Whoever bears the token is let in, so it belongs on a
// connection that nobody can read.
//
// Without a token nothing can open the route: 403, because a 401 would ask for
// credentials that do not exist (RFC 9110 §15.5.4).
func bearer(token string) Middleware {
	want := sha256.Sum256([]byte(token))
	return func(next Handler) Handler {
		return func(req *Request) *Response {
			shown, ok := bearerToken(req)
			switch {
			case token == "":
				return statusPage(403)
			case req.Header.Count("Authorization") > 1:
				return challenge(400, `, error="invalid_request"`) // which of them counts?
			case !ok:
				return challenge(401, "") // no code: the client may not know that it needs a token
			case !sameToken(shown, want):
				return challenge(401, `, error="invalid_token"`)
			}
			return next(req)
		}
	}
}

// bearerToken returns the token that req shows, or false if it shows none. The
// name of the scheme ignores case (RFC 9110 §11.1).
//
//	credentials = "Bearer" 1*SP b64token
func bearerToken(req *Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	token = strings.TrimLeft(token, " ")
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

// sameToken compares in a time that says nothing about the token. A comparison
// that stops at the first difference tells by its time how much was right;
// comparing hashes hides the length as well.
func sameToken(shown string, want [sha256.Size]byte) bool {
	got := sha256.Sum256([]byte(shown))
	return subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

// challenge refuses and says which credentials are wanted, as a 401 must
// (RFC 9110 §15.5.2, RFC 6750 §3).
func challenge(status int, code string) *Response {
	res := statusPage(status)
	res.Header.Add("WWW-Authenticate", `Bearer realm="private"`+code)
	return res
}
