package main

// lesson is the step whose fixtures golden_test.go replays, after those of the
// earlier steps.
const lesson = "step03-router"

// serveFixture serves c to its end as the program does that was started with
// flags. Nothing of an earlier connection is left.
func serveFixture(c Conn, flags []string) error {
	if _, err := parseOptions(flags); err != nil {
		return err
	}
	serveConn(c, newSite())
	return nil
}
