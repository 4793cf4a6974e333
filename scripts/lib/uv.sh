# uv, which makes the environments from the locks: the user's own, else one in .tools.
# shellcheck shell=bash

UV= # its path, once found; the same name in the environment is of a surrounding `uv run`
UV_OLDEST=0.9 # knows the final Python 3.14

# fits_uv PATH: runs, and is not too old.
fits_uv() {
    local version
    version=$("$1" --version 2>/dev/null) || return 1
    version=${version#uv } version=${version%% *}
    [ "$(printf '%s\n%s\n' "$UV_OLDEST" "$version" | sort -V | head -n 1)" = "$UV_OLDEST" ]
}

# find_uv: sets UV to one that is there already.
find_uv() {
    local candidate
    [ -z "$UV" ] || return 0
    while read -r candidate; do
        case $candidate in "$ROOT"/.venv*) continue ;; esac # may be gone in a moment
        if [ -x "$candidate" ] && fits_uv "$candidate"; then
            UV=$candidate
            return 0
        fi
    done < <(
        type -aP uv || true
        printf '%s\n' "$TOOLS/uv/bin/uv" "${HOME:-/nonexistent}/.local/bin/uv" "${HOME:-/nonexistent}/.cargo/bin/uv"
    )
    return 1
}

# run_uv ARGUMENT ...: with the registry that the machine is configured for, for uv or else for pip,
# and with nothing else of a user's settings: those can change what an environment becomes.
run_uv() (
    for name in $(compgen -e UV_ || true); do
        case $name in
        UV_INDEX* | UV_DEFAULT_INDEX | UV_EXTRA_INDEX_URL | UV_FIND_LINKS | UV_NO_INDEX | UV_KEYRING_PROVIDER) ;;
        UV_INSECURE_HOST | UV_NATIVE_TLS | UV_SYSTEM_CERTS | UV_HTTP_* | UV_CONCURRENT_* | UV_LINK_MODE) ;;
        UV_CACHE_DIR | UV_NO_CACHE | UV_OFFLINE | UV_PYTHON_INSTALL_DIR | UV_PYTHON_INSTALL_MIRROR) ;;
        *) unset "$name" ;;
        esac
    done
    if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}${UV_INDEX:-}" ] && [ -n "${PIP_INDEX_URL:-}" ]; then
        export UV_DEFAULT_INDEX=$PIP_INDEX_URL
    fi
    if [ -n "${PIP_NO_INDEX:-}" ] && [ -n "${PIP_FIND_LINKS:-}" ]; then
        export UV_NO_INDEX=1 UV_FIND_LINKS=${UV_FIND_LINKS:-$PIP_FIND_LINKS}
    fi
    [ -z "${PIP_TRUSTED_HOST:-}" ] || export UV_INSECURE_HOST=${UV_INSECURE_HOST:-$PIP_TRUSTED_HOST}
    # The system's certificates, as pip has them on most systems; uv's own list knows no company's CA.
    if [ -z "${SSL_CERT_FILE:-}" ]; then
        for file in "${PIP_CERT:-}" /etc/ssl/certs/ca-certificates.crt; do
            if [ -s "$file" ]; then
                export SSL_CERT_FILE=$file
                break
            fi
        done
    fi
    export UV_NO_PROGRESS=1
    exec "$UV" "$@"
)

# run_pip PYTHON ... -- ARGUMENT ...: pip of that interpreter (its command may have several words),
# kept from settings that send packages elsewhere.
run_pip() {
    local python=()
    while [ "$1" != -- ]; do
        python+=("$1")
        shift
    done
    shift
    env -u PIP_TARGET -u PIP_PREFIX -u PIP_ROOT -u PIP_NO_BINARY -u PIP_CONSTRAINT -u PIP_REQUIREMENT -u PIP_PYTHON \
        PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore \
        PYTHONDONTWRITEBYTECODE=1 "${python[@]}" -m pip "$@"
}

# install_tool NAME LOCK PYTHON ...: the tool of that lock into .tools/NAME, whole or not at all.
install_tool() {
    local name=$1 lock=$2
    shift 2
    rm -rf "$TOOLS/$name.new"
    tried run_pip "$@" -- install -q --require-hashes --no-deps --only-binary :all: \
        --target "$TOOLS/$name.new" -r "$ROOT/requirements/$lock" || return 1
    rm -rf "${TOOLS:?}/$name"
    mv "$TOOLS/$name.new" "$TOOLS/$name"
}

# pip_candidates: interpreters of any age that may have pip or can make an environment with it.
pip_candidates() {
    [ -z "$PYTHON" ] || printf '%s\n' "$PYTHON"
    type -aP python3 python3.13 python3.12 python3.11 python || true
}

# uv_through_pip: installs uv with any pip of this machine.
uv_through_pip() {
    local python seen=
    while read -r python; do
        case $seen in *"<$python>"*) continue ;; esac
        seen="$seen<$python>"
        "$python" -I -c 'import sys; raise SystemExit(sys.version_info < (3, 8))' 2>/dev/null || continue
        if ! "$python" -m pip --version >/dev/null 2>&1; then
            rm -rf "$TOOLS/pip"
            tried "$python" -m venv "$TOOLS/pip" || continue
            python=$TOOLS/pip/bin/python
        fi
        install_tool uv tools.txt "$python" || continue
        rm -rf "$TOOLS/pip"
        find_uv && return
    done < <(pip_candidates)
    rm -rf "$TOOLS/pip"
    return 1
}

# ensure_uv: sets UV; fails if there is no way without the system's package manager.
ensure_uv() {
    ! find_uv || return 0
    if uv_through_pip || uv_through_debian; then
        say "uv installed: .tools/uv"
        return 0
    fi
    return 1
}

# need_uv: sets UV or ends the script.
need_uv() {
    ! ensure_uv || return 0
    if can_install && install_packages python3-venv && uv_through_pip; then
        say "uv installed: .tools/uv"
        return 0
    fi
    fail "uv could not be installed with pip (see $LOG): install it (pip install uv) and put it on PATH"
}
