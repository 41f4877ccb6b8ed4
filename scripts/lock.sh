#!/usr/bin/env bash
# Writes requirements.lock again from pyproject.toml: one lock for every platform and every Python from 3.11 on, with
# pins and hashes and no address. uv makes it; it is put into .venv when absent (no other step needs it).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

.venv/bin/python -m uv --version >/dev/null 2>&1 ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
compile() {
    .venv/bin/python -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
        --no-annotate --quiet "$@"
    local lock=${*: -1}
    if grep -n '://' "$lock"; then
        echo "lock: $lock holds an address (above); it must hold none" >&2
        exit 1
    fi
    echo "lock: $lock: $(grep -c '==' "$lock") packages"
}

# Spark is 500 MB, and only the tests of its engine and a central office need it: a lock of its own.
readarray -t extras < <(.venv/bin/python -c '
import tomllib
for extra in tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]:
    if extra != "spark":
        print(f"--extra={extra}")')
compile "${extras[@]}" --group dev -o requirements.lock
compile --extra spark --constraint requirements.lock -o requirements-spark.lock
