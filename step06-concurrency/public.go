package main

import (
	"embed"
	"io/fs"
	"strings"
	"sync"
	"time"
)

// embedded holds public/ as part of the program, which so runs from any folder.
//
//go:embed public
var embedded embed.FS

// publicModified is the date of all files in public/. A file in a program has none
// of its own: embed drops it, so that the same source gives the same program. It
// only has to differ from that of earlier versions, so it counts them: it was the
// time of the examples in RFC 9110 §5.6.7 at first, and moves on by a second with
// every change in public/.
var publicModified = time.Date(1994, time.November, 6, 8, 49, 37, 0, time.UTC)

// newPublicServer returns the server of the embedded public/.
func newPublicServer(listings bool) (*fileServer, error) {
	folder, err := fs.Sub(embedded, "public")
	if err != nil {
		return nil, err
	}
	fixed, err := publicValidators()
	return &fileServer{folder: folder, fixed: fixed, listings: listings}, err
}

// publicValidators returns the validators of the files in public/. The tags are made
// from the contents: they are the same in every build and on every machine. What
// never changes is computed once.
var publicValidators = sync.OnceValues(func() (map[string]validators, error) {
	all := map[string]validators{}
	err := fs.WalkDir(embedded, "public", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := embedded.ReadFile(name)
		all[strings.TrimPrefix(name, "public/")] = newValidators(contentTag(content), publicModified)
		return err
	})
	return all, err
})
