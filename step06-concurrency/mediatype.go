package main

import (
	"path"
	"strings"
)

// mediaTypes holds the media type of a file by the extension of its name. The
// table is our own and not the system's, which differs by machine: the same file
// gets the same answer everywhere.
var mediaTypes = map[string]string{
	".html":        "text/html; charset=utf-8",
	".htm":         "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8", // RFC 9239 §6
	".mjs":         "text/javascript; charset=utf-8",
	".json":        "application/json", // UTF-8 by definition (RFC 8259 §8.1)
	".webmanifest": "application/manifest+json",
	".xml":         "text/xml; charset=utf-8",
	".wasm":        "application/wasm",

	".txt":  "text/plain; charset=utf-8",
	".md":   "text/markdown; charset=utf-8",
	".csv":  "text/csv; charset=utf-8",
	".go":   "text/plain; charset=utf-8",
	".log":  "text/plain; charset=utf-8",
	".toml": "text/plain; charset=utf-8",
	".yaml": "text/plain; charset=utf-8",

	".svg":  "image/svg+xml",
	".png":  "image/png",
	".jpg":  "image/jpeg",
	".jpeg": "image/jpeg",
	".gif":  "image/gif",
	".webp": "image/webp",
	".avif": "image/avif",
	".bmp":  "image/bmp",
	".ico":  "image/vnd.microsoft.icon",

	".mp3":  "audio/mpeg",
	".ogg":  "audio/ogg",
	".wav":  "audio/wav",
	".mp4":  "video/mp4",
	".webm": "video/webm",

	".woff":  "font/woff",
	".woff2": "font/woff2",
	".ttf":   "font/ttf",
	".otf":   "font/otf",

	".pdf": "application/pdf",
	".zip": "application/zip",
	".gz":  "application/gzip",
	".tar": "application/x-tar",
}

// mediaType returns the media type for the content of a file, by its name. What
// the table does not know is bytes and nothing more (RFC 9110 §8.3).
func mediaType(name string) string {
	if known := mediaTypes[strings.ToLower(path.Ext(name))]; known != "" {
		return known
	}
	return "application/octet-stream"
}
