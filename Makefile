# What one can do here; `make` alone lists it. PYTHON=python3.12 make demo chooses the Python that .venv is made with.

PYTHON ?= python3
BOOK ?= books/iraq
PYTEST_ARGS ?=
export PYTHON

RUN := .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help demo build test check lock clean setup

help:  ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup:
	@bash scripts/setup.sh

demo: build  ## build the example book and serve its site; ends with its address
	@.venv/bin/pledgebook serve "$(BOOK)"

build: setup  ## build the example book (BOOK=folder for another)
	@.venv/bin/pledgebook build "$(BOOK)"

test: setup  ## run every test (PYTEST_ARGS='-k name' for some)
	@bash scripts/install-test-system.sh
	@bash scripts/install-html-checker.sh
	@bash scripts/setup.sh spark
	@$(RUN) pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

check: setup  ## lint, formatting, types, architecture, documentation
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy
	@$(RUN) pytest -q tests/architecture tests/docs

lock: setup  ## write requirements.lock again from pyproject.toml: pins and hashes, never an address
	@bash scripts/lock.sh

clean:  ## remove what was made: environment, caches, builds
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
	find . -name .git -prune -o -type d \( -name __pycache__ -o -name _build \) -prune -exec rm -rf {} +
