package docs

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var scheme = regexp.MustCompile(`^[a-z]+:`)

// checkLinks demands that links lead somewhere, and their anchors too. What lies
// outside of the repository is not looked for: the tests need no network.
func (c *checker) checkLinks(f *findings) {
	for _, link := range f.page.links {
		target, anchor, hasAnchor := strings.Cut(link.text, "#")
		if scheme.MatchString(target) {
			continue
		}
		name := f.page.name
		if target != "" {
			name = path.Join(path.Dir(f.page.name), target)
		}
		if _, err := os.Stat(filepath.Join(c.root, filepath.FromSlash(name))); target != "" && err != nil || strings.HasPrefix(name, "../") {
			f.faultf(link.line, "the link %s leads nowhere: there is no %s", link.text, name)
			continue
		}
		if hasAnchor && !c.anchorsOf(f.page, name)[anchor] {
			f.faultf(link.line, "the link %s leads nowhere: %s has no heading with the anchor #%s", link.text, name, anchor)
		}
	}
}

// anchorsOf returns the anchors of the page called name, which may be p.
func (c *checker) anchorsOf(p *page, name string) map[string]bool {
	if name == p.name {
		return p.anchors
	}
	content, ok := c.file(name)
	if !ok || path.Ext(name) != ".md" {
		return nil
	}
	return parsePage(name, string(content), &findings{}).anchors
}

var (
	fixtureFile = regexp.MustCompile(`^(?:(step\d\d-[a-z]+)/testdata/)?([a-z0-9-]+)\.(request|response)$`)
	goFile      = regexp.MustCompile(`^[a-z0-9_]+\.go$`)
	repoFile    = regexp.MustCompile(`^(\./)?(step\d\d-[a-z]+|docs)(/[A-Za-z0-9._/-]+)?$`)
)

// checkNames demands that the files and fixtures that the text names in backquotes
// exist.
func (c *checker) checkNames(f *findings) {
	fixtures := c.fixtureNames()
	for _, code := range f.page.codes {
		if match := fixtureFile.FindStringSubmatch(code.text); match != nil && match[1] == "" {
			if !slices.Contains(fixtures, match[2]) {
				f.faultf(code.line, "no step has a fixture %s", code.text)
			}
			continue
		}
		if goFile.MatchString(code.text) && !c.hasGoFile(f.page, code.text) {
			f.faultf(code.line, "no step has a file %s, and no block of the page writes it", code.text)
		}
		if match := repoFile.FindStringSubmatch(code.text); match != nil {
			name := filepath.FromSlash(strings.TrimSuffix(path.Clean(code.text), "/..."))
			if _, err := os.Stat(filepath.Join(c.root, name)); err != nil {
				f.faultf(code.line, "there is no %s", code.text)
			}
		}
	}
}

// hasGoFile reports whether a step or docs has a file called name, or p has the
// reader write one.
func (c *checker) hasGoFile(p *page, name string) bool {
	for i := range p.blocks {
		if b := &p.blocks[i]; b.isScratch() && path.Base(b.info[1]) == name {
			return true
		}
	}
	for _, folder := range []string{"step*", "docs", "docs/*"} {
		if files, err := filepath.Glob(filepath.Join(c.root, folder, name)); err == nil && len(files) > 0 {
			return true
		}
	}
	return false
}

// fixtureNames returns the names of the fixtures of all steps.
func (c *checker) fixtureNames() (names []string) {
	files, err := filepath.Glob(filepath.Join(c.root, "step*", "testdata", "*.request"))
	if err != nil {
		return nil
	}
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".request"))
	}
	return names
}
