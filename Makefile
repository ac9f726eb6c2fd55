# The only entrance: `make` alone lists what there is.

PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python -m
CODE := daqing1369 targets actions tests manage.py
DATA := $(or $(DATA_DIR),.data)
export PORT
# One worker more than there are cores, up to 3 of them; 4 from then on. The tests also wait: for the database, for
# processes and for the browser.
CORES := $(shell getconf _NPROCESSORS_ONLN)
WORKERS := --dist worksteal -n $(shell [ $(CORES) -gt 3 ] && echo 4 || echo $$(($(CORES) + 1)))
# Dozens of processes of one run import the same modules: each would compile them again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: .venv/.installed ## the board with the 2024 plan on http://127.0.0.1:$PORT (8000), until Ctrl+C
	@daqing1369/printing.sh
	@exec .venv/bin/python manage.py demo

.PHONY: demo-reset
demo-reset: .venv/.installed ## delete the demo's database, so that the next demo starts afresh
	@$(RUN) daqing1369.embedded.reset $(DATA)/postgres
	@rm -f $(DATA)/evaluation.env
	@echo "The demo's database is gone; make demo starts afresh."

.PHONY: test
test: .venv/.installed-dev ## everything: lint, types, tests on a real PostgreSQL, browser tests
	@$(MAKE) --no-print-directory -j3 check test-database test-packages
	$(RUN) pytest $(WORKERS) -m "not browser"
	$(RUN) pytest $(WORKERS) tests/browser

.PHONY: test-packages
test-packages: .venv/.installed-dev
	@daqing1369/printing.sh
	@tests/operate/browser.sh

.PHONY: test-database
test-database: .venv/.installed-dev
	@$(RUN) tests.operate.template

.PHONY: coverage
coverage: .venv/.installed-dev ## branch coverage of the tests without a browser, with its floor
	@$(RUN) coverage erase
	$(RUN) coverage run -m pytest $(WORKERS) -m "not browser"
	@$(RUN) coverage combine --quiet
	$(RUN) coverage report --skip-covered --skip-empty

.PHONY: check
check: .venv/.installed-dev ## lint and types only
	@$(MAKE) --no-print-directory -j2 check-lint check-types

.PHONY: check-lint check-types
check-lint: .venv/.installed-dev
	$(RUN) ruff format --check --quiet .
	$(RUN) ruff check --quiet .
	$(RUN) djlint templates --lint --quiet
	@tests/operate/deploy_check.sh
	.venv/bin/python manage.py makemigrations --check

check-types: .venv/.installed-dev
	$(RUN) mypy $(CODE)

.PHONY: fmt
fmt: .venv/.installed-dev ## format the code
	$(RUN) ruff check --fix-only --quiet .
	$(RUN) ruff format --quiet .

.PHONY: messages
messages: .venv/.installed-dev ## bring the Chinese catalogue up to date and compile it
	$(RUN) tests.operate.messages

.PHONY: screenshots
screenshots: .venv/.installed-dev ## the pictures of README and help, from a demo that runs on $PORT
	$(RUN) tests.operate.screenshots

.PHONY: soak
soak: .venv/.installed ## 50 editors write for a minute, the server is killed in the middle: is anything lost?
	@$(RUN) tests.operate.soak

.PHONY: bench
bench: .venv/.installed-dev ## the pages against two floors of the same server, memory, growth, the browser (3 minutes)
	@tests/operate/browser.sh
	@$(RUN) tests.operate.bench

.PHONY: chaos
chaos: .venv/.installed ## database, worker, connections, clients, files and mail fail under load: is anything lost?
	@$(RUN) tests.operate.chaos

.PHONY: cluster
cluster: .venv/.installed ## two applications on three databases (Patroni), the primary is killed: is anything lost?
	@tests/operate/cluster/packages.sh
	@$(RUN) tests.operate.cluster

.PHONY: bench-air
bench-air: .venv/.installed ## import a country's year of daily air values (or FILE=…): time, memory, linear growth
	@$(RUN) tests.operate.bench_air $(FILE)

.PHONY: proof-air
proof-air: .venv/.installed ## compute every AQI of FILE=… again by a second function
	@$(RUN) tests.operate.proof_air $(FILE)

.PHONY: fuzz
fuzz: export FUZZ_INPUTS ?= 10000
fuzz: .venv/.installed-dev ## FUZZ_INPUTS (10000) made-up queries, forms, files and API requests: the nightly mode of the tests
	$(RUN) pytest $(WORKERS) -o faulthandler_timeout=3600 tests/strangers/test_fuzz.py tests/daqing1369/test_api_schema.py

.PHONY: everyone
everyone: export EVERYONE := on
everyone: .venv/.installed-dev ## every page and state with axe, in both languages and both themes: the nightly mode of the test
	@tests/operate/browser.sh
	$(RUN) pytest $(WORKERS) tests/browser/test_accessible.py

.PHONY: audit
audit: .venv/.installed-dev ## the locked requirements against known weaknesses; asks a service on the network
	@$(RUN) tests.operate.audit

.PHONY: sbom
sbom: .venv/.installed-dev ## the bill of materials (CycloneDX) of the locked requirements, into sbom.cdx.json; asks nobody
	@.venv/bin/python -W ignore -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml \
		--mc-type application --output-reproducible --output-format JSON --output-file sbom.cdx.json
	@echo "The bill of materials is in sbom.cdx.json."

.PHONY: lock
lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock: .venv/.installed-dev ## compile the locked requirements again from pyproject.toml
	$(RUN) uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
		pyproject.toml -o requirements.txt
	$(RUN) uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
		--group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Installing the locked requirements …" >&2
	@tests/operate/install.sh $<
	@touch $@

.venv/.installed-dev: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "Installing the locked requirements, with those of development …" >&2
	@tests/operate/install.sh $<
	@touch .venv/.installed $@

.venv/bin/python:
	@PYTHON=$(PYTHON) tests/operate/venv.sh
