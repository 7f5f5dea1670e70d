package main

import "log"

// serveConn gives reply to the client at the other end of c, and closes c.
func serveConn(c Conn, reply reply) {
	defer closeInStages(c)
	log.Printf("%s connected", c.RemoteAddr())
	if err := reply(c); err != nil {
		log.Printf("%s: %v", c.RemoteAddr(), err)
		return
	}
	log.Printf("%s done", c.RemoteAddr())
}
