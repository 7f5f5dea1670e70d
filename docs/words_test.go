package docs

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// sections are the headings of every lesson, in their order. Above the first stand
// what the lesson is for, what it takes, and the commands to run and check it.
var sections = []string{
	"The problem on the wire", "What you will be able to do", "The idea", "The bytes", "Build it", "Run it", "Check it",
	"Break it", "What changed", "In production", "Exercises", "Stuck?", "Recap", "Limits",
}

const (
	minWords       = 1500
	maxWords       = 4000
	maxParserWords = 6000 // the parser's lesson has the most to say
	minMessages    = 2    // annotated, of fixtures
)

var lessonName = regexp.MustCompile(`^docs/(step\d\d-[a-z]+)\.md$`)

// checkWords demands that a lesson has its sections, and is neither too short nor
// too long.
func (c *checker) checkWords(f *findings) {
	p := f.page
	if len(p.headings) == 0 || p.headings[0].level != 1 {
		f.faultf(0, "the page does not begin with a heading: # TITLE")
	}
	if !lessonName.MatchString(p.name) {
		return
	}
	longest := maxWords
	if path.Base(p.name) == "step02-parser.md" {
		longest = maxParserWords
	}
	if p.words < minWords || p.words > longest {
		f.faultf(0, "the lesson has %d words of prose; it should have %d to %d", p.words, minWords, longest)
	}
	var titles []string
	for _, h := range p.headings {
		if h.level == 2 {
			titles = append(titles, h.text)
		}
	}
	if !slices.Equal(titles, sections) {
		f.differf(0, titles, sections, "the sections of the lesson (##) are not those that every lesson has")
	}
	messages := 0
	for _, b := range p.blocks {
		if len(b.info) > 0 && b.info[0] == "http" {
			messages++
		}
	}
	if messages < minMessages {
		f.faultf(0, "the lesson annotates the bytes of %d messages; it should have %d (```http FIXTURE)", messages, minMessages)
	}
	c.checkExerciseLinks(f, strings.TrimSuffix(path.Base(p.name), ".md"))
}
