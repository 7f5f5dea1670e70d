package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"
)

// An endpoint is a row of the site's table of routes. The front page lists it.
type endpoint struct {
	Pattern string
	handle  Handler
	About   string // a sentence for the front page
	Link    string // a path that shows it in a browser, or "" where a browser cannot
	Curl    string // the arguments with which curl shows it, or ""
}

// newSite returns the demonstration site that opts ask for, with users and sessions
// of its own. The error is about a folder.
func newSite(opts options) (Handler, error) {
	routes, err := newRoutes(opts)
	if err != nil {
		return nil, err
	}
	return wrapped(routes, opts), nil
}

// wrapped puts around routes what every request passes, from the outside to the
// inside. The order has meaning, and each place has its reason.
func wrapped(routes Handler, opts options) Handler {
	return chain(routes,
		requestID,                        // first, so that all others can name the request, and every failure passes it
		logging(opts.logger),             // around all that may answer, or a refusal would leave no trace
		cors(opts.origins),               // around 429 and 500, which a script could not read without its fields
		recovery(opts.logger),            // around all that is long enough to panic, and inside those that deal with its 500
		rateLimit(opts.rate, opts.burst), // before the work: a refused request costs no session and no page
		sessions(opts.tls),               // around every route, and inside the limit on how fast sessions can be made
		compress,                         // last, next to the content: it asks what the routes alone have set
	)
}

// newRoutes returns the routes of the site, and what answers where there is none.
func newRoutes(opts options) (Handler, error) {
	static, err := newStatic(opts)
	if err != nil {
		return nil, err
	}
	uploads := &uploadFolder{opts.uploads}
	if err := uploads.check(); err != nil {
		return nil, fmt.Errorf("-uploads: %w", err)
	}
	users := newUserList()
	room := newChat()
	var endpoints []endpoint
	front := func(*Request) *Response { return render(frontTemplate, endpoints) }
	endpoints = []endpoint{
		{"GET /{$}", front, "This page.", "/", ""},
		{"GET /about", about, "What this server is.", "/about", ""},
		{"GET /hi", greet("Hi!\n"), "A greeting, as plain text.", "/hi", ""},
		{"GET /namaste", greet("नमस्ते!\n"), "Another, of more bytes than characters.", "/namaste", ""},
		{"GET /user/{username}", showUser, "A page made from a wildcard and the query.", "/user/ada?lang=en&lang=fr", ""},
		{"GET /echo/{text}", echoText, "The text in the path, decoded.", "/echo/50%25%20of%20a%2Fb", ""},
		{"POST /echo", echoContent, "The content of the request, byte for byte.", "", "-d hello localhost:8080/echo"},
		{"GET /users", users.list, "All users, as JSON.", "/users", ""},
		{"GET /users/{id}", users.show, "One user, as JSON.", "/users/1", ""},
		{"GET /users/count", users.count, "How many there are: a literal goes before a wildcard.", "/users/count", ""},
		{"POST /users", users.create, "Creates a user from JSON.", "", `--json '{"name":"Barbara"}' localhost:8080/users`},
		{"GET /api/data", apiData, "A little data and the time, as JSON.", "/api/data", ""},
		{"GET /static/{path...}", static.serve, "Files: a page with a style, a script and a picture, or a folder of yours (-root).", "/static/", ""},
		{"GET /upload", uploadForm, "A form that sends files.", "/upload", ""},
		{"POST /upload", uploads.receive, "Keeps the files of the form.", "", "-F files=@picture.jpg localhost:8080/upload"},
		{"GET /uploads/{name}", uploads.download, "A file that was uploaded, to be saved and not shown.", "", "-O localhost:8080/uploads/picture.jpg"},
		{"GET /visits", visits, "Counts your visits: a cookie names your session.", "/visits", ""},
		{"GET /private", chain(private, bearer(opts.token)), "Opens to the token that -token sets.", "", "--oauth2-bearer s3cret localhost:8080/private"},
		{"GET /panic", panics, "A handler that panics: it costs one 500, and not the server.", "/panic", ""},
		{"GET /slow", slow, "Takes five seconds, in which everybody else is served.", "/slow", ""},
		{"GET /stream", stream, "Ten lines, one a second: chunks that are seen as they come.", "/stream", "-N localhost:8080/stream"},
		{"GET /events", events, "Server-sent events, one a second, without end.", "/events", "-N localhost:8080/events"},
		{"GET /chat", room.page, "A chat: open it in two windows.", "/chat", ""},
		{"GET /chat/socket", room.socket, "Its WebSocket.", "", ""},
		{"/inspect", inspect, "With any method: the request as the server understood it.", "/inspect?a=1&b=%3Ctwo%3E", ""},
	}
	var router Router
	for _, e := range endpoints {
		router.Handle(e.Pattern, e.handle)
	}
	return router.Serve, nil
}

// newStatic returns the server of the folder that opts name, or of public/.
func newStatic(opts options) (*fileServer, error) {
	if opts.root == "" {
		return newPublicServer(opts.list)
	}
	root, err := os.OpenRoot(opts.root)
	if err != nil {
		return nil, fmt.Errorf("-root: %w", err)
	}
	return &fileServer{folder: newCachedFolder(rootFolder{root}), listings: opts.list}, nil
}

// greet returns a handler that always answers with text.
func greet(text string) Handler {
	return func(*Request) *Response {
		return textResponse(text)
	}
}

func textResponse(text string) *Response {
	return newResponse(200, "text/plain; charset=utf-8", []byte(text))
}

func echoText(req *Request) *Response {
	return textResponse(req.PathValue("text"))
}

// echoContent does not repeat the Content-Type of the request: the content would
// then act in the name of this site, as a page with a script might.
func echoContent(req *Request) *Response {
	return newResponse(200, "application/octet-stream", req.Content)
}

func apiData(*Request) *Response {
	return jsonResponse(200, struct {
		Timestamp string `json:"timestamp"`
		Message   string `json:"message"`
		Primes    []int  `json:"primes"`
	}{now().UTC().Format(time.RFC3339), "Hello from the API", []int{2, 3, 5, 7, 11}})
}

// visits counts the visits of one client. The answer is for this client alone, so
// nobody may store it (RFC 9111 §5.2.2.5).
func visits(req *Request) *Response {
	var count int
	req.Session.Update(func(values map[string]string) {
		count, _ = strconv.Atoi(values["visits"]) // 0 if there was no visit yet
		count++
		values["visits"] = strconv.Itoa(count)
	})
	res := textResponse(fmt.Sprintf("Visits: %d\n", count))
	res.Header.Add("Cache-Control", "no-store")
	return res
}

func private(*Request) *Response {
	return textResponse("You have the token.\n")
}

func panics(*Request) *Response {
	panic("the handler of /panic always does this")
}

// jsonResponse returns value as JSON (RFC 8259), and a line end for the terminal.
func jsonResponse(status int, value any) *Response {
	content, err := json.Marshal(value)
	if err != nil {
		return statusPage(500)
	}
	return newResponse(status, "application/json", append(content, '\n'))
}
