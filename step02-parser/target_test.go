package main

import "testing"

func TestParseTarget(t *testing.T) {
	tests := []struct {
		method, target                string
		host, rawPath, path, rawQuery string
		reason                        string
	}{
		{"GET", "/", "", "/", "/", "", "the shortest origin-form"},
		{"GET", "/a%20b?c=%20", "", "/a%20b", "/a b", "c=%20", "the path is decoded, the query is kept"},
		{"GET", "/?", "", "/", "/", "", "an empty query"},
		{"GET", "/a?b?c", "", "/a", "/a", "b?c", `the first "?" ends the path`},
		{"GET", "//a", "", "//a", "//a", "", "a path that begins with an empty segment, and no authority"},
		{"GET", "/a%2Fb", "", "/a%2Fb", "/a/b", "", "RawPath keeps the difference between / and %2F"},
		{"GET", "/../a/./b", "", "/../a/./b", "/../a/./b", "", "dot segments are no parser's business"},
		{"GET", "/?q=%zz", "", "/", "/", "q=%zz", "a bad escape in a query is kept"},
		{"GET", "http://a.example/b?c", "a.example", "/b", "/b", "c", "absolute-form"},
		{"GET", "HTTPS://a.example:8443", "a.example:8443", "/", "/", "", "a scheme of either case, a port, an empty path"},
		{"GET", "http://a.example?b/c", "a.example", "/", "/", "b/c", "a query behind an empty path"},
		{"GET", "http://[::1]:80/", "[::1]:80", "/", "/", "", "an IPv6 address"},
		{"CONNECT", "a.example:443", "a.example:443", "", "", "", "authority-form"},
		{"CONNECT", "[::1]:443", "[::1]:443", "", "", "", "with an IPv6 address"},
		{"OPTIONS", "*", "", "", "", "", "asterisk-form"},
	}
	for _, test := range tests {
		req := &Request{Method: test.method, Target: test.target}
		if err := req.parseTarget(); err != nil {
			t.Errorf("%s %s: %v: %s", test.method, test.target, err, test.reason)
			continue
		}
		if req.Host != test.host || req.RawPath != test.rawPath || req.Path != test.path || req.RawQuery != test.rawQuery {
			t.Errorf("%s %s: host %q, raw path %q, path %q, query %q: %s",
				test.method, test.target, req.Host, req.RawPath, req.Path, req.RawQuery, test.reason)
		}
	}
}

func TestParseTargetRefuses(t *testing.T) {
	tests := []struct{ method, target, reason string }{
		{"GET", "a", "no form begins so"},
		{"GET", "a.example:80", "authority-form is for CONNECT"},
		{"GET", "*", "asterisk-form is for OPTIONS"},
		{"OPTIONS", "*a", "nothing follows the asterisk"},
		{"GET", "ftp://a.example/", "a scheme that is not HTTP's"},
		{"GET", "http:/a", "no authority"},
		{"GET", "http:///a", "an empty host (RFC 9110 §4.2.1)"},
		{"GET", "http://:80/", "a port without a host"},
		{"GET", "http://user@a.example/", "userinfo (RFC 9110 §4.2.4)"},
		{"GET", "http://a.example:x/", "a port that is no number"},
		{"GET", "http://a.example:65536/", "a port of more than 16 bits"},
		{"CONNECT", "a.example", "no port"},
		{"CONNECT", "a.example:", "an empty port"},
		{"CONNECT", ":443", "no host"},
		{"CONNECT", "/", "no authority"},
		{"GET", "/a#b", "a fragment is never sent"},
		{"GET", "/%", "a percent sign alone"},
		{"GET", "/%4", "one digit"},
		{"GET", "/%zz", "no digits"},
		{"GET", "/\x00", "NUL"},
		{"GET", "/\r", "a bare CR"},
		{"GET", "/é", "a byte outside ASCII"},
		{"GET", "/\"", "a character that no URI has"},
		{"GET", "/<", "a character that no URI has"},
	}
	for _, test := range tests {
		req := &Request{Method: test.method, Target: test.target}
		if err := req.parseTarget(); statusOf(err) != 400 {
			t.Errorf("%s %q: %v, want 400: %s", test.method, test.target, err, test.reason)
		}
	}
}

func TestCheckHost(t *testing.T) {
	tests := []struct {
		minor  int
		target string // the host that the target names
		hosts  []string
		want   string
		status int
		reason string
	}{
		{1, "", []string{"a.example"}, "a.example", 200, "the usual one"},
		{1, "", []string{"a.example:8080"}, "a.example:8080", 200, "with a port"},
		{1, "", []string{"[::1]:8080"}, "[::1]:8080", 200, "an IPv6 address"},
		{1, "", []string{""}, "", 200, "an empty value is for a URI without authority (RFC 9112 §3.2)"},
		{1, "b.example", []string{"a.example"}, "b.example", 200, "the target outranks the field (RFC 9112 §3.2.2)"},
		{0, "", nil, "", 200, "a 1.0 client need not send it"},
		{1, "", nil, "", 400, "a 1.1 client must"},
		{1, "b.example", nil, "b.example", 400, "even with a host in the target"},
		{1, "", []string{"a", "a"}, "", 400, "two lines, though they agree"},
		{0, "", []string{"a", "a"}, "", 400, "in 1.0 too"},
		{1, "", []string{"a, b"}, "", 400, "a list"},
		{1, "", []string{"a/b"}, "", 400, "a path"},
		{1, "", []string{"u@a"}, "", 400, "userinfo"},
		{1, "", []string{"a:b"}, "", 400, "a port that is no number"},
		{1, "", []string{"a:+1"}, "", 400, "a sign"},
		{1, "", []string{"::1"}, "", 400, "an IPv6 address without brackets"},
		{1, "", []string{"[::1"}, "", 400, "a bracket that is not closed"},
		{1, "", []string{"[1.2.3.4]"}, "", 400, "an IPv4 address in brackets"},
		{1, "", []string{"[fe80::1%eth0]"}, "", 400, "a zone, which is no matter of the server's"},
		{1, "", []string{"a%zz"}, "", 400, "a bad escape"},
	}
	for _, test := range tests {
		req := &Request{Minor: test.minor, Host: test.target}
		for _, host := range test.hosts {
			req.Header.Add("host", host)
		}
		err := req.checkHost()
		if req.Host != test.want || statusOf(err) != test.status {
			t.Errorf("1.%d, Host %q: host %q, %v, want %q, %d: %s", test.minor, test.hosts, req.Host, err, test.want, test.status, test.reason)
		}
	}
}
