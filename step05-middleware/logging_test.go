package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// logTo returns a logger of that format, and what it has written.
func logTo(t *testing.T, format string) (*slog.Logger, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	logger, err := newLogger(format, &out)
	if err != nil {
		t.Fatal(err)
	}
	return logger, &out
}

func TestLogLine(t *testing.T) {
	advance := stopClock(t)
	logger, out := logTo(t, "text")
	h := chain(func(*Request) *Response {
		advance(1500 * time.Microsecond)
		return statusPage(404)
	}, requestID, logging(logger))
	h(newRequest("GET", "/a?b=1", "X-Request-Id: id-1"))

	_, got, _ := strings.Cut(out.String(), " ") // the time, which is slog's own
	want := "level=INFO msg=request method=GET target=\"/a?b=1\" status=404 length=14 " +
		"duration=1.5ms id=id-1 remote=192.0.2.1:50000\n"
	if got != want {
		t.Errorf("logged\n%swant\n%s", got, want)
	}
}

func TestLogLineInJSON(t *testing.T) {
	stopClock(t)
	logger, out := logTo(t, "json")
	logging(logger)(answer(200))(newRequest("HEAD", "/"))
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%s is no JSON: %v", out, err)
	}
	for name, want := range map[string]any{"method": "HEAD", "status": 200.0, "length": 7.0, "remote": "192.0.2.1:50000"} {
		if line[name] != want {
			t.Errorf("%s is %v, want %v", name, line[name], want)
		}
	}
}

// The parser lets no control character through, but the log does not rely on it.
func TestLogCannotBeInjected(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		for _, evil := range []string{"/\nlevel=ERROR msg=forged", "/\r\n{}", "/\x1b[2Jcleared", "/\u2028x", "/\x00", "/\"quoted"} {
			logger, out := logTo(t, format)
			req := newRequest("GET", "/")
			req.Target = evil
			logging(logger)(answer(200))(req)
			line := strings.TrimSuffix(out.String(), "\n")
			if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' }) {
				t.Errorf("as %s, %q was logged as %q", format, evil, line)
			}
		}
	}
}

func TestLogOff(t *testing.T) {
	logger, out := logTo(t, "off")
	logging(logger)(answer(200))(newRequest("GET", "/"))
	if out.Len() != 0 {
		t.Errorf("logged %q", out)
	}
	logger.Error("an error")
	if out.Len() == 0 {
		t.Error("an error was not logged")
	}
}

func TestLogOfNoFormat(t *testing.T) {
	if _, err := newLogger("xml", nil); err == nil || !strings.Contains(err.Error(), "text, json or off") {
		t.Errorf("the error is %v, want one that names the formats", err)
	}
}
