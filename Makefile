# The commands of HelpExchange. `make help` lists them.
# Only git, make and Python are needed; the rest is installed below .venv, .cache and node_modules.

.DEFAULT_GOAL := help
.PHONY: help demo setup setup-dev test check format bench screenshots lock texts wheel clean

python := .venv/bin/python

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: setup ## start the demo town and print its address
	@.venv/bin/helpexchange demo

setup: ## make the environment: .venv, assets, catalogues
	@scripts/setup.sh

setup-dev: ## the same, with what tests and checks need
	@scripts/setup.sh --dev

test: ## run every test, on SQLite and PostgreSQL and in a browser
	@scripts/test.sh

check: setup-dev ## look at style, types, imports, templates and catalogues
	@scripts/check.sh

format: setup-dev ## mend what can be mended without thought
	@.venv/bin/ruff check --fix --exit-zero .
	@.venv/bin/ruff format .

bench: setup-dev ## measure the engine, the pages and finding people
	@$(python) -m benchmarks

screenshots: setup-dev ## photograph every page into var/screenshots
	@$(python) -m scripts.screenshots

lock: setup ## renew the lock files after a change in pyproject.toml
	@scripts/lock.sh

texts: setup-dev ## bring the catalogues up to date with the texts in code and templates
	@$(python) -m scripts.texts

wheel: setup-dev ## build the wheel, with assets and catalogues, and try it
	@scripts/wheel.sh

clean: ## remove what these commands made, but not var/
	rm -rf .venv .cache node_modules build dist helpexchange/static/build *.egg-info .*_cache .hypothesis
	find helpexchange matching tests scripts -name __pycache__ -prune -exec rm -rf {} +
	find helpexchange -name '*.mo' -exec rm -f {} +
