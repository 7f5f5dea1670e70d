package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The golden tests replay the fixtures of this step and of every earlier one, and
// compare each answer with the expected one, byte for byte:
//
//	go test ./step02-parser                        this step's own server
//	go test ./step02-parser -addr localhost:9000   any server, in any language
//	go test ./step02-parser -update                make today's answers the expected ones
//
// The files whose names begin with golden are the same in every step. What
// differs is in main_test.go.
var (
	addrFlag   = flag.String("addr", "", "test the server at `HOST:PORT` instead of this step's own")
	withFlag   = flag.String("with", "", "the `FLAGS` that the server at -addr was started with")
	updateFlag = flag.Bool("update", false, "rewrite the .response files of this step")
)

// goldenTime is what the clock shows in every expected answer: the time of the
// examples in RFC 9110 §5.6.7.
var goldenTime = time.Date(1994, time.November, 15, 8, 12, 31, 0, time.UTC)

func TestMain(m *testing.M) {
	flag.Parse()
	now = func() time.Time { return goldenTime }
	log.SetFlags(0)
	log.SetOutput(&goldenLog)
	if err := checkLineEnds(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	if *updateFlag {
		if err := updateResponses(); err != nil {
			fmt.Println(err)
			os.Exit(1) // go test shows nothing of a run that succeeds
		}
	}
	if run := flag.Lookup("test.run"); *addrFlag != "" && run.Value.String() == "" {
		run.Value.Set("^TestAddr$") // no other test is about the server at -addr
	}
	os.Exit(m.Run())
}

// TestSegmentations serves every fixture in memory, its request cut into pieces
// in many ways. TCP may cut a stream anywhere; the answer must not depend on it.
func TestSegmentations(t *testing.T) {
	for _, f := range loadCorpus(t) {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			if failure := replaySegmented(f); failure != nil {
				t.Error(failure)
			}
		})
	}
}

// replaySegmented replays f at every segmentation, and tells of the first at
// which it fails.
func replaySegmented(f fixture) *failure {
	var first *failure
	var failed, all int
	for s := range segmentations(f) {
		all++
		o := serveInMemory(f, s)
		if o.isGolden(f) {
			continue
		}
		if failed++; first == nil {
			first = &failure{fixture: f, outcome: o, how: "in memory, " + s.String(), inPieces: len(s) > 0}
			first.logged = logOf(f, s)
		}
	}
	if first != nil {
		first.how += fmt.Sprintf("; it fails so in %d of %d ways to cut the request", failed, all)
	}
	return first
}

// updateResponses makes this step's present answers the expected ones. An error
// lists the files that changed: somebody has to read them before they are right.
func updateResponses() error {
	own, err := loadFixtures(lesson, "testdata")
	if err != nil {
		return err
	}
	var changed []string
	for _, f := range own.fixtures {
		o := serveInMemory(f, nil)
		if o.trouble != nil {
			return fmt.Errorf("%s: %w", f.name, o.trouble)
		}
		if f.hasResponse && bytes.Equal(o.got, f.response) {
			continue
		}
		name := filepath.Join("testdata", f.name+".response")
		if err := os.WriteFile(name, o.got, 0o644); err != nil {
			return err
		}
		changed = append(changed, name)
	}
	if len(changed) > 0 {
		return fmt.Errorf("rewritten:\n  %s\nRead the difference, then test without -update.", strings.Join(changed, "\n  "))
	}
	return nil
}
