package main

import "strings"

// acceptsGzip reports whether the client would rather have gzip than the plain
// content (RFC 9110 §12.5.3). A coding that is not listed is as good as "*" is;
// no field at all means that any coding will do, but such a client hardly has one
// in mind. x-gzip is gzip's old name (§8.4.1.3).
//
//	Accept-Encoding  = #( codings [ weight ] )
//	codings          = content-coding / "identity" / "*"
func acceptsGzip(header Header) bool {
	const unlisted = -1
	gzip, identity, others := unlisted, unlisted, unlisted
	for member := range header.List("Accept-Encoding") {
		coding, parameter, weighted := strings.Cut(member, ";")
		weight := 1000
		if weighted {
			weight = parseWeight(parameter)
		}
		switch coding = trimOWS(coding); {
		case strings.EqualFold(coding, "gzip") || strings.EqualFold(coding, "x-gzip"):
			gzip = max(gzip, weight)
		case strings.EqualFold(coding, "identity"):
			identity = weight
		case coding == "*":
			others = weight
		}
	}
	if gzip == unlisted {
		gzip = others
	}
	return gzip > 0 && gzip >= identity
}

// parseWeight returns a weight in thousandths (RFC 9110 §12.4.2). What is none
// weighs nothing: the plain content is never wrong.
//
//	weight = OWS ";" OWS "q=" qvalue
//	qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
func parseWeight(parameter string) int {
	name, qvalue, _ := strings.Cut(trimOWS(parameter), "=")
	whole, fraction, _ := strings.Cut(qvalue, ".")
	if !strings.EqualFold(name, "q") || len(whole) != 1 || len(fraction) > 3 {
		return 0
	}
	weight, ok := parseDecimal(whole + (fraction + "000")[:3])
	if !ok || weight > 1000 {
		return 0
	}
	return int(weight)
}
