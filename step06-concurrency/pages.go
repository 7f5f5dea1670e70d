package main

import (
	"bytes"
	"html/template"
)

// layout is what all pages share. A page fills in "title" and "content". What is
// printed of a request is escaped by where it stands: text, attribute or link.
const layout = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{block "title" .}}{{end}} – HTTP from scratch</title>
<style>
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6877; --paper: #fbfaf7; --line: #ddd8cc; --link: #0b6074 }
@media (prefers-color-scheme: dark) {
	:root { --ink: #e6e9ec; --soft: #9aa7b4; --paper: #16191d; --line: #343a41; --link: #6cc3d5 }
}
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 46rem; margin: 0 auto; padding: 1rem 1.25rem 3rem }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line) }
nav a:first-child { font-weight: 650; margin-right: auto }
a { color: var(--link); text-underline-offset: .2em }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.75rem 0 .5rem; overflow-wrap: anywhere }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere }
dl { margin: 1.5rem 0 0 }
dt { padding-top: .6rem; border-top: 1px solid var(--line); overflow-wrap: anywhere }
dt code { font-weight: 650 }
dd { margin: 0; padding-bottom: .6rem; overflow-wrap: anywhere }
dd code { color: var(--soft) }
dd a code { color: inherit }
@media (min-width: 40rem) {
	dl { display: grid; grid-template-columns: 14rem 1fr }
	dd { padding-top: .6rem; border-top: 1px solid var(--line) }
}
</style>
<nav><a href="/">HTTP from scratch</a> <a href="/inspect">Inspect</a> <a href="/about">About</a></nav>
{{block "content" .}}{{end}}
</html>
`

// newPage returns the template of a page from the definitions of its "title" and
// "content".
func newPage(definitions string) *template.Template {
	return template.Must(template.Must(template.New("page").Parse(layout)).Parse(definitions))
}

// render answers with page, made from data.
func render(page *template.Template, data any) *Response {
	var content bytes.Buffer
	if err := page.Execute(&content, data); err != nil {
		return statusPage(500)
	}
	return newResponse(200, "text/html; charset=utf-8", content.Bytes())
}

var frontTemplate = newPage(`{{define "title"}}Routes{{end}}
{{define "content"}}<h1>What this server answers</h1>
<p>A web server grown from a bare socket. These are the requests that it knows; anything else is refused with the reason that HTTP has for it.</p>
<dl>
{{range .}}<dt><code>{{.Pattern}}</code>
<dd>{{.About}}<br>
{{with .Link}}<a href="{{.}}"><code>{{.}}</code></a>{{end}}{{with .Curl}}<code>curl {{.}}</code>{{end}}
{{end}}</dl>{{end}}`)

var aboutTemplate = newPage(`{{define "title"}}About{{end}}
{{define "content"}}<h1>About this server</h1>
<p>It speaks HTTP/1.1 as RFC 9110 and RFC 9112 describe it, and it is written in Go without the library's own HTTP package.</p>
<p>It is one of six steps of a course. Each step is a whole program: a socket, a parser, a router, files, middleware, and many connections at once.</p>
<p>Its tests compare its responses, byte for byte, with ones that were written down beforehand.</p>{{end}}`)

func about(*Request) *Response {
	return render(aboutTemplate, nil)
}

var userTemplate = newPage(`{{define "title"}}{{.Name}}{{end}}
{{define "content"}}<h1>Hello, {{.Name}}!</h1>
{{if .Query}}<p>The query of this request has these parameters:</p>
<dl>
{{range .Query}}<dt><code>{{.Name}}</code>
<dd>{{.Value}}
{{end}}</dl>{{else}}<p>The query of this request is empty.</p>{{end}}{{end}}`)

// showUser greets the name in the path, and lists the parameters of the query.
func showUser(req *Request) *Response {
	view := struct {
		Name  string
		Query []Param
	}{Name: printable(req.PathValue("username"))}
	for _, param := range req.Query() {
		view.Query = append(view.Query, Param{printable(param.Name), printable(param.Value)})
	}
	return render(userTemplate, view)
}
