package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// An uploadFolder is the folder of the system in which uploads are kept. It is
// made with the first of them, if it is not there.
type uploadFolder struct {
	dir string
}

// check returns an error if the folder is there and is none.
func (u *uploadFolder) check() error {
	info, err := os.Stat(u.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is no folder", u.dir)
	}
	return nil
}

func (u *uploadFolder) open() (*os.Root, error) {
	return os.OpenRoot(u.dir)
}

// keep writes uploads into the folder, and returns the names that they got there.
// With an error none of them is there.
//
// Each is written under a temporary name at first, so that whatever happens
// meanwhile, and be it the end of the program, nothing half-written is ever there
// under a name that is served.
func (u *uploadFolder) keep(uploads []upload) (names []string, err error) {
	if err := os.MkdirAll(u.dir, 0o700); err != nil {
		return nil, err
	}
	folder, err := u.open()
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	var made []string // names that have to go if anything fails
	defer func() {
		if err != nil {
			for _, name := range made {
				folder.Remove(name) // fails if, e.g., it was renamed by now
			}
		}
	}()
	for range uploads {
		made = append(made, ".upload-"+rand.Text())
	}
	temporary := made
	for i, up := range uploads {
		if err := writeNew(folder, temporary[i], up.content); err != nil {
			return nil, err
		}
	}
	for i, up := range uploads {
		name, err := reserve(folder, safeName(up.name))
		if err != nil {
			return nil, err
		}
		made = append(made, name)
		names = append(names, name)
		if err := folder.Rename(temporary[i], name); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// writeNew writes a file that was not there before.
func writeNew(folder *os.Root, name string, content []byte) error {
	f, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Close()) // a full disk may come to light as late as here
	if err != nil {
		folder.Remove(name)
	}
	return err
}

// reserve makes an empty file called name, or name with a number from 2 on where
// that is taken, and returns what it is called. O_EXCL is what decides between two
// uploads at the same moment; to look first and write then would not.
//
// A rename may then take the place of the empty file, and of nothing else.
func reserve(folder *os.Root, name string) (string, error) {
	var err error
	for number := 1; number <= maxSameName; number++ {
		candidate := numbered(name, number)
		if err = writeNew(folder, candidate, nil); !errors.Is(err, fs.ErrExist) {
			return candidate, err
		}
	}
	return "", err
}

// numbered puts a number into a safe name, before its extension.
func numbered(name string, number int) string {
	if number == 1 {
		return name
	}
	stem, extension := splitExtension(name)
	return fmt.Sprintf("%s-%d%s", stem, number, extension)
}

// safeNameChars marks what the name of a kept file may hold: what means itself in
// every file system, in a path, in a field and in a page.
var safeNameChars = charTable(digits + letters + "-_.")

// isSafeName reports whether a file may be kept under name. One with a dot in front
// may be an upload that is being written.
func isSafeName(name string) bool {
	return name != "" && name[0] != '.' && consistsOf(name, &safeNameChars)
}

// safeName makes of the name that a client gives its file one that is safe to keep
// it under: the part after the last slash of either kind, other characters
// replaced, not hidden, no device of Windows, and not too long.
func safeName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r < 0x80 && safeNameChars[r] {
			return r
		}
		return '_'
	}, name)
	name = strings.Trim(name, ".") // at its end Windows drops it
	stem, extension := splitExtension(name)
	if len(extension) > maxUploadName/2 {
		stem, extension = name, ""
	}
	stem = stem[:min(len(stem), maxUploadName-len(extension))]
	name = strings.TrimRight(stem+extension, ".")
	if name == "" || isDeviceName(name) {
		name = "_" + name
	}
	return name
}

// splitExtension parts a name before its last dot.
func splitExtension(name string) (stem, extension string) {
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		return name[:dot], name[dot:]
	}
	return name, ""
}

// isDeviceName reports whether name is that of a device in Windows, where neither
// case nor an extension makes it another.
func isDeviceName(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	port, found := strings.CutPrefix(stem, "COM")
	if !found {
		port, found = strings.CutPrefix(stem, "LPT")
	}
	return found && len(port) == 1 && isDigit(port[0])
}
