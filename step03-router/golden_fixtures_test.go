package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A fixture is a request and the answer it has to get: the files NAME.request and
// NAME.response, and a row in the README.md beside them.
type fixture struct {
	name, rule, level, shows string

	step              string   // the step that owns it
	flags             []string // that the server is started with
	request, response []byte
	hasResponse       bool
}

// requestFile is the file of f's request, seen from the folder above the steps.
func (f fixture) requestFile() string {
	folder := f.step
	if _, err := os.Stat("../" + folder + "/testdata/" + f.name + ".request"); err != nil {
		folder = ownFolder() // a pair that the learner has put there
	}
	return folder + "/testdata/" + f.name + ".request"
}

// startCommand starts the server that f is for, from the folder above this one.
func (f fixture) startCommand() string {
	return strings.Join(append([]string{"go run ./" + ownFolder()}, f.flags...), " ")
}

// ownFolder returns the name of the folder that is tested, which is not the step's
// where a learner has made one.
func ownFolder() string {
	here, err := os.Getwd()
	if err != nil {
		return lesson
	}
	return filepath.Base(here)
}

// A fixtureSet is the fixtures of one step, in the order of its table.
type fixtureSet struct {
	fixtures []fixture
	faults   []string // where table and files disagree
}

// loadCorpus returns the fixtures of every step up to this one. A later one of the
// same name takes the place of the earlier: the step changed the answer.
func loadCorpus(t *testing.T) []fixture {
	t.Helper()
	var corpus []fixture
	for _, set := range loadSets(t) {
		for _, f := range set.fixtures {
			earlier := slices.IndexFunc(corpus, func(e fixture) bool { return e.name == f.name })
			if earlier >= 0 {
				corpus[earlier] = f
			} else {
				corpus = append(corpus, f)
			}
		}
	}
	return corpus
}

// loadSets returns the fixtures of the earlier steps, which lie beside this one,
// and of this step, which come last.
func loadSets(t *testing.T) []fixtureSet {
	t.Helper()
	dirs, err := filepath.Glob("../step*/testdata")
	if err != nil {
		t.Fatal(err)
	}
	var sets []fixtureSet
	load := func(step, dir string) {
		set, err := loadFixtures(step, dir)
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, set)
	}
	for _, dir := range dirs {
		if step := filepath.Base(filepath.Dir(dir)); step < lesson {
			load(step, dir)
		}
	}
	load(lesson, "testdata")
	return sets
}

// loadFixtures reads the fixtures in dir. Rows without files, files without a row
// and the like are faults of the set, and no error.
func loadFixtures(step, dir string) (fixtureSet, error) {
	var set fixtureSet
	table, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		return set, fmt.Errorf("the table of the fixtures: %w", err)
	}
	set.parseTable(string(table))
	if err := set.addFiles(dir); err != nil {
		return set, err
	}
	for i := range set.fixtures {
		f := &set.fixtures[i]
		f.step = step
		base := filepath.Join(dir, f.name)
		if f.request, err = os.ReadFile(base + ".request"); err != nil {
			set.faultf("%s has a row and no request", f.name)
		}
		f.response, err = os.ReadFile(base + ".response")
		if f.hasResponse = err == nil; !f.hasResponse {
			set.faultf("%s has no response: go test ./%s -update writes one", f.name, step)
		}
	}
	set.fixtures = slices.DeleteFunc(set.fixtures, func(f fixture) bool { return f.request == nil })
	return set, nil
}

// addFiles adds a fixture for each file in dir that no row tells of.
func (set *fixtureSet) addFiles(dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		name, isRequest := strings.CutSuffix(file.Name(), ".request")
		name, isResponse := strings.CutSuffix(name, ".response")
		if (isRequest || isResponse) && !set.has(name) {
			set.faultf("%s has no row in README.md", file.Name())
			if isRequest {
				set.fixtures = append(set.fixtures, fixture{name: name})
			}
		}
	}
	return nil
}
