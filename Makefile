# The commands by name; CONTRIBUTING.md says what each does.

.PHONY: run build test bench format check clean

run:
	@Scripts/run

build:
	@Scripts/build

test:
	@Scripts/test

bench:
	@Scripts/bench

format:
	@Scripts/format

check:
	@Scripts/check

clean:
	@rm -rf .build .venv
