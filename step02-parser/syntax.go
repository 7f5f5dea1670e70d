package main

// The characters that the grammar of RFC 9110 §5.6 is made of. A table of 256
// answers is looked up for each byte: it reads like the grammar, and it costs
// the same for every character. With comparisons a browser's head would take a
// fifth longer.

// tokenChars marks the bytes that a token may hold (RFC 9110 §5.6.2).
//
//	token = 1*tchar
//	tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." /
//	        "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
var tokenChars = charTable("!#$%&'*+-.^_`|~" + digits + letters)

const (
	digits  = "0123456789"
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// charTable returns the table in which exactly the bytes of chars are true.
func charTable(chars string) (table [256]bool) {
	for i := range len(chars) {
		table[chars[i]] = true
	}
	return table
}

// span returns how many bytes at the start of s are marked in table.
func span(s string, table *[256]bool) int {
	n := 0
	for n < len(s) && table[s[n]] {
		n++
	}
	return n
}

// consistsOf reports whether every byte of s is marked in table.
func consistsOf(s string, table *[256]bool) bool {
	return span(s, table) == len(s)
}

func isToken(s string) bool {
	return s != "" && consistsOf(s, &tokenChars)
}

// valueChars marks the bytes that a field value may hold: HTAB, and all but
// control characters (RFC 9110 §5.5).
//
//	field-vchar = VCHAR / obs-text
var valueChars = valueTable()

func valueTable() (table [256]bool) {
	for c := range table {
		table[c] = c == '\t' || c >= ' ' && c != 0x7f
	}
	return table
}

func isFieldValue(s string) bool {
	return consistsOf(s, &valueChars)
}

func isDigit(c byte) bool {
	return '0' <= c && c <= '9'
}

// trimOWS removes optional white space from both ends: spaces and tabs, and
// none of what else Unicode counts as white space (RFC 9110 §5.6.3).
//
//	OWS = *( SP / HTAB )
func trimOWS(s string) string {
	for s != "" && isOWS(s[0]) {
		s = s[1:]
	}
	for s != "" && isOWS(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

func isOWS(c byte) bool {
	return c == ' ' || c == '\t'
}
