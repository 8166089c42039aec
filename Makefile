# Every command makes its own .venv from a lock file with hashes. Needed: Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: run sandbox quick test lint check bench locales help

help:
	@echo "make run    talk with the bot: in the browser, or on Telegram with KOMSHI_BOT_TOKEN"
	@echo "make quick  what finds most faults in a minute, on SQLite alone"
	@echo "make test   everything that is checked, on SQLite and PostgreSQL"
	@echo "make lint   style, types and import directions"
	@echo "make check  content and translations"
	@echo "make bench  what is measured (see benchmarks/)"

run: $(VENV)/run
	@$(BIN)/python -m bot run --or-sandbox

sandbox: $(VENV)/run
	@$(BIN)/python -m bot sandbox

check: $(VENV)/run
	@$(BIN)/python -m bot check

locales: $(VENV)/run
	@$(BIN)/python -m bot locales

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

quick: $(VENV)/dev
	$(BIN)/python -m pytest -n 2 --dist worksteal --quick

test: lint check
	$(BIN)/python -m pytest -n 2 --dist worksteal

bench: $(VENV)/dev
	@$(BIN)/python -m benchmarks

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Komshi needs Python 3.11 or newer: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@echo "Making .venv (once, about a minute)"
	@$(PYTHON) -m venv $(VENV)

# The command of the documents: it runs this checkout, from any folder.
$(BIN)/komshi: Makefile | $(BIN)/python
	@printf '%s\n' '#!/bin/sh' 'PYTHONPATH="$(CURDIR)" exec "$(abspath $(BIN))/python" -P -m bot "$$@"' >$@
	@chmod 755 $@

$(VENV)/run: requirements.lock | $(BIN)/python $(BIN)/komshi
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev: requirements-dev.lock | $(BIN)/python $(BIN)/komshi
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/run
