package main

import (
	"fmt"
	"strings"
)

// A byteRange is a part of a file: so many bytes from an offset on.
type byteRange struct {
	start, length int64
}

// contentRange returns the value that says which part of how much it is
// (RFC 9110 §14.4).
//
//	Content-Range = range-unit SP first-pos "-" last-pos "/" complete-length
func (r byteRange) contentRange(size int64) string {
	return fmt.Sprintf("bytes %d-%d/%d", r.start, r.start+r.length-1, size)
}

// unsatisfied returns the Content-Range of a 416: how much there would have been.
func unsatisfied(size int64) string {
	return fmt.Sprintf("bytes */%d", size)
}

// selectRange decides what part of a file of size bytes the answer to req holds
// (RFC 9110 §14.2). With 206 it is the range, with 416 there is none, and 200 means
// the whole file: Range is then missing, or to be ignored, as it is with every
// method but GET.
func selectRange(req *Request, v validators, size int64) (r byteRange, status int) {
	whole := byteRange{0, size}
	if req.Method != "GET" || req.Header.Count("Range") != 1 || !checkIfRange(req.Header, v) {
		return whole, 200
	}
	spec, ok := cutSingleRange(req.Header.Get("Range"))
	if !ok || size == 0 {
		return whole, 200
	}
	first, last, ok := parseRangeSpec(spec, size)
	switch {
	case !ok:
		return whole, 200
	case first >= size:
		return byteRange{}, 416
	default:
		return byteRange{first, last - first + 1}, 206
	}
}

// checkIfRange reports whether the condition on the range holds: the client has
// the rest of this very version (RFC 9110 §13.1.5). A tag has to match strongly,
// for bytes of two versions that are merely as good as each other do not fit
// together; a date has to be the same and not only later.
//
//	If-Range = entity-tag / HTTP-date
func checkIfRange(header Header, v validators) bool {
	switch header.Count("If-Range") {
	case 0:
		return true
	case 1:
		value := header.Get("If-Range")
		date, isDate := parseDate(value)
		return strongMatch(value, v.etag) || isDate && date.Equal(v.modified)
	default:
		return false
	}
}

// cutSingleRange takes a Range field's value and returns its one range-spec. It
// reports false for another unit than bytes, which must be ignored, and for several
// ranges, which may be: all that they ask for is in the whole file
// (RFC 9110 §14.1.1, §14.2).
//
//	ranges-specifier = range-unit "=" range-set
//	range-set        = 1#range-spec
func cutSingleRange(value string) (spec string, ok bool) {
	unit, set, _ := strings.Cut(value, "=")
	if !strings.EqualFold(unit, "bytes") {
		return "", false
	}
	for member := range strings.SplitSeq(set, ",") {
		member = trimOWS(member)
		if member == "" {
			continue
		}
		if spec != "" {
			return "", false
		}
		spec = member
	}
	return spec, spec != ""
}

// parseRangeSpec returns the offsets of the first and the last byte that spec asks
// for in a file of size bytes. If first is size or more the file has none of them.
// It reports false for what is no valid range.
//
//	int-range    = first-pos "-" [ last-pos ]
//	suffix-range = "-" suffix-length
func parseRangeSpec(spec string, size int64) (first, last int64, ok bool) {
	from, to, found := strings.Cut(spec, "-")
	switch {
	case !found:
		return 0, 0, false
	case from == "":
		suffix, ok := parseDecimal(to)
		return size - min(suffix, size), size - 1, ok
	}
	first, ok = parseDecimal(from)
	if !ok || to == "" {
		return first, size - 1, ok
	}
	last, ok = parseDecimal(to)
	return first, min(last, size-1), ok && first <= last
}
