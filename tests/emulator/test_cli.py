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

from emulator import cli

ROOT = Path(__file__).parents[2]


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
    return [sys.executable, "-m", "emulator", "--port", "0", "--control-port", "0", *arguments]


@contextlib.asynccontextmanager
async def running(state: Path) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *command("--state", str(state), "--json"),
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
            "base_url",
            "ca_file",
            "control_token",
            "control_url",
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
        code = cli.main(["--port", str(port), "--control-port", "0", "--state", str(tmp_path)])
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
    assert cli.main(["--port", "0", "--control-port", "0", "--state", str(file / "x")]) == 2
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
    arguments = ["--port", "0", "--control-port", "0", "--state", str(tmp_path), "--token", "T"]
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
    assert cli.config_of(cli._parser().parse_args([])).control_port == 8480
