package main

import "testing"

func TestSelectRange(t *testing.T) {
	const size = 1000
	whole, none := byteRange{0, size}, byteRange{}
	tests := []struct {
		value, reason string
		want          byteRange
		status        int
	}{
		{"bytes=0-0", "the first byte", byteRange{0, 1}, 206},
		{"bytes=0-499", "the first 500", byteRange{0, 500}, 206},
		{"bytes=500-999", "the second 500", byteRange{500, 500}, 206},
		{"bytes=999-999", "the last byte", byteRange{999, 1}, 206},
		{"bytes=-500", "the last 500", byteRange{500, 500}, 206},
		{"bytes=500-", "all but the first 500", byteRange{500, 500}, 206},
		{"bytes=0-", "all", whole, 206},
		{"bytes=-1000", "all, as a suffix", whole, 206},
		{"bytes=-1001", "a longer suffix", whole, 206},
		{"bytes=999-5000", "the end is past the end", byteRange{999, 1}, 206},
		{"bytes=0-9223372036854775807", "the largest number of 64 bits", whole, 206},
		{"bytes=0-9223372036854775808", "one more", whole, 206},
		{"bytes=-18446744073709551616", "a suffix of 65 bits", whole, 206},
		{"Bytes=0-0", "the unit in another case", byteRange{0, 1}, 206},
		{"bytes= 0-0\t,", "white space and empty members of a list", byteRange{0, 1}, 206},

		{"bytes=1000-", "it begins at the end", none, 416},
		{"bytes=1000-2000", "it lies behind the end", none, 416},
		{"bytes=-0", "no bytes at all", none, 416},
		{"bytes=9223372036854775808-", "a start of 64 bits", none, 416},
		{"bytes=99999999999999999999-99999999999999999999", "both overflow", none, 416},

		{"", "nothing", whole, 200},
		{"bytes", "no set", whole, 200},
		{"bytes=", "an empty set", whole, 200},
		{"bytes=,", "a set of empty members", whole, 200},
		{"bytes=-", "no number", whole, 200},
		{"bytes=5", "no dash", whole, 200},
		{"bytes=5-4", "the end before the start", whole, 200},
		{"bytes=2000-1999", "so too behind the end of the file", whole, 200},
		{"bytes=0-4,6-9", "two ranges", whole, 200},
		{"bytes=0-4,2000-", "two ranges, one behind the end", whole, 200},
		{"bytes=a-b", "letters", whole, 200},
		{"bytes=0x1-0x2", "hexadecimal", whole, 200},
		{"bytes=+1-2", "a sign", whole, 200},
		{"bytes=1--2", "another sign", whole, 200},
		{"bytes=1-2-3", "two dashes", whole, 200},
		{"bytes=1 -2", "a space inside", whole, 200},
		{"bytes =1-2", "a space behind the unit", whole, 200},
		{"bytes=١-٢", "digits that are not ASCII", whole, 200},
		{"lines=1-2", "another unit", whole, 200},
	}
	for _, test := range tests {
		req := &Request{Method: "GET", Header: Header{{"Range", test.value}}}
		got, status := selectRange(req, validators{}, size)
		if got != test.want || status != test.status {
			t.Errorf("%s: %q gives %v, %d, not %v, %d", test.reason, test.value, got, status, test.want, test.status)
		}
	}
}

// FuzzSelectRange holds what is sent against what there is: never a byte outside
// the file, never an empty part.
func FuzzSelectRange(f *testing.F) {
	f.Add("bytes=0-4", int64(27))
	f.Add("bytes=-5", int64(0))
	f.Add("bytes=9223372036854775807-9223372036854775807", int64(1)<<62)
	f.Fuzz(func(t *testing.T, value string, size int64) {
		size = max(size, 0)
		req := &Request{Method: "GET", Header: Header{{"Range", value}}}
		r, status := selectRange(req, validators{}, size)
		switch {
		case status == 200 && r == byteRange{0, size}:
		case status == 416 && r == byteRange{}:
		case status == 206 && r.start >= 0 && r.length > 0 && r.length <= size-r.start:
		default:
			t.Errorf("%q of %d bytes gives %v, %d", value, size, r, status)
		}
	})
}
