package main

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// count counts the requests of a session and answers with their number.
func count(req *Request) *Response {
	var n int
	req.Session.Update(func(values map[string]string) {
		n, _ = strconv.Atoi(values["count"])
		n++
		values["count"] = strconv.Itoa(n)
	})
	return newResponse(200, "text/plain", []byte(strconv.Itoa(n)))
}

// cookieOf returns what a client sends back for the cookie that res sets.
func cookieOf(t *testing.T, res *Response) string {
	t.Helper()
	cookie, _, _ := strings.Cut(res.Header.Get("Set-Cookie"), ";")
	if cookie == "" {
		t.Fatal("no cookie was set")
	}
	return "Cookie: " + cookie
}

func TestSessionRemembers(t *testing.T) {
	h := sessions(false)(count)
	first := h(newRequest("GET", "/"))
	cookie := cookieOf(t, first)
	for want := 2; want <= 3; want++ {
		res := h(newRequest("GET", "/", cookie))
		if got := contentOf(t, res); got != strconv.Itoa(want) {
			t.Errorf("request %d of the session is counted as %s", want, got)
		}
		if res.Header.Has("Set-Cookie") {
			t.Errorf("request %d sets the cookie again", want)
		}
	}
	if got := contentOf(t, h(newRequest("GET", "/"))); got != "1" {
		t.Errorf("another client begins with %s", got)
	}
}

func TestSessionIsMadeByWritingOnly(t *testing.T) {
	h := sessions(false)(func(req *Request) *Response {
		if got := req.Session.Get("count"); got != "" {
			t.Errorf("an empty session holds %q", got)
		}
		return statusPage(200)
	})
	if res := h(newRequest("GET", "/")); res.Header.Has("Set-Cookie") {
		t.Error("a handler that only read set a cookie")
	}
}

func TestSessionIDIsNeverTakenOver(t *testing.T) {
	h := sessions(false)(count)
	for _, planted := range []string{"planted", "", strings.Repeat("A", 26)} {
		cookie := cookieOf(t, h(newRequest("GET", "/", "Cookie: session="+planted)))
		if cookie == "Cookie: session="+planted {
			t.Errorf("the session took over the id %q", planted)
		}
	}
}

func TestSessionIDsAreLongAndDiffer(t *testing.T) {
	h := sessions(false)(count)
	seen := make(map[string]bool)
	for range 100 {
		id := strings.TrimPrefix(cookieOf(t, h(newRequest("GET", "/"))), "Cookie: session=")
		if seen[id] || len(id) < 26 { // 26 characters of 5 bits
			t.Fatalf("the id %q came before or is short", id)
		}
		seen[id] = true
	}
}

func TestSessionExpiresAfterItsLastUse(t *testing.T) {
	advance := stopClock(t)
	h := sessions(false)(count)
	cookie := cookieOf(t, h(newRequest("GET", "/")))
	for _, step := range []struct {
		wait time.Duration
		want string
	}{
		{sessionIdle, "2"},     // just in time
		{sessionIdle, "3"},     // each use prolongs it
		{sessionIdle + 1, "1"}, // too late: a new one
	} {
		advance(step.wait)
		if got := contentOf(t, h(newRequest("GET", "/", cookie))); got != step.want {
			t.Errorf("after %v the count is %s, want %s", step.wait, got, step.want)
		}
	}
}

func TestSessionsAreBounded(t *testing.T) {
	store := &sessionStore{byID: newRecent[string, *sessionData](maxSessions)}
	for i := range maxSessions + 1 {
		store.add(strconv.Itoa(i))
	}
	if got := len(store.byID.entries); got != maxSessions {
		t.Errorf("%d sessions are held, want %d", got, maxSessions)
	}
	if store.find("0") != nil || store.find("1") == nil {
		t.Error("not the oldest one was dropped")
	}
}

func TestSessionUpdatesAreNotLost(t *testing.T) {
	h := sessions(false)(count)
	cookie := cookieOf(t, h(newRequest("GET", "/")))
	const clients, each = 8, 50
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			for range each {
				h(newRequest("GET", "/", cookie))
				h(newRequest("GET", fmt.Sprintf("/?client=%d", i))) // one of its own
			}
		})
	}
	wg.Wait()
	if got, want := contentOf(t, h(newRequest("GET", "/", cookie))), strconv.Itoa(clients*each+2); got != want {
		t.Errorf("counted %s of %s requests", got, want)
	}
}
