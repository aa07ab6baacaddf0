# Every task anyone runs. `make demo` and `make test` do all their set-up themselves.
PYTHON ?= python3
SIZE ?= city
SERVE ?= yes
FRESH ?= no
LARGEST ?= 20 cities
BIN := .venv/bin
MUSTER := $(BIN)/muster
STAMPS := .stamps
# Each stamp lies in what it vouches for: who deletes the one deletes the other.
VENV := .venv/.installed
BUILT := src/muster/static/dist/.built
SOURCES := src tests bench conftest.py

.PHONY: help setup demo serve stop test check unit journeys bench bench-planning fix lock docs clean browser

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(VENV) $(STAMPS)/words $(BUILT) $(STAMPS)/warm  ## everything that the product needs, into .venv

$(VENV): requirements.lock pyproject.toml
	@mkdir -p $(STAMPS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Muster needs Python 3.11 or newer; name one with PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }
	@echo "Installing Python packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/words: $(VENV) src/muster/kernel/words.py $(shell find src -name django.po)
	@$(BIN)/python -m muster.kernel.words
	@touch $@

$(BUILT): $(VENV) $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/.*/*')
	@echo "Building the front end"
	@$(BIN)/python web/build.py build
	@touch $@

$(STAMPS)/warm: $(VENV) $(shell find src/muster/planning -name '*.py' -not -path '*/tests/*')
	@echo "Compiling the planner"
	@$(BIN)/python -m muster.planning.warm
	@touch $@

demo: setup  ## the synthetic city, mobilised, and served (SIZE=village|county|city SERVE=no FRESH=yes)
	@$(MUSTER) demo --size $(SIZE) $(if $(filter no,$(SERVE)),--no-serve) $(if $(filter yes,$(FRESH)),--fresh)

serve: setup  ## the console, in the foreground
	@$(MUSTER) serve

stop:  ## end what runs
	@test ! -x $(MUSTER) || $(MUSTER) stop

test: setup check unit  ## every check and every test

check: setup  ## what needs no database: format, lint, types, structure, front end
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check --quiet $(SOURCES)
	$(BIN)/mypy src/muster
	$(BIN)/lint-imports
	$(BIN)/python web/build.py test

unit: setup browser  ## all tests, the browser journeys included
	$(BIN)/pytest -n 2 --dist loadgroup

browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && { apt-get update -qq; apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } || echo "The browser journeys need chromium and a Chinese font: apt install chromium fonts-noto-cjk"; }

bench: setup  ## every speed goal, measured; kept in bench/results/
	$(BIN)/python -m bench.core --size $(SIZE)

bench-planning: setup  ## the planners beside their peers, from a village to LARGEST; kept in bench/results/
	$(BIN)/python -m bench.planning --largest "$(LARGEST)"

fix:  ## format and mend what can be mended
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

lock: $(VENV)  ## pin every dependency again
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --python-version 3.11 --extra dev pyproject.toml -o requirements.lock --custom-compile-command "make lock"

docs: setup  ## the parts of the reference that follow from the code
	$(BIN)/python -m muster.console.reference
	$(BIN)/python -m muster.privacy.reference

clean:  ## everything that set-up made, but no data
	rm -rf .venv $(STAMPS) web/node_modules src/muster/static/dist
