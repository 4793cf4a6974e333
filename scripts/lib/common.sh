# What every script here starts with: where the project is, how it talks, what it does not inherit.
# To be sourced; needs bash 3.2 or later (macOS has no newer one).
# shellcheck shell=bash

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
TOOLS=$ROOT/.tools # interpreters and helpers of this checkout, nothing that is tracked
LOG=$TOOLS/setup.log

# Settings of a surrounding Python must not reach the project's.
unset PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONUSERBASE VIRTUAL_ENV CONDA_PREFIX

# say TEXT: one line of progress for a person.
say() { printf '%s\n' "$*"; }

# complain TEXT: one line about something that could be better, or about why something failed.
complain() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# fail TEXT: ends with one line that says what to do.
fail() {
    complain "$*"
    exit 1
}

# logged COMMAND ...: its output goes to the log; where it fails, the end of it is shown.
logged() {
    local output status=0
    mkdir -p "$TOOLS"
    output=$(mktemp "$TOOLS/output.XXXXXX")
    "$@" </dev/null >"$output" 2>&1 || status=$?
    { printf '$ %s\n' "$*" && cat "$output"; } >>"$LOG"
    [ "$status" = 0 ] || tail -n 12 "$output" >&2
    rm -f "$output"
    return "$status"
}

# tried COMMAND ...: the same, but a failure is an answer and shows nothing.
tried() {
    mkdir -p "$TOOLS"
    printf '$ %s\n' "$*" >>"$LOG"
    "$@" </dev/null >>"$LOG" 2>&1
}

# digest FILE ...: one hash over their contents.
digest() {
    if command -v sha256sum >/dev/null; then
        cat "$@" | sha256sum | cut -d ' ' -f 1
    else
        cat "$@" | shasum -a 256 | cut -d ' ' -f 1
    fi
}

is_root() { [ "$(id -u)" = 0 ]; }
