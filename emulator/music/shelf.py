"""Files that are made when they are first asked for, and kept in the state directory."""

import asyncio
from collections.abc import Awaitable, Callable
import logging
from pathlib import Path
import secrets
from typing import Final

from .. import state
from ..config import MusicKind
from . import pictures, sound
from .catalogue import Track

_LOGGER = logging.getLogger(__name__)

DIRECTORY: Final = "music"
EDITION: Final = 1
"""Part of the files' names: counts up when the same piece comes to sound or look otherwise."""


class Shelf:
    """At most two files of each track: the library is what bounds it."""

    def __init__(self, kind: MusicKind) -> None:
        """Raises OSError for `ffmpeg` where that is missing."""
        if kind == "ffmpeg" and not sound.has_ffmpeg():
            raise OSError("The music `ffmpeg` needs ffmpeg.")
        if kind == "auto":
            kind = "ffmpeg" if sound.has_ffmpeg() else "tones"
        self.kind = kind
        """What it has become: tones or ffmpeg."""
        self._directory: Path | None = None
        self._making = asyncio.Lock()

    def use(self, state_dir: Path) -> None:
        """Keep files below this directory from now on; blocking."""
        self._directory = state_dir / DIRECTORY
        state.prepare(self._directory)

    async def sound(self, track: Track) -> Path:
        """The track as MP3."""
        path = self._path(f"{track.token}-{self.kind}-{EDITION}.mp3")

        async def make(temporary: Path) -> None:
            if self.kind == "ffmpeg":
                try:
                    await sound.encode(track, temporary)
                except sound.ComposingError as error:
                    _LOGGER.warning("a piece is played by tones: %s", error)
                else:
                    return
            await _write(temporary, lambda: sound.tones(track))

        return await self._kept(path, make)

    async def picture(self, name: str) -> Path:
        """The picture of that name as PNG. Only names of the library: each is kept."""
        path = self._path(f"{name}-{EDITION}.png")
        return await self._kept(
            path, lambda temporary: _write(temporary, lambda: pictures.png(name))
        )

    def _path(self, name: str) -> Path:
        if self._directory is None:
            raise RuntimeError("the shelf has no directory yet")
        return self._directory / name

    async def _kept(self, path: Path, make: Callable[[Path], Awaitable[None]]) -> Path:
        """Make a file unless it is there; one at a time, and complete as soon as it has its name."""
        loop = asyncio.get_running_loop()
        if await loop.run_in_executor(None, path.exists):
            return path
        async with self._making:
            if not await loop.run_in_executor(None, path.exists):
                temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
                try:
                    await make(temporary)
                    await loop.run_in_executor(None, temporary.replace, path)
                finally:
                    await loop.run_in_executor(None, lambda: temporary.unlink(missing_ok=True))
        return path


async def _write(path: Path, data: Callable[[], bytes]) -> None:
    await asyncio.get_running_loop().run_in_executor(None, lambda: path.write_bytes(data()))
