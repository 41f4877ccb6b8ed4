#!/usr/bin/env bash
# Puts the Nu HTML checker (package vnu-jar, MIT licence) into .venv/html-checker, where java and npm are there already.
#
# Neither is installed for it: npm alone brings some hundred system packages. Where one is absent this says so and ends
# with 0, and tests/pages/test_html.py skips with a reason. The version is pinned, and the file must have this hash.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly version=26.9.27 folder=.venv/html-checker
readonly jar=$folder/node_modules/vnu-jar/build/dist/vnu.jar
readonly hash=22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47

is_whole() {
    [ -f "$jar" ] && [ "$(sha256sum "$jar" | cut -d' ' -f1)" = "$hash" ]
}

if is_whole; then exit 0; fi
for program in java npm; do
    if ! command -v "$program" >/dev/null 2>&1; then
        echo "install-html-checker: $program is not on this machine, so the test of HTML will skip."
        exit 0
    fi
done

mkdir -p "$folder"
if ! npm install --silent --no-save --no-audit --no-fund --prefix "$folder" "vnu-jar@$version" >/dev/null 2>&1; then
    echo "install-html-checker: npm did not give vnu-jar $version, so the test of HTML will skip."
    exit 0
fi
if ! is_whole; then
    rm -rf "$folder"
    echo "install-html-checker: vnu.jar is not the file that was expected; it was removed." >&2
    exit 1
fi
echo "install-html-checker: done"
