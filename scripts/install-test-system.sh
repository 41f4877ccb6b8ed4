#!/usr/bin/env bash
# Puts what some tests need of the system on this machine, where that is possible:
#   chromium    the browser tests (tests/browser) drive it; fonts come with it, as text without fonts has no width
#   libatomic   a library that Playwright's driver needs, and that a machine with little on it lacks
#   xmllint     an outside reader for the XML that Pledgebook writes (package libxml2-utils)
#   java        the runtime that Spark needs (package default-jre-headless)
#
# Running it again does nothing when all are there. Elsewhere it needs apt-get, and root or a sudo that asks for no
# password. Where it cannot install it says what is missing and why, and ends with 0: the tests that need the missing
# program then skip with a reason. `.ci/run` sets PLEDGEBOOK_REQUIRE_BROWSER=1, which turns that skip into a failure.
set -euo pipefail

readonly attempts=6 pause_seconds=10 lock_wait_seconds=60 limit_seconds=900

has_chromium() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
} >/dev/null 2>&1

has_libatomic() {
    [ "$(uname)" != Linux ] || PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep 'libatomic\.so\.1' >/dev/null
}

has_xmllint() {
    command -v xmllint >/dev/null 2>&1
}

has_java() {
    command -v java >/dev/null 2>&1
}

missing_packages() {
    has_chromium || printf '%s\n' chromium fonts-liberation fonts-dejavu-core
    has_libatomic || printf '%s\n' libatomic1
    has_xmllint || printf '%s\n' libxml2-utils
    has_java || printf '%s\n' default-jre-headless
}

give_up() {
    echo "install-test-system: $1"
    has_chromium || echo "  chromium is missing: the browser tests will skip. Install the package chromium."
    has_libatomic || echo "  libatomic is missing: Playwright's driver will not start. Install the package libatomic1."
    has_xmllint || echo "  xmllint is missing: the tests that read XML with it will skip. Install the package libxml2-utils."
    has_java || echo "  java is missing: the tests of the engine Spark will skip. Install the package default-jre-headless."
    exit 0
}

# As root, or through a sudo that does not ask; time-limited, so that a stuck mirror cannot hold up a test run.
as_root() {
    local prefix=()
    [ "$(id -u)" -eq 0 ] || prefix=(sudo -n)
    "${prefix[@]+"${prefix[@]}"}" timeout "$limit_seconds" env DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}

apt() {
    as_root apt-get -q -y -o DPkg::Lock::Timeout="$lock_wait_seconds" -o Acquire::Retries=3 "$@"
}

# Another apt may hold a lock that has no time-out of its own (the one on the package lists): try again.
retry() {
    local attempt
    for attempt in $(seq "$attempts"); do
        "$@" >"$log" 2>&1 && return 0
        [ "$attempt" -lt "$attempts" ] && grep -qiE 'could not get lock|unable to lock|temporar' "$log" || return 1
        sleep "$pause_seconds"
    done
}

mapfile -t packages < <(missing_packages || true)
[ "${#packages[@]}" -gt 0 ] || exit 0

command -v apt-get >/dev/null 2>&1 || give_up "there is no apt-get on this machine, so nothing was installed"
if [ "$(id -u)" -ne 0 ] && ! sudo -n true >/dev/null 2>&1; then
    give_up "not root, and sudo is absent or asks for a password, so nothing was installed"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "install-test-system: installing ${packages[*]}"
# One package list that cannot be had, of some other vendor perhaps, does not yet mean that these packages cannot.
retry apt update || tail -n 5 "$log"
if ! retry apt install --no-install-recommends "${packages[@]}"; then
    tail -n 15 "$log"
    give_up "apt-get did not succeed (its last lines stand above)"
fi
if ! has_chromium || ! has_libatomic || ! has_xmllint || ! has_java; then
    give_up "apt-get succeeded, and yet something is not there"
fi
echo "install-test-system: done"
