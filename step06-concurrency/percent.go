package main

import "strings"

// percentDecode undoes percent-encoding (RFC 3986 §2.1). It reports false where
// a "%" is not followed by two hexadecimal digits.
//
//	pct-encoded = "%" HEXDIG HEXDIG
func percentDecode(s string) (decoded string, ok bool) {
	next := strings.IndexByte(s, '%')
	if next < 0 {
		return s, true
	}
	var b strings.Builder
	b.Grow(len(s))
	for next >= 0 {
		if len(s) < next+3 {
			return "", false
		}
		high, low := hexValue(s[next+1]), hexValue(s[next+2])
		if high < 0 || low < 0 {
			return "", false
		}
		b.WriteString(s[:next])
		b.WriteByte(byte(high<<4 | low))
		s = s[next+3:]
		next = strings.IndexByte(s, '%')
	}
	b.WriteString(s)
	return b.String(), true
}

// hexValue returns the value of a hexadecimal digit, or -1 for any other byte.
func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	default:
		return -1
	}
}
