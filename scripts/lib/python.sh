# Finding or fetching the interpreter: CPython 3.14.2 or later, what Home Assistant 2026.10 needs
# and the locks are made for.
# shellcheck shell=bash

PYTHON=""
PYTHON_VERSION="" # of the interpreter, once found

# Prints "PATH VERSION" of the interpreter underneath, if it fits.
PYTHON_FITS='
import os, sys, sysconfig
fits = sys.implementation.name == "cpython" and (3, 14, 2) <= sys.version_info[:3] < (3, 15)
if not fits or sysconfig.get_config_var("Py_GIL_DISABLED"):
    raise SystemExit(1)
if not os.path.isfile(os.path.join(sysconfig.get_path("include"), "Python.h")):
    print(sys.executable, "has no headers", file=sys.stderr)
    raise SystemExit(2)
import bz2, ctypes, lzma, sqlite3, ssl, venv
print(sys._base_executable, ".".join(map(str, sys.version_info[:3])))
'

# use_python PATH: sets PYTHON and PYTHON_VERSION if that interpreter fits. Status 2: it has no headers.
use_python() {
    local found status=0
    found=$("$1" -I -c "$PYTHON_FITS" 2>>"$LOG") || status=$?
    [ "$status" = 0 ] || return "$status"
    PYTHON=${found% *} PYTHON_VERSION=${found##* }
}

# python_candidates: places where the interpreter may be, one a line, the likeliest first.
python_candidates() {
    local place
    type -aP python3.14 python3 python || true
    for place in "$TOOLS"/python/*/bin/python3.14 "$TOOLS"/debian/usr/bin/python3.14 \
        "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/3.14*/bin/python3.14; do
        [ ! -x "$place" ] || printf '%s\n' "$place"
    done
}

# find_python: sets PYTHON to one that is there already.
find_python() {
    local candidate status headerless=
    while read -r candidate; do
        status=0
        use_python "$candidate" || status=$?
        [ "$status" != 0 ] || return 0
        [ "$status" != 2 ] || headerless=${headerless:-$candidate}
    done < <(python_candidates)
    if [ -n "$headerless" ]; then
        say "$headerless has no headers, which building pymicro-vad needs."
        if can_install && install_packages python3.14-dev && use_python "$headerless"; then
            return 0
        fi
    fi
    if find_uv; then
        candidate=$(run_uv python find --system --no-project --no-python-downloads '>=3.14.2,<3.15' 2>>"$LOG") || return 1
        use_python "$candidate" || return 1
        return 0
    fi
    return 1
}

# fetch_python: sets PYTHON to one that it has put into .tools, by uv or out of Debian's packages.
fetch_python() {
    say "No Python 3.14.2 or later here: fetching one (once) ..."
    if ensure_uv && UV_PYTHON_INSTALL_DIR=$TOOLS/python UV_HTTP_TIMEOUT=20 UV_HTTP_RETRIES=1 \
        tried run_uv python install --no-bin 3.14 && use_fetched_python; then
        return 0
    fi
    if debian_python && use_python "$DEBIAN_PYTHON"; then
        return 0
    fi
    return 1
}

use_fetched_python() {
    local candidate
    for candidate in "$TOOLS"/python/cpython-3.14*/bin/python3.14; do
        ! use_python "$candidate" || return 0
    done
    return 1
}

# ensure_python: sets PYTHON and PYTHON_VERSION or ends the script.
ensure_python() {
    mkdir -p "$TOOLS"
    if find_python; then
        say "Python $PYTHON_VERSION found: $PYTHON"
    elif fetch_python; then
        say "Python $PYTHON_VERSION unpacked: $PYTHON"
    else
        fail "no Python 3.14.2 or later here, and none could be fetched (see $LOG): install one and put it on PATH"
    fi
}
