package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"log"
	"mime"
	"mime/multipart"
	"syscall"
)

// An upload is a file as a form brings it.
type upload struct {
	name    string // as the client calls it
	content []byte
}

// uploadForm answers with the form that receive takes.
func uploadForm(*Request) *Response {
	return render(uploadTemplate, nil)
}

var uploadTemplate = newPage(`{{define "title"}}Upload{{end}}
{{define "content"}}<h1>Upload</h1>
<style>
input, button { font: inherit }
button { padding: .4rem 1.25rem; border: 0; border-radius: .375rem; color: var(--paper); background: var(--link); cursor: pointer }
</style>
<form method="post" action="/upload" enctype="multipart/form-data">
<p><label for="files">Files, all together up to 10 MiB:</label>
<p><input id="files" type="file" name="files" multiple required>
<p><button>Upload</button>
</form>
<p>Each is kept under its own name, made safe: only letters, digits, <code>.</code>, <code>-</code> and <code>_</code> stay, and where there is such a file already, a number is added.</p>{{end}}`)

var uploadedTemplate = newPage(`{{define "title"}}Uploaded{{end}}
{{define "content"}}<h1>Uploaded</h1>
<dl>
{{range .}}<dt><a href="/uploads/{{.}}">{{.}}</a>
{{end}}</dl>
<p><a href="/upload">Upload more</a></p>{{end}}`)

// receive keeps the files of a form and answers with where they are: Location is
// that of the first (RFC 9110 §15.3.2). It keeps all of them or none.
func (u *uploadFolder) receive(req *Request) *Response {
	uploads, status := parseUploads(req)
	if status != 200 {
		return statusPage(status)
	}
	names, err := u.keep(uploads)
	if err != nil {
		log.Printf("keeping an upload: %v", err)
		return statusPage(keepStatus(err))
	}
	res := render(uploadedTemplate, names)
	res.Status = 201
	res.Header.Add("Location", "/uploads/"+names[0])
	return res
}

// parseUploads returns the files in the content of req, a form of the media type
// multipart/form-data (RFC 7578), or with another status than 200 what is wrong.
// A file input that was left empty comes as a file without a name, and is none.
func parseUploads(req *Request) (uploads []upload, status int) {
	mediaType, parameters, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	switch {
	case err != nil || mediaType != "multipart/form-data" || req.Header.Count("Content-Type") != 1:
		return nil, 415
	case parameters["boundary"] == "":
		return nil, 400
	}
	form := multipart.NewReader(bytes.NewReader(req.Content), parameters["boundary"])
	closing := []byte("--" + parameters["boundary"] + "--") // at the start of a line, as in no part (RFC 2046 §5.1.1)
	isClosed := bytes.HasPrefix(req.Content, closing) || bytes.Contains(req.Content, append([]byte("\r\n"), closing...))
	for {
		part, err := form.NextRawPart()
		switch {
		case err != nil && (err != io.EOF || !isClosed):
			return nil, 400 // the form breaks off, which within a part's head is an io.EOF as well
		case err == io.EOF && len(uploads) == 0:
			return nil, 422
		case err == io.EOF:
			return uploads, 200
		case part.FileName() == "":
			continue // e.g., a text field
		case len(uploads) == maxUploads:
			return nil, 413
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, 400
		}
		uploads = append(uploads, upload{part.FileName(), content})
	}
}

// keepStatus returns the status for an upload that could not be kept.
func keepStatus(err error) int {
	const windowsDiskFull = syscall.Errno(112) // ERROR_DISK_FULL; elsewhere no file operation fails so
	switch {
	case errors.Is(err, fs.ErrExist):
		return 409
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, windowsDiskFull):
		return 507
	default:
		return 500
	}
}

// download answers with a file that was uploaded. It is somebody's file and no
// page of this site: attachment has a browser save it, and nosniff keeps it from
// finding, for instance, a script in it.
func (u *uploadFolder) download(req *Request) *Response {
	name := req.PathValue("name")
	if !isSafeName(name) {
		return statusPage(404) // nothing is kept under such a name
	}
	folder, err := u.open()
	if err != nil {
		return openFailure(err)
	}
	defer folder.Close() // the file stays open
	f, err := openFile(rootFolder{folder}, name)
	if err != nil {
		return openFailure(err)
	}
	if f.isFolder {
		f.content.Close()
		return statusPage(404)
	}
	res := serveFile(req, f)
	res.Header.Add("Content-Disposition", "attachment")
	res.Header.Add("X-Content-Type-Options", "nosniff")
	return res
}
