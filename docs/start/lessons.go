package main

// A lesson is what is red when it begins, and why.
type lesson struct {
	step  string
	red   string // for the reader
	pair  string // a fixture that shows it
	shows string // in the harness's report
}

var lessons = []lesson{
	{
		step: "step01-socket",
		red:  "Your program closes each connection without a word, so every pair fails that expects an answer.",
		pair: "echo-text", shows: "There is no answer",
	},
	{
		step: "step02-parser",
		red:  "Step 1 sends back the bytes it gets, whatever they mean: a request comes back where a response is due.",
		pair: "host-missing", shows: "GET /inspect HTTP/1.1",
	},
	{
		step: "step03-router",
		red:  "Step 2 shows the inspector's page whatever the path is: pairs fail that want another page, a 404 or a 405.",
		pair: "route-hi", shows: "text/html; charset=utf-8",
	},
	{
		step: "step04-static",
		red:  "Step 3 knows nothing below /static/ and no /upload: the answer is 404 where a file is due.",
		pair: "static-style", shows: "404 Not Found",
	},
	{
		step: "step05-middleware",
		red:  "Step 4 has no session, token, limit or gzip, nor the flags for them, and /visits, /private and /panic are 404.",
		pair: "panic", shows: "404 Not Found",
	},
	{
		step: "step06-concurrency",
		red:  "Step 5 answers one request and closes the connection: the second request on it gets no answer.",
		pair: "pipeline-three", shows: "Connection: close",
	},
}

func stepNames() (names []string) {
	for _, l := range lessons {
		names = append(names, l.step)
	}
	return names
}
