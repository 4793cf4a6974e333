"""`python -m emulator`."""

import asyncio
from collections.abc import AsyncIterator
import contextlib
import json
import os
from pathlib import Path
import signal
import socket
import ssl
import stat
import sys
from typing import Any

import pytest

from emulator import Emulator, cli
from emulator.scenario import load

from .client import Client, Response

ROOT = Path(__file__).parents[2]
PORTS = ("--port", "0", "--auth-port", "0", "--control-port", "0")
"""Free ones."""


class Process:
    """A running emulator and the line with which it announced itself."""

    def __init__(self, process: asyncio.subprocess.Process, facts: dict[str, Any]) -> None:
        self.process = process
        self.facts = facts

    async def stop(self, number: int) -> tuple[int, bytes, bytes]:
        self.process.send_signal(number)
        async with asyncio.timeout(10):
            out, err = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, out, err


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "emulator", *PORTS, *arguments]


@contextlib.asynccontextmanager
async def running(state: Path, *options: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *command("--state", str(state), "--json", *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(20):
            line = await process.stdout.readline()
        yield Process(process, json.loads(line))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_runs_until_told_to_stop(
    tmp_path: Path, number: int, socket_enabled: None
) -> None:
    async with running(tmp_path) as emulator:
        facts = emulator.facts
        assert sorted(facts) == [
            "access_token",
            "auth_url",
            "base_url",
            "ca_file",
            "control_token",
            "control_url",
            "media_url",
            "pid",
        ]
        assert facts["pid"] == emulator.process.pid
        assert facts["base_url"].startswith("https://localhost:")
        assert facts["ca_file"] == str(tmp_path / "ca.pem")
        ssl.create_default_context(cafile=facts["ca_file"])
        for name in ("control_token", "access_token"):
            assert (tmp_path / name).read_text() == facts[name]
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
        code, out, err = await emulator.stop(number)
    assert (code, out, err) == (0, b"", b"")


def test_a_port_in_use_is_one_line_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], socket_enabled: None
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code = cli.main([*PORTS, "--port", str(port), "--state", str(tmp_path)])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err == f"Port {port} on 127.0.0.1 is in use. Choose another one with --port.\n"


@pytest.mark.parametrize("arguments", [["--port", "65536"], ["--port", "x"], ["--nonsense"]])
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert "usage: " in capsys.readouterr().err


def test_a_state_directory_that_cannot_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], socket_enabled: None
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert cli.main([*PORTS, "--state", str(file / "x")]) == 2
    assert str(file) in capsys.readouterr().err


def test_what_people_see(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    socket_enabled: None,
) -> None:
    """In this process, stopped by its own SIGINT as soon as it is ready."""
    printed = cli.READY

    def interrupt(**facts: Any) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return printed.format(**facts)

    monkeypatch.setattr(cli, "READY", type("Text", (), {"format": staticmethod(interrupt)}))
    arguments = [*PORTS, "--state", str(tmp_path), "--token", "T"]
    assert cli.main([*arguments, "--lax", "--host", "127.0.0.1", "--name", "cic.test"]) == 0
    out = capsys.readouterr().out
    assert "Access token   T\n" in out
    assert str(tmp_path / "ca.pem") in out
    assert "Ctrl+C" in out


def test_another_address_is_named_in_the_certificate() -> None:
    options = cli._parser().parse_args(["--host", "192.0.2.1", "--name", "a", "--lax"])
    config = cli.config_of(options)
    assert config.names == ("a", "192.0.2.1")
    assert not config.strict
    assert cli.config_of(cli._parser().parse_args(["--host", "0.0.0.0"])).names == ()
    assert cli.config_of(cli._parser().parse_args([])).port == 8443
    assert cli.config_of(cli._parser().parse_args([])).auth_port == 8444
    assert cli.config_of(cli._parser().parse_args([])).control_port == 8480


HEAD = "title: A try\ninterface: Clova\nneeds: [Clova]\nsteps:\n"


def scenario_file(directory: Path, steps: str) -> str:
    file = directory / "try.yaml"
    file.write_text(HEAD + steps)
    return str(file)


@contextlib.asynccontextmanager
async def connected(facts: dict[str, Any]) -> AsyncIterator[Client]:
    """A client with a downchannel at an emulator in another process."""
    context = await asyncio.to_thread(ssl.create_default_context, cafile=facts["ca_file"])
    context.set_alpn_protocols(["h2"])
    client = Client(facts["access_token"])
    try:
        await client.connect(int(facts["base_url"].rpartition(":")[2]), context)
        await client.open_channel()
        yield client
    finally:
        await client.close()


@pytest.mark.parametrize(
    ("steps", "code", "verdict"),
    [
        ("  - push: Clova.Help\n", 0, "Passed: 1 steps."),
        (
            "  - expect_event: Memo.Get\n    within: 0\n",
            1,
            "FAILED: try.yaml:5: Memo.Get did not come within 0 s: nothing came",
        ),
    ],
)
async def test_a_scenario_played_once(
    tmp_path: Path, steps: str, code: int, verdict: str, socket_enabled: None
) -> None:
    options = ("--scenario", scenario_file(tmp_path, steps), "--once")
    async with running(tmp_path, *options) as emulator, connected(emulator.facts):
        async with asyncio.timeout(10):
            out, err = await emulator.process.communicate()
        assert emulator.process.returncode == code
        assert out == b""
        lines = err.decode().splitlines()
        assert lines[0] == f"Waiting for a client to connect to {emulator.facts['base_url']}"
        assert lines[1] == "Scenario: A try"
        assert lines[-1] == verdict


async def test_the_emulator_goes_on_after_a_scenario(tmp_path: Path, socket_enabled: None) -> None:
    file = scenario_file(tmp_path, "  - expect_event: Memo.Get\n    within: 0\n")
    async with running(tmp_path, "--scenario", file) as emulator:
        async with connected(emulator.facts) as client:
            assert emulator.process.stderr is not None
            async with asyncio.timeout(10):
                while not (await emulator.process.stderr.readline()).startswith(b"FAILED"):
                    pass
            assert (await client.ask("hello")).status == 200
        code, _, _ = await emulator.stop(signal.SIGTERM)
    assert code == 0


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--once"], 1)])
def test_a_scenario_that_nobody_plays_along_with(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    code: int,
    socket_enabled: None,
) -> None:
    def interrupt(**_: Any) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return ""

    monkeypatch.setattr(cli, "READY", type("Text", (), {"format": staticmethod(interrupt)}))
    arguments = [*PORTS, "--state", str(tmp_path)]
    assert cli.main([*arguments, "--scenario", "clova", *options]) == code
    assert "Waiting for a client" in capsys.readouterr().out


def test_a_file_that_is_no_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = scenario_file(tmp_path, "  - jump: high\n")
    assert cli.main(["--scenario", file]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{file}:5: a step begins with one of: push, ")


def test_a_scenario_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--scenario", "no-such-scenario"]) == 2
    assert "no-such-scenario" in capsys.readouterr().err


def test_once_is_about_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["--once"])
    assert caught.value.code == 2
    assert "--once needs --scenario" in capsys.readouterr().err


async def test_playing_in_this_process(
    cloud: Emulator, channel: Response, tmp_path: Path, socket_enabled: None
) -> None:
    stop, said = asyncio.Event(), list[str]()
    scenario = load(Path(scenario_file(tmp_path, "  - push: Clova.Help\n")))
    assert await cli._play(cloud, scenario, stop, once=True, say=said.append) == 0
    assert said[-1] == "Passed: 1 steps."
