package main

import (
	"strings"
	"time"
)

// validators tell one version of a file from another (RFC 9110 §8.8).
type validators struct {
	etag         string    // an entity-tag
	modified     time.Time // in whole seconds; zero if it is not known
	lastModified string    // modified, as it is sent
}

// newValidators returns the validators of a version that was made at modified, of
// which whole seconds count.
func newValidators(etag string, modified time.Time) validators {
	modified = modified.Truncate(time.Second)
	return validators{etag, modified, modified.UTC().Format(imfFixdate)}
}

// checkPreconditions evaluates the conditional fields of a GET or HEAD in the
// order of RFC 9110 §13.2.2. It returns 412 or 304 where one of them ends the
// matter, and otherwise 200. If-Range is left to selectRange.
//
// Tags are asked before dates, and a date is not asked at all where a tag was: it
// counts whole seconds only.
func checkPreconditions(header Header, v validators) (status int) {
	switch since, dated := sinceDate(header, "If-Unmodified-Since", v); {
	case header.Has("If-Match"):
		if !matchesAny(header, "If-Match", v.etag, strongMatch) {
			return 412
		}
	case dated && v.modified.After(since):
		return 412
	}
	switch since, dated := sinceDate(header, "If-Modified-Since", v); {
	case header.Has("If-None-Match"):
		if matchesAny(header, "If-None-Match", v.etag, weakMatch) {
			return 304
		}
	case dated && !v.modified.After(since):
		return 304
	}
	return 200
}

// matchesAny reports whether the field called name is "*", which stands for
// whatever there is, or lists a tag that matches etag. A list is read as far as it
// is one (RFC 9110 §13.1.1, §13.1.2).
//
//	If-Match      = "*" / #entity-tag
//	If-None-Match = "*" / #entity-tag
func matchesAny(header Header, name, etag string, match func(a, b string) bool) bool {
	for value := range header.Values(name) {
		if value == "*" {
			return true
		}
		for value != "" {
			if value[0] == ',' || isOWS(value[0]) {
				value = value[1:]
				continue
			}
			tag, rest, ok := cutEntityTag(value)
			if !ok {
				break
			}
			if match(tag, etag) {
				return true
			}
			value = rest
		}
	}
	return false
}

// cutEntityTag takes the entity-tag off the start of s. It cannot be split at
// commas before: a tag may hold one (RFC 9110 §8.8.3).
//
//	entity-tag = [ %s"W/" ] DQUOTE *etagc DQUOTE
//	etagc      = %x21 / %x23-7E / obs-text
func cutEntityTag(s string) (tag, rest string, ok bool) {
	opaque, found := strings.CutPrefix(strings.TrimPrefix(s, "W/"), `"`)
	end := strings.IndexByte(opaque, '"')
	if !found || end < 0 || strings.ContainsAny(opaque[:end], " \t") {
		return "", "", false
	}
	length := len(s) - len(opaque) + end + len(`"`)
	return s[:length], s[length:], true
}

// strongMatch reports whether two tags stand for the same bytes (RFC 9110 §8.8.3.2).
func strongMatch(a, b string) bool {
	return a == b && !strings.HasPrefix(a, "W/")
}

// weakMatch reports whether two tags stand for versions as good as each other
// (RFC 9110 §8.8.3.2).
func weakMatch(a, b string) bool {
	return strings.TrimPrefix(a, "W/") == strings.TrimPrefix(b, "W/")
}

// sinceDate returns the date in the field called name. It reports false where the
// field has to be ignored: it is no single valid date, or there is no date of the
// file to hold against it (RFC 9110 §13.1.3, §13.1.4).
func sinceDate(header Header, name string, v validators) (since time.Time, ok bool) {
	if header.Count(name) != 1 || v.modified.IsZero() {
		return time.Time{}, false
	}
	return parseDate(header.Get(name))
}

// parseDate takes a time in any of the three formats of RFC 9110 §5.6.7.
//
//	HTTP-date = IMF-fixdate / rfc850-date / asctime-date
func parseDate(s string) (t time.Time, ok bool) {
	for _, layout := range []string{imfFixdate, rfc850Date, time.ANSIC} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if layout == rfc850Date {
			t = inNearestCentury(t)
		}
		// Parse takes more than the grammar does, such as fractions of a second or
		// a Monday that was a Sunday. An HTTP-date comes out as it went in.
		return t, t.Format(layout) == s
	}
	return time.Time{}, false
}

const rfc850Date = "Monday, 02-Jan-06 15:04:05 GMT"

// inNearestCentury moves t, of whose year two digits are known, to the latest year
// with these digits that is not more than 50 years ahead (RFC 9110 §5.6.7).
func inNearestCentury(t time.Time) time.Time {
	limit := now().UTC().AddDate(50, 0, 0)
	century := limit.Year() - limit.Year()%100 - (t.Year() - t.Year()%100)
	for t = t.AddDate(century, 0, 0); t.After(limit); {
		t = t.AddDate(-100, 0, 0)
	}
	return t
}
