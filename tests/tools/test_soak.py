"""scripts/soak: its faults, its verdict, and a run of a few seconds."""

from collections import Counter
from dataclasses import replace
from random import Random
import subprocess
import sys

import pytest

from emulator.faults import FaultKind
from scripts.lib.checks.__main__ import ROOT
from scripts.lib.soak.faults import MAKERS
from scripts.lib.soak.report import MIB, MOST_GROWTH, SHOWN, Report
from scripts.lib.soak.watch import Watch

WELL = Report(seconds=60, seed=1, answered=Counter(typed=3), memory=(90.0 * MIB, 91.0 * MIB))


def test_every_kind_of_fault_happens() -> None:
    assert {make(Random(seed)).kind for make in MAKERS for seed in range(3)} == set(FaultKind)


def test_a_run_that_went_well() -> None:
    assert WELL.good
    assert str(WELL).splitlines()[-1] == "good"
    assert "90.0 MiB once warm, 91.0 MiB at the end" in str(WELL)
    assert "not measured" in str(replace(WELL, memory=None))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"violations": ["CIC-T-014: two channels"]}, "CIC-T-014: two channels"),
        ({"hung": ["typed"]}, "never ended: typed"),
        ({"broken": ["typed: KeyError"]}, "not foreseen: typed: KeyError"),
        ({"logged": ["asyncio: oh"]}, "logged an error: asyncio: oh"),
        ({"not_back": ["drop"]}, "did not come back after: drop"),
        ({"tasks_left": ["clova turn"]}, "left over: clova turn"),
        ({"files_left": 2}, "2 files or sockets"),
        ({"memory": (MIB, MIB + MOST_GROWTH + 1)}, "memory grew"),
        ({"answered": Counter()}, "nothing was answered"),
    ],
)
def test_what_must_not_be(changes: dict[str, object], complaint: str) -> None:
    report = replace(WELL, **changes)  # type: ignore[arg-type] # of any of its fields
    assert not report.good
    (line,) = [each for each in str(report).splitlines() if each.startswith("bad: ")]
    assert complaint in line


def test_a_long_list_is_cut_short() -> None:
    report = replace(WELL, hung=["typed"] * 100)
    assert len(report.complaints) == SHOWN + 1
    assert report.complaints[-1].endswith(f"{100 - SHOWN} times more")


def test_memory_is_judged_once_it_is_warm() -> None:
    watch = Watch(memory=[10, 20, 30, 30, 31, 31, 40, 50])
    assert watch.growth == (30, 45)
    assert Watch(memory=[1, 2, 3]).growth is None


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.lib.soak", *options]
    return subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_a_few_seconds_of_it() -> None:
    done = run("--minutes", "0.05", "--seed", "3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[0] == "0.1 minutes, seed 3"
    assert done.stdout.splitlines()[-1] == "good"


def test_a_time_that_makes_no_sense() -> None:
    assert run("--minutes", "0").returncode == 2
