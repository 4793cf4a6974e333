"""Starting and ending scripts/demo: ports, signals, what is kept, what is left."""

from collections.abc import Generator, Sequence
import contextlib
import dataclasses
import os
from pathlib import Path
import re
import signal
import socket
import subprocess
import sys
import time

import aiohttp
import pytest

from scripts.lib.demo.clova import available_agent
from scripts.lib.demo.home_assistant import listening, started
from scripts.lib.demo.options import ROOT, Options

from .demo_process import END_LIMIT, READY, DemoProcess, command, environment
from .processes import descendants, running_module, wait_for_end
from .signing_in import assist, sign_in

pytestmark = [pytest.mark.timeout(180), pytest.mark.usefixtures("socket_enabled")]

PYTHON = Path(sys.executable)
DEMO = os.fspath(ROOT / "scripts" / "demo")
SECOND_START_LIMIT = 30.0
"""Seconds; it takes about six on a machine that does nothing else."""


async def test_a_second_start_is_quick_and_keeps_everything_but_the_password(
    tmp_path: Path,
) -> None:
    with DemoProcess.running(PYTHON, tmp_path) as demo:
        demo.read_until(READY)
        first = demo.facts
        async with assist(first) as (rest, _):
            entry = (await rest.get("/api/config/config_entries/entry?domain=clova_cic"))[0]
        demo.interrupt()
    began = time.monotonic()
    with DemoProcess.running(PYTHON, tmp_path) as demo:
        demo.read_until(READY)
        took = time.monotonic() - began
        second = demo.facts
        async with assist(second) as (rest, _):
            entries = await rest.get("/api/config/config_entries/entry?domain=clova_cic")
            # The password of the first start is no longer good for anything.
            async with aiohttp.ClientSession() as session:
                with pytest.raises(KeyError):
                    await sign_in(session, {**second, "password": first["password"]})
        log = (tmp_path / "home-assistant.log").read_text()

    assert took < SECOND_START_LIMIT
    assert second["password"] != first["password"]
    assert second["url"] == first["url"]  # a free port is kept while it stays free
    assert [each["entry_id"] for each in entries] == [entry["entry_id"]]
    assert [each["modified_at"] for each in entries] == [entry["modified_at"]]
    assert "not connected" not in log


def test_ctrl_c_ends_everything(tmp_path: Path) -> None:
    with DemoProcess.running(PYTHON, tmp_path) as demo:
        demo.read_until(READY)
        family = descendants(demo.process.pid)
        assert len(family) >= 3  # Home Assistant, the emulator, the guard

        output = demo.interrupt()

        assert demo.process.returncode == 0, output
        assert wait_for_end(family, 0) == []
        assert demo.said[-2].startswith("Stopping Home Assistant ... ")
        assert demo.said[-1].startswith("Stopping the emulator ... ")
        assert not (tmp_path / "run.json").exists()


def test_ctrl_c_during_the_first_start_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    with DemoProcess.running(PYTHON, tmp_path) as demo:
        demo.read_until("Starting the emulator")
        family = descendants(demo.process.pid)
        output = demo.interrupt()
        assert demo.process.returncode == 128 + signal.SIGINT, output
        assert wait_for_end(family, 0) == []

    with DemoProcess.running(PYTHON, tmp_path, "--check") as demo:
        output = demo.output()
        assert demo.process.returncode == 0, output


def test_a_killed_demo_takes_its_processes_along(tmp_path: Path) -> None:
    with DemoProcess.running(PYTHON, tmp_path) as demo:
        demo.read_until(READY)
        family = descendants(demo.process.pid)
        demo.process.kill()
        assert wait_for_end(family, END_LIMIT) == []


async def test_home_assistant_may_be_restarted_in_the_browser(tmp_path: Path) -> None:
    with DemoProcess.running(PYTHON, tmp_path) as demo:
        demo.read_until(READY)
        first = running_module(demo.process.pid, "homeassistant")
        async with assist(demo.facts) as (rest, _):
            await rest.post("/api/services/homeassistant/restart", {})
        demo.read_until("Home Assistant restarts")

        async with aiohttp.ClientSession() as session:
            await listening(session, demo.facts["url"])
        async with assist(demo.facts) as (rest, websocket):
            await started(websocket)
            await available_agent(rest, websocket)
        assert running_module(demo.process.pid, "homeassistant") != first
        output = demo.interrupt()
        assert demo.process.returncode == 0, output


@pytest.mark.parametrize(
    ("module", "title"), [("homeassistant", "Home Assistant"), ("emulator", "the emulator")]
)
def test_a_process_that_dies_ends_the_demo_with_a_reason(
    tmp_path: Path, module: str, title: str
) -> None:
    with DemoProcess.running(PYTHON, tmp_path) as demo:
        demo.read_until(READY)
        family = descendants(demo.process.pid)
        os.kill(running_module(demo.process.pid, module), signal.SIGKILL)

        output = demo.output()

        assert demo.process.returncode == 1
        assert f"scripts/demo: {title} was ended by SIGKILL. Its log: {tmp_path}/" in output
        assert wait_for_end(family, 0) == []


@pytest.fixture
def taken_port() -> Generator[int]:
    """A port on which something listens."""
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.parametrize("option", ["--port", "--cic-port", "--auth-port", "--control-port"])
def test_a_port_in_use_is_said_in_one_line(tmp_path: Path, option: str, taken_port: int) -> None:
    ended = run(command(PYTHON, tmp_path, option, str(taken_port)))

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == in_use(taken_port, option)


def test_the_script_passes_options_and_status_on(tmp_path: Path, taken_port: int) -> None:
    ended = run([DEMO, "--state", os.fspath(tmp_path), "--port", str(taken_port)])

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == in_use(taken_port, "--port")


def test_the_script_explains_every_option() -> None:
    explained = run([DEMO, "--help"])

    assert explained.returncode == 0
    options = {each.name.replace("_", "-") for each in dataclasses.fields(Options)}
    assert set(re.findall(r"^  --([a-z-]+)", explained.stdout, re.MULTILINE)) == options


def test_an_unknown_option_is_a_mistake(tmp_path: Path) -> None:
    ended = run(command(PYTHON, tmp_path, "--prot", "1"))

    assert (ended.returncode, ended.stdout) == (2, "")
    assert "unrecognized arguments: --prot" in ended.stderr


def test_one_demo_per_directory(tmp_path: Path) -> None:
    with DemoProcess.running(PYTHON, tmp_path) as demo:
        demo.read_until("Starting the emulator")

        ended = run(command(PYTHON, tmp_path))

        assert demo.process.poll() is None
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert f"a demo runs already in {tmp_path}" in ended.stderr


def in_use(port: int, option: str) -> str:
    """The one line."""
    return (
        f"scripts/demo: port {port} is in use by another program: "
        f"give another with {option} (0: any free one)\n"
    )


def run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """A demo that does not come far."""
    return subprocess.run(
        words,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
