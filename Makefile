# chibot's commands. `make` alone lists them. Everything runs from .venv, which the first command makes by itself.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

AS ?= secretary
PYTHON ?=
ARGS ?=
# One more than there are cores: some tests wait for programs that they start.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

# The tests start Python and commit thousands of times: they keep the bytecode, whatever the shell says, and work in memory
# where Linux has a folder with 2 GB of room for it. There a commit waits for no disk.
MEMORY := /dev/shm
HAS_ROOM := test -w $(MEMORY) && test "$$(df -Pk $(MEMORY) | awk 'NR == 2 { print $$4 }')" -gt 2000000
PYTEST = PYTHONDONTWRITEBYTECODE= $(if $(shell $(HAS_ROOM) && echo yes),TMPDIR=$(MEMORY)) $(BIN)/python -m pytest

BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
WHOLE := .venv/.whole
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

# A .venv whose Python has gone, or that was made in another folder, counts as not made.
MADE_HERE := test -x $(BIN)/python && { test ! -e $(WHOLE) || test "$$(cat $(WHOLE))" = "$(CURDIR)"; }
$(shell { $(MADE_HERE); } || rm -f $(RUNTIME) $(DEV) $(WHOLE))

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: $(RUNTIME) ## start the practice assistant: invented people, chat page on this machine
	@exec $(BIN)/chibot run --practice $(ARGS)

.PHONY: chat
chat: $(RUNTIME) ## talk to it in the terminal, AS=secretary (or another invented person)
	@exec $(BIN)/chibot chat --as "$(AS)" $(ARGS)

.PHONY: setup
setup: $(DEV) ## make .venv with everything that is needed to run, check and test

.PHONY: check
check: static ## the quick half: format, lint, types, contracts, fast tests
	$(PYTEST) -m "not slow and not browser and not soak" $(ARGS)

.PHONY: test
test: static ## everything that CI runs, on every core
	$(PYTEST) -n $(WORKERS) --dist worksteal -m "not soak" $(ARGS)

.PHONY: static
static: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: $(DEV) ## put the code in form and mend what ruff can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

.PHONY: soak
soak: $(DEV) ## the long tests (minutes)
	$(PYTEST) -m soak $(ARGS)

.PHONY: bench
bench: $(DEV) ## measure the speeds that the docs state
	$(BIN)/python -m benchmarks $(ARGS)
	$(BIN)/python -m benchmarks.progress
	$(BIN)/python -m benchmarks.digest
	$(BIN)/python -m benchmarks.footprint
	$(BIN)/python -m benchmarks.importing

.PHONY: lock
lock: $(DEV) ## take newer versions into requirements*.lock
	$(LOCK) requirements.in --output-file requirements.lock
	$(LOCK) requirements-dev.in --output-file requirements-dev.lock

.PHONY: env-example
env-example: $(RUNTIME) ## write .env.example from the settings
	@$(BIN)/chibot settings --env-example > .env.example.new && mv .env.example.new .env.example

.PHONY: clean
clean: ## remove .venv and what the tools left (never data/)
	rm -rf .venv build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .env.example.new
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# .venv. `.whole` is missing while pip is at work: a .venv without it was interrupted, and is made anew.
define make_venv
found=; \
for candidate in $(or $(PYTHON),python3.11 python3); do \
	if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1; then found="$$candidate"; break; fi; \
done; \
if [ -z "$$found" ]; then \
	echo "chibot cần Python 3.11 trở lên / needs Python 3.11 or newer: install python3.11" \
		"(Debian: apt install python3.11 python3.11-venv)" >&2; exit 1; \
fi; \
if ! "$$found" -c 'import venv, ensurepip' > /dev/null 2>&1; then \
	echo "chibot cần mô-đun venv của Python / needs Python's venv module: apt install python3-venv" >&2; exit 1; \
fi; \
echo "Đang chuẩn bị .venv (một lần) / preparing .venv (once) ..." >&2; \
rm -rf .venv; \
"$$found" -m venv .venv
endef

$(RUNTIME): requirements.lock pyproject.toml
	@if [ ! -e $(WHOLE) ] || [ ! -x $(BIN)/python ]; then $(make_venv); fi
	@rm -f $(WHOLE)
	@$(PIP) install --require-hashes -r requirements.lock >&2
	@$(PIP) install --no-build-isolation --no-deps --editable . >&2
	@pwd -P > $(WHOLE); touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@if [ ! -e $(WHOLE) ]; then rm -f $(RUNTIME); $(MAKE) --no-print-directory $(RUNTIME); fi
	@rm -f $(WHOLE)
	@echo "Đang cài công cụ kiểm thử / installing the test tools ..." >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock >&2
	@pwd -P > $(WHOLE); touch $@
