package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// The limits of step 6.
const (
	maxContent    = 10 << 20 // bytes
	maxHead       = 16 << 10 // bytes
	idleTimeout   = time.Minute
	headerTimeout = 10 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = 30 * time.Second
)

// serveNetHTTP is a server of net/http with those routes of step 6 that are
// measured.
func serveNetHTTP(addr, root string) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hi", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, "text/plain; charset=utf-8", []byte("Hi!\n"))
	})
	mux.HandleFunc("POST /echo", func(w http.ResponseWriter, req *http.Request) {
		content, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxContent))
		if err != nil {
			http.Error(w, "the content is too large, or broken off", http.StatusRequestEntityTooLarge)
			return
		}
		respond(w, "application/octet-stream", content)
	})
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServer(http.Dir(root))))
	server := &http.Server{
		Addr:              addr,
		Handler:           mux,
		MaxHeaderBytes:    maxHead,
		IdleTimeout:       idleTimeout,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
	}
	return server.ListenAndServe()
}

func respond(w http.ResponseWriter, mediaType string, content []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	w.Write(content) // fails if, e.g., the client is gone
}

// floorResponse is what the floor answers, whatever it was asked.
const floorResponse = "HTTP/1.1 200 OK\r\n" +
	"Date: Tue, 15 Nov 1994 08:12:31 GMT\r\n" +
	"Content-Type: text/plain; charset=utf-8\r\n" +
	"Content-Length: 4\r\n\r\n" +
	"Hi!\n"

// serveFloor is what no server in Go can be faster than: a goroutine for each
// connection reads to the empty line and writes a fixed answer. It understands
// nothing of what it reads. Its timeout is one for the whole connection.
func serveFloor(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		go answerAlways(c)
	}
}

// maxRequest is how many bytes the floor reads at a time.
const maxRequest = 4 << 10

// floorResponses are as many as can be asked for at a time.
var floorResponses = bytes.Repeat([]byte(floorResponse), maxRequest/len("\r\n\r\n"))

// answerAlways answers all requests that came together with one write.
func answerAlways(c net.Conn) {
	defer c.Close()
	c.SetDeadline(time.Now().Add(time.Hour))
	buffer := make([]byte, maxRequest)
	kept := 0 // bytes of a request that is not complete
	for {
		n, err := c.Read(buffer[kept:])
		if err != nil {
			return // e.g., the client is done
		}
		data := buffer[:kept+n]
		count := bytes.Count(data, []byte("\r\n\r\n"))
		if _, err := c.Write(floorResponses[:count*len(floorResponse)]); err != nil {
			return
		}
		if last := bytes.LastIndex(data, []byte("\r\n\r\n")); last >= 0 {
			data = data[last+len("\r\n\r\n"):]
		}
		kept = copy(buffer, data)
		if kept == len(buffer) {
			return // an endless head
		}
	}
}
