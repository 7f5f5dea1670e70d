package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
)

// post answers content sent as JSON to a list, with the status and the content.
func post(l *userList, mediaType, content string) string {
	res := l.create(&Request{Header: Header{{"Content-Type", mediaType}}, Content: []byte(content)})
	body, _ := io.ReadAll(res.Body)
	return fmt.Sprintf("%d %s", res.Status, body)
}

func TestCreateUser(t *testing.T) {
	long := strings.Repeat("é", maxUserName)
	tests := []struct{ content, want, reason string }{
		{`{"name":"Barbara"}`, `201 {"id":4,"name":"Barbara"}`, "a name"},
		{" {\n\"name\" : \"Barbara\" }\r\n", `201 {"id":4,"name":"Barbara"}`, "white space means nothing"},
		{`{"name":"B","role":[{}],"id":9}`, `201 {"id":4,"name":"B"}`, "unknown members are ignored: a newer client may send them"},
		{`{"name":" B "}`, `201 {"id":4,"name":" B "}`, "a name is kept as it is"},
		{`{"name":"\u0042"}`, `201 {"id":4,"name":"B"}`, "an escape"},
		{`{"name":"<b>"}`, `201 {"id":4,"name":"\u003cb\u003e"}`, "markup is escaped, in case a page takes it in"},
		{`{"name":"` + long + `"}`, `201 {"id":4,"name":"` + long + `"}`, "as long as it may be, in characters"},
		{``, `400 {"error":"the content is missing"}`, "nothing"},
		{` `, `400 {"error":"the content is not JSON"}`, "white space is no JSON"},
		{`{"name":"B"`, `400 {"error":"the content is not JSON"}`, "not closed"},
		{`{'name':'B'}`, `400 {"error":"the content is not JSON"}`, "other quotes"},
		{`{"name":"B",}`, `400 {"error":"the content is not JSON"}`, "a comma too many"},
		{`{"name":"B"}{}`, `400 {"error":"the content is not JSON"}`, "two values"},
		{`{"name":"B"} x`, `400 {"error":"the content is not JSON"}`, "something behind the value"},
		{`name=B`, `400 {"error":"the content is not JSON"}`, "a form"},
		{"\ufeff{}", `400 {"error":"the content is not JSON"}`, "a byte order mark"},
		{"{\"name\":\"\xff\"}", `400 {"error":"the content is not UTF-8"}`, "encoding/json would take it"},
		{strings.Repeat("[", 20000), `400 {"error":"the content is not JSON"}`, "depth that would cost a recursive parser its stack"},
		{`{}`, `422 {"error":"the name is missing"}`, "no members"},
		{`{"Name":"B"}`, `422 {"error":"the name is missing"}`, "encoding/json would take another case"},
		{`[]`, `422 {"error":"the name is missing"}`, "JSON, but no object"},
		{`"B"`, `422 {"error":"the name is missing"}`, "JSON, but no object"},
		{`null`, `422 {"error":"the name is missing"}`, "JSON, but no object"},
		{`{"name":7}`, `422 {"error":"the name is not a string"}`, "a number"},
		{`{"name":null}`, `422 {"error":"the name is not a string"}`, "null"},
		{`{"name":["B"]}`, `422 {"error":"the name is not a string"}`, "an array"},
		{`{"name":""}`, `422 {"error":"the name is empty"}`, "no characters"},
		{`{"name":" \t\u00a0"}`, `422 {"error":"the name is empty"}`, "none that one sees"},
		{`{"name":"` + long + `é"}`, `422 {"error":"the name is longer than 100 characters"}`, "one too many"},
	}
	for _, test := range tests {
		if got := post(newUserList(), "application/json", test.content); got != test.want+"\n" {
			t.Errorf("%.50s: %s, want %s: %s", test.content, got, test.want, test.reason)
		}
	}
}

func TestCreateUserMediaType(t *testing.T) {
	tests := []struct {
		header Header
		want   int
		reason string
	}{
		{Header{{"Content-Type", "application/json"}}, 201, "as it is registered"},
		{Header{{"Content-Type", "application/json; charset=utf-8"}}, 201, "a parameter"},
		{Header{{"content-type", "Application/JSON;x=\"a;b\""}}, 201, "case means nothing"},
		{nil, 415, "nothing says that it is JSON"},
		{Header{{"Content-Type", ""}}, 415, "an empty type"},
		{Header{{"Content-Type", "text/plain"}}, 415, "a page of another site may send this one"},
		{Header{{"Content-Type", "application/json-patch+json"}}, 415, "another type"},
		{Header{{"Content-Type", "application/json; charset"}}, 415, "a parameter without a value"},
		{Header{{"Content-Type", "application/json, text/plain"}}, 415, "a list, which this field is not"},
		{Header{{"Content-Type", "application/json"}, {"Content-Type", "application/json"}}, 415, "two fields"},
	}
	for _, test := range tests {
		res := newUserList().create(&Request{Header: test.header, Content: []byte(`{"name":"B"}`)})
		if res.Status != test.want {
			t.Errorf("%v: %d, want %d: %s", test.header, res.Status, test.want, test.reason)
		}
	}
}

func TestUserListIsBounded(t *testing.T) {
	l := newUserList()
	for l.countNow() < maxUsers {
		if got := post(l, "application/json", `{"name":"B"}`); !strings.HasPrefix(got, "201") {
			t.Fatalf("user %d: %s", l.countNow()+1, got)
		}
	}
	want := `507 {"error":"the list of users is full"}` + "\n"
	if got := post(l, "application/json", `{"name":"B"}`); got != want || l.countNow() != maxUsers {
		t.Errorf("past the bound: %s, want %s", got, want)
	}
}

func (l *userList) countNow() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.users)
}

func TestUserListConcurrently(t *testing.T) {
	l := newUserList()
	var clients sync.WaitGroup
	for range 20 {
		clients.Add(1)
		go func() {
			defer clients.Done()
			for range 20 {
				post(l, "application/json", `{"name":"B"}`)
				l.list(nil)
				l.count(nil)
				l.show(&Request{wildcards: []Param{{"id", "4"}}})
			}
		}()
	}
	clients.Wait()
	for i, u := range l.users {
		if u.ID != i+1 {
			t.Fatalf("user %d has the id %d", i+1, u.ID)
		}
	}
	if len(l.users) != 403 {
		t.Errorf("%d users, want 403", len(l.users))
	}
}

func TestShowUser(t *testing.T) {
	tests := []struct {
		id     string
		want   int
		reason string
	}{
		{"1", 200, "the first"},
		{"3", 200, "the last"},
		{"4", 404, "behind the last"},
		{"0", 404, "before the first"},
		{"-1", 404, "negative"},
		{"01", 404, "an id has one spelling"},
		{"+1", 404, "without a sign"},
		{" 1", 404, "or a space"},
		{"9999999999999999999999", 404, "more than a number holds"},
		{"ada", 404, "no number"},
	}
	for _, test := range tests {
		if res := newUserList().show(&Request{wildcards: []Param{{"id", test.id}}}); res.Status != test.want {
			t.Errorf("%q: %d, want %d: %s", test.id, res.Status, test.want, test.reason)
		}
	}
}
