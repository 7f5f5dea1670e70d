package main

import (
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	for _, test := range []struct {
		args string
		want string // part of the error, or "" for none
	}{
		{"", ""},
		{"-log json -cors https://a.example -token t -rate 2.5 -burst 3", ""},
		{"-log xml", "text, json or off"},
		{"-cors a.example", "is no origin"},
		{"-rate -1", "-rate -1"},
		{"-rate NaN", "-rate NaN"},
		{"-rate +Inf", "-rate +Inf"},
		{"-rate 1e-9", "-rate 1e-09"},
		{"-burst 0", "-burst 0"},
		{"-gzip", "-help lists the flags"},
		{"extra", "is no flag"},
	} {
		_, err := parseOptions(strings.Fields(test.args))
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%q: %v", test.args, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%q: the error is %v, want one with %q", test.args, err, test.want)
		}
	}
}
