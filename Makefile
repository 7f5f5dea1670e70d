# Each target is a line or two of go, which the README lists beside it: nothing
# here needs make.

STEP = step01-socket
ADDR = localhost:8080
DIR = my-server

.PHONY: help run test test-all test-full check start diff carry update fuzz bench

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 12

run: ## run a step: make run STEP=step03-router
	go run ./$(STEP)

test: ## test a step: make test STEP=step03-router
	go test ./$(STEP)

test-all: ## check every stage
	@go run ./docs/testall

test-full: ## check what takes minutes too: data races, other systems, the lessons' commands
	@go run ./docs/testall -full

check: ## grade any server by a step's fixtures: make check STEP=step03-router ADDR=localhost:9000
	go test ./$(STEP) -count=1 -addr $(ADDR)

start: ## begin a step in a folder of yours: make start STEP=step03-router DIR=my-server
	go run ./docs/start $(STEP) $(DIR)

diff: ## show what a step changed since the step before: make diff STEP=step03-router
	@set -- $$(ls -d step*/ | tr -d / | grep -B1 -x '$(STEP)'); \
	git --no-pager diff --no-index --stat --patch "$$1" "$(STEP)" || test $$? = 1

carry: ## bring an edit to all later steps: make carry FILE=step02-parser/parse.go
	go run ./docs/carry $(FILE)

update: ## rewrite a step's own golden responses: make update STEP=step03-router
	go test ./$(STEP) -count=1 -update

fuzz: ## fuzz the parser for a minute
	go test ./step02-parser -run '^$$' -fuzz FuzzRequestHead -fuzztime 30s
	go test ./step02-parser -run '^$$' -fuzz FuzzChunkedContent -fuzztime 30s

bench: ## measure step 6 beside net/http
	go run ./docs/speed
