package main

import "testing"

func TestAcceptsGzip(t *testing.T) {
	for _, test := range []struct {
		accept string
		want   bool
		why    string
	}{
		{"gzip", true, "named"},
		{"gzip, deflate, br, zstd", true, "what browsers send"},
		{"GZIP", true, "codings ignore case"},
		{"x-gzip", true, "the old name"},
		{"deflate", false, "not named"},
		{"", false, "an empty field: none at all"},
		{"*", true, "any"},
		{"*;q=0", false, "none"},
		{"*;q=0, gzip", true, "what is named goes before *"},
		{"gzip;q=0, *", false, "and so does what is refused"},
		{"gzip;q=0", false, "refused"},
		{"gzip;q=0.000", false, "refused at length"},
		{"gzip;q=0.001", true, "barely"},
		{"gzip ; q=0.5", true, "OWS around the semicolon"},
		{"gzip;Q=0.5", true, "the name q ignores case"},
		{"gzip;q=1.000", true, "in full"},
		{"gzip;q=1.001", false, "no weight is over 1"},
		{"gzip;q=0.1234", false, "three digits at most"},
		{"gzip;q=high", false, "no weight"},
		{"gzip;q=", false, "no weight"},
		{"gzip;q=-1", false, "no weight"},
		{"gzip;level=9", false, "no weight"},
		{"gzip;q=0.5, identity", false, "the plain content is preferred"},
		{"gzip;q=0.5, identity;q=0.5", true, "it is not"},
		{"identity;q=0, gzip", true, "the plain content is refused"},
		{"identity;q=0", false, "all is refused: the plain content is sent even so"},
		{"gzipped", false, "another word"},
	} {
		if got := acceptsGzip(Header{{"Accept-Encoding", test.accept}}); got != test.want {
			t.Errorf("acceptsGzip(%q) = %v, want %v: %s", test.accept, got, test.want, test.why)
		}
	}
	if acceptsGzip(nil) {
		t.Error("acceptsGzip without the field = true, want false: a client that says nothing may not know it")
	}
	if !acceptsGzip(Header{{"Accept-Encoding", "br"}, {"Accept-Encoding", "gzip"}}) {
		t.Error("acceptsGzip with two field lines = false, want true: they are one list")
	}
}
