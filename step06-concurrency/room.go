package main

import (
	"slices"
	"strconv"
	"strings"
)

// Who is in the room, and what they are told. Nothing here waits for anybody.

func (room *chat) takeSeat() bool {
	room.mu.Lock()
	defer room.mu.Unlock()
	if room.seats == maxSeats {
		return false
	}
	room.seats++
	return true
}

func (room *chat) leaveSeat() {
	room.mu.Lock()
	defer room.mu.Unlock()
	room.seats--
}

// join lets someone in under name, or under that name with a number if somebody
// has it, and tells everybody.
func (room *chat) join(ws *WebSocket, name string) *person {
	room.mu.Lock()
	defer room.mu.Unlock()
	p := &person{
		name:  room.freeName(name),
		ws:    ws,
		queue: make(chan []byte, maxQueue),
		gone:  make(chan struct{}),
	}
	welcome := line{Kind: "welcome", Name: p.name, Time: now(), Present: len(room.people) + 1, History: room.history}
	p.queue <- welcome.encode()
	room.people[strings.ToLower(p.name)] = p
	room.tell(line{Kind: "join", Name: p.name, Time: now(), Present: len(room.people)})
	return p
}

// freeName returns name, or name with the first number that nobody has. Names are
// told apart by what the eye sees, so far as case goes.
func (room *chat) freeName(name string) string {
	free := name
	for i := 2; room.people[strings.ToLower(free)] != nil; i++ {
		free = name + " " + strconv.Itoa(i)
	}
	return free
}

// leave shows p out and tells those who stay.
func (room *chat) leave(p *person) {
	room.mu.Lock()
	defer room.mu.Unlock()
	delete(room.people, strings.ToLower(p.name))
	if !p.tooSlow {
		close(p.gone)
	}
	room.tell(line{Kind: "leave", Name: p.name, Time: now(), Present: len(room.people)})
}

// say tells everybody what p said, and remembers it for those to come.
func (room *chat) say(p *person, text string) {
	room.mu.Lock()
	defer room.mu.Unlock()
	said := line{Kind: "message", Name: p.name, Text: text, Time: now()}
	if len(room.history) == maxHistory {
		room.history = slices.Delete(room.history, 0, 1)
	}
	room.history = append(room.history, said)
	room.tell(said)
}

// tell queues l for everybody. It never waits: whoever has no room left in the
// queue is told to go. room.mu is held.
func (room *chat) tell(l line) {
	encoded := l.encode()
	for _, p := range room.people {
		if p.tooSlow {
			continue // on the way out
		}
		select {
		case p.queue <- encoded:
		default:
			p.tooSlow = true
			close(p.gone)
			p.ws.boundClosing() // ends a write that is stuck, and the wait for p's next message
		}
	}
}
