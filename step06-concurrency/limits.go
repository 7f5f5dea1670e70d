package main

import "time"

// Every bound on what a client can make the server hold, under the status that
// going past it gets. All are in bytes unless the name says otherwise.
const (
	// 400 Bad Request
	maxEmptyLines = 4 // empty lines before the request line, a number

	// 414 URI Too Long
	maxRequestLine = 8 << 10 // without its CRLF; RFC 9112 §3 asks for 8,000 at least

	// 431 Request Header Fields Too Large
	maxHead    = 16 << 10 // request line, header section and the empty line together
	maxFields  = 100      // field lines, a number
	maxTrailer = 4 << 10  // the trailer section of chunked content

	// 409 Conflict
	maxSameName = 1000 // uploads that want the same name, a number

	// 413 Content Too Large
	maxContent         = 10 << 20 // a form with a few photographs; more would have to go to disk as it comes
	maxUploads         = 100      // files in one form, a number
	maxChunkLine       = 1 << 10  // a chunk-size with its extensions
	maxChunkExtensions = 8 << 10  // the extensions of all chunks together

	// cut to it without an answer of its own
	maxUploadName = 100 // the name of an upload, before a number is added
)

// How long the two halves of an exchange may take. Nobody else is served
// meanwhile, so a client that falls silent must not have for ever. A request that
// has begun and does not end in time gets 408 Request Timeout.
const (
	requestTimeout  = 30 * time.Second
	responseTimeout = 30 * time.Second
)
