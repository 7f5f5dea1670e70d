package main

import (
	"crypto/rand"
	"sync"
	"time"
)

const (
	sessionCookieName = "session"
	sessionIdle       = time.Hour // after its last use a session is forgotten
	maxSessions       = 10_000    // a number; one more, and the least recently used goes
)

// A sessionStore holds the sessions in memory: they end with the program. It is
// safe for concurrent use.
type sessionStore struct {
	secure bool // whether the cookie may travel over TLS only

	mu   sync.Mutex
	byID *recent[string, *sessionData]
}

// sessionData is what is known of one client. The store's lock guards it.
type sessionData struct {
	values  map[string]string
	expires time.Time
}

// A Session is what the server remembers of the client from one request to the
// next, as one request sees it. It comes into being with the first Update; a
// client that is never written about gets no cookie.
type Session struct {
	store *sessionStore
	id    string // that the client's cookie gave, or that of a new session
	isNew bool   // the client does not know the id yet
}

// sessions gives each request the Session that its cookie names. A new session
// gets a new id, and never one that the client sent: whoever plants a cookie in a
// browser would otherwise know the id under which the victim then logs in.
func sessions(secure bool) Middleware {
	store := &sessionStore{secure: secure, byID: newRecent[string, *sessionData](maxSessions)}
	return func(next Handler) Handler {
		return func(req *Request) *Response {
			session := &Session{store: store}
			session.id, _ = req.Cookie(sessionCookieName)
			req.Session = session
			res := next(req)
			if session.isNew {
				res.Header.Add("Set-Cookie", sessionCookie(session.id, store.secure))
			}
			return res
		}
	}
}

// Get returns what the session holds under name, or "".
func (s *Session) Get(name string) string {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if data := s.store.find(s.id); data != nil {
		return data.values[name]
	}
	return ""
}

// Update calls change with the session's values, to be read and written. No
// other request sees them meanwhile, so of two that count, both are counted.
func (s *Session) Update(change func(values map[string]string)) {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	data := s.store.find(s.id)
	if data == nil { // there was none, or it is forgotten
		s.id, s.isNew = rand.Text(), true // 130 bits: nobody guesses it
		data = s.store.add(s.id)
	}
	change(data.values)
}

// find returns the session called id, which is thereby used, or nil. The caller
// holds the lock.
func (s *sessionStore) find(id string) *sessionData {
	data, ok := s.byID.get(id)
	if !ok {
		return nil
	}
	if now().After(data.expires) {
		s.byID.remove(id)
		return nil
	}
	data.expires = now().Add(sessionIdle)
	return data
}

// add puts in an empty session. The caller holds the lock.
func (s *sessionStore) add(id string) *sessionData {
	data := &sessionData{make(map[string]string), now().Add(sessionIdle)}
	s.byID.add(id, data)
	return data
}
