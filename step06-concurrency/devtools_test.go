package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A browser is a Chromium, steered over the DevTools protocol, which speaks JSON
// through a WebSocket.
type browser struct {
	socket *wsClient
	calls  int
	events []devtoolsMessage // that nobody has waited for yet
}

type devtoolsMessage struct {
	ID        int             `json:"id,omitempty"`
	SessionID string          `json:"sessionId,omitempty"`
	Method    string          `json:"method,omitempty"`
	Params    json.RawMessage `json:"params,omitempty"`
	Result    json.RawMessage `json:"result,omitempty"`
	Error     json.RawMessage `json:"error,omitempty"`
}

// startBrowser starts a Chromium without a window. Where there is none the test is
// skipped, but not in CI.
func startBrowser(t *testing.T) *browser {
	t.Helper()
	path := findChromium()
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("there is no Chromium on this machine, and CI must have one")
		}
		t.Skip("there is no Chromium on this machine")
	}
	command := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu",
		"--no-first-run", "--remote-debugging-port=0", "--user-data-dir="+t.TempDir(), "about:blank")
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if _, address, found := strings.Cut(lines.Text(), "DevTools listening on "); found {
			devtools, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			b := &browser{socket: dialWebSocket(t, devtools.Host, devtools.Path)}
			t.Cleanup(func() {
				b.call(t, "", "Browser.close", `{}`)
				for lines.Scan() { // until the last of its processes has ended
				}
				command.Wait()
			})
			return b
		}
	}
	t.Fatalf("%s did not start", path)
	return nil
}

// findChromium returns where a Chromium is, or "".
func findChromium() string {
	for _, name := range []string{
		"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		`C:\Program Files\Google\Chrome\Application\chrome.exe`,
		`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
	} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// call calls a method and returns its result. Events that come first are kept.
func (b *browser) call(t *testing.T, session, method, params string) json.RawMessage {
	t.Helper()
	b.calls++
	sent, err := json.Marshal(devtoolsMessage{ID: b.calls, SessionID: session, Method: method, Params: json.RawMessage(params)})
	if err != nil {
		t.Fatalf("%s %s: %v", method, params, err)
	}
	if err := b.socket.send(opText, string(sent)); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	for {
		m := b.receive(t)
		if m.ID != b.calls {
			b.events = append(b.events, m)
			continue
		}
		if m.Error != nil {
			t.Fatalf("%s %s: %s", method, params, m.Error)
		}
		return m.Result
	}
}

func (b *browser) receive(t *testing.T) (m devtoolsMessage) {
	t.Helper()
	_, payload, err := b.socket.receive()
	if err != nil {
		t.Fatalf("the browser does not answer: %v", err)
	}
	if err := json.Unmarshal([]byte(payload), &m); err != nil {
		t.Fatalf("the browser says %q: %v", payload, err)
	}
	return m
}

// A window is a page in the browser.
type window struct {
	*browser
	session string
}

// open opens a window and waits until its page has loaded.
func (b *browser) open(t *testing.T, address string) window {
	t.Helper()
	var target struct{ TargetID string }
	json.Unmarshal(b.call(t, "", "Target.createTarget", `{"url": "about:blank", "width": 390, "height": 700, "newWindow": true}`), &target)
	var attached struct{ SessionID string }
	json.Unmarshal(b.call(t, "", "Target.attachToTarget", fmt.Sprintf(`{"targetId": %q, "flatten": true}`, target.TargetID)), &attached)
	w := window{b, attached.SessionID}
	w.call(t, "Page.enable", `{}`)
	w.call(t, "Emulation.setFocusEmulationEnabled", `{"enabled": true}`)
	w.call(t, "Page.navigate", fmt.Sprintf(`{"url": %q}`, address))
	isLoaded := func(m devtoolsMessage) bool { return m.SessionID == w.session && m.Method == "Page.loadEventFired" }
	for !slices.ContainsFunc(b.events, isLoaded) {
		b.events = append(b.events, b.receive(t))
	}
	return w
}

func (w window) call(t *testing.T, method, params string) json.RawMessage {
	t.Helper()
	return w.browser.call(t, w.session, method, params)
}

// evaluate runs a JavaScript expression, and waits for it if it is a promise.
func (w window) evaluate(t *testing.T, expression string) {
	t.Helper()
	quoted, _ := json.Marshal(expression)
	result := w.call(t, "Runtime.evaluate", fmt.Sprintf(`{"expression": %s, "awaitPromise": true}`, quoted))
	if regexp.MustCompile(`"exceptionDetails"`).Match(result) {
		t.Fatalf("%s\nin the browser: %s", expression, result)
	}
}

// waits waits until a condition on the page comes true.
func (w window) waits(t *testing.T, condition string) {
	t.Helper()
	w.evaluate(t, fmt.Sprintf(`new Promise((resolve, reject) => {
		const check = () => { if (%s) resolve() };
		new MutationObserver(check).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
		setTimeout(() => reject(document.body.innerText), 20000);
		check();
	})`, condition))
}

// enter types text into the input called id and presses Enter.
func (w window) enter(t *testing.T, id, text string) {
	t.Helper()
	w.evaluate(t, fmt.Sprintf(`document.getElementById(%q).focus()`, id))
	quoted, _ := json.Marshal(text)
	w.call(t, "Input.insertText", fmt.Sprintf(`{"text": %s}`, quoted))
	w.call(t, "Input.dispatchKeyEvent", `{"type": "keyDown", "key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13}`)
	w.call(t, "Input.dispatchKeyEvent", `{"type": "keyUp", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}`)
}

func (w window) screenshot(t *testing.T, path string) {
	t.Helper()
	var shot struct{ Data string }
	json.Unmarshal(w.call(t, "Page.captureScreenshot", `{}`), &shot)
	png, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(path, png, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
}
