package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// scan is the router without its tree: it tries every pattern, and takes the
// one that is more specific than all others that match.
func scan(patterns []*pattern, method, path string) (best *pattern, values []string) {
	for _, p := range patterns {
		v, ok := p.match(path)
		if ok && p.accepts(method) && (best == nil || settle(p.compare(best)) == lacksOne) {
			best, values = p, v
		}
	}
	return best, values
}

// match matches path segment by segment, as the definition of a pattern says.
func (p *pattern) match(path string) (values []string, ok bool) {
	values = []string{}
	parts := strings.Split(path[1:], "/")
	for i, s := range p.segments {
		if i == len(parts) {
			return nil, false
		}
		part := decodeSegment(parts[i])
		switch {
		case s.kind == rest:
			if len(p.names) > len(values) {
				values = append(values, decodeSegment(strings.Join(parts[i:], "/")))
			}
			return values, true
		case s.kind == literal && part == s.text:
		case s.kind == wildcard && part != "" && part != "." && part != "..":
			values = append(values, part)
		default:
			return nil, false
		}
	}
	return values, len(parts) == len(p.segments)
}

// oracle says what the router must answer, 404, 405 and 501 taken together.
func oracle(patterns []*pattern, method, path string) string {
	best, values := scan(patterns, method, path)
	if best != nil && !best.endsInRest() || strings.HasSuffix(path, "/") {
		return describe(best, values)
	}
	slashed, _ := scan(patterns, method, path+"/")
	if slashed != nil && len(slashed.segments) == strings.Count(path, "/")+1 {
		return "307 " + path + "/"
	}
	return describe(best, values)
}

func describe(p *pattern, values []string) string {
	if p == nil {
		return "none"
	}
	return fmt.Sprintf("200 %s %q", p.text, values)
}

func randomFrom(rnd *rand.Rand, words string) string {
	all := strings.Split(words, " ")
	return all[rnd.IntN(len(all))]
}

// randomPatterns returns patterns without a conflict among them.
func randomPatterns(rnd *rand.Rand) []*pattern {
	var patterns []*pattern
next:
	for range 1 + rnd.IntN(30) {
		text := ""
		for i := range rnd.IntN(4) {
			text += "/" + strings.ReplaceAll(randomFrom(rnd, "a b c a%2Fb {}"), "{}", fmt.Sprintf("{x%d}", i))
		}
		text += randomFrom(rnd, "/a /b / /{$} /{r...} /{y}")
		if method := randomFrom(rnd, "- - GET HEAD POST"); method != "-" {
			text = method + " " + text
		}
		p, err := parsePattern(text)
		if err != nil {
			panic(err)
		}
		for _, other := range patterns {
			if p.conflict(other) != nil {
				continue next
			}
		}
		patterns = append(patterns, p)
	}
	return patterns
}

// randomPath returns a path of the words, "" for an empty one being "_".
func randomPath(rnd *rand.Rand, words string) string {
	path := "/"
	for i := range rnd.IntN(6) {
		if i > 0 {
			path += "/"
		}
		path += strings.ReplaceAll(randomFrom(rnd, words), "_", "")
	}
	if rnd.IntN(4) == 0 && path != "/" {
		path += "/"
	}
	return path
}

func texts(patterns []*pattern) (all []string) {
	for _, p := range patterns {
		all = append(all, p.text)
	}
	return all
}

func TestRouterOracle(t *testing.T) {
	for seed := range uint64(400) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		patterns := randomPatterns(rnd)
		rt := newTestRouter(texts(patterns)...)
		for range 50 {
			method, path := randomFrom(rnd, "GET HEAD POST PUT"), randomPath(rnd, "a b c d a b a%2Fb %61 . .. %2e _")
			want := oracle(patterns, method, path)
			got := serve(rt, method, path)
			if strings.HasPrefix(got, "40") {
				got = "none"
			}
			if got != want {
				t.Fatalf("seed %d: %s %s among %q: %s, want %s", seed, method, path, texts(patterns), got, want)
			}
		}
	}
}

// TestRouterAgainstServeMux holds the router against net/http's, where the two must
// agree: on clean paths, and on methods that are known.
func TestRouterAgainstServeMux(t *testing.T) {
	for seed := range uint64(100) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		patterns := randomPatterns(rnd)
		rt := newTestRouter(texts(patterns)...)
		mux := http.NewServeMux()
		for _, p := range patterns {
			mux.HandleFunc(p.text, func(w http.ResponseWriter, r *http.Request) {
				values := []string{}
				for _, name := range p.names {
					values = append(values, r.PathValue(name))
				}
				io.WriteString(w, strings.TrimPrefix(describe(p, values), "200 "))
			})
		}
		for range 50 {
			method, path := randomFrom(rnd, "GET HEAD POST PUT DELETE"), randomPath(rnd, "a b c d a%2Fb %61")
			want, got := serveByMux(mux, method, path), serve(rt, method, path)
			if strings.Contains(path, "%") && strings.HasPrefix(want, "307") {
				want = "307 " + path + "/" // ServeMux decodes the path on the way
			}
			if got = strings.Replace(got, "OPTIONS, ", "", 1); strings.HasSuffix(got, ", OPTIONS") {
				got = strings.TrimSuffix(got, ", OPTIONS") // which ServeMux does not answer
			}
			if got != want {
				t.Fatalf("seed %d: %s %s among %q: %s, ServeMux has %s", seed, method, path, texts(patterns), got, want)
			}
		}
	}
}

func serveByMux(mux *http.ServeMux, method, path string) string {
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	detail := w.Header().Get("Location") + w.Header().Get("Allow")
	if w.Code == 200 {
		detail = w.Body.String()
	}
	return strings.TrimSpace(fmt.Sprint(w.Code, " ", detail))
}

// FuzzRouter: whatever the path, the tree does as the linear scan does.
func FuzzRouter(f *testing.F) {
	for _, path := range []string{"/", "/a/b", "//", "/a/../b", "/%2e/%2F", "/a/b/c/d/", "/%zz", "/\x00"} {
		f.Add("GET", path)
	}
	var patterns []*pattern
	for _, text := range []string{"/{$}", "GET /a/{x}", "GET /a/b", "/{x}/{y}/c", "GET /a/b/c/{r...}", "POST /{x}/{y}/c/{z}/", "/{x}"} {
		p, err := parsePattern(text)
		if err != nil {
			f.Fatal(err)
		}
		patterns = append(patterns, p)
	}
	rt := newTestRouter(texts(patterns)...)
	f.Fuzz(func(t *testing.T, method, path string) {
		path = "/" + strings.ReplaceAll(path, `\`, "")
		got := serve(rt, method, path)
		if strings.HasPrefix(got, "40") || strings.HasPrefix(got, "501") || strings.HasPrefix(got, "204") {
			got = "none"
		}
		if want := oracle(patterns, method, path); got != strings.TrimSpace(want) {
			t.Errorf("%s %q: %s, want %s", method, path, got, want)
		}
	})
}
