"""A pytest plugin that fails the run where too little of the code was covered (scripts/test).

The protocol (ring 1) is covered whole, every branch; the rest nearly. Needs pytest-cov in the same
run; loaded with `-p scripts.lib.checks.coverage_gate`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
import io
from pathlib import Path

from coverage import Coverage
from coverage.exceptions import NoDataError
import pytest


@dataclass(frozen=True, slots=True)
class Gate:
    """At least `percent` of lines and branches of the files that match."""

    name: str
    percent: float
    include: Sequence[str]
    omit: Sequence[str] = ()

    def judge(self, coverage: Coverage) -> str | None:
        """What is missing, as text for the terminal; None if it is enough."""
        table = io.StringIO()
        try:
            covered = coverage.report(
                file=table,
                include=list(self.include),
                omit=list(self.omit),
                show_missing=True,
                skip_covered=True,
            )
        except NoDataError:
            return f"{self.name}: nothing was measured"
        if covered >= self.percent:
            return None
        return f"{table.getvalue()}{self.name}: {covered:.2f} %, less than {self.percent:g} %"


GATES = (
    Gate("custom_components/clova_cic/cic", 100, ["custom_components/clova_cic/cic/*"]),
    Gate(
        "the rest of custom_components",
        95,
        ["custom_components/*"],
        ["custom_components/clova_cic/cic/*"],
    ),
    Gate("emulator", 95, ["emulator/*"]),
)


class CoverageGate:
    """Judges when all tests have run and pytest-cov has written its data."""

    def __init__(self, data_file: Path, gates: Sequence[Gate] = GATES) -> None:
        self._data_file = data_file
        self._gates = gates
        self._verdicts: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that would else be a success."""
        coverage = Coverage(data_file=str(self._data_file))
        coverage.load()
        self._verdicts = [text for gate in self._gates if (text := gate.judge(coverage))]
        if self._verdicts and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say why, before pytest's last line."""
        if not self._verdicts:
            terminalreporter.write_line("coverage: enough everywhere", green=True)
            return
        terminalreporter.section("too little coverage", red=True)
        for verdict in self._verdicts:
            terminalreporter.write_line(verdict)


def pytest_configure(config: pytest.Config) -> None:
    """Register the gate, once for all processes; pytest-cov's data is in the repository's root."""
    if hasattr(config, "workerinput"):
        return  # of pytest-xdist: its data goes to the process that began the run
    config.pluginmanager.register(CoverageGate(config.rootpath / ".coverage"), "coverage_gate")
