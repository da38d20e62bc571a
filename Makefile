# Bare `make` prints its help. Works with the make of Debian and of macOS (3.81).
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000

# The oldest supported Python first, because the lock was tried on it. PYTHON=/path/to/python overrides.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3 python; do \
	if $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' >/dev/null 2>&1; then echo $$name; break; fi; done)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
say = @printf '\033[1m==> %s\033[0m\n'

# $(call install,requirements file,stamp): install unless the stamp says that exactly this file is installed.
define install
	@sum="$$(cksum < $(1)) $$($(BIN)/python -V)"; \
	if [ "$$(cat $(2) 2>/dev/null)" != "$$sum" ]; then \
		printf '\033[1m==> Installing the %s locked packages of %s (once; a minute or two)\033[0m\n' \
			"$$(grep -c '^[a-z].*==' $(1))" $(1); \
		$(PIP) $(1) && echo "$$sum" > $(2); \
	fi
endef

.PHONY: help
help: ## Show this help
	@echo "Dynamic Coalitions Portal. Needs Python 3.11 or newer, git and make."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=8000 (make demo) and PYTHON=python3.11 may be given."

.PHONY: demo
demo: site ## Set everything up with the sample site and run it on 127.0.0.1:8000
	$(say) "The portal is at http://127.0.0.1:$(PORT)/ and its admin at http://127.0.0.1:$(PORT)/admin/ (Ctrl-C stops it)"
	@$(MANAGE) runserver 127.0.0.1:$(PORT)

.PHONY: site
site: install ## Like demo, without running the server; safe to repeat
	$(say) "Bringing the database up to date"
	@$(MANAGE) migrate --verbosity 0
	$(say) "Loading the sample site"
	@$(MANAGE) load_sample_site

.PHONY: test
test: lint contracts checks unit journeys ## Everything: lint, contracts, checks, tests, browser journeys

.PHONY: lint
lint: install-dev ## Look at style and templates
	$(say) "Lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --lint --quiet coalitions events home search dc_portal

.PHONY: format
format: install-dev ## Put Python files into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: contracts
contracts: install-dev ## Check who imports whom
	$(say) "Import contracts"
	@$(BIN)/lint-imports --no-cache

.PHONY: checks
checks: install-dev ## Check migrations, production settings and translations
	$(say) "Migrations, production settings, translations"
	@DATABASE_URL=sqlite://:memory: DJANGO_SETTINGS_MODULE=dc_portal.settings.test $(MANAGE) makemigrations --check --dry-run
	@DJANGO_SETTINGS_MODULE=dc_portal.settings.production ALLOWED_HOSTS=portal.example.org \
		WAGTAILADMIN_BASE_URL=https://portal.example.org \
		SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		$(MANAGE) check --deploy --fail-level WARNING
	@if [ -n "$$(find coalitions events home search dc_portal -name '*.po')" ]; then \
		$(MANAGE) compilemessages --verbosity 0 --ignore .venv; fi

.PHONY: unit
unit: install-dev
	@.ci/chromium >/dev/null # Debian's brings Pango, with which PDFs are drawn
	$(say) "Tests"
	@$(BIN)/python -m pytest -q -n 2 -m "not journey"

.PHONY: journeys
journeys: install-dev
	$(say) "Journeys in a real browser"
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(BIN)/python -m pytest -q -m journey tests/journeys

.PHONY: services
services: install-dev ## The tests of what is in the database once more, on PostgreSQL and Redis (Debian)
	@.ci/with-services $(BIN)/python -m pytest -q -n 2 -m "django_db and not journey"

.PHONY: bench
bench: install-dev ## Measure, and print every figure beside its bar
	@$(BIN)/python -m tests.benchmarks

.PHONY: shots
shots: site install-dev ## Photograph every kind of page into var/shots
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(BIN)/python -m tests.shots

.PHONY: wheel
wheel: install-dev ## Build the plugin's wheel into dist
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

.PHONY: lock
lock: install-dev ## Write the lock files anew from requirements/*.in
	@$(BIN)/uv pip compile $(LOCK) -o requirements.txt requirements/base.in
	@$(BIN)/uv pip compile $(LOCK) -c requirements.txt -o requirements/dev.txt requirements/dev.in

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links \
	--custom-compile-command 'make lock'

.PHONY: clean
clean: ## Remove what can be made again; the database and uploads in var stay
	@rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage dist build var/shots var/static
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: venv install install-dev
venv:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed and was not found."; \
		echo "  Debian: apt install python3 python3-venv    macOS: brew install python@3.13"; \
		echo "  Or say where it is: make PYTHON=/path/to/python3.11 demo"; exit 1; fi
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		printf '\033[1m==> Making .venv with %s\033[0m\n' "$$($(PYTHON) -V)"; \
		rm -rf .venv; $(PYTHON) -m venv .venv || { \
			rm -rf .venv; echo "Python's venv module is missing. Debian: apt install python3-venv"; exit 1; }; fi

install: venv
	$(call install,requirements.txt,.venv/.runtime)

install-dev: install
	$(call install,requirements/dev.txt,.venv/.dev)
