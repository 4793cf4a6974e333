"""Which protocol rules the tests name: `scripts/requirements`, and the check of scripts/lint.

usage: scripts/requirements [--missing] [--json]

docs/protocol numbers its rules (CIC-T-001 ...). A test names the rules that it proves with a mark,
`@pytest.mark.cic("CIC-T-040")`, at most three, on itself, its class, its module or one of its
parameters. Other mentions of a rule, in comments say, do not count.
"""

import argparse
import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
import json
from pathlib import Path
import re

from .finding import Finding

PROTOCOL = Path("docs/protocol")
TESTS = Path("tests")
MOST = 3  # rules that one test can prove and still fail for one reason
RULE = re.compile(r"CIC-[A-Z]{1,2}-\d{3}")
# A rule begins a list item or a table row, is printed bold, or is marked (D), derived.
DEFINITION = re.compile(
    rf"(?:^\s*(?:[-|]\s*)?)({RULE.pattern})|\*\*({RULE.pattern})\*\*|(?<![(\w])({RULE.pattern}) \(D\)"
)
# Whoever counts rules may do so with the distribution's own Python, such as Debian 12's.
OLDEST_GRAMMAR = (3, 11)
LEVELS = ("MUST", "SHOULD", "MAY")

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True)
class Marks:
    """What the tests name."""

    rules: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    problems: list[Finding] = field(default_factory=list)


def defined_rules(protocol: Path) -> dict[str, str]:
    """Every rule's level: the strongest word in the line that defines it, MAY if there is none."""
    found: dict[str, str] = {}
    for file in sorted(protocol.rglob("*.md")):
        for line in file.read_text(encoding="utf-8").splitlines():
            level = next((word for word in LEVELS if word in line), LEVELS[-1])
            for groups in DEFINITION.findall(line):
                found.setdefault(next(filter(None, groups)), level)
    return found


def read_marks(root: Path, known: dict[str, str]) -> Marks:
    """The marks of all tests under `root`, and what is wrong with them."""
    marks = Marks()
    for file in sorted((root / TESTS).rglob("*.py")):
        name = str(file.relative_to(root))
        source = file.read_text(encoding="utf-8")
        module = ast.parse(source, name)
        try:
            ast.parse(source, name, feature_version=OLDEST_GRAMMAR)
        except SyntaxError as error:
            text = f"tools on an older Python cannot read the marks: {error.msg}"
            marks.problems.append(Finding(f"{name}:{error.lineno}", text))
        for call in _marks(module):
            for argument in call.args:
                rule = argument.value if isinstance(argument, ast.Constant) else None
                if isinstance(rule, str) and rule in known:
                    marks.rules[rule].add(name)
                else:
                    text = f"no such rule: {ast.unparse(argument)}"
                    marks.problems.append(Finding(f"{name}:{call.lineno}", text))
        for test, count in _counts(module):
            if count > MOST:
                text = f"{test.name} names {count} rules; a test can prove {MOST}"
                marks.problems.append(Finding(f"{name}:{test.lineno}", text))
    return marks


def _marks(node: ast.AST) -> Iterator[ast.Call]:
    """Calls of pytest.mark.cic anywhere under `node`."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "pytest.mark.cic":
            yield inner


def _counts(module: ast.Module) -> Iterator[tuple[Function, int]]:
    """Every test with the number of rules that it, its class and its module name."""
    tables = {
        target.id: [len(mark.args) for mark in _marks(node)]
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    outer = sum(tables.pop("pytestmark", []))
    yield from _counts_in(module.body, outer, tables)


def _counts_in(
    body: list[ast.stmt], outer: int, tables: dict[str, list[int]]
) -> Iterator[tuple[Function, int]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _counts_in(node.body, outer + _decorated(node, tables), tables)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, outer + _decorated(node, tables)


def _decorated(node: ast.ClassDef | Function, tables: dict[str, list[int]]) -> int:
    """Rules named in the decorators; of parameters' marks the longest counts, each is a test.

    Parameters may stand in a table of the module.
    """
    total = 0
    for decorator in node.decorator_list:
        marks = [len(mark.args) for mark in _marks(decorator)]
        for name in ast.walk(decorator):
            if isinstance(name, ast.Name):
                marks += tables.get(name.id, [])
        total += max(marks, default=0)
    return total


def check(root: Path) -> Iterator[Finding]:
    """Unknown rules, and tests that name too many."""
    yield from read_marks(root, defined_rules(root / PROTOCOL)).problems


def _report(known: dict[str, str], marks: Marks, *, missing: bool) -> None:
    areas = Counter(rule.split("-")[1] for rule in known)
    named = Counter(rule.split("-")[1] for rule in marks.rules)
    for area, total in sorted(areas.items()):
        print(f"{area:<3}{named[area]:4} of {total:3}")
    for level in LEVELS:
        rules = sorted(rule for rule in known if known[rule] == level)
        left = [rule for rule in rules if rule not in marks.rules]
        print(f"{level:7}{len(rules) - len(left):4} of {len(rules):3}")
        if missing and left:
            print("  " + " ".join(left))
    for problem in marks.problems:
        print(problem)
    print(f"{len(marks.rules)} of {len(known)} rules are named by a test")


def main(root: Path, arguments: list[str]) -> int:
    """The command; returns its exit status: 1 if a mark is wrong."""
    description = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog="scripts/requirements", description=description)
    parser.add_argument("--missing", action="store_true", help="also list the rules without a test")
    parser.add_argument("--json", action="store_true", help="rule, level and tests, as JSON")
    options = parser.parse_args(arguments)
    known = defined_rules(root / PROTOCOL)
    marks = read_marks(root, known)
    if options.json:
        rows = {
            rule: {"level": level, "tests": sorted(marks.rules.get(rule, ()))}
            for rule, level in sorted(known.items())
        }
        print(json.dumps(rows, indent=1))
    else:
        _report(known, marks, missing=options.missing)
    return 1 if marks.problems else 0
