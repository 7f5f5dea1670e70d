package main

import "strings"

// Cookie returns the value of the first cookie of req called name, and whether
// there is one. Names are compared with their case. Of several with one name,
// clients send that of the longest path first (RFC 6265 §5.4).
//
//	cookie-string = cookie-pair *( ";" SP cookie-pair )
//	cookie-pair   = cookie-name "=" cookie-value
//	cookie-value  = *cookie-octet / ( DQUOTE *cookie-octet DQUOTE )
func (r *Request) Cookie(name string) (value string, ok bool) {
	for line := range r.Header.Values("Cookie") {
		for pair := range strings.SplitSeq(line, ";") {
			got, value, found := strings.Cut(trimOWS(pair), "=")
			if found && got == name {
				return unquoteCookie(value), true
			}
		}
	}
	return "", false
}

// unquoteCookie takes off the quotes that may stand around a value.
func unquoteCookie(value string) string {
	if len(value) >= 2 && value[0] == '"' && value[len(value)-1] == '"' {
		return value[1 : len(value)-1]
	}
	return value
}

// sessionCookie returns the value of a Set-Cookie field (RFC 6265 §4.1):
//
//   - without Max-Age, so the browser drops it when it closes;
//   - Path=/, or only the pages beside the one that set it would get it;
//   - HttpOnly: no script can read it, so none can carry it off;
//   - SameSite=Lax: a form on another site cannot act in its name;
//   - Secure: it never crosses a connection that can be read.
func sessionCookie(id string, secure bool) string {
	cookie := sessionCookieName + "=" + id + "; Path=/; HttpOnly; SameSite=Lax"
	if secure {
		cookie += "; Secure"
	}
	return cookie
}
