"""Interpreters, and demos that several tests look at."""

from collections.abc import Generator
from pathlib import Path
import sys

import pytest

from scripts.lib.demo.options import ROOT

from .demo_process import READY, DemoProcess
from .network import NetworkLog
from .open_scenarios import told

INTERPRETERS = {
    "pinned": Path(sys.executable),
    "newest": ROOT / ".venv-next" / "bin" / "python",
}
"""With the Home Assistant that the other tests use, and with the newest release."""


@pytest.fixture(scope="session", params=INTERPRETERS)
def python(request: pytest.FixtureRequest) -> Path:
    """An interpreter with Home Assistant; a test that asks for it runs once with each."""
    path = INTERPRETERS[request.param]
    if not path.exists():
        pytest.fail(f"{path} is missing: run scripts/setup --next", pytrace=False)
    return path


@pytest.fixture(scope="session")
def network_log(tmp_path_factory: pytest.TempPathFactory) -> NetworkLog:
    """Where the processes of `demo` note their use of the network."""
    return NetworkLog(tmp_path_factory.mktemp("network") / "log")


@pytest.fixture(scope="module")
def demo(
    python: Path, network_log: NetworkLog, tmp_path_factory: pytest.TempPathFactory
) -> Generator[DemoProcess]:
    """A demo that is up, for all tests of a module."""
    state = tmp_path_factory.mktemp("demo")
    with DemoProcess.running(python, state, additional=network_log.environment) as running:
        running.read_until(READY)
        yield running


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which scenarios nobody could play: they are neither passed nor skipped."""
    if line := told():
        terminalreporter.write_line(line)
