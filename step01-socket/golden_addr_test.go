package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAddr replays the fixtures against the server at -addr, one after the other,
// in the order of their tables.
func TestAddr(t *testing.T) {
	if *addrFlag == "" {
		t.Skip("no -addr")
	}
	corpus := loadCorpus(t)
	if !slices.ContainsFunc(corpus, fixture.isForAddr) {
		t.Fatalf("No fixture is for a server started with %q.", *withFlag)
	}
	var server addrServer
	for _, f := range corpus {
		t.Run(f.name, func(t *testing.T) {
			if !f.isForAddr() {
				t.Skipf("for a server started with: %s\nand tested with: go test ./%s -addr %s -with=%q",
					f.startCommand(), lesson, *addrFlag, strings.Join(f.flags, " "))
			}
			server.replay(t, f)
		})
		if reason := server.hopeless(); reason != "" {
			t.Fatal(reason)
		}
	}
	if t.Failed() {
		t.Log("Some exchanges change what the server holds: each run wants a server that was just started.")
	}
}

// isForAddr reports whether the server at -addr was started with f's flags.
func (f fixture) isForAddr() bool {
	return strings.Join(f.flags, " ") == strings.Join(strings.Fields(*withFlag), " ")
}

// maxSilences is how many exchanges in a row may time out before TestAddr gives
// up: such a server would keep it waiting at every one.
const maxSilences = 3

// An addrServer is what TestAddr has seen of the server at -addr.
type addrServer struct {
	unreachable error
	answered    string // the last fixture that found it there
	silences    int    // how many exchanges in a row timed out
}

func (server *addrServer) replay(t *testing.T, f fixture) {
	c, err := net.DialTimeout("tcp", *addrFlag, answerTime)
	if err != nil {
		server.unreachable = err
		return
	}
	server.answered = f.name
	o := exchange(c.(*net.TCPConn), f.request, answerTime)
	o.got = maskTimes(o.got)
	server.silences++
	if !errors.Is(o.trouble, os.ErrDeadlineExceeded) {
		server.silences = 0
	}
	if !o.isGolden(f) {
		t.Error(&failure{fixture: f, outcome: o, how: "to " + *addrFlag})
	}
}

// hopeless returns why it is of no use to go on, or "".
func (server *addrServer) hopeless() string {
	switch {
	case server.unreachable != nil && server.answered == "":
		return fmt.Sprintf("There is no connection to a server at %s (%v).\nStart it first, in another terminal.",
			*addrFlag, server.unreachable)
	case server.unreachable != nil:
		return fmt.Sprintf("The server at %s is gone since the exchange %s (%v).\nIts own terminal may say why it ended.",
			*addrFlag, server.answered, server.unreachable)
	case server.silences == maxSilences:
		return fmt.Sprintf("The server at %s kept %d exchanges in a row waiting for %v. The rest was not tried.",
			*addrFlag, maxSilences, answerTime)
	default:
		return ""
	}
}

var (
	dateField     = regexp.MustCompile(`(?m)^Date: ([^\r\n]*)\r$`)
	jsonTimestamp = regexp.MustCompile(`"timestamp": ?"([^"]*)"`)
)

// maskTimes puts goldenTime in the place of each time in a Date field or a JSON
// "timestamp" that is written as it has to be and near the present. Others stay
// as they are, and so differ from the expected ones.
func maskTimes(answer []byte) []byte {
	answer = maskTime(answer, dateField, imfFixdate)
	return maskTime(answer, jsonTimestamp, time.RFC3339)
}

func maskTime(answer []byte, place *regexp.Regexp, layout string) []byte {
	return place.ReplaceAllFunc(answer, func(found []byte) []byte {
		written := place.FindSubmatch(found)[1]
		shown, err := time.Parse(layout, string(written))
		if err != nil || time.Since(shown).Abs() > 5*time.Minute {
			return found
		}
		return bytes.Replace(found, written, []byte(goldenTime.Format(layout)), 1)
	})
}
