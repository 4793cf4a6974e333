# Packages of the operating system. Only apt is known, and only root may use it; elsewhere the user
# is told in one line what is missing.
# shellcheck shell=bash

# can_install: whether this script may install packages of the system.
can_install() { is_root && command -v apt-get >/dev/null; }

# knows_packages NAME ...: apt could install them. (apt-get reads an unknown name as a pattern.)
knows_packages() {
    local name
    for name in "$@"; do
        case $(LC_ALL=C apt-cache policy "$name" 2>/dev/null) in
        *"Candidate: (none)"*) return 1 ;;
        *"Candidate: "*) ;;
        *) return 1 ;;
        esac
    done
}

# install_packages NAME ...: with apt, from fresh lists where the ones that are there do not do.
install_packages() {
    # 9 is the lock of scripts/setup: nothing that a package starts may keep it.
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends
        -o DPkg::Lock::Timeout=120)
    if knows_packages "$@" && tried "${install[@]}" "$@" 9>&-; then
        return
    fi
    tried apt-get update -q 9>&- || true
    knows_packages "$@" && logged "${install[@]}" "$@" 9>&-
}

# need_compiler: pymicro-vad and pyspeex-noise are built from source.
need_compiler() {
    if command -v c++ >/dev/null || command -v g++ >/dev/null; then
        return
    fi
    local why="pymicro-vad and pyspeex-noise are built from source"
    can_install || fail "no C++ compiler, and $why: install one (Debian, Ubuntu: g++)"
    say "Installing g++: $why ..."
    install_packages g++ || fail "apt could not install g++: see $LOG"
}

# has_library NAME: the loader knows it, or nobody can tell.
has_library() {
    local ldconfig
    ldconfig=$(command -v ldconfig || echo /sbin/ldconfig)
    [ -x "$ldconfig" ] || return 0
    case $("$ldconfig" -p 2>/dev/null) in *"$1"*) ;; *) return 1 ;; esac
}

# want_packages: what makes Home Assistant and the demo better, but is not needed to run.
want_packages() {
    local missing=() left=() name
    command -v ffmpeg >/dev/null || missing+=(ffmpeg) # converts speech for players
    command -v espeak-ng >/dev/null || missing+=(espeak-ng) # the emulator's voice
    command -v mpd >/dev/null || missing+=(mpd) # the demo's speaker, and that of tests/e2e
    has_library libturbojpeg || missing+=(libturbojpeg0) # pictures of cameras
    [ "${#missing[@]}" -gt 0 ] || return 0
    if can_install; then
        say "Installing ${missing[*]} ..."
        for name in "${missing[@]}"; do
            # libturbojpeg is Ubuntu's name of it.
            install_packages "$name" || install_packages "${name%0}" || left+=("$name")
        done
        [ "${#left[@]}" -gt 0 ] || return 0
        missing=("${left[@]}")
    fi
    complain "it works better with these packages of the system: ${missing[*]}"
}
