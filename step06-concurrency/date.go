package main

import (
	"sync/atomic"
	"time"
)

// now is the clock that the program tells the time by. The tests stop it.
var now = time.Now

// imfFixdate is the one format in which HTTP writes a time, always in GMT
// (RFC 9110 §5.6.7).
const imfFixdate = "Mon, 02 Jan 2006 15:04:05 GMT"

// date returns the time for a Date field, which a server with a clock sends with
// every response (RFC 9110 §6.6.1). All responses of one second share one string,
// which takes a fifth off requests that are pipelined, and a twentieth off others.
func date() string {
	second := now().Unix()
	if d := lastDate.Load(); d != nil && d.second == second {
		return d.text
	}
	d := &dateText{second, time.Unix(second, 0).UTC().Format(imfFixdate)}
	lastDate.Store(d)
	return d.text
}

var lastDate atomic.Pointer[dateText]

type dateText struct {
	second int64
	text   string
}
