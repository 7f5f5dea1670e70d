package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A guest is a client in a chat, at the other end of a pipe.
type guest struct {
	*wsClient
	ended <-chan struct{}
}

// enter joins room under name and reads the welcome.
func enter(t *testing.T, room *chat, name string) (guest, line) {
	t.Helper()
	g := knock(room)
	g.send(opText, fmt.Sprintf(`{"name": %q}`, name))
	return g, g.hears(t, "welcome")
}

func knock(room *chat) guest {
	client, ended := startWebSocket(room.serve, nil)
	return guest{client, ended}
}

func (g guest) says(text string) {
	message, _ := json.Marshal(saying{Text: text})
	g.send(opText, string(message))
}

// hears returns the next line, which must be of this kind.
func (g guest) hears(t *testing.T, kind string) line {
	t.Helper()
	opcode, payload, err := g.receive()
	var l line
	if err != nil || opcode != opText || json.Unmarshal([]byte(payload), &l) != nil || l.Kind != kind {
		t.Fatalf("received opcode %#x, %q, %v; want a %s", opcode, payload, err, kind)
	}
	return l
}

// isClosed reads up to the Close frame, which must say this.
func (g guest) isClosed(t *testing.T, code, reason string) {
	t.Helper()
	for {
		opcode, payload, err := g.receive()
		if err == nil && opcode != opClose {
			continue
		}
		if err != nil || payload != code+reason {
			t.Fatalf("received %q, %v; want a Close frame with %q", payload, err, code+reason)
		}
		g.send(opClose, code)
		<-g.ended
		return
	}
}

func (g guest) leaves() {
	g.send(opClose, "\x03\xe8")
	g.Close()
	<-g.ended
}

func TestChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		room := newChat()
		ann, _ := enter(t, room, "  Ann ")
		if l := ann.hears(t, "join"); l.Name != "Ann" || l.Present != 1 {
			t.Errorf("Ann hears of herself as %+v", l)
		}
		ann.says("anybody <i>here</i>?")
		ann.hears(t, "message")

		other, welcome := enter(t, room, "ANN")
		if welcome.Name != "ANN 2" || welcome.Present != 2 {
			t.Errorf("the second of a name is welcomed by %+v", welcome)
		}
		if h := welcome.History; len(h) != 1 || h[0].Name != "Ann" || h[0].Text != "anybody <i>here</i>?" {
			t.Errorf("the newcomer is shown %+v", h)
		}
		other.hears(t, "join")
		ann.hears(t, "join")
		other.says("two\nlines")
		if l := ann.hears(t, "message"); l.Name != "ANN 2" || l.Text != "two\uFFFDlines" {
			t.Errorf("Ann hears %+v", l)
		}
		other.hears(t, "message")
		other.leaves()
		if l := ann.hears(t, "leave"); l.Name != "ANN 2" || l.Present != 1 {
			t.Errorf("Ann hears %+v", l)
		}
		ann.leaves()
		if room.seats != 0 || len(room.people) != 0 {
			t.Errorf("an empty room has %d seats taken and %d people", room.seats, len(room.people))
		}
	})
}

// What a client may not say ends its connection and nobody else's.
func TestChatRefusals(t *testing.T) {
	long := strings.Repeat("é", maxText+1)
	for _, row := range []struct {
		name         string
		opcode       byte
		message      string
		code, reason string
	}{
		{"no JSON", opText, "hello", "\x03\xf0", "the chat is in JSON"},
		{"another JSON", opText, `[1]`, "\x03\xf0", "the chat is in JSON"},
		{"binary", opBinary, `{"text": "hello"}`, "\x03\xeb", "the chat is in text messages"},
		{"no text", opText, `{"text": " "}`, "\x03\xf0", "a message has 1 to 1000 characters"},
		{"a long text", opText, `{"text": "` + long + `"}`, "\x03\xf0", "a message has 1 to 1000 characters"},
		{"a message that is too big", opText, strings.Repeat(" ", maxChatMessage+1), "\x03\xf1", ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			silenceLog(t)
			g, _ := enter(t, newChat(), "Ann")
			g.hears(t, "join")
			go g.send(row.opcode, row.message) // the server may refuse it before its end
			g.isClosed(t, row.code, row.reason)
		})
	}
	for _, name := range []string{"", " \t", strings.Repeat("é", maxName+1)} {
		synctest.Test(t, func(t *testing.T) {
			g := knock(newChat())
			g.send(opText, fmt.Sprintf(`{"name": %q}`, name))
			g.isClosed(t, "\x03\xf0", "a name has 1 to 32 characters")
		})
	}
}

func TestChatRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _ := enter(t, newChat(), "Ann")
		g.hears(t, "join")
		for range maxBurst {
			g.says("hello")
			g.hears(t, "message")
		}
		time.Sleep(burstTime)
		for range maxBurst {
			g.says("hello again")
			g.hears(t, "message")
		}
		g.says("and again")
		g.isClosed(t, "\x03\xf0", "too many messages at once")
	})
}

// Somebody who reads too slowly is dropped when the queue is full, and keeps nobody
// waiting.
func TestChatDropsSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		room, start := newChat(), time.Now()
		slow, _ := enter(t, room, "Slow")
		ann, _ := enter(t, room, "Ann")
		ann.hears(t, "join")
		outpace(t, room, ann)
		if waited := time.Since(start); waited != 0 {
			t.Errorf("Ann had to wait %v", waited)
		}
		<-slow.ended
		if waited := time.Since(start); waited != closeTimeout {
			t.Errorf("the slow reader was gone after %v", waited)
		}
		ann.hears(t, "leave")
		ann.leaves()
	})
}

// A slow reader who reads on is told why.
func TestChatTellsSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		room := newChat()
		slow, _ := enter(t, room, "Slow")
		ann, _ := enter(t, room, "Ann")
		ann.hears(t, "join")
		outpace(t, room, ann)
		slow.isClosed(t, "\x03\xf0", "too slow to keep up")
		ann.hears(t, "leave")
		ann.leaves()
	})
}

// outpace says more than a queue holds, at the pace at which reader reads.
func outpace(t *testing.T, room *chat, reader guest) {
	for range maxQueue + 2 {
		room.say(&person{name: "Ghost"}, "hello")
		reader.hears(t, "message")
	}
}

func TestChatIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		room := newChat()
		var guests []guest
		for range maxSeats {
			guests = append(guests, knock(room))
		}
		synctest.Wait()
		late := knock(room)
		late.isClosed(t, "\x03\xf5", "the room is full")
		guests[0].leaves()
		ann, _ := enter(t, room, "Ann")
		ann.hears(t, "join")
		ann.leaves()
		for _, g := range guests[1:] {
			g.leaves()
		}
	})
}

func TestChatHistoryIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		room := newChat()
		p := &person{name: "Ann"}
		for i := range maxHistory + 5 {
			room.say(p, fmt.Sprint(i))
		}
		g, welcome := enter(t, room, "Newcomer")
		if h := welcome.History; len(h) != maxHistory || h[0].Text != "5" || h[maxHistory-1].Text != fmt.Sprint(maxHistory+4) {
			t.Errorf("a newcomer is shown %d messages: %+v", len(h), h)
		}
		g.hears(t, "join")
		g.leaves()
	})
}
