# Environments made from a lock. One is whole when its stamp is there: the stamp is removed before
# anything changes and written last, so what an interruption leaves is never taken for whole.
# shellcheck shell=bash

STAMP=clova-stamp # in the environment, not tracked

# wanted_stamp LOCK: what an environment of this lock says about itself.
wanted_stamp() {
    printf '%s\n' "$ROOT" "$(digest "$ROOT/requirements/$1" "$ROOT/requirements/build.txt")"
}

# environment_interpreter DIR: path and version of the interpreter that it runs on.
environment_interpreter() {
    "$1/bin/python" -I -c 'import sys; print(sys._base_executable, sys.version.split()[0])' 2>/dev/null
}

# is_whole NAME LOCK: nothing to do.
is_whole() {
    local dir=$ROOT/$1 lock=$2
    [ -f "$dir/$STAMP" ] && [ -x "$dir/bin/python" ] || return 1
    [ "$(cat "$dir/$STAMP")" = "$(wanted_stamp "$lock" && environment_interpreter "$dir")" ]
}

# is_usable DIR: whole, perhaps of an older lock; made here and on the interpreter in use.
is_usable() {
    [ -f "$1/$STAMP" ] && [ "$(head -n 1 "$1/$STAMP")" = "$ROOT" ] &&
        [ "$(environment_interpreter "$1")" = "$PYTHON $PYTHON_VERSION" ]
}

# make_environment NAME LOCK: makes or updates it; ends the script where that fails.
make_environment() {
    local name=$1 lock=$2
    local dir=$ROOT/$name packages
    packages=$(grep -c '^[a-z0-9]' "$ROOT/requirements/$lock")
    if ! is_usable "$dir"; then
        rm -rf "$dir"
        logged run_uv venv -q --no-project --python "$PYTHON" "$dir" || fail "uv could not make $name: see $LOG"
    fi
    rm -f "$dir/$STAMP"
    say "Installing the $packages packages of requirements/$lock into $name ..."
    logged run_uv pip sync -q --python "$dir/bin/python" --require-hashes \
        --build-constraints "$ROOT/requirements/build.txt" "$ROOT/requirements/$lock" ||
        fail "uv could not install requirements/$lock (the whole story: $LOG)"
    { wanted_stamp "$lock" && environment_interpreter "$dir"; } >"$dir/$STAMP.new"
    mv "$dir/$STAMP.new" "$dir/$STAMP"
}
