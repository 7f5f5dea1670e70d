package main

import (
	"errors"
	"io"
	"io/fs"
	"log"
	"path"
	"strings"
	"syscall"
)

// A fileServer serves the files of a folder, under the names they have there. Its
// fields are set once, before the first request.
type fileServer struct {
	folder   fs.FS
	fixed    map[string]validators // of files that never change; other files are asked for theirs
	listings bool                  // whether a folder without index.html lists what it holds
}

// serve answers a GET or HEAD with the file that the wildcard {path...} names.
//
// Of a folder it sends the index.html. The slash at the end of a folder's path is
// asked for, by a redirect, since links in the page are resolved against it. All
// that cannot be had is not found, and the answer does not tell why.
func (s *fileServer) serve(req *Request) *Response {
	name, asFolder, ok := requestedName(req)
	if !ok {
		return statusPage(404)
	}
	f, err := s.open(name)
	if err != nil {
		return openFailure(err)
	}
	if f.isFolder {
		f.content.Close()
	}
	switch {
	case f.isFolder && !asFolder:
		return redirectToSlash(req)
	case f.isFolder:
		return s.serveFolder(req, name)
	case asFolder:
		f.content.Close()
		return statusPage(404)
	default:
		return serveFile(req, f)
	}
}

// requestedName returns the name of the file that req asks for, and whether it was
// written as that of a folder, with a slash at its end. It reports false for what
// can be no name below a folder, such as one with an empty segment or "..".
//
// The path was decoded once, and is not decoded again: "%252e" is "%2e" by now, a
// name like any other.
func requestedName(req *Request) (name string, asFolder, ok bool) {
	value := req.PathValue("path")
	if value == "" {
		return ".", true, true
	}
	name, asFolder = strings.CutSuffix(value, "/")
	hasEncodedSlash := strings.Contains(strings.ToLower(req.RawPath), "%2f")
	return name, asFolder, isServableName(name) && !hasEncodedSlash
}

// isServableName reports whether name is one of something in a folder, and the same
// in every system. The backslash parts segments in Windows.
func isServableName(name string) bool {
	return fs.ValidPath(name) && name != "." && !strings.ContainsAny(name, "\x00\\")
}

func (s *fileServer) open(name string) (*file, error) {
	f, err := openFile(s.folder, name)
	if known, ok := s.fixed[name]; ok && err == nil {
		f.validators = known
	}
	return f, err
}

// openFailure says why there is no file to send. That too many are open is no fact
// about this one.
func openFailure(err error) *Response {
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		log.Printf("no file can be opened: %v", err)
		return statusPage(503)
	}
	return statusPage(404)
}

// serveFolder answers with the index.html of a folder, or else a list of what is
// in it, where that is allowed.
func (s *fileServer) serveFolder(req *Request, name string) *Response {
	index, err := s.open(path.Join(name, "index.html"))
	switch {
	case err == nil && !index.isFolder:
		return serveFile(req, index)
	case err == nil:
		index.content.Close()
	case !errors.Is(err, fs.ErrNotExist):
		return openFailure(err)
	}
	if !s.listings {
		return statusPage(404)
	}
	return s.listFolder(req, name)
}

// serveFile answers with f, as far as req asks for it, and sees to it that f is
// closed in the end.
func serveFile(req *Request, f *file) *Response {
	res := fileResponse(req, f)
	if res.Body != io.Reader(f.content) {
		f.content.Close() // else writeResponse does
	}
	return res
}

// fileResponse evaluates the conditions of req, then its range (RFC 9110 §14.2).
// A client is asked to look again before it shows a file that it has kept
// (no-cache), which the tag makes cheap: an edited page would else not be seen.
func fileResponse(req *Request, f *file) *Response {
	switch status := checkPreconditions(req.Header, f.validators); status {
	case 304: // with what a 200 would say about the version, and no more (RFC 9110 §15.4.5)
		return &Response{Status: 304, Header: Header{{"ETag", f.etag}, {"Cache-Control", "no-cache"}}}
	case 412:
		return statusPage(412)
	}
	r, status := selectRange(req, f.validators, f.size)
	if status == 416 {
		res := statusPage(416)
		res.Header.Add("Content-Range", unsatisfied(f.size))
		return res
	}
	body, err := part(f.content, r)
	if err != nil {
		log.Printf("seeking in %q: %v", f.name, err)
		return statusPage(500)
	}
	res := &Response{Status: status, Body: body, Length: r.length}
	res.Header = Header{
		{"Content-Type", mediaType(f.name)},
		{"Last-Modified", f.lastModified},
		{"ETag", f.etag},
		{"Cache-Control", "no-cache"},
		{"Accept-Ranges", "bytes"},
	}
	if status == 206 {
		res.Header.Add("Content-Range", r.contentRange(f.size))
		if req.Header.Has("If-Range") { // the client has them (RFC 9110 §15.3.7)
			res.Header.Del("Content-Type")
			res.Header.Del("Last-Modified")
		}
	}
	return res
}
