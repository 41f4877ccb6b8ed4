#!/usr/bin/env bash
# Writes requirements.lock again from pyproject.toml: one lock for every platform and every Python from 3.11 on, with
# pins and hashes and no address. uv makes it; it is put into .venv when absent (no other step needs it).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

.venv/bin/python -m uv --version >/dev/null 2>&1 ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
.venv/bin/python -m uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --quiet -o requirements.lock "$@"

if grep -n '://' requirements.lock; then
    echo "lock: requirements.lock holds an address (above); it must hold none" >&2
    exit 1
fi
echo "lock: $(grep -c '==' requirements.lock) packages"
