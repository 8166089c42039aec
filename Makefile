# Every command makes its own .venv from a lock file with hashes. Needed: Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: run sandbox quick test lint check bench locales help

help:
	@echo "make run    talk with the bot: in the browser, or on Telegram with KOMSHI_BOT_TOKEN"
	@echo "make quick  what finds most faults in a minute, on SQLite alone"
	@echo "make test   everything that is checked, on SQLite and PostgreSQL"
	@echo "make lint   style, types and import directions"
	@echo "make check  content and translations"
	@echo "make bench  what is measured (see benchmarks/)"

run: .venv/run
	@$(BIN)/python -m bot run --or-sandbox

sandbox: .venv/run
	@$(BIN)/python -m bot sandbox

check: .venv/run
	@$(BIN)/python -m bot check

locales: .venv/run
	@$(BIN)/python -m bot locales

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

quick: .venv/dev
	$(BIN)/python -m pytest -n 2 --dist worksteal --quick

test: lint check
	$(BIN)/python -m pytest -n 2 --dist worksteal

bench: .venv/dev
	@$(BIN)/python -m benchmarks

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Komshi needs Python 3.11 or newer: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@echo "Making .venv (once, about a minute)"
	@$(PYTHON) -m venv .venv

.venv/run: requirements.lock | .venv/bin/python
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/dev: requirements-dev.lock | .venv/bin/python
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ .venv/run
