# Needs Python >= 3.11 with pip, and make. Everything else is installed into .venv.
PYTHON ?= $(firstword $(foreach python,python3 python3.13 python3.12 python3.11 python,$(shell \
	$(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))))
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := docs/examples/blog.txt
DEMO := $(BIN)/postindex
# On all cores; a module's tests stay together, as they share what is slow to make.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadscope
FUZZ_SECONDS ?= 60
VERSIONS ?= python3.11 python3.12 python3.13

# Of these, several at once would be in each other's way: each takes all cores.
.NOTPARALLEL:
.PHONY: demo test check lint cover wheel readers browser versions bench fuzz notebooks docs picture clean

demo: $(VENV)/.for-use  ## check an example listing, ask it things, write its feeds into build/
	@mkdir -p build
	@echo "$$ postindex check $(EXAMPLE)" && $(DEMO) check $(EXAMPLE)
	@echo && echo "$$ postindex tags $(EXAMPLE) --limit 8" && $(DEMO) tags $(EXAMPLE) --limit 8
	@echo && echo "$$ postindex search $(EXAMPLE) postgers --limit 3" && $(DEMO) search $(EXAMPLE) postgers --limit 3
	@echo && echo "$$ postindex related $(EXAMPLE) 'quieter pager' --limit 3" && $(DEMO) related $(EXAMPLE) 'quieter pager' --limit 3
	@echo && echo "$$ postindex cadence $(EXAMPLE) --by quarter --limit 4" && $(DEMO) cadence $(EXAMPLE) --by quarter --limit 4
	@$(DEMO) feed $(EXAMPLE) --title Notes --link https://example.org/ --author 'A. Writer' -o build/rss.xml
	@$(DEMO) feed $(EXAMPLE) --title Notes --link https://example.org/ --author 'A. Writer' -o build/atom.xml
	@echo && echo "Feeds are in build/rss.xml and build/atom.xml."

test: $(VENV)/.for-work  ## all tests
	$(PYTEST)

check: lint cover docs wheel  ## everything that must hold before a change lands

lint: $(VENV)/.for-work  ## style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

cover: $(VENV)/.for-work  ## all tests, which must reach every line and branch of src
	$(PYTEST) -q --cov --cov-report=term

wheel: $(VENV)/.for-work  ## the tests, without readers and browser, on the wheel
	$(BIN)/python tests/wheel.py $(PYTHON)

readers: $(VENV)/.for-readers  ## other people's feed readers, which then read ours in the tests

browser: $(VENV)/.for-browser  ## what drives a real browser, which then looks at a report in the tests

versions:  ## the same program on every Python of VERSIONS that is here; all must give the same bytes
	$(PYTHON) tests/versions.py $(VERSIONS)

bench: $(VENV)/.for-bench  ## speed and quality, against a floor or a peer of the same run; PART=search runs one part
	$(BIN)/python tests/bench/bench.py $(PART)

fuzz: $(VENV)/.for-work  ## listings with mistakes, for FUZZ_SECONDS seconds, until one breaks a promise
	$(BIN)/python tests/fuzz/fuzz.py --seconds $(FUZZ_SECONDS)

notebooks: $(VENV)/.for-work  ## the notebooks of the documentation, run, into build/notebooks
	$(BIN)/python docs/run_notebooks.py build/notebooks
	@echo "Open build/notebooks/rhythm.ipynb and build/notebooks/topics.ipynb."

docs: $(VENV)/.for-work  ## the documentation, into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -n -q -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html."

picture: $(VENV)/.for-work  ## the README's picture, from what the command prints today, and those of the pages
	$(BIN)/python docs/picture.py
	$(BIN)/python docs/plots.py

clean:
	rm -rf $(VENV) tests/bench/node_modules tests/readers/node_modules tests/report/node_modules build dist docs/_build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

# pip is run from outside: Debian's Python can make an environment, but not put pip into it.
$(VENV)/bin/python:
	@test -z "$(PYTHON)" || $(PYTHON) -c 'import sys; sys.exit("postindex needs Python >= 3.11" if sys.version_info < (3, 11) else 0)'
	@test -n "$(PYTHON)" || { echo "No Python >= 3.11 was found; install one, or say make PYTHON=/path/to/python." >&2; exit 1; }
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.for-use: pyproject.toml | $(VENV)/bin/python
	$(PYTHON) -m pip --quiet --disable-pip-version-check --python $(BIN)/python install -e '.[cli]'
	@touch $@

$(VENV)/.for-work: pyproject.toml | $(VENV)/bin/python
	$(PYTHON) -m pip --quiet --disable-pip-version-check --python $(BIN)/python install -e '.[arrow,cli,html,plots,dev]'
	@touch $@ $(VENV)/.for-use

# Peers in JavaScript are left out where there is no npm.
$(VENV)/.for-bench: tests/bench/requirements.txt tests/bench/package.json $(VENV)/.for-work
	$(PYTHON) -m pip --quiet --disable-pip-version-check --python $(BIN)/python install -r $<
	@! command -v npm >/dev/null || npm --prefix tests/bench install --no-package-lock --no-audit --no-fund --silent
	@touch $@

$(VENV)/.for-readers: tests/readers/requirements.txt tests/readers/package.json $(VENV)/.for-work
	$(PYTHON) -m pip --quiet --disable-pip-version-check --python $(BIN)/python install -r $<
	@! command -v npm >/dev/null || npm --prefix tests/readers install --no-package-lock --no-audit --no-fund --silent
	@touch $@

$(VENV)/.for-browser: tests/report/package.json $(VENV)/.for-work
	@! command -v npm >/dev/null || PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix tests/report install --no-package-lock --no-audit --no-fund --silent
	@touch $@
