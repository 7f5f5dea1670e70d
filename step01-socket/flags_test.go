package main

import (
	"flag"
	"strings"
	"testing"
)

func TestParseFlags(t *testing.T) {
	tests := []struct {
		args   string
		err    string // a part of it; "" for none
		reason string
	}{
		{"", "", "every flag has a default"},
		{"-addr localhost:0", "", "a value of its own"},
		{"--addr=localhost:0", "", "the other spelling"},
		{"-adr localhost:0", "-adr", "an unknown flag is named"},
		{"-addr", "-addr", "a flag without its value"},
		{"localhost:0", `"localhost:0"`, "an argument that no flag takes"},
		{"-addr localhost:0 extra", `"extra"`, "an argument behind the flags"},
	}
	for _, test := range tests {
		flags := flag.NewFlagSet("test", flag.ContinueOnError)
		flags.String("addr", "", "")
		err := parseFlags(flags, strings.Fields(test.args))
		switch {
		case (err != nil) != (test.err != ""):
			t.Errorf("parseFlags(%q) = %v: %s", test.args, err, test.reason)
		case err == nil:
		case !strings.Contains(err.Error(), test.err) || strings.Contains(err.Error(), "\n"):
			t.Errorf("parseFlags(%q) = %q, want one line with %s: %s", test.args, err, test.err, test.reason)
		}
	}
}

// Every step has the same -addr and -wire.
func TestParseOptions(t *testing.T) {
	opts, err := parseOptions(nil)
	if err != nil || opts.addr != "localhost:8080" || opts.wire {
		t.Errorf("parseOptions() = %+v, %v", opts, err)
	}
	opts, err = parseOptions([]string{"-addr", ":0", "-wire"})
	if err != nil || opts.addr != ":0" || !opts.wire {
		t.Errorf("parseOptions(-addr :0 -wire) = %+v, %v", opts, err)
	}
	if _, err = parseOptions([]string{"-no-such-flag"}); err == nil {
		t.Error("parseOptions takes -no-such-flag")
	}
}
