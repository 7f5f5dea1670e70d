package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// The bounds of the chat. What goes past one closes the connection that did.
const (
	maxSeats       = 100      // people in the room
	maxHistory     = 50       // messages that a newcomer is shown
	maxQueue       = 32       // lines that wait for one person's connection
	maxChatMessage = 16 << 10 // bytes of a WebSocket message; 1,000 characters fit, escaped as JSON
	maxName        = 32       // characters
	maxText        = 1000     // characters

	maxBurst  = 10              // messages of one person in any
	burstTime = 5 * time.Second // this long
)

// A chat is a room in which everybody reads what anybody writes.
type chat struct {
	mu      sync.Mutex
	seats   int                // taken, those of people without a name yet included
	people  map[string]*person // by name, in lower case
	history []line
}

// A person is someone in the room. The room puts lines into queue and never waits
// for anybody: the one whose queue is full is dropped.
type person struct {
	name    string
	ws      *WebSocket
	queue   chan []byte
	gone    chan struct{} // closed when there is nothing more to send
	tooSlow bool          // guarded by chat.mu
}

// A line is what the server sends: a JSON object in a text message.
type line struct {
	Kind    string    `json:"kind"` // welcome, message, join or leave
	Name    string    `json:"name"` // whose line it is; in a welcome, the reader's own
	Text    string    `json:"text,omitempty"`
	Time    time.Time `json:"time"`
	Present int       `json:"present,omitempty"` // people in the room; in all but a message
	History []line    `json:"history,omitempty"` // in a welcome
}

func (l line) encode() []byte {
	encoded, _ := json.Marshal(l) // fails only for a year that has five digits
	return encoded
}

// A saying is what a client sends: first its name, and after that texts.
type saying struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

func newChat() *chat {
	return &chat{people: make(map[string]*person)}
}

//go:embed chat.html
var chatPage []byte

// page answers with the page on which people chat.
func (room *chat) page(*Request) *Response {
	return newResponse(200, "text/html; charset=utf-8", chatPage)
}

// socket answers the handshake of the page's WebSocket.
func (room *chat) socket(req *Request) *Response {
	return acceptWebSocket(req, room.serve)
}

// serve gives ws a seat in the room. It sends nothing until the client has said
// its name.
func (room *chat) serve(ws *WebSocket) {
	ws.MaxMessage = maxChatMessage
	if !room.takeSeat() {
		ws.Close(closeTryLater, "the room is full")
		return
	}
	defer room.leaveSeat()
	hello, err := readSaying(ws)
	if err != nil {
		return
	}
	name, ok := tidy(hello.Name, maxName)
	if !ok {
		ws.Close(closePolicy, fmt.Sprintf("a name has 1 to %d characters", maxName))
		return
	}
	p := room.join(ws, name)
	var writer sync.WaitGroup
	writer.Go(p.write)
	room.listen(p)
	room.leave(p)
	writer.Wait()
}

// listen passes on what p says until the connection closes, or p says what may
// not be said.
func (room *chat) listen(p *person) {
	var times [maxBurst]time.Time // of the last messages, in a ring
	for i := 0; ; i = (i + 1) % maxBurst {
		said, err := readSaying(p.ws)
		if err != nil {
			return
		}
		text, ok := tidy(said.Text, maxText)
		if !ok {
			p.ws.Close(closePolicy, fmt.Sprintf("a message has 1 to %d characters", maxText))
			return
		}
		if time.Since(times[i]) < burstTime {
			p.ws.Close(closePolicy, "too many messages at once")
			return
		}
		times[i] = time.Now()
		room.say(p, text)
	}
}

// write sends p's lines until p is gone, in the order in which the room said them.
func (p *person) write() {
	for {
		select {
		case l := <-p.queue:
			if err := p.ws.WriteMessage(opText, l); err != nil {
				p.ws.boundClosing() // e.g., the client takes nothing: the reader ends too, and p leaves
			}
		case <-p.gone:
			if p.tooSlow {
				p.ws.Close(closePolicy, "too slow to keep up")
			}
			return
		}
	}
}

// readSaying waits for the client's next message. A message that is none of the
// chat's closes ws.
func readSaying(ws *WebSocket) (saying, error) {
	kind, message, err := ws.ReadMessage()
	if err != nil {
		return saying{}, err
	}
	if kind != opText {
		ws.Close(closeUnsupported, "the chat is in text messages")
		return saying{}, errCloseSent
	}
	var said saying
	if err := json.Unmarshal(message, &said); err != nil {
		ws.Close(closePolicy, "the chat is in JSON")
		return saying{}, err
	}
	return said, nil
}

// tidy returns text without the space around it and without control characters.
// It reports whether text is there, in no more than limit characters.
func tidy(text string, limit int) (string, bool) {
	text = printable(strings.TrimSpace(text))
	return text, text != "" && utf8.RuneCountInString(text) <= limit
}
