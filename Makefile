# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT

# `make` alone lists what there is to do. Needed: Python 3.9 or newer, git and make.
#   PYTHON  the interpreter to use            make test PYTHON=python3.12
#   VENV    where the virtual environment is  make test VENV=/tmp/venv
#   ARGS    handed on                         make run ARGS='doctor'

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
PACKAGE = aura_coding_agent
BIN = $(VENV)/bin
DEV = $(VENV)/.dev
DOCS = $(VENV)/.docs

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help install run test test-pure test-all test-model bench lint types format \
	docs dist clean

help:
	@echo "Targets of this Makefile:"
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' \
	    $(firstword $(MAKEFILE_LIST))

install: $(DEV) ## make the virtual environment for development (.venv)

run: ## run the program from this checkout, such as: make run ARGS='doctor'
	@$(PYTHON) -m $(PACKAGE) $(ARGS)

test: $(DEV) ## run all tests with coverage, and check its floors
	@rm -f .coverage .coverage.*
	@mkdir -p build
	$(BIN)/python -m coverage run -m pytest $(ARGS)
	@$(BIN)/python -m coverage combine -q
	@$(BIN)/python -m coverage report
	@$(BIN)/python -m coverage json -q -o build/coverage.json
	@$(BIN)/python tests/coverage_floor.py build/coverage.json

test-pure: $(DEV) ## run the tests on a copy inside another package, and on a zip
	$(BIN)/python -m pytest tests/test_vendored.py $(ARGS)
	$(BIN)/python tests/as_vendored.py $(ARGS)

test-all: ## run the tests on every Python from 3.9 that this machine has
	@$(PYTHON) tests/all_pythons.py $(ARGS)

test-model: $(DEV) ## run the tests that need a real model (docs/real-model.rst)
	$(BIN)/python -m pytest -m model $(ARGS)

bench: $(DEV) ## measure start-up, memory and latency
	$(BIN)/python -m benchmarks $(ARGS)

lint: $(DEV) ## check style (black, flake8)
	$(BIN)/python -m flake8
	$(BIN)/python -m black --check --quiet . || \
	    { echo "make format would change files: $(BIN)/black --diff ." >&2; exit 1; }

types: $(DEV) ## check types (mypy --strict), as of Python 3.9
	$(BIN)/python -m mypy --strict --python-version 3.9 $(PACKAGE)

format: $(DEV) ## format the code (black)
	$(BIN)/python -m black .

docs: $(DOCS) ## build the documentation into build/docs; a warning is an error
	$(BIN)/python -m sphinx -W -n --keep-going -q -b html docs build/docs
	@echo "The documentation is in build/docs/index.html."

dist: $(DEV) ## build the sdist, and the wheel from it, into dist
	@rm -rf dist
	$(BIN)/python -m build --no-isolation

clean: ## remove everything that was made, virtual environments too
	rm -rf .venv .venvs build dist *.egg-info .coverage .coverage.* \
	    .mypy_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when pyproject.toml changes. Debian and Ubuntu ship
# Python without what `venv` needs, and its own message is easily overlooked.
$(DEV): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 9))' || { \
	    echo "make: $(PYTHON) is missing or older than Python 3.9;" \
	         "say which one to use: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	    echo "make: $(PYTHON) cannot make virtual environments." \
	         "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(DOCS): $(DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@
