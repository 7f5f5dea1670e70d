package main

import (
	"bytes"
	"encoding/hex"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Handler answers a request. The request is complete and checked; the response
// is a value that can be looked at, and changed, before a byte of it is sent.
type Handler func(*Request) *Response

// inspect answers with a page that shows the request as the server understood it.
//
// CONNECT is not answered so: with a 2xx status the connection would become a
// tunnel (RFC 9110 §9.3.6).
func inspect(req *Request) *Response {
	if req.Method == "CONNECT" {
		return statusPage(501)
	}
	var page bytes.Buffer
	if err := inspectorPage.Execute(&page, newInspection(req)); err != nil {
		return statusPage(500)
	}
	return newResponse(200, "text/html; charset=utf-8", page.Bytes())
}

// An inspection is what the inspector's page shows, as printable text.
type inspection struct {
	Line, Query, Fields []Param
	Length              int
	Content             string
}

func newInspection(req *Request) inspection {
	view := inspection{
		Line: []Param{
			{"method", req.Method},
			{"request-target", req.Target},
			{"host", req.Host},
			{"path", printable(req.Path)},
		},
		Length:  len(req.Content),
		Content: printableContent(req.Content),
	}
	for _, param := range req.Query() {
		view.Query = append(view.Query, Param{printable(param.Name), printable(param.Value)})
	}
	for _, field := range req.Header {
		view.Fields = append(view.Fields, Param{field.Name, printable(field.Value)})
	}
	return view
}

// printable returns s with a replacement character for each byte or control
// character that a page cannot show.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return utf8.RuneError
		}
		return r // for a byte that is no UTF-8, Map hands RuneError in
	}, s)
}

// printableContent returns content as text if it is text, and else in hexadecimal.
func printableContent(content []byte) string {
	isBinary := func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r)
	}
	if utf8.Valid(content) && !bytes.ContainsFunc(content, isBinary) {
		return string(content)
	}
	return hex.Dump(content)
}

// inspectorPage escapes what it prints by where it stands, which is why it is
// no fmt.Sprintf: a <script> in a field comes out as text.
var inspectorPage = template.Must(template.New("inspector").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The request</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
th { text-align: left; font-weight: 600; padding-right: 1.5rem; vertical-align: top }
td, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
</style>
<h1>The request, as the server understood it</h1>
<table>
{{range .Line}}<tr><th>{{.Name}}</th><td>{{.Value}}</td></tr>
{{end}}</table>
<h2>Query parameters</h2>
<table>
{{range .Query}}<tr><th>{{.Name}}</th><td>{{.Value}}</td></tr>
{{end}}</table>
<h2>Header fields</h2>
<table>
{{range .Fields}}<tr><th>{{.Name}}</th><td>{{.Value}}</td></tr>
{{end}}</table>
<h2>Content</h2>
<p>{{.Length}} bytes</p>
<pre>{{.Content}}</pre>
</html>
`))
