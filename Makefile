# Needs Python 3.11 or newer and make; everything else is put into .venv.

IS_NEW := -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p $(IS_NEW) && echo $$p && break; done)
BIN := .venv/bin
STAMP := .venv/.installed
CODE := graph matching workers api cli tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help install demo run test lint format types quality bench lock

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

install: $(STAMP) ## Make .venv with the command maillage in it

demo: install ## Run everything on this machine with a sample network
	@$(BIN)/maillage dev

run: install ## Serve the API as the environment (or .env) says
	@$(BIN)/maillage serve

# In the order of the folders: by itself, xdist keeps the files of few tests, which take minutes, for
# the end, where one process would run them alone.
test: install ## Run all tests, on real servers
	@$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: install ## Check style, format and imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

format: install ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: install ## Check the types, those of the tests too
	$(BIN)/mypy $(CODE)

quality: install ## Measure retrieval on the development sets, and write docs/quality.md
	$(BIN)/python -m benchmarks.quality

bench: install ## Measure how soon a new need has its suggestions
	$(BIN)/python -m benchmarks.suggestions

# uv takes 15 s where pip takes 57 s. It does not read pip's configuration: where a machine can
# reach packages only through that, pip does the work.
$(STAMP): pyproject.toml requirements/install.txt requirements/dev.txt
	@$(or $(PYTHON),false) $(IS_NEW) || { echo "Maillage needs Python 3.11 or newer." \
	  "Install it, or say where it is: make install PYTHON=/path/to/python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/install.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes \
	  -r requirements/dev.txt \
	  || $(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

# PyTorch embeds on a processor without these.
UNUSED := cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cuda-cccl nvidia-cusolver nvidia-nvtx triton

lock: install ## Compile the requirement files from pyproject.toml
	$(COMPILE) --group dev --extra bench -o requirements/dev.txt
	$(COMPILE) -c requirements/dev.txt -o requirements/runtime.txt
	$(COMPILE) -c requirements/dev.txt --extra sentence-transformers --group transformers \
	  $(addprefix --no-emit-package ,$(UNUSED)) -o requirements/transformers.txt
	$(BIN)/uv pip compile --quiet --group install --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	  -c requirements/dev.txt -o requirements/install.txt
