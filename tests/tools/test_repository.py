"""What tracked files may hold, and which rules tests may name."""

import json
from pathlib import Path
import subprocess

import pytest

from scripts.lib.checks import rules, tracked
from scripts.lib.checks.__main__ import ROOT, lint, main

from .project import Project

# Put together here, so that this file holds none of them.
HOME = "/home" + "/somebody/"
ADDRESS = "https:" + "//files.example.org/h2-4.4.1-py3-none-any.whl"
REGISTRY = "https:" + "//example.org/pypi/simple/"
OPTION = "--index" + "-url https://example.org"

PROTOCOL = """
# Rules
- **CIC-T-001** The client MUST connect.
- CIC-T-002 It SHOULD be quick.
| CIC-T-003 | It MAY be blue. |
Text in between. **CIC-T-004** (D) It MUST NOT hang. CIC-T-005 (D) It is round, see CIC-T-001.
"""


@pytest.fixture
def repository(project: Project) -> Project:
    """The project, under git, with rules."""
    subprocess.run(["git", "init", "-q"], cwd=project.root, check=True)
    project.write("docs/protocol/transport.md", PROTOCOL)
    return project


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (f"path = {HOME}x", "has a path of somebody's machine"),
        (f"see {ADDRESS}", "has a package's address"),
        (f"index: {REGISTRY}", "has a registry's address"),
        (OPTION, "has a registry's address"),
        ('"resolved"' + ': "http://x"', "has a registry's address"),
    ],
)
def test_a_line_that_belongs_to_one_machine(repository: Project, line: str, problem: str) -> None:
    repository.write("notes.txt", f"fine\n{line}\n")

    assert repository.findings(tracked.check) == [f"notes.txt:2: {problem}"]


def test_lines_that_are_fine(repository: Project) -> None:
    repository.write("notes.txt", "https://example.org/home/x/ $HOME/x ~/work/x a/home/b/c /home\n")

    assert repository.findings(tracked.check) == []


def test_the_checkouts_own_path(repository: Project) -> None:
    repository.write("notes.txt", str(repository.root))

    assert "notes.txt:1: has the path of this checkout" in repository.findings(tracked.check)


def test_ignored_files_and_pictures_are_not_read(repository: Project) -> None:
    repository.write(".gitignore", "ignored.txt\n")
    repository.write("ignored.txt", ADDRESS)
    (repository.root / "picture.bin").write_bytes(b"\0" + ADDRESS.encode())

    assert repository.findings(tracked.check) == []


def test_a_file_that_is_no_text_and_one_too_long(repository: Project) -> None:
    (repository.root / "latin.txt").write_bytes("é".encode("latin-1"))
    (repository.root / "long.txt").write_bytes(b"x" * (tracked.TEXT_LIMIT + 1))

    assert [
        finding.split(": ")[1].split()[:3] for finding in repository.findings(tracked.check)
    ] == [
        ["is", "not", "UTF-8"],
        ["is", "longer", "than"],
    ]


def test_levels_of_the_rules(repository: Project) -> None:
    assert rules.defined_rules(repository.root / "docs/protocol") == {
        "CIC-T-001": "MUST",
        "CIC-T-002": "SHOULD",
        "CIC-T-003": "MAY",
        "CIC-T-004": "MUST",
        "CIC-T-005": "MUST",
    }


def write_test(repository: Project, source: str) -> Path:
    return repository.write("tests/test_it.py", source)


def test_marks_count_where_they_stand(repository: Project) -> None:
    write_test(
        repository,
        "pytestmark = pytest.mark.cic('CIC-T-001')\n"
        "@pytest.mark.cic('CIC-T-002')\nclass TestIt:\n"
        "    @pytest.mark.cic('CIC-T-003')\n    async def test_three(self): '''CIC-T-005'''\n"
        "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.cic('CIC-T-004'))])\n"
        "def test_parameter(x): ...\n",
    )

    marks = rules.read_marks(
        repository.root, rules.defined_rules(repository.root / "docs/protocol")
    )

    assert sorted(marks.rules) == ["CIC-T-001", "CIC-T-002", "CIC-T-003", "CIC-T-004"]
    assert marks.problems == []


TABLE = (
    "ROWS = [\n"
    "    pytest.param(1, marks=pytest.mark.cic('CIC-T-001', 'CIC-T-002')),\n"
    "    pytest.param(2, marks=pytest.mark.cic('CIC-T-003', 'CIC-T-004')),\n"
    "]\n"
)


def test_each_row_of_a_table_is_a_test_of_its_own(repository: Project) -> None:
    write_test(
        repository,
        f"{TABLE}def helper(): ...\n@pytest.mark.parametrize('x', ROWS)\ndef test_rows(x): ...\n",
    )
    known = rules.defined_rules(repository.root / "docs/protocol")
    marks = rules.read_marks(repository.root, known)
    assert len(marks.rules) == 4
    assert marks.problems == []


def test_a_row_of_a_table_may_name_too_many_with_its_test(repository: Project) -> None:
    write_test(
        repository,
        f"{TABLE}@pytest.mark.cic('CIC-T-003', 'CIC-T-004')\n"
        "@pytest.mark.parametrize('x', [*ROWS])\ndef test_rows(x): ...\n",
    )
    (finding,) = repository.findings(rules.check)
    assert "test_rows names 4 rules" in finding


def test_marks_can_be_read_by_an_older_python(repository: Project) -> None:
    write_test(repository, "def test_it(): ...\ntype Odd = int\n")
    (problem,) = rules.read_marks(repository.root, {}).problems
    assert "older Python" in problem.message


def test_unknown_rules_are_found(repository: Project) -> None:
    write_test(repository, "@pytest.mark.cic('CIC-T-999', RULE)\ndef test_it(): ...\n")

    assert repository.findings(rules.check) == [
        "tests/test_it.py:1: no such rule: 'CIC-T-999'",
        "tests/test_it.py:1: no such rule: RULE",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "@pytest.mark.cic('CIC-T-001', 'CIC-T-002', 'CIC-T-003', 'CIC-T-004')\ndef test_it(): ...\n",
        (
            "@pytest.mark.cic('CIC-T-001', 'CIC-T-002')\n"
            "@pytest.mark.cic('CIC-T-003', 'CIC-T-004')\ndef test_it(): ...\n"
        ),
        (
            "pytestmark = [pytest.mark.cic('CIC-T-001')]\n"
            "@pytest.mark.cic('CIC-T-002', 'CIC-T-003')\nclass TestIt:\n"
            "    @pytest.mark.cic('CIC-T-004')\n    def test_it(self): ...\n"
        ),
    ],
    ids=["one mark", "two marks", "class and module"],
)
def test_a_test_that_names_too_many(repository: Project, source: str) -> None:
    write_test(repository, source)

    assert [finding.split(": ")[1] for finding in repository.findings(rules.check)] == [
        "test_it names 4 rules; a test can prove 3"
    ]


def test_the_count(repository: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write_test(repository, "@pytest.mark.cic('CIC-T-001')\ndef test_it(): ...\n")

    assert rules.main(repository.root, ["--missing"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "T     1 of   5",
        "MUST      1 of   3",
        "  CIC-T-004 CIC-T-005",
        "SHOULD    0 of   1",
        "  CIC-T-002",
        "MAY       0 of   1",
        "  CIC-T-003",
        "1 of 5 rules are named by a test",
    ]

    write_test(repository, "@pytest.mark.cic('CIC-X-001')\ndef test_it(): ...\n")
    assert rules.main(repository.root, []) == 1
    assert "tests/test_it.py:1: no such rule: 'CIC-X-001'" in capsys.readouterr().out

    assert rules.main(repository.root, ["--json"]) == 1
    assert json.loads(capsys.readouterr().out)["CIC-T-002"] == {"level": "SHOULD", "tests": []}


def test_every_check_runs_and_fails_the_whole(
    repository: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(repository.root) == 0
    assert capsys.readouterr().out == ""

    (repository.root / "LICENSE").unlink()
    assert lint(repository.root) == 1
    assert capsys.readouterr().out == "LICENSE: is missing\nHACS: 1 to mend\n"


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["requirements", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) > 500  # the reference of this project

    assert main(["something"]) == 2
    assert "usage:" in capsys.readouterr().err


def test_locks_agree_and_name_no_address() -> None:
    pins: dict[str, dict[str, str]] = {}
    for lock in ("demo", "test"):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        lines = [line.split(" ")[0] for line in text.splitlines() if "==" in line]
        pins[lock] = dict(line.split("==") for line in lines)

    assert len(pins["demo"]) > 50
    assert pins["demo"].items() <= pins["test"].items()
    for file in (ROOT / "requirements").iterdir():
        assert "://" not in file.read_text(encoding="utf-8"), file.name
