package main

import "strings"

// A Request is one request message (RFC 9112 §2.1), understood and checked.
// Its strings are parts of the head as it was received; nothing changes them.
type Request struct {
	Method string // a token; case matters (RFC 9110 §9.1)
	Target string // the request-target as it came (RFC 9112 §3.2)
	Minor  int    // the y of HTTP/1.y
	Header Header

	Scheme   string // "http" or "https" if the target names it, else ""
	Host     string // the authority of the target URI, possibly "" (RFC 9112 §3.3)
	RawPath  string // the path of the target as it came; "" in OPTIONS * and CONNECT
	Path     string // RawPath with its percent-encoding undone
	RawQuery string // what followed the first "?", as it came

	Content    []byte // whole, its transfer coding undone
	RemoteAddr string // the client's address and port

	ID      string   // names the request in the log; set by requestID
	Session *Session // what is remembered of the client; set by sessions

	// Done is closed when the server begins to shut down. A response that would go
	// on for long ends then.
	Done <-chan struct{}

	wildcards []Param // what the wildcards of the matching pattern stood for
}

// PathValue returns what the wildcard called name stood for in the path, decoded,
// or "" if the pattern has none of that name.
func (r *Request) PathValue(name string) string {
	for _, wildcard := range r.wildcards {
		if wildcard.Name == name {
			return wildcard.Value
		}
	}
	return ""
}

// A Param is a name and a value, both decoded.
type Param struct {
	Name, Value string
}

// Query returns the parameters of the target's query, in their order: pairs
// between "&", name and value parted by the first "=", "+" for a space, as a
// browser encodes a form (application/x-www-form-urlencoded).
func (r *Request) Query() []Param {
	return parseForm(r.RawQuery)
}

// parseForm splits and decodes a query or the content of a form. What is
// wrongly percent-encoded is kept as it is.
func parseForm(encoded string) []Param {
	var params []Param
	for pair := range strings.SplitSeq(encoded, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		params = append(params, Param{formDecode(name), formDecode(value)})
	}
	return params
}

func formDecode(s string) string {
	s = strings.ReplaceAll(s, "+", " ")
	if decoded, ok := percentDecode(s); ok {
		return decoded
	}
	return s
}
