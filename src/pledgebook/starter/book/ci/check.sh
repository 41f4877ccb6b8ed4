#!/bin/sh
# What must hold before a change is published: `sh ci/check.sh`, on any server that has Pledgebook installed.
# The findings stand in the log, and as SARIF in _build/check.sarif for whatever shows findings beside the text.
set -eu
cd "$(dirname "$0")/.."
status=0
pledgebook check . --format sarif --out _build/check.sarif || status=$?
[ "$status" -eq 0 ] || pledgebook check . || true
exit "$status"
