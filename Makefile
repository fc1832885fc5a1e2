# Needs Python >= 3.11 with pip, and make. Everything else is installed into .venv.
# Of several names, the first that starts a supported Python.
first_python = $(firstword $(foreach python,$(1),$(shell \
	$(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))))
PYTHON ?= $(call first_python,python3 python3.14 python3.13 python3.12 python3.11 python)
LOWEST_PYTHON ?= python3.11
NEWEST_PYTHON ?= $(call first_python,python3.14 python3.13 python3.12 python3.11 python3)
VERSIONS ?= python3.11 python3.12 python3.13 python3.14
FUZZ_SECONDS ?= 60

VENV := .venv
BIN := $(VENV)/bin
EXTRAS := arrow,cli,html,plots,sources,dev
EXAMPLE := docs/examples/blog.txt
DEMO := $(BIN)/postindex
# On all cores. A module's tests run on one worker, because they share fixtures that are slow to make.
XDIST := -n auto --dist loadscope
# These tests need programs that pip does not install. Each kind has a target, and `make test` leaves it out.
READERS := tests/readers
BROWSER := tests/report/test_browser.py tests/websearch/test_parity.py tests/websearch/test_box.py
PYTEST := $(BIN)/python -m pytest $(XDIST) $(addprefix --ignore=,$(READERS) $(BROWSER))
PIP = $(PYTHON) -m pip --quiet --disable-pip-version-check --python $(BIN)/python
NPM := npm install --no-package-lock --no-audit --no-fund --silent --prefix

# One target at a time: each uses all cores.
.NOTPARALLEL:
.PHONY: demo test check lint cover wheel lowest newest versions readers browser bench fuzz notebooks docs picture clean help

demo: $(VENV)/.for-use  ## check an example listing, query it, and write its feeds into build/
	@mkdir -p build
	@echo "$$ postindex check $(EXAMPLE)" && $(DEMO) check $(EXAMPLE)
	@echo && echo "$$ postindex tags $(EXAMPLE) --limit 8" && $(DEMO) tags $(EXAMPLE) --limit 8
	@echo && echo "$$ postindex search $(EXAMPLE) postgers --limit 3" && $(DEMO) search $(EXAMPLE) postgers --limit 3
	@echo && echo "$$ postindex related $(EXAMPLE) 'quieter pager' --limit 3" && $(DEMO) related $(EXAMPLE) 'quieter pager' --limit 3
	@echo && echo "$$ postindex cadence $(EXAMPLE) --by quarter --limit 4" && $(DEMO) cadence $(EXAMPLE) --by quarter --limit 4
	@$(DEMO) feed $(EXAMPLE) --title Notes --link https://example.org/ --author 'A. Writer' --permalink '/{slug}/' -o build/rss.xml
	@$(DEMO) feed $(EXAMPLE) --title Notes --link https://example.org/ --author 'A. Writer' --permalink '/{slug}/' -o build/atom.xml
	@echo && echo "The feeds are in build/rss.xml and build/atom.xml."

test: $(VENV)/.for-work  ## run the tests that need Python alone
	$(PYTEST)

check: lint cover docs wheel  ## run everything that must pass before a change is merged

lint: $(VENV)/.for-work  ## check style, types, the CI files and the English
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.readthedocs .readthedocs.yaml
	$(BIN)/python tests/english.py

cover: $(VENV)/.for-work  ## run the tests and require full branch coverage of src
	$(PYTEST) -q --cov --cov-report=term

wheel: $(VENV)/.for-work  ## build the wheel and run the tests on it, except those of readers and reports
	$(BIN)/python tests/wheel.py $(PYTHON)

lowest: .venv-lowest/.ready  ## run the tests with the lowest allowed versions, on Python 3.11
	.venv-lowest/bin/python -m pytest -q -W default $(XDIST) $(addprefix --ignore=,$(READERS) $(BROWSER))

newest: .venv-newest/.ready  ## run the tests with the newest versions, on the newest Python here
	.venv-newest/bin/python -m pytest -q $(XDIST) $(addprefix --ignore=,$(READERS) $(BROWSER))

versions:  ## run one program on every Python of VERSIONS that is here; all outputs must be the same
	$(PYTHON) tests/versions.py $(VERSIONS)

readers: $(VENV)/.for-readers  ## read our feeds with other projects' feed readers; needs node, newsboat, sfeed and curl
	POSTINDEX_READERS=required $(BIN)/python -m pytest -q $(XDIST) $(READERS)

browser: $(VENV)/.for-browser  ## test the report and the search in a real browser; needs node and chromium
	POSTINDEX_BROWSER=required $(BIN)/python -m pytest -q $(XDIST) $(BROWSER)

bench: $(VENV)/.for-bench  ## measure speed and quality relative to other libraries; PART=search runs one part
	$(BIN)/python tests/bench/bench.py $(PART)

fuzz: $(VENV)/.for-work  ## read sources of every kind with mistakes for FUZZ_SECONDS seconds each, or until a check fails
	$(BIN)/python tests/fuzz/fuzz.py --seconds $(FUZZ_SECONDS)
	$(BIN)/python tests/fuzz/fuzz_feeds.py --seconds $(FUZZ_SECONDS)
	$(BIN)/python tests/fuzz/fuzz_exports.py --seconds $(FUZZ_SECONDS)
	$(BIN)/python tests/fuzz/fuzz_read.py --seconds $(FUZZ_SECONDS)

notebooks: $(VENV)/.for-work  ## run the notebooks of the documentation, into build/notebooks
	$(BIN)/python docs/run_notebooks.py build/notebooks
	@echo "Open build/notebooks/rhythm.ipynb and build/notebooks/topics.ipynb."

docs: $(VENV)/.for-work  ## build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -n -q -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html."

picture: $(VENV)/.for-work  ## redraw the pictures of the README and of the documentation
	$(BIN)/python docs/picture.py
	$(BIN)/python docs/plots.py

clean:  ## remove everything that the other targets make
	rm -rf $(VENV) .venv-lowest .venv-newest tests/*/node_modules build dist docs/_build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

help:  ## list the targets
	@sed -nE 's/^([a-z]+):.*  ## (.*)/\1\t\2/p' Makefile | expand -t 12

# pip runs from outside the environment: Debian's Python can make an environment, but cannot put pip into it.
$(BIN)/python:
	@test -z "$(PYTHON)" || $(PYTHON) -c 'import sys; sys.exit("postindex needs Python >= 3.11" if sys.version_info < (3, 11) else 0)'
	@test -n "$(PYTHON)" || { echo "No Python >= 3.11 found; install one, or run make PYTHON=/path/to/python." >&2; exit 1; }
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.for-use: pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[cli]'
	@touch $@

$(VENV)/.for-work: pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[$(EXTRAS)]'
	@touch $@ $(VENV)/.for-use

# uv installs the lowest allowed versions, or the newest ones; pip can do only the second, and keeps what is installed.
.venv-lowest/.ready: pyproject.toml
	$(LOWEST_PYTHON) -m venv --clear --without-pip .venv-lowest
	$(LOWEST_PYTHON) -m pip --quiet --disable-pip-version-check --python .venv-lowest/bin/python install 'uv>=0.5'
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python --resolution lowest-direct -e '.[$(EXTRAS)]'
	@touch $@

# Always made afresh: what is newest changes from day to day.
.PHONY: .venv-newest/.ready
.venv-newest/.ready:
	$(NEWEST_PYTHON) -m venv --clear --without-pip .venv-newest
	$(NEWEST_PYTHON) -m pip --quiet --disable-pip-version-check --python .venv-newest/bin/python install 'uv>=0.5'
	.venv-newest/bin/uv pip install --quiet --python .venv-newest/bin/python -e '.[$(EXTRAS)]'

# Libraries in JavaScript are left out where there is no npm.
$(VENV)/.for-bench: tests/bench/requirements.txt tests/bench/package.json $(VENV)/.for-work
	$(PIP) install -r $<
	@! command -v npm >/dev/null || $(NPM) tests/bench
	@touch $@

$(VENV)/.for-readers: tests/readers/requirements.txt tests/readers/package.json $(VENV)/.for-work
	$(PIP) install -r $<
	$(NPM) tests/readers
	@touch $@

$(VENV)/.for-browser: tests/report/package.json tests/websearch/package.json $(VENV)/.for-work
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 $(NPM) tests/report
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 $(NPM) tests/websearch
	@touch $@
