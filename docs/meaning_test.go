package docs

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	responseHead = regexp.MustCompile(`HTTP/1\.[01] \d{3} [^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n`)
	anyDate      = regexp.MustCompile(`(?m)^Date: [^\r\n]*`)
	anyTimestamp = regexp.MustCompile(`"timestamp":"[^"]*"`)
)

// meanings returns two answers without what two right servers may do differently:
// the fields of each response are sorted, and times are left out. A refusal that
// net/http itself has written, which shows in its lack of a Date, is the status
// alone, as is the one that stands in its place.
func meanings(got, want []byte) (g, w []string) {
	g, w = responses(got), responses(want)
	for i := range min(len(g), len(w)) {
		if status := refusal.FindString(g[i]); status != "" && !strings.Contains(g[i], "\nDate: *\n") {
			g[i] = status
			w[i] = statusLine.FindString(w[i])
		}
	}
	return splitPage(strings.Join(g, "\n")), splitPage(strings.Join(w, "\n"))
}

var (
	refusal    = regexp.MustCompile(`^HTTP/1\.[01] [45]\d\d`)
	statusLine = regexp.MustCompile(`^HTTP/1\.[01] \d\d\d`)
)

// responses returns each response of an answer as text.
func responses(answer []byte) (all []string) {
	heads := responseHead.FindAllIndex(answer, -1)
	for i, at := range heads {
		end := len(answer)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		head := bytes.TrimSuffix(answer[at[0]:at[1]], []byte("\r\n\r\n"))
		lines := strings.Split(anyDate.ReplaceAllString(string(head), "Date: *"), "\r\n")
		slices.Sort(lines[1:])
		content := anyTimestamp.ReplaceAllString(string(answer[at[1]:end]), `"timestamp":"*"`)
		all = append(all, fmt.Sprintf("%s\n\n%q\n", strings.Join(lines, "\n"), content))
	}
	return all
}

func TestMeanings(t *testing.T) {
	const ours = "HTTP/1.1 200 OK\r\nDate: Tue, 15 Nov 1994 08:12:31 GMT\r\nContent-Length: 2\r\nAllow: GET\r\n\r\nhi"
	const refused = "HTTP/1.1 400 Bad Request\r\nDate: now\r\nConnection: close\r\n\r\n400\n"
	tests := []struct {
		got, want string
		same      bool
		reason    string
	}{
		{"HTTP/1.1 200 OK\r\nAllow: GET\r\nContent-Length: 2\r\nDate: now\r\n\r\nhi", ours, true, "order and time have no meaning"},
		{"HTTP/1.1 200 OK\r\nAllow: GET\r\nContent-Length: 2\r\n\r\nhi", ours, false, "the Date is missing"},
		{strings.Replace(ours, "hi", "ho", 1), ours, false, "other content"},
		{strings.Replace(ours, "GET", "PUT", 1), ours, false, "another value"},
		{ours + ours, ours, false, "a response too many"},
		{"", ours, false, "no answer"},
		{"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400: why", refused, true, "a page of net/http's own"},
		{"HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n501", refused, false, "another status on it"},
		{"HTTP/1.1 400 Bad Request\r\nDate: now\r\n\r\n400\n", refused, false, "a page of a handler: a field is missing"},
	}
	for _, test := range tests {
		if got, want := meanings([]byte(test.got), []byte(test.want)); slices.Equal(got, want) != test.same {
			t.Errorf("%s: %q and %q", test.reason, got, want)
		}
	}
}
