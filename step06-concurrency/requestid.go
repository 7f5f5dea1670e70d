package main

import (
	"crypto/rand"
	"strconv"
	"sync/atomic"
)

// maxRequestID bounds the ids that are taken over from clients, in bytes.
const maxRequestID = 64

// requestID gives every request an ID, by which its lines in the log can be
// found: the one that the client sent in X-Request-Id, or a new one.
//
// The response names it to a client that sent one, and wherever the server has
// failed, so that whoever reports the failure can say which it was. A 501 is none:
// it speaks of the request.
func requestID(next Handler) Handler {
	return func(req *Request) *Response {
		req.ID = req.Header.Get("X-Request-Id")
		fromClient := isRequestID(req.ID)
		if !fromClient {
			req.ID = newRequestID()
		}
		res := next(req)
		if fromClient || res.Status >= 500 && res.Status != 501 {
			res.Header.Set("X-Request-Id", req.ID)
		}
		return res
	}
}

// newRequestID returns an id that no other request has: what is this program's own,
// and a number. An id is no secret, and random characters would cost 3 in a hundred
// of a small request.
func newRequestID() string {
	return requestIDPrefix + strconv.FormatUint(requestCount.Add(1), 10)
}

var (
	requestIDPrefix = rand.Text()[:10] + "-"
	requestCount    atomic.Uint64
)

// isRequestID reports whether a client's id is taken over. It goes to the log
// and back to the client, so it has a bound and none but harmless characters.
func isRequestID(id string) bool {
	return isToken(id) && len(id) <= maxRequestID
}
