"""What the demo keeps between starts, and while it runs."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
import fcntl
import json
import os
from pathlib import Path
from typing import Any, Final

from .errors import UsageError

_PRIVATE: Final = 0o600
_PRIVATE_DIRECTORY: Final = 0o700


class State:
    """The demo's directory, in which one demo runs at a time."""

    def __init__(self, directory: Path) -> None:
        """Use this directory, which `locked` makes."""
        self.directory = directory
        self.config = directory / "config"
        self.emulator = directory / "emulator"
        self.home_assistant_log = directory / "home-assistant.log"
        self.emulator_log = directory / "emulator.log"
        self.mpd = directory / "mpd"
        self.mpd_log = directory / "mpd.log"
        self.authorities = directory / "authorities.pem"
        self._kept = directory / "kept.json"
        self._run = directory / "run.json"

    @contextmanager
    def locked(self) -> Generator[None]:
        """Keep others out; raises UsageError if another demo uses the directory."""
        self.directory.mkdir(_PRIVATE_DIRECTORY, parents=True, exist_ok=True)
        with (self.directory / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UsageError(
                    f"a demo runs already in {self.directory}: "
                    "stop it, or give this one another directory with --state"
                ) from None
            for log in (self.home_assistant_log, self.emulator_log, self.mpd_log):
                log.unlink(missing_ok=True)
            try:
                yield
            finally:
                self._run.unlink(missing_ok=True)

    @property
    def home_assistant_token(self) -> str | None:
        """A lasting token of the demo's user; None before the first start has come that far."""
        return self._read().get("home_assistant_token")

    @home_assistant_token.setter
    def home_assistant_token(self, token: str) -> None:
        self._write(self._kept, {**self._read(), "home_assistant_token": token})

    @property
    def cloud(self) -> str | None:
        """A digest of what CLOVA was last set up with."""
        return self._read().get("cloud")

    @cloud.setter
    def cloud(self, digest: str) -> None:
        self._write(self._kept, {**self._read(), "cloud": digest})

    @property
    def speaker(self) -> Mapping[str, Any]:
        """The port of mpd, and its entry in Home Assistant; empty before."""
        speaker: dict[str, Any] = self._read().get("speaker", {})
        return speaker

    @speaker.setter
    def speaker(self, speaker: Mapping[str, Any]) -> None:
        self._write(self._kept, {**self._read(), "speaker": dict(speaker)})

    @property
    def ports(self) -> Mapping[str, int]:
        """The ports of last time, by the names of the options; empty before."""
        ports: dict[str, int] = self._read().get("ports", {})
        return ports

    @ports.setter
    def ports(self, ports: Mapping[str, int]) -> None:
        self._write(self._kept, {**self._read(), "ports": dict(ports)})

    def forget(self) -> None:
        """Start from nothing next time."""
        self._kept.unlink(missing_ok=True)

    def announce(self, facts: Mapping[str, str]) -> None:
        """Tell other programs of this user about the demo that runs: addresses and secrets."""
        self._write(self._run, facts)

    def announced(self) -> Mapping[str, str]:
        """Return what the demo that runs has announced; raises UsageError if none runs."""
        try:
            facts: dict[str, str] = json.loads(self._run.read_text())
        except FileNotFoundError:
            raise UsageError(f"no demo runs in {self.directory}: start scripts/demo") from None
        return facts

    def _read(self) -> dict[str, Any]:
        with suppress(FileNotFoundError, json.JSONDecodeError):
            content: dict[str, Any] = json.loads(self._kept.read_text())
            return content
        return {}

    @staticmethod
    def _write(path: Path, content: Mapping[str, Any]) -> None:
        """Replace a file as a whole; nobody else may read it."""
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "w") as file:
            json.dump(content, file, indent=2)
        new.replace(path)
