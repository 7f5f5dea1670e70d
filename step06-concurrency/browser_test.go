package main

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

// Two windows of a real browser, in the same chat.
func TestChatInTwoWindows(t *testing.T) {
	b := startBrowser(t)
	_, host := serveChat(t)
	ann, bob := b.open(t, "http://"+host+"/chat"), b.open(t, "http://"+host+"/chat")

	ann.enter(t, "name", "Ann")
	ann.waits(t, `document.querySelector("#status").textContent === "connected as Ann, 1 here"`)
	bob.enter(t, "name", "Bob")
	bob.waits(t, `document.querySelector("#status").textContent === "connected as Bob, 2 here"`)
	ann.waits(t, `document.querySelector("#lines").innerText.includes("Bob has come in")`)

	ann.enter(t, "text", "Hello, Bob")
	bob.waits(t, `[...document.querySelectorAll(".message:not(.own)")].some(m => m.innerText.includes("Ann") && m.innerText.includes("Hello, Bob"))`)
	bob.enter(t, "text", `<img src=x onerror="document.title='broken in'">`)
	ann.waits(t, `[...document.querySelectorAll(".message p")].some(p => p.textContent.startsWith("<img src=x"))`)
	ann.waits(t, `!document.querySelector("img") && document.title === "Chat"`)

	if dir := os.Getenv("SCREENSHOTS"); dir != "" {
		ann.screenshot(t, filepath.Join(dir, "ann.png"))
		bob.screenshot(t, filepath.Join(dir, "bob.png"))
	}
	bob.call(t, "Page.navigate", `{"url": "about:blank"}`)
	ann.waits(t, `document.querySelector("#lines").innerText.includes("Bob has left")`)
}

// A page whose server goes away says so, and comes back with the server.
func TestChatPageReconnects(t *testing.T) {
	b := startBrowser(t)
	_, host := serveChat(t)
	window := b.open(t, "http://"+host+"/chat")
	window.enter(t, "name", "Ann")
	window.waits(t, `document.querySelector("#status").dataset.state === "open"`)
	window.evaluate(t, `socket.close()`)
	window.waits(t, `document.querySelector("#status").textContent.startsWith("connection lost; trying again")`)
	window.waits(t, `document.querySelector("#status").textContent === "connected as Ann, 1 here"`)
}

// serveChat starts a server with a chat, and returns its address too.
func serveChat(t *testing.T) (*Server, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	opts, err := parseOptions(nil)
	if err != nil {
		t.Fatal(err)
	}
	room := newChat()
	server := newServer(opts, func(req *Request) *Response {
		switch req.Path {
		case "/chat":
			return room.page(req)
		case "/chat/socket":
			return room.socket(req)
		default:
			return statusPage(404)
		}
	})
	go server.Serve(l)
	t.Cleanup(func() { server.Shutdown(t.Context()) })
	return server, l.Addr().String()
}
