package main

import (
	"io/fs"
	"log"
	"net/url"
	"path"
	"strconv"
)

// A listingEntry is a row of the page that lists a folder.
type listingEntry struct {
	Name string // with a slash at the end, if it is a folder
	Link string
	Size string // of a file
}

// listFolder answers with a page that lists what is in a folder and can be had:
// names that lead to nothing that is served are left out.
func (s *fileServer) listFolder(req *Request, name string) *Response {
	entries, err := fs.ReadDir(s.folder, name)
	if err != nil {
		log.Printf("listing %q: %v", name, err)
		return openFailure(err)
	}
	view := struct {
		Path    string
		IsTop   bool
		Entries []listingEntry
	}{Path: printable(req.Path), IsTop: name == "."}
	for _, entry := range entries {
		info, err := fs.Stat(s.folder, path.Join(name, entry.Name()))
		if err == nil && isServable(info.Mode()) && isServableName(entry.Name()) {
			view.Entries = append(view.Entries, newListingEntry(entry.Name(), info))
		}
	}
	res := render(listingTemplate, view)
	res.Header.Add("Cache-Control", "no-cache")
	return res
}

// newListingEntry makes the link of what is called name such that it is one name
// whatever it holds: "?" and "%" are encoded, and behind "./" no colon ends a scheme.
func newListingEntry(name string, info fs.FileInfo) listingEntry {
	entry := listingEntry{Name: printable(name), Link: "./" + url.PathEscape(name)}
	if info.IsDir() {
		entry.Name += "/"
		entry.Link += "/"
	} else {
		entry.Size = sizeText(info.Size())
	}
	return entry
}

// sizeText returns a number of bytes in the unit that leaves it under 1,024.
func sizeText(size int64) string {
	const units = "KMGTPE"
	if size < 1<<10 {
		return strconv.FormatInt(size, 10) + " B"
	}
	value, unit := float64(size)/(1<<10), 0
	for value >= 1<<10 && unit < len(units)-1 {
		value /= 1 << 10
		unit++
	}
	return strconv.FormatFloat(value, 'f', 1, 64) + " " + units[unit:unit+1] + "iB"
}

var listingTemplate = newPage(`{{define "title"}}{{.Path}}{{end}}
{{define "content"}}<h1>{{.Path}}</h1>
<dl>
{{if not .IsTop}}<dt><a href="../">../</a>
<dd>The folder above.
{{end}}{{range .Entries}}<dt><a href="{{.Link}}">{{.Name}}</a>
{{with .Size}}<dd>{{.}}
{{end}}{{else}}<dd>There is nothing here.
{{end}}</dl>{{end}}`)
