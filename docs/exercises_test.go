package docs

import (
	"bytes"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// An exercise of a lesson is a folder docs/exercises/STEP/NAME with
//
//	PAIR.request, PAIR.response  what it has to turn green, as in testdata
//	README.md                    a table with a row for each pair, as in testdata
//	NAME_test.go.txt             if need be, Go tests that it has to turn green
//	solution.patch               the difference from the step's code, seen from the root
const exercisesFolder = "docs/exercises"

// minExercises is how many a lesson has: one for each number of stars.
const minExercises = 3

// Each exercise is red with the step's code, and green with the solution, which
// breaks nothing else.
func TestExercises(t *testing.T) {
	if testing.Short() {
		t.Skip("the exercises take long to compile")
	}
	folders, err := filepath.Glob("exercises/step*/*")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dirs := newChecker(t, "..")
	all, err := dirs.files()
	if err != nil {
		t.Fatal(err)
	}
	unsolved := make(map[string]func() (string, error))
	for _, step := range stepNames(t) {
		unsolved[step] = sync.OnceValues(func() (string, error) { return buildTests(all, step, dirs.temp()) })
	}
	for _, folder := range folders {
		step, name := filepath.Base(filepath.Dir(folder)), filepath.Base(folder)
		t.Run(step+"/"+name, func(t *testing.T) {
			t.Parallel()
			e := readExercise(t, all, step, path.Join(exercisesFolder, step, name))
			e.unsolved = unsolved[step]
			e.check(t)
		})
	}
}

type exercise struct {
	step, folder string
	course       map[string][]byte // what of the repository it takes, its pairs in their place
	pairs, tests []string
	unsolved     func() (string, error) // the program that tests the step's code with the harness alone
}

func (e *exercise) check(t *testing.T) {
	dir := t.TempDir()
	if err := linkTree(dir, "..", e.course); err != nil {
		t.Fatal(err)
	}
	own := append(slices.Clone(e.tests), "^TestSegmentations$/^("+strings.Join(e.pairs, "|")+")$")
	output, err := e.testUnsolved(t, dir, own)
	if err == nil {
		t.Fatalf("%s is green with the code of %s: there is nothing to do", e.folder, e.step)
	}
	for _, pair := range e.pairs {
		if len(e.tests) == 0 && !strings.Contains(output, "--- FAIL: TestSegmentations/"+pair+" ") {
			t.Errorf("the pair %s is green with the code of %s, or something else fails:\n%s", pair, e.step, output)
		}
	}
	apply := exec.Command("git", "apply", filepath.FromSlash(e.folder+"/solution.patch"))
	apply.Dir, apply.Env = dir, append(environment(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	if output, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("%s/solution.patch does not fit the code of %s any more: make the change there, git diff -- %s > that file, and take the change back\n%s",
			e.folder, e.step, e.step, output)
	}
	if output, err := goTest(dir, e.step, append(own, "^TestFixtures$", "^TestLoopback$")...); err != nil {
		t.Errorf("%s is red with its solution:\n%s", e.folder, output)
	}
}

var tableHead = regexp.MustCompile(`(?m)^(## .*|\| pair \|)`)

// readExercise returns the exercise in folder. Of the step's tests it takes the
// harness alone, unless the solution is about others: they cost time to compile.
func readExercise(t *testing.T, all map[string][]byte, step, folder string) *exercise {
	t.Helper()
	e := &exercise{step: step, folder: folder, course: make(map[string][]byte)}
	withTests := bytes.Contains(all[folder+"/solution.patch"], []byte("_test.go"))
	for name := range all {
		withTests = withTests || strings.HasPrefix(name, folder+"/") && strings.HasSuffix(name, "_test.go.txt")
	}
	for name, content := range all {
		top, rest, _ := strings.Cut(name, "/")
		earlier := strings.HasPrefix(top, "step") && top < step && strings.HasPrefix(rest, "testdata/")
		if rest == "" && strings.HasPrefix(top, "go.") || top == step && (withTests || !isOwnTest(rest)) || earlier || name == folder+"/solution.patch" {
			e.course[name] = content
		}
	}
	for name, content := range all { // later: a pair may take the place of one of the step
		if file, inside := strings.CutPrefix(name, folder+"/"); inside {
			e.add(file, content)
		}
	}
	own, table := all[folder+"/README.md"], path.Join(step, "testdata", "README.md")
	at := tableHead.FindIndex(own)
	if len(e.pairs)+len(e.tests) == 0 || len(e.pairs) > 0 && at == nil {
		t.Fatalf("%s needs PAIR.request, PAIR.response and a README.md with their table, or NAME_test.go.txt", folder)
	}
	if at != nil {
		e.course[table] = []byte(withoutRows(string(all[table]), e.pairs) + "\n## Exercise\n\n" + string(own[at[0]:]))
	}
	return e
}

// add puts a file of the exercise where the learner puts it.
func (e *exercise) add(file string, content []byte) {
	pair, isRequest := strings.CutSuffix(file, ".request")
	goFile, isTest := strings.CutSuffix(file, "_test.go.txt")
	switch {
	case isRequest:
		e.pairs = append(e.pairs, pair)
		e.course[path.Join(e.step, "testdata", file)] = content
	case strings.HasSuffix(file, ".response"):
		e.course[path.Join(e.step, "testdata", file)] = content
	case isTest:
		e.course[path.Join(e.step, "exercise_"+goFile+"_test.go")] = content
		for _, match := range testFunction.FindAllStringSubmatch(string(content), -1) {
			e.tests = append(e.tests, "^"+match[1]+"$")
		}
	}
}

// withoutRows returns the table of a step without the rows of pairs, which an
// exercise overrides.
func withoutRows(table string, pairs []string) string {
	for _, pair := range pairs {
		row := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(pair) + "` \\|.*\n")
		table = row.ReplaceAllString(table, "")
	}
	return table
}

// checkExerciseLinks demands that a lesson links to all of its exercises.
func (c *checker) checkExerciseLinks(f *findings, step string) {
	folders, err := filepath.Glob(filepath.Join(c.root, filepath.FromSlash(exercisesFolder), step, "*"))
	if err != nil || len(folders) < minExercises {
		f.faultf(0, "%s has %d exercises; it should have %d: %s/%s/NAME", step, len(folders), minExercises, exercisesFolder, step)
	}
	for _, folder := range folders {
		target := path.Join("exercises", step, filepath.Base(folder))
		linked := false
		for _, link := range f.page.links {
			linked = linked || strings.HasPrefix(link.text, target)
		}
		if !linked {
			f.faultf(0, "the lesson has no link to its exercise %s", target)
		}
	}
}
