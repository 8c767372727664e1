# Guyub: one command a job. `make help` lists them.
# Plain Python and pip are enough; uv is used where it is installed.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
# Byte code is wanted: without it every start compiles all libraries again.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPATH :=

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix bench requirements screenshots clean

help: ## list the jobs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

setup: $(STAMP)/default ## make .venv with the guyub command and what the default install needs

run: setup ## start Guyub on this machine with demonstration data; prints address and logins
	$(BIN)/guyub serve --demo

test: $(STAMP)/dev $(STAMP)/system ## install what the tests need and run all of them
	$(BIN)/python -m pytest

check: $(STAMP)/dev ## formatting, lint, types, import rules, migrations: what a change must pass
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/guyub manage makemigrations --check --dry-run

fix: $(STAMP)/dev ## format, and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP)/dev ## run the benchmarks and print their table
	$(BIN)/python -m benchmarks

requirements: ## pin the hashed requirements anew from pyproject.toml (needs uv)
	tools/requirements

screenshots: $(STAMP)/dev $(STAMP)/system ## make the pictures of the documentation anew
	tools/screenshots

clean: ## remove the environment (data stays)
	rm -rf $(VENV)

$(STAMP)/venv:
	@tools/make-venv $(PYTHON) $(VENV)
	@mkdir -p $(STAMP) && touch $@

$(STAMP)/default: requirements.txt pyproject.toml $(STAMP)/venv
	@tools/install $(VENV) requirements.txt
	@touch $@

$(STAMP)/dev: requirements-dev.txt pyproject.toml $(STAMP)/default
	@tools/install $(VENV) requirements-dev.txt
	@touch $@

$(STAMP)/system: tools/system-packages
	@tools/system-packages
	@touch $@
