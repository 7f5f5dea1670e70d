package main

import (
	"strings"
	"testing"
)

func TestCORS(t *testing.T) {
	const (
		a      = "https://a.example"
		expose = "Access-Control-Expose-Headers: ETag, Location, Retry-After, X-Request-Id\n"
	)
	for _, test := range []struct {
		name    string
		origins []string
		fields  []string
		want    string // the fields that are added
	}{
		{"off", nil, []string{"Origin: " + a}, ""},
		{"allowed", []string{a}, []string{"Origin: " + a}, "Vary: Origin\nAccess-Control-Allow-Origin: " + a + "\n" + expose},
		{"the second of two", []string{"https://b.example", a}, []string{"Origin: " + a}, "Vary: Origin\nAccess-Control-Allow-Origin: " + a + "\n" + expose},
		{"another", []string{a}, []string{"Origin: https://b.example"}, "Vary: Origin\n"},
		{"none: a cache must know that it would matter", []string{a}, nil, "Vary: Origin\n"},
		{"null is nobody's", []string{a}, []string{"Origin: null"}, "Vary: Origin\n"},
		{"another port is another origin", []string{a}, []string{"Origin: " + a + ":8443"}, "Vary: Origin\n"},
		{"another scheme is another origin", []string{a}, []string{"Origin: http://a.example"}, "Vary: Origin\n"},
		{"one that only begins so", []string{a}, []string{"Origin: " + a + ".evil.example"}, "Vary: Origin\n"},
		{"all", []string{"*"}, []string{"Origin: https://b.example"}, "Vary: Origin\nAccess-Control-Allow-Origin: *\n" + expose},
	} {
		res := cors(test.origins)(answer(200))(newRequest("GET", "/", test.fields...))
		_, got, _ := strings.Cut(fieldsOf(res.Header), "\n") // the Content-Type is the handler's
		if got != test.want {
			t.Errorf("%s: added\n%swant\n%s", test.name, got, test.want)
		}
		if res.Status != 200 {
			t.Errorf("%s: status %d: the request itself is always answered", test.name, res.Status)
		}
	}
}

func TestPreflight(t *testing.T) {
	const origin = "Origin: https://a.example"
	allowed := "Vary: Origin\n" +
		"Access-Control-Allow-Origin: https://a.example\n" +
		"Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH, DELETE\n" +
		"Access-Control-Allow-Headers: Authorization, Content-Type, X-Request-Id\n" +
		"Access-Control-Max-Age: 600\n"
	for _, test := range []struct {
		name, method string
		fields       []string
		reaches      bool // the handler
		want         string
	}{
		{"a preflight", "OPTIONS", []string{origin, "Access-Control-Request-Method: PUT"}, false, allowed},
		{"from elsewhere", "OPTIONS", []string{"Origin: https://b.example", "Access-Control-Request-Method: PUT"}, false, "Vary: Origin\n"},
		{"an OPTIONS that asks for no method", "OPTIONS", []string{origin}, true, ""},
		{"an OPTIONS that is no browser's", "OPTIONS", []string{"Access-Control-Request-Method: PUT"}, true, ""},
		{"another method", "GET", []string{origin, "Access-Control-Request-Method: PUT"}, true, ""},
	} {
		reached := false
		h := cors([]string{"https://a.example"})(func(*Request) *Response {
			reached = true
			return statusPage(200)
		})
		res := h(newRequest(test.method, "/", test.fields...))
		if reached != test.reaches {
			t.Errorf("%s: it reached the handler: %v", test.name, reached)
		}
		if test.reaches {
			continue
		}
		if got := fieldsOf(res.Header); res.Status != 204 || got != test.want {
			t.Errorf("%s: answered %d\n%swant 204\n%s", test.name, res.Status, got, test.want)
		}
	}
}

func TestParseOrigins(t *testing.T) {
	for _, test := range []struct {
		list string
		want string // "bad" for an error
		why  string
	}{
		{"", "", "off"},
		{"*", "*", "all"},
		{"https://a.example", "https://a.example", "one"},
		{"https://a.example,http://b.example:8080", "https://a.example http://b.example:8080", "two"},
		{"http://[::1]:8080", "http://[::1]:8080", "an IPv6 address"},
		{"https://a.example/", "bad", "an origin has no path"},
		{"a.example", "bad", "no scheme"},
		{"https://", "bad", "no host"},
		{"https://A.example", "bad", "a browser writes it in lower case"},
		{"https://a.example, https://b.example", "bad", "a space"},
		{"null", "bad", "any page can have it"},
		{"https://a.example,", "bad", "an empty one"},
	} {
		origins, err := parseOrigins(test.list)
		got := strings.Join(origins, " ")
		if err != nil {
			got = "bad"
		}
		if got != test.want {
			t.Errorf("parseOrigins(%q) = %q, want %q: %s", test.list, got, test.want, test.why)
		}
	}
}
