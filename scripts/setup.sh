#!/usr/bin/env bash
# Makes .venv and puts in it what requirements.lock names, then Pledgebook itself; does nothing when that is done.
# `setup.sh spark` adds what requirements-spark.lock names: 500 MB that the tests of that engine need, and nothing else.
#
# PYTHON names the interpreter (default: python3). What was installed is kept as a hash in .venv/installed; a change of
# requirements.lock, of pyproject.toml, of the optional extensions, of the C compiler there is or of this folder's place
# installs again. Every file that pip fetches must have
# the hash that the lock gives.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly python=${PYTHON:-python3} stamp=.venv/installed

stop() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 ||
    stop "there is no '$python' on the PATH." "Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3.11"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "'$python' is $("$python" --version 2>&1), and Pledgebook needs 3.11 or newer." \
        "Name a newer one: make PYTHON=python3.11"

# A venv that was left half made, or whose Python has gone, cannot run pip: it is made again.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        stop "'$python' has no venv or no ensurepip, so it cannot make a virtual environment." \
            "On Debian and Ubuntu: apt-get install python3-venv"
    echo "setup: making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi

.venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop ".venv holds $(.venv/bin/python --version), and Pledgebook needs 3.11 or newer." "Remove the folder .venv and try again."

fingerprint=$({ pwd && cat pyproject.toml requirements.lock hatch_build.py src/pledgebook/sources/iati/columns/*.[ch] &&
    { command -v cc || command -v gcc || true; }; } |
    .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')

# What cannot be had leaves those tests to skip with a reason; PLEDGEBOOK_REQUIRE_SPARK=1 makes them fail instead.
if [ "${1:-}" = spark ]; then
    wanted=$(sha256sum requirements-spark.lock)
    [ "$(cat "$stamp-spark" 2>/dev/null)" != "$wanted" ] || exit 0
    echo "setup: installing requirements-spark.lock (500 MB; the first time takes a minute or two)"
    if .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation \
        -r requirements-spark.lock; then
        printf '%s\n' "$wanted" >"$stamp-spark"
    else
        echo "setup: PySpark could not be installed (above); the tests of the engine Spark will skip" >&2
    fi
    exit 0
fi
[ "$(cat "$stamp" 2>/dev/null)" != "$fingerprint" ] || exit 0

echo "setup: installing requirements.lock (the first time takes a minute or two)"
rm -f "$stamp"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
printf '%s\n' "$fingerprint" >"$stamp"
