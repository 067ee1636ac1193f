# Two commands to know: `make demo` and `make test`. Everything lands in .uv/ and .venv/, nothing elsewhere.
.DEFAULT_GOAL := help
SHELL := /bin/bash
SERVE ?= 1
PORT ?= 8501
PYTEST_WORKERS ?= 2
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
UV := .uv/bin/uv
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(UV): requirements-uv.lock
	@test -n "$(PYTHON)" || { echo "jalon needs Python 3.11 or newer: install it, or run make PYTHON=/path/to/python3"; exit 1; }
	@rm -rf .uv
	@$(PYTHON) -m venv .uv >/dev/null 2>&1 && .uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $< \
	|| { rm -rf .uv; $(PYTHON) -m pip install -q --disable-pip-version-check --target .uv --require-hashes -r $<; } \
	|| { echo "$(PYTHON) has neither the venv nor the pip module: install one of them (Debian: python3-venv)"; exit 1; }
	@touch $@

.venv/.created: $(UV)
	@$(UV) venv -q --clear --python "$$(command -v $(PYTHON))" .venv && touch $@

.venv/.app: requirements.lock pyproject.toml .venv/.created
	@$(UV) pip install -q --python .venv/bin/python --require-hashes -r requirements.lock
	@$(UV) pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.app
	@$(UV) pip install -q --python .venv/bin/python --require-hashes -r requirements-dev.lock
	@touch $@

demo: .venv/.app ## the example firm, built and served at http://localhost:8501 (PORT=, SERVE=0)
	@.venv/bin/jalon demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

serve: .venv/.app ## the app alone, on the home in JALON_HOME (default ./data)
	@.venv/bin/jalon serve --port $(PORT)

test: .venv/.dev ## the whole suite, browser tests too where a Chromium is found
	@.venv/bin/pytest -n $(PYTEST_WORKERS) $(ARGS)

check: .venv/.dev ## lint, types and the fast tests; before each commit
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/mypy
	@.venv/bin/pytest -q -n $(PYTEST_WORKERS) -m "not slow and not browser" $(ARGS)

docs: .venv/.dev ## write the generated pages of docs/ again
	@.venv/bin/python -m docs.generate

lock: $(UV) ## resolve the dependencies again
	@$(UV) pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build -o requirements.lock
	@$(UV) pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

.PHONY: help demo serve test check docs lock
