# `make` alone lists the commands. PYTHON=/path/to/python chooses the interpreter (3.11, 3.12 or 3.13).

.DEFAULT_GOAL := help
.PHONY: help run test interop check docs bench soak env lock clean

VENV := .venv/bin
PYTHONS := $(or $(PYTHON),python3.11 python3.12 python3.13 python3)
TESTS ?=
BENCH ?=
GROUP ?=
INTEROP := tests/interop/test_foreign_clients.py tests/interop/by_hand/gsoap.py tests/interop/by_hand/jaxws.py \
	tests/interop/by_hand/dotnet.py
SOAK ?=
comma := ,

help: ## List these commands
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

run: env ## Prepare the demo database if there is none, and serve on 127.0.0.1:8080
	@exec $(VENV)/loyalty-gateway up

test: env ## Run all tests, in a process for each core; TESTS="tests/wsdl -k fault" narrows them, in one
	@exec $(VENV)/python -m pytest $(or $(TESTS),--numprocesses auto)

interop: env ## Generate, compile and run SOAP clients in C++, Java and C# too; as root it installs what is missing
	@REQUIRE_SERVICES=1 exec $(VENV)/python -m pytest $(INTEROP)

check: env ## Check format, style, types, layers and the house rules
	@exec $(VENV)/python -m pytest tests/house

docs: env ## Write anew what is made from the code: settings, till guide, OpenAPI
	$(VENV)/loyalty-gateway settings --markdown > docs/settings.md
	$(VENV)/loyalty-gateway till-guide > docs/till-guide.md
	$(VENV)/python -m rest.enactor.openapi

bench: env ## Measure the running program beside a bare Flask and a bare Spyne; BENCH="--postgresql" adds options
	@exec $(VENV)/python -m bench $(BENCH)

soak: env ## Stage every crash at full length: a quarter of an hour; SOAK="--only images" adds options
	@exec $(VENV)/python -m bench.crash $(SOAK)

env: ## Make or refresh .venv from uv.lock; GROUP=bench adds what bench.servers needs
	@for python in $(PYTHONS); do \
	    if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; then \
	        exec $$python -m tools.bootstrap $(GROUP); \
	    fi; \
	done; \
	echo '$(if $(PYTHON),$(PYTHON) is not Python 3.11$(comma) 3.12 or 3.13.,No Python 3.11$(comma) 3.12 or 3.13 found.)' >&2; \
	echo 'Install one (Debian, Ubuntu: apt-get install python3), or name it: make PYTHON=/path/to/python3.12' >&2; \
	exit 1

lock: env ## Resolve the dependencies of pyproject.toml anew: uv.lock with the newest versions that fit
	@exec $(VENV)/python -m tools.bootstrap lock

clean: ## Remove what the commands above made; data/ stays
	rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
