"""The coverage that scripts/test asks for, in a pytest run of its own."""

import os
from pathlib import Path
import subprocess
import sys

import pytest

from scripts.lib.checks.__main__ import ROOT

RING = "custom_components/clova_cic/cic/ring.py"
OUTER = "custom_components/clova_cic/outer.py"
EMULATOR = "emulator/server.py"
BRANCH = "def sign(x: int) -> int:\n    if x:\n        x = 1\n    return x\n"
CALLS = "import ring, outer, server\ndef test_it(): assert ring.sign({value}) == {value}\n"


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A project with the folders that are measured, and one test of it."""
    for name in (RING, OUTER, EMULATOR):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    (tmp_path / RING).write_text(BRANCH, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    folders = ":".join(str(Path(name).parent) for name in (RING, OUTER, EMULATOR))
    (tmp_path / ".coveragerc").write_text("[run]\nbranch = true\nsource = .\n", encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        f"import sys\nsys.path += {folders.split(':')!r}\n", encoding="utf-8"
    )
    return tmp_path


def run(code: Path, test: str) -> subprocess.CompletedProcess[str]:
    """Pytest with the gate; the second call of sign() covers the branch past the `if`."""
    (code / "test_it.py").write_text(test, encoding="utf-8")
    arguments = ["-p", "pytest_cov", "-p", "scripts.lib.checks.coverage_gate"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, "--cov", "--cov-report="],
        cwd=code,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_branches_covered(code: Path) -> None:
    ended = run(code, CALLS.format(value=1) + "def test_other(): assert ring.sign(0) == 0\n")

    assert "coverage: enough everywhere" in ended.stdout
    assert ended.returncode == pytest.ExitCode.OK


def test_a_branch_of_the_protocol_is_missing(code: Path) -> None:
    ended = run(code, CALLS.format(value=1))

    assert "custom_components/clova_cic/cic: 83.33 %, less than 100 %" in ended.stdout
    assert "2->4" in ended.stdout
    assert ended.stdout.splitlines()[-1].startswith("=")  # pytest's summary is the last word
    assert ended.returncode == pytest.ExitCode.TESTS_FAILED


def test_a_part_that_is_not_there(code: Path) -> None:
    (code / EMULATOR).unlink()
    test = CALLS.format(value=1).replace(", server", "")

    ended = run(code, test + "def test_other(): assert ring.sign(0) == 0\n")

    assert "emulator: nothing was measured" in ended.stdout
    assert ended.returncode == pytest.ExitCode.TESTS_FAILED


def test_a_failed_run_stays_one(code: Path) -> None:
    ended = run(code, "import ring, outer, server\ndef test_it(): ring.sign(1)\nraise KeyError\n")

    assert ended.returncode == pytest.ExitCode.INTERRUPTED  # of the collection, not of the gate
