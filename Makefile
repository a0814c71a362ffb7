# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
UV := .uv/bin/uv
SDKS := tests/outside/sdks
EVENTS ?= 20000
SEED ?= 1

# Imports are what a second run waits for: let Python keep its bytecode, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo up down test test-sdks test-slow test-adapter check format contract lock clean

help:  ## What each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/ —/' | sort

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Headwater needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --upgrade --target .uv --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.ready: requirements/dev.txt pyproject.toml | $(UV)
	@echo "Setting up .venv (the first time takes a minute or two)"
	@$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv
	@$(UV) pip sync --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

setup: .venv/.ready  ## Install everything into .venv, from the hashed lock

demo: setup  ## Send a simulated shop's clicks through the whole path (EVENTS=20000 SEED=1)
	@$(BIN)/headwater demo --events $(EVENTS) --seed $(SEED) --json .headwater/demo.json

up: setup  ## Start the stack, the Dagster UI and the dbt docs; print their addresses
	@$(BIN)/headwater up

down: setup  ## Stop all of it; what was committed stays
	@$(BIN)/headwater down

# The SDKs for JavaScript, from their lock, without any scripts of theirs.
$(SDKS)/node_modules/.ready: $(SDKS)/package-lock.json
	@.ci/system-packages
	@npm ci --prefix $(SDKS) --ignore-scripts --no-audit --no-fund --silent
	@touch $@

test: setup $(SDKS)/node_modules/.ready  ## Run the tests
	@$(BIN)/python -m pytest -q -m "not slow"

test-sdks: setup $(SDKS)/node_modules/.ready  ## Drive the public SDKs against the gateway, installing what they need
	@$(BIN)/python -m pytest -q $(SDKS)

test-slow: setup  ## Run what takes too long for the gate, going on where it stopped (SECONDS=600)
	@$(BIN)/python -m pytest -q -m slow --resume $(if $(SECONDS),--stress-seconds=$(SECONDS))

test-adapter: setup  ## Run dbt's adapter tests, going on where they stopped; the bench tells what passed
	@$(BIN)/python -m pytest -q --resume tests/outside/dbt_adapter

check: setup  ## The gate: format, lint, types, import rules, models, definitions, generated files
	@$(BIN)/python -m infra.gate

format: setup  ## Mend format and what the linter can mend itself
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

contract: setup  ## Write what derives from the event contract, and what the local Redshift supports
	@$(BIN)/python -m ingest_lambdas.contract.definitions
	@$(BIN)/python -m ingest_lambdas.contract.plan_page
	@$(BIN)/python -m orchestration.contract_sources write
	@$(BIN)/python -m infra.local.redshift.conformance.page write

lock: setup  ## Resolve every dependency group into requirements/
	@$(BIN)/python -m infra.dependency_locks write

clean:  ## Remove what set-up and runs have made; the installation's data stays
	rm -rf .venv .uv $(SDKS)/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dbt_project/target
