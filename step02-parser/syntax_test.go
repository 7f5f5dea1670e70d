package main

import (
	"strings"
	"testing"
)

// RFC 9110 §5.6.2 lists the tchars and §5.5 what a field value may hold; here
// they stand again, in another way, for every byte there is.
func TestCharacters(t *testing.T) {
	for i := range 256 {
		s := string([]byte{byte(i)})
		isLetter := 'A' <= i && i <= 'Z' || 'a' <= i && i <= 'z'
		isTchar := isLetter || '0' <= i && i <= '9' || i > ' ' && i < 0x7f && !isLetter && !strings.Contains(`0123456789"(),/:;<=>?@[\]{}`, s)
		if isToken(s) != isTchar {
			t.Errorf("isToken(%q) = %v: a token is any VCHAR except delimiters", s, isToken(s))
		}
		inValue := i == '\t' || i >= 0x20 && i <= 0x7e || i >= 0x80
		if isFieldValue(s) != inValue {
			t.Errorf("isFieldValue(%q) = %v: HTAB, SP, VCHAR and obs-text stand in a value", s, isFieldValue(s))
		}
	}
}

func TestIsToken(t *testing.T) {
	tests := []struct {
		s      string
		want   bool
		reason string
	}{
		{"", false, "a token has one character at least"},
		{"Content-Type", true, "a field name"},
		{"M-SEARCH", true, "a method"},
		{"a b", false, "a space in the middle"},
		{"a\x00", false, "a control character at the end"},
		{"é", false, "obs-text is not in a token"},
	}
	for _, test := range tests {
		if got := isToken(test.s); got != test.want {
			t.Errorf("isToken(%q) = %v: %s", test.s, got, test.reason)
		}
	}
}

func TestTrimOWS(t *testing.T) {
	tests := []struct{ s, want, reason string }{
		{"", "", "nothing to trim"},
		{" \t ", "", "nothing but white space"},
		{" \ta b\t ", "a b", "both ends, and not the middle"},
		{"\ra\n", "\ra\n", "CR and LF are no OWS"},
		{"\u00a0a\u00a0", "\u00a0a\u00a0", "nor is a no-break space"},
		{"\va\f", "\va\f", "nor are the other spaces of ASCII"},
	}
	for _, test := range tests {
		if got := trimOWS(test.s); got != test.want {
			t.Errorf("trimOWS(%q) = %q, want %q: %s", test.s, got, test.want, test.reason)
		}
	}
}
