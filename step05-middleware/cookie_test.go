package main

import "testing"

func TestCookie(t *testing.T) {
	for _, test := range []struct {
		lines []string
		want  string
		found bool
		why   string
	}{
		{[]string{"session=abc"}, "abc", true, "alone"},
		{[]string{"a=1; session=abc; b=2"}, "abc", true, "among others"},
		{[]string{"a=1;session=abc"}, "abc", true, "without the space"},
		{[]string{"a=1", "session=abc"}, "abc", true, "on a second line"},
		{[]string{"session=abc; session=def"}, "abc", true, "the first is that of the longest path"},
		{[]string{`session="abc"`}, "abc", true, "in quotes"},
		{[]string{`session="`}, `"`, true, "one quote is no pair"},
		{[]string{"session=a=b"}, "a=b", true, "a value may hold ="},
		{[]string{"session="}, "", true, "empty"},
		{[]string{"session"}, "", false, "no pair"},
		{[]string{"Session=abc"}, "", false, "names have their case"},
		{[]string{"xsession=abc"}, "", false, "another name"},
		{[]string{"a=session=abc"}, "", false, "in a value"},
		{nil, "", false, "none"},
	} {
		req := newRequest("GET", "/")
		for _, line := range test.lines {
			req.Header.Add("Cookie", line)
		}
		if got, found := req.Cookie("session"); got != test.want || found != test.found {
			t.Errorf("%q: %q, %v, want %q, %v: %s", test.lines, got, found, test.want, test.found, test.why)
		}
	}
}

func TestSessionCookie(t *testing.T) {
	const want = "session=abc; Path=/; HttpOnly; SameSite=Lax"
	if got := sessionCookie("abc", false); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := sessionCookie("abc", true); got != want+"; Secure" {
		t.Errorf("over TLS got %q, want it Secure too", got)
	}
}
