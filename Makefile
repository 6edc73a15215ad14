# Two commands on a fresh machine with git, make and Python 3.11 with pip: `make run` and `make test`.
# Everything is installed into .venv; a bare Debian lacks ensurepip, so the system's pip fills the environment.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(PYTHON) -m pip --disable-pip-version-check
SCENARIO ?= scenarios/smart/net-zero-2045.yaml
WORKERS ?= 2
# Numerical libraries: one thread each, so that results do not depend on the number of cores.
export OPENBLAS_NUM_THREADS ?= 1
export OMP_NUM_THREADS ?= 1

.PHONY: help run app test lint format types floors tests brightway browser screenshots font bench lock clean

help: ## what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## run the net-zero scenario; the pictures lie in runs/
	@$(BIN)/decarb run $(SCENARIO)
	@printf '\nTo move the levers yourself, open the app: make app\n'

app: $(VENV)/.run ## open the app in the browser
	$(BIN)/decarb app

test: lint types floors brightway browser tests ## everything that CI runs

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.test ## put the code in its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.test
	$(BIN)/mypy simulator benchmarks

floors: $(VENV)/.test
	$(BIN)/lint-imports --no-cache # a stale cache has told of imports that were gone

tests: $(VENV)/.test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

bench: $(VENV)/.test ## speed and memory
	$(BIN)/python -m benchmarks.run

# An environment is built anew when its interpreter is gone; the stamps tell what was installed last.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed (set PYTHON=...)' >&2; exit 1; }
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.run: pyproject.toml requirements.lock | $(BIN)/python
	@echo 'Setting up .venv (once; a few minutes) ...'
	@$(PIP) --python $(BIN)/python install --quiet -c requirements.lock -e .
	@touch $@

$(VENV)/.test: pyproject.toml requirements.lock | $(BIN)/python
	@echo 'Setting up .venv with what the tests need (once; a few minutes) ...'
	@$(PIP) --python $(BIN)/python install --quiet -c requirements.lock -e '.[test,hosting]'
	@touch $@ $(VENV)/.run

# Brightway lives apart: its pins are not ours. Where it can't be had, the test that compares with it fails and says so.
brightway: .venv-brightway/.done ## the environment of the independent life-cycle solver
.venv-brightway/.done: requirements-brightway.lock
	@$(PYTHON) -m venv --clear --without-pip .venv-brightway
	@if $(PIP) --python .venv-brightway/bin/python install --quiet -r $<; then touch $@; \
	  else echo 'pip could not install requirements-brightway.lock; the test that compares with Brightway will fail' >&2; fi

# The browser test drives Debian's Chromium; without it the test fails with one line that names the package.
browser:
	@if ! command -v chromium > /dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium) > /dev/null || \
	  echo 'apt could not install the package chromium; the browser test will fail' >&2; fi

screenshots: $(VENV)/.test browser ## each page of the app, light and dark, wide and narrow, into screenshots/
	$(BIN)/python -m tests.faces.web.screenshots screenshots

# The font stands in the repository; this makes it anew when the catalogue has new characters (a test says so).
HAN := /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
font: ## cut the Chinese font to the characters of the catalogue
	@test -f $(HAN) || { echo 'needs the package fonts-noto-cjk: apt-get install fonts-noto-cjk' >&2; exit 1; }
	@test -x .venv-font/bin/pyftsubset || { $(PYTHON) -m venv --clear --without-pip .venv-font && \
	  $(PIP) --python .venv-font/bin/python install --quiet fonttools brotli; }
	@PYTHONPATH=. $(PYTHON) -c "from simulator.words import glyphs; print(''.join(sorted(c for c in glyphs() if ord(c) > 0x2E7F)))" > static/decarb-han.txt
	.venv-font/bin/pyftsubset $(HAN) --font-number=2 --text-file=static/decarb-han.txt --flavor=woff2 --layout-features= \
	  --no-hinting --desubroutinize --output-file=static/decarb-han.woff2

lock: ## resolve anew what requirements.lock holds
	rm -rf .venv-lock && $(PYTHON) -m venv --without-pip .venv-lock
	$(PIP) --python .venv-lock/bin/python install --quiet -e '.[test,hosting]'
	{ echo '# Exact versions that were tested together on Python 3.11; made by `make lock`, used as constraints.'; \
	  $(PIP) --python .venv-lock/bin/python freeze --exclude-editable --exclude decarb; } > requirements.lock
	rm -rf .venv-lock

clean: ## remove what can be made again (runs/ stays)
	rm -rf .venv .venv-brightway .venv-lock .venv-font .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
