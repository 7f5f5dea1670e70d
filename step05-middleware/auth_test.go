package main

import "testing"

func TestBearer(t *testing.T) {
	const (
		bare    = `Bearer realm="private"`
		invalid = `Bearer realm="private", error="invalid_token"`
		request = `Bearer realm="private", error="invalid_request"`
	)
	for _, test := range []struct {
		token     string
		fields    []string
		status    int
		challenge string
		why       string
	}{
		{"s3cret", []string{"Authorization: Bearer s3cret"}, 200, "", "the token"},
		{"s3cret", []string{"Authorization: bEARER s3cret"}, 200, "", "a scheme ignores case"},
		{"s3cret", []string{"Authorization: Bearer   s3cret"}, 200, "", "1*SP"},
		{"s3cret", nil, 401, bare, "nothing shown: no error code"},
		{"s3cret", []string{"Authorization: Basic czNjcmV0"}, 401, bare, "another scheme"},
		{"s3cret", []string{"Authorization: Bearer"}, 401, bare, "no token"},
		{"s3cret", []string{"Authorization: s3cret"}, 401, bare, "no scheme"},
		{"s3cret", []string{"Authorization: Bearers3cret"}, 401, bare, "no space"},
		{"s3cret", []string{"Authorization: Bearer wrong"}, 401, invalid, "another token"},
		{"s3cret", []string{"Authorization: Bearer S3CRET"}, 401, invalid, "a token's case matters"},
		{"s3cret", []string{"Authorization: Bearer s3cre"}, 401, invalid, "its beginning"},
		{"s3cret", []string{"Authorization: Bearer s3crett"}, 401, invalid, "more than it"},
		{"s3cret", []string{"Authorization: Bearer s3cret", "Authorization: Bearer x"}, 400, request, "which counts?"},
		{"", []string{"Authorization: Bearer s3cret"}, 403, "", "there is none to show"},
		{"", []string{"Authorization: Bearer "}, 403, "", "nor is it the empty one"},
		{"", nil, 403, "", "closed"},
	} {
		res := bearer(test.token)(answer(200))(newRequest("GET", "/private", test.fields...))
		if got := res.Header.Get("WWW-Authenticate"); res.Status != test.status || got != test.challenge {
			t.Errorf("token %q, %q: %d %s, want %d %s: %s",
				test.token, test.fields, res.Status, got, test.status, test.challenge, test.why)
		}
	}
}
