# One command for people and machines: `make` lists them.
# Everything is made inside the project: .venv/ (environment), var/ (database, key, static files).

PYTHON ?= python3
ROWS ?= 0
PORT ?= 8000
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest
TEMPLATES := $(shell find coalition tracker -name '*.html')
# Lint looks at the settings as the public would meet them, whatever this shell has set.
SERVED := env -u DEBUG -u COALITION_INSECURE_HTTP -u DATABASE_URL -u SECRET_KEY
COMPILE := CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/pip-compile --quiet --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-postgres bench-admin bench-api bench-export bench-load bench-turmoil bench-plans lint format requirements clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/dev.stamp ## Make .venv with everything for work and tests (a second when up to date)

demo: $(VENV)/run.stamp ## Load the fixtures, print a summary, serve the site (ROWS=100000 PORT=8000)
	@$(MANAGE) demo --rows $(ROWS) --port $(PORT)

test: $(VENV)/dev.stamp ## Run all tests on the embedded PostgreSQL (PYTEST_ARGS="-n auto -k quotes")
	@env -u DATABASE_URL $(PYTEST) $(PYTEST_ARGS)

test-postgres: $(VENV)/dev.stamp ## Run the database tests on the server that DATABASE_URL names
	@test -n "$(DATABASE_URL)" || { echo "DATABASE_URL is not set: name a PostgreSQL 15 or newer," \
		"e.g. DATABASE_URL=postgres://me@127.0.0.1:5432/postgres make test-postgres" >&2; exit 2; }
	@SECRET_KEY="$${SECRET_KEY:-$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')}" \
		$(PYTEST) --only-database $(PYTEST_ARGS)

# A million rows unless ROWS says otherwise; the database is kept under var/bench for the next run.
BENCH = $(BIN)/python -m tests.bench $(1) --rows $(if $(filter-out 0,$(ROWS)),$(ROWS),1000000)

bench-api: $(VENV)/bench.stamp ## Measure the REST API against its peers, as ratios (ROWS=100000)
	@$(call BENCH,api)

bench-turmoil: $(VENV)/dev.stamp ## Read all pages while another process writes: none lost, none twice (ROWS=100000)
	@$(BIN)/python -m tests.bench turmoil --rows $(if $(filter-out 0,$(ROWS)),$(ROWS),100000)

bench-export: $(VENV)/bench.stamp ## Measure the wide CSV against psql and the usual ways (ROWS=100000)
	@$(call BENCH,exports)

bench-admin: $(VENV)/dev.stamp ## Measure the admin's pages at a million rows against ten thousand (ROWS=100000)
	@$(call BENCH,admin)

bench-plans: $(VENV)/dev.stamp ## Show how PostgreSQL answers the commonest questions (ROWS=100000)
	@$(call BENCH,plans)

bench-load: $(VENV)/dev.stamp ## Measure a spreadsheet of 2,000 rows in bulk against bulk_create (ROWS=20000)
	@$(BIN)/python -m tests.bench imports --rounds 9 --rows $(if $(filter-out 0,$(ROWS)),$(ROWS),2000)

lint: $(VENV)/dev.stamp ## Check format, style, types, imports, templates, migrations and deployment
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(SERVED) $(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(if $(TEMPLATES),$(BIN)/djlint --check --lint --quiet $(TEMPLATES))
	$(SERVED) $(MANAGE) makemigrations --check --dry-run
	$(SERVED) $(BIN)/python -W error manage.py check --deploy --fail-level WARNING

format: $(VENV)/dev.stamp ## Put code and templates into shape
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	-$(if $(TEMPLATES),$(BIN)/djlint --reformat --quiet $(TEMPLATES))

requirements: $(VENV)/dev.stamp ## Compile requirements*.txt from pyproject.toml, keeping versions (ARGS=--upgrade)
	$(COMPILE) $(ARGS) --output-file requirements.txt pyproject.toml
	$(COMPILE) $(ARGS) --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml
	$(COMPILE) $(ARGS) --extra parquet --constraint requirements-dev.txt \
		--output-file requirements-parquet.txt pyproject.toml
	$(COMPILE) $(ARGS) --extra bench --constraint requirements-dev.txt \
		--output-file requirements-bench.txt pyproject.toml

clean: ## Remove .venv/, var/ (the local database with it) and all caches
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment itself. A stamp is newer than its list of packages, or the list is installed.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is older than Python 3.11: name a newer one, e.g. make PYTHON=python3.12" >&2; exit 2; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; \
		rm -rf $(VENV); exit 2; }

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	@echo "Installing what the site runs on"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what tests and checks need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/bench.stamp: requirements-bench.txt $(VENV)/dev.stamp
	@echo "Installing what benchmarks measure against"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@
