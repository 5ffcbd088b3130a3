# Doorstep's commands. `make demo` and `make test` need nothing but Python 3.11+ and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
CODE   := bot conversations delivery models scheduler simulator tests $(wildcard wsgi.py bench/*.py migrations/*.py migrations/versions/*.py)
# Parallel test processes.
JOBS   ?= auto

.DEFAULT_GOAL := help
.PHONY: help install check test demo bench lock docs

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '%-16s%s\n' "$$name" "$$text"; done

install: $(VENV)/.installed ## the virtual environment in .venv, from the lock file

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Doorstep needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Install a newer one, then: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

check: install ## format, lint, types, contracts, fast tests on SQLite: under a minute
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 -m "not slow and not browser and not postgres" tests

test: install ## the whole suite with coverage, on SQLite and PostgreSQL
	@rm -f .coverage .coverage.*
	DOORSTEP_HYPOTHESIS=thorough $(BIN)/python -m pytest -q -rs -n $(JOBS) --cov --cov-report= tests
	$(BIN)/coverage report --include='conversations/*,delivery/*' --fail-under=100
	$(BIN)/coverage report --omit='conversations/*,delivery/*' --fail-under=90

demo: install ## service, worker, carrier and phones in the browser, on SQLite
	$(BIN)/doorstep demo

bench: install ## measurements, printed
	$(BIN)/python -m bench

docs: install ## regenerate the pages that are generated from the code
	$(BIN)/python -m bot.settings_table > docs/settings.md
	$(BIN)/python -m bot.cli.page > docs/commands.md

lock: ## resolve the newest allowed versions into requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra postgres --group dev --output-file requirements.lock --upgrade pyproject.toml
