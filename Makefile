# make demo   from a clean clone to a validated draft release
# make test   lint, types and every test
# make lint   format, ruff, mypy --strict, schemas
# make setup-studio   the Label Studio client in the virtual environment, for `curate studio push` and `pull`
# make bench  timings, as ratios measured in one run
# make lock   the lock files anew, by uv
# Both do their own set-up: a virtual environment with the pinned packages of the lock files.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup setup-studio setup-dev demo test lint bench lock schemas pictures clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'curate needs Python 3.11 or later; name one with: make PYTHON=python3.12 ...' >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/core: $(VENV)/made requirements.lock pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/core requirements-dev.lock
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/studio: $(VENV)/core requirements-studio.lock
	$(PIP) install --quiet --require-hashes -r requirements-studio.lock
	@touch $@

setup: $(VENV)/core
setup-studio: $(VENV)/studio
setup-dev: $(VENV)/dev

demo: setup
	$(BIN)/curate demo demo

lint: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/curate schemas schemas --check

# The Label Studio server and the browser that tests use are got before the tests, so that each failure is one line.
test: lint
	$(BIN)/python -m tests.studio.prepare
	$(BIN)/pytest -n 2 --dist worksteal

bench: setup-dev
	$(BIN)/python -m tests.bench

# The lock files hold hashes and no address; uv resolves for every platform and Python from 3.11 on. The first holds
# to the second, so that the core and the Label Studio client share one environment.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q
lock:
	$(LOCK) pyproject.toml --group dev --extra studio -o requirements-dev.lock
	$(LOCK) pyproject.toml --group build -c requirements-dev.lock -o requirements.lock
	$(LOCK) pyproject.toml --extra studio --group build -c requirements-dev.lock -o requirements-studio.lock
	echo 'label-studio==1.23.2' | $(LOCK) - -o curation/studio/server.lock

schemas: setup
	$(BIN)/curate schemas schemas

# The pictures of the README.
pictures: setup
	$(BIN)/curate gallery .pictures --count 2 --difficulty easy

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
