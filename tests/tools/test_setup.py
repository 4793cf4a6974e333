"""scripts/setup, with programs in place of Python, uv and the system's tools."""

from collections.abc import Iterator
import os
from pathlib import Path
import shutil
import signal
import subprocess

import pytest

from scripts.lib.checks.__main__ import ROOT

# What the scripts may use of the system. Not among them: compilers, pip, apt, ffmpeg.
SYSTEM = (
    "awk", "basename", "bash", "cat", "chmod", "cp", "cut", "dirname", "env", "flock", "grep",
    "head", "ln", "mkdir", "mktemp", "mv", "printf", "readlink", "rm", "sed", "sh",
    "sha256sum", "sort", "tail", "touch", "tr", "uname",
)  # fmt: skip
PYTHON = """#!/bin/sh
# An interpreter of version {version}: answers the questions that scripts/setup asks.
case "$*" in
*Py_GIL_DISABLED*) [ "{fits}" = yes ] || exit 1; echo "$0 {version}" ;;
*_base_executable*) echo "{path} {version}" ;;
*) exit 1 ;;
esac
"""
UV = """#!/bin/sh
# uv: notes what it is asked, makes environments that answer like the interpreter they are for.
echo "$*" >>"{root}/uv.calls"
env | grep ^UV_ | sort >"{root}/uv.environment"
case "$1 $2" in
"--version "*) echo "uv 0.13.8" ;;
"venv "*) shift; while [ $# -gt 1 ]; do [ "$1" != --python ] || python=$2; shift; done
    [ ! -e "$1" ] && mkdir -p "$1/bin" && cp "$python" "$1/bin/python" ;;
"pip sync") [ ! -e "{root}/uv.broken" ] || {{ echo "no route to host" >&2; exit 2; }}
    if [ -e "{root}/uv.waits" ]; then echo >"{root}/uv.waits"; read -r _ <"{root}/uv.waits"; fi ;;
*) exit 1 ;;
esac
"""


class Checkout:
    """A copy of the scripts, with small locks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bin = root.parent / "bin"
        shutil.copytree(ROOT / "scripts", root / "scripts")
        (root / "requirements").mkdir()
        for lock in ("build", "demo", "next", "test", "tools"):
            self.lock(lock, f"{lock}==1\n")
        self.bin.mkdir()
        for name in SYSTEM:
            if found := shutil.which(name, path="/usr/bin:/bin"):
                (self.bin / name).symlink_to(found)
        self.program("id", "#!/bin/sh\necho 1000\n")
        self.program("c++", "#!/bin/sh\n")
        self.program("uv", UV.format(root=root))
        self.python("python3.14", "3.14.8")

    def lock(self, name: str, text: str) -> None:
        (self.root / "requirements" / f"{name}.txt").write_text(text, encoding="utf-8")

    def program(self, name: str, text: str) -> Path:
        file = self.bin / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)
        return file

    def python(self, name: str, version: str, *, fits: str = "yes") -> None:
        path = self.bin / name
        self.program(name, PYTHON.format(path=path, version=version, fits=fits))

    def start(self, *options: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(self.root / "scripts" / "setup"), *options],
            env={"PATH": str(self.bin), "HOME": str(self.root)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*options, **environment)
        out, err = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def calls(self) -> Iterator[str]:
        """What uv was asked to do since the last look, without paths: "venv", "sync test.txt"."""
        file = self.root / "uv.calls"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.write_text("", encoding="utf-8")
        for words in map(str.split, lines):
            if words[0] == "venv":
                yield f"venv {Path(words[-1]).name}"
            elif words[0] == "pip":
                yield f"sync {Path(words[-1]).name}"

    def uv_environment(self) -> list[str]:
        return (self.root / "uv.environment").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A fresh clone on a machine with Python 3.14.8 and uv; the path has a space in it."""
    return Checkout(tmp_path / "a clone")


def test_first_run_and_second(checkout: Checkout) -> None:
    first = checkout.run()

    assert first.returncode == 0, first.stderr
    assert list(checkout.calls()) == ["venv .venv", "sync test.txt"]
    assert f"Python 3.14.8 found: {checkout.bin / 'python3.14'}" in first.stdout
    assert first.stdout.splitlines()[-1] == "Ready."

    second = checkout.run()
    assert (second.returncode, second.stdout, second.stderr) == (0, "Ready: nothing to do.\n", "")
    assert checkout.run("--quiet").stdout == ""
    assert list(checkout.calls()) == []


def test_environments_by_option(checkout: Checkout) -> None:
    assert checkout.run("--demo").returncode == 0
    assert list(checkout.calls()) == ["venv .venv", "sync demo.txt"]

    assert checkout.run("--next").returncode == 0
    assert list(checkout.calls()) == ["sync test.txt", "venv .venv-next", "sync next.txt"]

    assert checkout.run("--demo").stdout == "Ready: nothing to do.\n"
    assert list(checkout.calls()) == []


def test_a_changed_lock_is_installed_into_the_same_environment(checkout: Checkout) -> None:
    checkout.run()
    list(checkout.calls())
    checkout.lock("test", "test==2\n")

    assert checkout.run().returncode == 0
    assert list(checkout.calls()) == ["sync test.txt"]


def test_a_new_interpreter_makes_a_new_environment(checkout: Checkout) -> None:
    checkout.run()
    list(checkout.calls())
    checkout.python("python3.14", "3.14.9")
    (checkout.root / ".venv/bin/python").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")

    assert checkout.run().returncode == 0
    assert list(checkout.calls()) == ["venv .venv", "sync test.txt"]


def test_a_moved_checkout_makes_a_new_environment(checkout: Checkout) -> None:
    checkout.run()
    list(checkout.calls())
    moved = checkout.root.rename(checkout.root.parent / "moved")
    checkout.program("uv", UV.format(root=moved))
    checkout.root = moved

    assert checkout.run().returncode == 0
    assert list(checkout.calls()) == ["venv .venv", "sync test.txt"]


def test_a_failure_is_said_and_leaves_nothing_that_looks_whole(checkout: Checkout) -> None:
    (checkout.root / "uv.broken").touch()
    failed = checkout.run()

    assert failed.returncode == 1
    assert failed.stderr.splitlines()[0] == "no route to host"
    assert failed.stderr.splitlines()[-1].startswith(
        "setup: uv could not install requirements/test.txt"
    )

    (checkout.root / "uv.broken").unlink()
    list(checkout.calls())
    assert checkout.run().returncode == 0
    assert list(checkout.calls()) == ["venv .venv", "sync test.txt"]


def test_a_half_update_is_not_taken_for_what_was_there_before(checkout: Checkout) -> None:
    checkout.run()
    (checkout.root / "uv.broken").touch()
    checkout.lock("test", "test==2\n")
    assert checkout.run().returncode == 1
    (checkout.root / "uv.broken").unlink()
    checkout.lock("test", "test==1\n")
    list(checkout.calls())

    assert checkout.run().returncode == 0
    assert list(checkout.calls()) == ["venv .venv", "sync test.txt"]


def test_a_killed_run_leaves_nothing_that_looks_whole(checkout: Checkout) -> None:
    waits = checkout.root / "uv.waits"
    os.mkfifo(waits)
    process = checkout.start()
    with waits.open(encoding="utf-8") as pipe:
        pipe.readline()  # uv is installing now
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    waits.unlink()
    list(checkout.calls())

    assert checkout.run().returncode == 0
    assert list(checkout.calls()) == ["venv .venv", "sync test.txt"]


def test_the_right_python_among_others(checkout: Checkout) -> None:
    checkout.python("python3.14", "3.14.1", fits="no")
    checkout.python("python3", "3.11.2", fits="no")
    checkout.python("versions/3.14.4/bin/python3.14", "3.14.4")

    ended = checkout.run(PYENV_ROOT=str(checkout.bin))

    assert "Python 3.14.4 found" in ended.stdout
    assert ended.returncode == 0


def test_no_python_and_none_to_be_had(checkout: Checkout) -> None:
    checkout.python("python3.14", "3.14.1", fits="no")

    ended = checkout.run()

    assert ended.returncode == 1
    assert ended.stderr.startswith("setup: no Python 3.14.2 or later here")
    assert len(ended.stderr.splitlines()) == 1


def test_no_compiler(checkout: Checkout) -> None:
    (checkout.bin / "c++").unlink()

    ended = checkout.run()

    assert ended.returncode == 1
    assert ended.stderr.startswith("setup: no C++ compiler")
    assert len(ended.stderr.splitlines()) == 1


def test_uv_gets_the_registry_and_no_other_setting(checkout: Checkout) -> None:
    ended = checkout.run(
        PIP_INDEX_URL="https://mirror.example.org/",
        PIP_REQUIRE_VIRTUALENV="1",
        UV_EXCLUDE_NEWER="2020-01-01",
        UV_SYSTEM_PYTHON="1",
        UV_HTTP_TIMEOUT="90",
        PYTHONPATH="/nowhere",
    )

    assert ended.returncode == 0, ended.stderr
    assert checkout.uv_environment() == [
        "UV_DEFAULT_INDEX=https://mirror.example.org/",
        "UV_HTTP_TIMEOUT=90",
        "UV_NO_PROGRESS=1",
    ]


def test_an_index_for_uv_wins_over_one_for_pip(checkout: Checkout) -> None:
    checkout.run(PIP_INDEX_URL="https://one.example.org/", UV_INDEX_URL="https://two.example.org/")

    assert checkout.uv_environment() == [
        "UV_INDEX_URL=https://two.example.org/",
        "UV_NO_PROGRESS=1",
    ]


def test_an_old_uv_is_not_used(checkout: Checkout) -> None:
    checkout.program("uv", "#!/bin/sh\necho uv 0.4.2\n")

    ended = checkout.run()

    assert ended.returncode == 1
    assert ended.stderr.startswith("setup: uv could not be installed with pip")


def test_a_uv_of_the_environment_itself_is_not_used(checkout: Checkout) -> None:
    inside = checkout.root / ".venv" / "bin"
    checkout.program(
        str(inside / "uv"), f"#!/bin/sh\ntouch '{checkout.root}/wrong'\necho uv 0.13.8\n"
    )

    assert checkout.run(PATH=f"{inside}:{checkout.bin}", UV=str(inside / "uv")).returncode == 0
    assert list(checkout.calls()) == ["venv .venv", "sync test.txt"]
    assert not (checkout.root / "wrong").exists()


def test_options(checkout: Checkout) -> None:
    assert "usage: scripts/setup" in checkout.run("--help").stdout
    unknown = checkout.run("--all")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (1, 1)
    assert "no such option: --all" in unknown.stderr
