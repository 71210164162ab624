# Two commands: `make serve` runs the shop's desk, `make test` proves it. `make help` lists the rest.

aftercare := .venv/bin/aftercare
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

.DEFAULT_GOAL := help
.PHONY: help ready serve train seed queue evaluate test check bench lock

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

ready:
	@scripts/bootstrap

serve: ready  ## set up whatever is missing, start everything and print the address
	@$(aftercare) serve

train: ready  ## train a model if none fits the data, configuration and catalogue
	@$(aftercare) train

seed: ready  ## fill the database with the demonstration shop
	@$(aftercare) seed

queue: ready  ## what waits for staff
	@$(aftercare) queue

evaluate: ready  ## measure understanding on the development sets
	@$(aftercare) evaluate

test: ready  ## all tests; what the machine lacks is skipped by name
	@.venv/bin/python -m pytest $(ARGS)

check: ready  ## ruff, mypy, import-linter, rasa data validate, tests
	@$(aftercare) check

bench: ready  ## measure beside a plain Rasa bot, write benchmarks/RESULTS.md
	@.venv/bin/python -m benchmarks $(ARGS)

lock: ready  ## pin the newest dependencies that fit pyproject.toml
	@scripts/lock
