package main

import (
	"testing"
	"time"
)

// TestCheckPreconditions goes through the steps of RFC 9110 §13.2.2.
func TestCheckPreconditions(t *testing.T) {
	const (
		before = "Sun, 06 Nov 1994 08:49:36 GMT"
		same   = "Sun, 06 Nov 1994 08:49:37 GMT"
		after  = "Sun, 06 Nov 1994 08:49:38 GMT"
	)
	modified, _ := parseDate(same)
	strong, weak := newValidators(`"v"`, modified), newValidators(`W/"v"`, modified)
	undated := validators{etag: `"v"`}
	tests := []struct {
		reason string
		header Header
		v      validators
		want   int
	}{
		{"step 6: no conditions", nil, strong, 200},

		{"step 1: true", Header{{"If-Match", `"v"`}}, strong, 200},
		{"step 1: false", Header{{"If-Match", `"x"`}}, strong, 412},
		{"step 1: a weak tag of the client matches nothing", Header{{"If-Match", `W/"v"`}}, strong, 412},
		{"step 1: a weak tag of ours matches nothing", Header{{"If-Match", `W/"v"`}}, weak, 412},
		{"step 1: any version", Header{{"If-Match", "*"}}, weak, 200},
		{"step 1: a star in a list is no tag", Header{{"If-Match", `"x", *`}}, strong, 412},
		{"step 1 goes before step 2", Header{{"If-Match", `"v"`}, {"If-Unmodified-Since", before}}, strong, 200},
		{"step 1 goes before step 3", Header{{"If-None-Match", `"v"`}, {"If-Match", `"x"`}}, strong, 412},

		{"step 2: true", Header{{"If-Unmodified-Since", same}}, strong, 200},
		{"step 2: false", Header{{"If-Unmodified-Since", before}}, strong, 412},
		{"step 2: no valid date", Header{{"If-Unmodified-Since", "x"}}, strong, 200},
		{"step 2: no date of the file", Header{{"If-Unmodified-Since", before}}, undated, 200},
		{"step 2 goes before step 3", Header{{"If-None-Match", `"v"`}, {"If-Unmodified-Since", before}}, strong, 412},

		{"step 3: true", Header{{"If-None-Match", `"x"`}}, strong, 200},
		{"step 3: false", Header{{"If-None-Match", `"v"`}}, strong, 304},
		{"step 3: a weak tag of the client matches", Header{{"If-None-Match", `W/"v"`}}, strong, 304},
		{"step 3: a weak tag of ours matches", Header{{"If-None-Match", `"v"`}}, weak, 304},
		{"step 3: any version", Header{{"If-None-Match", "*"}}, strong, 304},
		{"step 3: the last of a list", Header{{"If-None-Match", `"a", W/"b,c" ,,"v"`}}, strong, 304},
		{"step 3: on the second line", Header{{"If-None-Match", `"a"`}, {"If-None-Match", `"v"`}}, strong, 304},
		{"step 3: what follows a broken tag is not read", Header{{"If-None-Match", `"a, "v"`}}, strong, 200},
		{"step 3: a tag holds no space", Header{{"If-None-Match", `"a b", "v"`}}, strong, 200},
		{"step 3: the weak mark is in upper case", Header{{"If-None-Match", `w/"v"`}}, strong, 200},
		{"step 3 goes before step 4", Header{{"If-None-Match", `"x"`}, {"If-Modified-Since", same}}, strong, 200},

		{"step 4: true", Header{{"If-Modified-Since", before}}, strong, 200},
		{"step 4: false, the same date", Header{{"If-Modified-Since", same}}, strong, 304},
		{"step 4: false, a later date", Header{{"If-Modified-Since", after}}, strong, 304},
		{"step 4: no valid date", Header{{"If-Modified-Since", "x"}}, strong, 200},
		{"step 4: two dates", Header{{"If-Modified-Since", same}, {"If-Modified-Since", same}}, strong, 200},
		{"step 4: no date of the file", Header{{"If-Modified-Since", same}}, undated, 200},
		{"step 4 follows step 1", Header{{"If-Match", `"v"`}, {"If-Modified-Since", same}}, strong, 304},
		{"step 4 follows step 2", Header{{"If-Unmodified-Since", same}, {"If-Modified-Since", same}}, strong, 304},
	}
	for _, test := range tests {
		if got := checkPreconditions(test.header, test.v); got != test.want {
			t.Errorf("%s: %v gives %d, not %d", test.reason, test.header, got, test.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	example := time.Date(1994, time.November, 6, 8, 49, 37, 0, time.UTC)
	tests := []struct {
		s, reason string
		want      time.Time // zero: no HTTP-date
	}{
		{"Sun, 06 Nov 1994 08:49:37 GMT", "IMF-fixdate", example},
		{"Sunday, 06-Nov-94 08:49:37 GMT", "RFC 850", example},
		{"Sun Nov  6 08:49:37 1994", "asctime", example},
		{"Wed Nov 16 08:49:37 1994", "asctime with a day of two digits", example.AddDate(0, 0, 10)},
		{"Tuesday, 15-Nov-44 08:12:31 GMT", "50 years ahead of the clock", time.Date(2044, 11, 15, 8, 12, 31, 0, time.UTC)},
		{"Wednesday, 15-Nov-44 08:12:32 GMT", "more than 50 years ahead, so in the past", time.Date(1944, 11, 15, 8, 12, 32, 0, time.UTC)},
		{"Tuesday, 29-Feb-00 00:00:00 GMT", "a leap day that 1900 has not", time.Date(2000, 2, 29, 0, 0, 0, 0, time.UTC)},

		{"", "nothing", time.Time{}},
		{"Mon, 06 Nov 1994 08:49:37 GMT", "it was a Sunday", time.Time{}},
		{"Sun, 6 Nov 1994 08:49:37 GMT", "the day has two digits", time.Time{}},
		{"Sun, 06 Nov 1994 8:49:37 GMT", "the hour has two digits", time.Time{}},
		{"Sun, 06 Nov 1994 08:49:37.5 GMT", "fractions", time.Time{}},
		{"Sun, 06 Nov 1994 24:00:00 GMT", "no such hour", time.Time{}},
		{"Sun, 06 Nov 1994 08:49:37 UTC", "the zone is spelled GMT", time.Time{}},
		{"Sun, 06 Nov 1994 08:49:37 +0000", "the zone is spelled GMT", time.Time{}},
		{"Sun, 06 NOV 1994 08:49:37 GMT", "case counts", time.Time{}},
		{"Sun,  06 Nov 1994 08:49:37 GMT", "two spaces", time.Time{}},
		{"Sun, 06 Nov 1994 08:49:37 GMT ", "a space behind", time.Time{}},
		{"Sun Nov 6 08:49:37 1994", "asctime pads the day with a space", time.Time{}},
		{"1994-11-06T08:49:37Z", "RFC 3339 is another format", time.Time{}},
	}
	for _, test := range tests {
		got, ok := parseDate(test.s)
		if ok != !test.want.IsZero() || ok && !got.Equal(test.want) {
			t.Errorf("%s: %q gives %v, %v, not %v", test.reason, test.s, got, ok, test.want)
		}
	}
}
