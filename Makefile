# All commands. `make` lists them. They need only Python 3.11 or newer with venv.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
LOCAL := SITE_MODE=local PORT=$(PORT)
PRODUCTION := SITE_MODE=production SITE_URL=https://briefings.example EMAIL_URL=none:// \
	SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')"
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r
# Pins and hashes of every platform's files; what is pinned already stays. The addresses of indexes are not written.
LOCK := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock"
DJADE := find templates -name '*.html' -print0 | xargs -0 $(VENV)/bin/djade --target-version 5.2

.PHONY: help run test test-all smoke lint format messages bench kill rehearse clock lock password clean
.DEFAULT_GOAL := help

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: $(VENV)/.run ## prepare everything and serve on http://localhost:8000 (PORT=8001 changes it)
	@$(LOCAL) exec $(PY) manage.py start

password: $(VENV)/.run ## give one of the demonstration's staff a new password: make password NAME=marta
	@$(LOCAL) $(PY) manage.py demo_password $(NAME)

smoke: $(VENV)/.test ## run a chosen set of tests in under a minute, after every change
	@$(LOCAL) $(PY) -m pytest -q @tests/smoke.txt $(ARGS)

test: $(VENV)/.test ## run the tests except slow ones and those in a browser (make test ARGS="-k name")
	@$(LOCAL) $(PY) -m pytest -n 2 --dist worksteal -m "not slow and not browser" $(ARGS)

test-all: $(VENV)/.test ## run every test, on SQLite or on the DATABASE_URL that is set
	@$(LOCAL) $(PY) -m pytest -n 2 --dist worksteal $(ARGS)

lint: $(VENV)/.test ## check style, templates, migrations, catalogues and production settings
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(DJADE) --check
	$(LOCAL) $(PY) manage.py makemigrations --check --dry-run
	$(LOCAL) $(PY) manage.py catalogues --check
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

format: $(VENV)/.test ## format code and templates
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format
	@$(DJADE) || $(DJADE) --check

messages: $(VENV)/.test ## collect new texts for translation and compile the catalogues (needs gettext)
	$(LOCAL) $(PY) manage.py makemessages --locale es --no-obsolete --add-location file --ignore tests
	$(LOCAL) $(PY) manage.py catalogues

bench: $(VENV)/.test ## measure every page, act and load, half an hour a database (QUICK=1: the demonstration in a minute and a half)
	@$(LOCAL) $(PY) -m benchmarks $(if $(QUICK),--quick) $(ARGS)

kill: $(VENV)/.test ## kill processes while they publish, 100 times; the old or the new edition must be complete
	@$(LOCAL) $(PY) -m benchmarks.killing $(ARGS)

rehearse: $(VENV)/.test ## run the site behind nginx, let servers fail, and print what readers and editors meet
	@$(PY) -m benchmarks.rehearsal $(ARGS)

clock: $(VENV)/.test ## run the tests on two other dates, on both databases (needs libfaketime)
	@.ci/clock $(ARGS)

lock: | $(VENV)/bin/python ## make both requirements.lock from both requirements.txt (make lock ARGS="--upgrade-package x")
	@$(PY) -m pip install --quiet --disable-pip-version-check $$(grep '^uv==' tests/requirements.txt)
	$(LOCK) requirements.txt -o requirements.lock $(ARGS)
	$(LOCK) tests/requirements.txt -c requirements.lock -o tests/requirements.lock $(ARGS)

clean: ## remove what the commands made, except the data in var/
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis test-results

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. If one has another name: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is needed (Debian: python3-venv)." >&2; exit 1; }

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	$(INSTALL) requirements.lock
	@touch $@

$(VENV)/.test: requirements.lock tests/requirements.lock | $(VENV)/bin/python
	$(INSTALL) tests/requirements.lock
	@touch $@ $(VENV)/.run
