package main

// reasonPhrases holds the status codes that this or a later step sends, with the phrase
// for human eyes that stands beside each in the status line (RFC 9112 §4).
var reasonPhrases = map[int]string{
	100: "Continue",            // RFC 9110 §15.2.1
	101: "Switching Protocols", // RFC 9110 §15.2.2

	200: "OK",              // RFC 9110 §15.3.1
	201: "Created",         // RFC 9110 §15.3.2
	204: "No Content",      // RFC 9110 §15.3.5
	206: "Partial Content", // RFC 9110 §15.3.7

	304: "Not Modified",       // RFC 9110 §15.4.5
	307: "Temporary Redirect", // RFC 9110 §15.4.8

	400: "Bad Request",                     // RFC 9110 §15.5.1
	401: "Unauthorized",                    // RFC 9110 §15.5.2
	403: "Forbidden",                       // RFC 9110 §15.5.4
	404: "Not Found",                       // RFC 9110 §15.5.5
	405: "Method Not Allowed",              // RFC 9110 §15.5.6
	408: "Request Timeout",                 // RFC 9110 §15.5.9
	409: "Conflict",                        // RFC 9110 §15.5.10
	412: "Precondition Failed",             // RFC 9110 §15.5.13
	413: "Content Too Large",               // RFC 9110 §15.5.14
	414: "URI Too Long",                    // RFC 9110 §15.5.15
	415: "Unsupported Media Type",          // RFC 9110 §15.5.16
	416: "Range Not Satisfiable",           // RFC 9110 §15.5.17
	417: "Expectation Failed",              // RFC 9110 §15.5.18
	421: "Misdirected Request",             // RFC 9110 §15.5.20
	422: "Unprocessable Content",           // RFC 9110 §15.5.21
	426: "Upgrade Required",                // RFC 9110 §15.5.22
	429: "Too Many Requests",               // RFC 6585 §4
	431: "Request Header Fields Too Large", // RFC 6585 §5

	500: "Internal Server Error",      // RFC 9110 §15.6.1
	501: "Not Implemented",            // RFC 9110 §15.6.2
	503: "Service Unavailable",        // RFC 9110 §15.6.4
	505: "HTTP Version Not Supported", // RFC 9110 §15.6.6
	507: "Insufficient Storage",       // RFC 4918 §11.5
}
