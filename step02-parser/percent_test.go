package main

import (
	"fmt"
	"testing"
)

func TestPercentDecode(t *testing.T) {
	tests := []struct {
		s, want string
		ok      bool
		reason  string
	}{
		{"", "", true, "nothing to decode"},
		{"/a+b", "/a+b", true, `"+" is a space only in a form`},
		{"%41", "A", true, "one character"},
		{"a%20b%20c", "a b c", true, "in the middle, twice"},
		{"%2f%2F", "//", true, "digits of either case"},
		{"%2541", "%41", true, "decoded once, not twice"},
		{"%c3%a9", "é", true, "a character of two bytes"},
		{"%FF", "\xff", true, "a byte that is no UTF-8 is the caller's business"},
		{"%00", "\x00", true, "so is NUL"},
		{"%", "", false, "no digits"},
		{"a%4", "", false, "one digit"},
		{"%4g", "", false, "the second is no digit"},
		{"%g4", "", false, "the first is no digit"},
		{"%+4", "", false, "a sign is no digit"},
		{"%41%", "", false, "a good one and a bad one"},
		{"%%41", "", false, `"%" does not stand for itself`},
	}
	for _, test := range tests {
		got, ok := percentDecode(test.s)
		if got != test.want || ok != test.ok {
			t.Errorf("percentDecode(%q) = %q, %v, want %q, %v: %s", test.s, got, ok, test.want, test.ok, test.reason)
		}
	}
}

func TestPercentDecodeEveryByte(t *testing.T) {
	for i := range 256 {
		for _, format := range []string{"%%%02x", "%%%02X"} {
			s, want := fmt.Sprintf(format, i), string([]byte{byte(i)})
			if got, ok := percentDecode(s); got != want || !ok {
				t.Errorf("percentDecode(%q) = %q, %v", s, got, ok)
			}
		}
	}
}
