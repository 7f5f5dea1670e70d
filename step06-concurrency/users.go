package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

const (
	maxUsers    = 1000 // in a list; past it, 507
	maxUserName = 100  // characters; past it, 422
)

type user struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// A userList is the JSON API's memory. It may be used by several connections at
// once. Nobody is ever removed: the user with the id n is users[n-1].
type userList struct {
	mu    sync.Mutex
	users []user
}

func newUserList() *userList {
	return &userList{users: []user{{1, "Ada"}, {2, "Grace"}, {3, "Dennis"}}}
}

// list answers with all users.
func (l *userList) list(*Request) *Response {
	l.mu.Lock()
	users := l.users[:len(l.users):len(l.users)] // what is appended later is not seen
	l.mu.Unlock()
	return jsonResponse(200, users)
}

// count answers with the number of users.
func (l *userList) count(*Request) *Response {
	l.mu.Lock()
	defer l.mu.Unlock()
	return jsonResponse(200, map[string]int{"count": len(l.users)})
}

// show answers with the user whose id the path holds, in the one spelling that
// the id has.
func (l *userList) show(req *Request) *Response {
	id, err := strconv.Atoi(req.PathValue("id"))
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil || strconv.Itoa(id) != req.PathValue("id") || id < 1 || id > len(l.users) {
		return jsonError(404, "no user has this id")
	}
	return jsonResponse(200, l.users[id-1])
}

// create appends the user that the content describes.
func (l *userList) create(req *Request) *Response {
	if !isJSON(req.Header) {
		return jsonError(415, "the Content-Type is not application/json")
	}
	members, err := parseObject(req.Content)
	if err != nil {
		return jsonError(400, err.Error())
	}
	name, err := parseUserName(members["name"])
	if err != nil {
		return jsonError(422, err.Error())
	}
	created, ok := l.add(name)
	if !ok {
		return jsonError(507, "the list of users is full")
	}
	res := jsonResponse(201, created)
	res.Header.Add("Location", "/users/"+strconv.Itoa(created.ID))
	return res
}

// add appends a user, and reports false if the list is full.
func (l *userList) add(name string) (created user, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.users) >= maxUsers {
		return user{}, false
	}
	created = user{len(l.users) + 1, name}
	l.users = append(l.users, created)
	return created, true
}

// isJSON reports whether the content is said to be JSON, whatever the parameters
// and the case of the media type (RFC 9110 §8.3.1).
func isJSON(header Header) bool {
	mediaType, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	return err == nil && mediaType == "application/json" && header.Count("Content-Type") == 1
}

// parseObject returns the members of a JSON object, or none if content is a JSON
// value of another kind. The error is for content that is not JSON: RFC 8259 §8.1
// demands UTF-8, which encoding/json does not.
func parseObject(content []byte) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	err := json.Unmarshal(content, &members)
	var otherKind *json.UnmarshalTypeError
	switch {
	case len(content) == 0:
		return nil, errors.New("the content is missing")
	case !utf8.Valid(content):
		return nil, errors.New("the content is not UTF-8")
	case err != nil && !errors.As(err, &otherKind):
		return nil, errors.New("the content is not JSON")
	}
	return members, nil
}

// parseUserName takes the JSON value of the member "name"; nil if there is none.
func parseUserName(value json.RawMessage) (string, error) {
	var name *string
	err := json.Unmarshal(value, &name)
	switch {
	case value == nil:
		return "", errors.New("the name is missing")
	case err != nil || name == nil:
		return "", errors.New("the name is not a string")
	case strings.TrimSpace(*name) == "":
		return "", errors.New("the name is empty")
	case utf8.RuneCountInString(*name) > maxUserName:
		return "", fmt.Errorf("the name is longer than %d characters", maxUserName)
	}
	return *name, nil
}

// jsonError tells a program what was wrong, as the API's other answers do.
func jsonError(status int, message string) *Response {
	return jsonResponse(status, struct {
		Error string `json:"error"`
	}{message})
}
