"""What the library's files sound and look like, by programs that are not ours."""

import asyncio
import logging
from pathlib import Path
import struct
import subprocess
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest

from emulator import Emulator
from emulator.music import compose, pictures, sound
from emulator.music.catalogue import BY_TOKEN, CLASSICAL, JAZZ, RADIO, Track
from emulator.music.shelf import Shelf

from .conftest import EmulatorFactory
from .sound import RATE, level, samples

BLINK: Final = BY_TOKEN["track-10"]
KINDS: Final = ("tones", "ffmpeg")


@pytest.fixture(params=KINDS)
def shelved(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    """A shelf of either kind."""
    made = Shelf(request.param)
    made.use(tmp_path)
    return made


async def test_it_is_as_long_as_it_says(shelved: Shelf) -> None:
    data = (await shelved.sound(BLINK)).read_bytes()
    heard = await asyncio.to_thread(samples, data)
    assert len(heard) / RATE == pytest.approx(3.0, abs=0.03)
    assert level(heard) > 300


async def test_it_can_be_cut_anywhere(shelved: Shelf) -> None:
    """Each frame is complete: half a file plays without a complaint."""
    data = (await shelved.sound(BLINK)).read_bytes()
    frame = len(data) // 125
    assert len(data) == 125 * frame
    heard = await asyncio.to_thread(samples, data[60 * frame :])
    assert len(heard) / RATE == pytest.approx(65 * 0.024, abs=0.03)


async def test_the_same_track_is_the_same_file(shelved: Shelf, tmp_path: Path) -> None:
    again = Shelf(shelved.kind)
    again.use(tmp_path / "again")
    first, second = await shelved.sound(BLINK), await again.sound(BLINK)
    assert first != second
    assert first.read_bytes() == second.read_bytes()
    other = await again.sound(BY_TOKEN["track-5"])
    assert other.read_bytes()[:2000] != first.read_bytes()[:2000]


async def test_it_is_made_once(shelved: Shelf, tmp_path: Path) -> None:
    one, two = await asyncio.gather(shelved.sound(BLINK), shelved.sound(BLINK))
    assert one == two
    made = one.stat().st_mtime_ns
    assert (await shelved.sound(BLINK)).stat().st_mtime_ns == made
    assert list((tmp_path / "music").iterdir()) == [one]


PROGRAMS: Final = {
    "missing": "",
    "status": "exit 3",
    "slow": "exec sleep 9",
    "short": 'for last; do :; done; cat > /dev/null; : > "$last"',
}
"""What runs in place of ffmpeg; its last argument is the file."""


@pytest.mark.parametrize("failure", PROGRAMS)
async def test_without_ffmpeg_there_are_tones(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    failure: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = Shelf("ffmpeg")
    made.use(tmp_path)
    program = tmp_path / "program"
    if failure != "missing":
        program.write_text(f"#!/bin/sh\n{PROGRAMS[failure]}\n")
        program.chmod(0o700)
    monkeypatch.setattr(sound, "FFMPEG", str(program))
    monkeypatch.setattr(sound, "TIME_LIMIT", 0.3 if failure == "slow" else 10.0)
    path = await made.sound(BLINK)
    assert path.read_bytes() == sound.tones(BLINK)
    (warning,) = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert "is played by tones" in warning.getMessage()
    assert list((tmp_path / "music").iterdir()) == [path]


def test_which_kind_it_becomes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Shelf("auto").kind == "ffmpeg"
    monkeypatch.setattr(sound, "has_ffmpeg", lambda: False)
    assert Shelf("auto").kind == "tones"
    with pytest.raises(OSError, match="needs ffmpeg"):
        Shelf("ffmpeg")


async def test_before_the_start() -> None:
    with pytest.raises(RuntimeError):
        await Shelf("tones").sound(BLINK)


@pytest.mark.parametrize("station", [RADIO, JAZZ, CLASSICAL], ids=lambda each: each.key)
def test_what_is_composed(station: Any) -> None:
    track: Track = station.tracks[-1]
    data = b"".join(compose.pcm(track))
    assert len(data) == track.seconds * compose.RATE * 2
    heard = struct.unpack(f"<{len(data) // 2}h", data)
    assert max(heard) < 32000
    assert min(heard) > -32000
    assert level(heard[: compose.RATE]) > 500


async def test_music_by_ffmpeg_is_served(make_emulator: EmulatorFactory, tmp_path: Path) -> None:
    cloud: Emulator = await make_emulator(state_dir=tmp_path, music_kind="ffmpeg")
    process = await asyncio.create_subprocess_exec(
        *("ffprobe", "-v", "error", "-show_entries", "format=duration:stream=codec_name,bit_rate"),
        *("-of", "csv=p=0", f"{cloud.media_url}/track-10.mp3"),
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(20):
        out, _ = await process.communicate()
    assert out.split() == [b"mp3,64000", b"3.000000"]


def test_pictures() -> None:
    """Each can be decoded, and no two are the same."""
    seen = {pictures.png(name) for name in ("track-1", "track-2", "list-calm")}
    assert len(seen) == 3
    for data in seen:
        command = ["ffmpeg", "-v", "error", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "rgb24"]
        done = subprocess.run([*command, "pipe:1"], input=data, capture_output=True, check=True)
        assert done.stderr == b""
        assert len(done.stdout) == pictures.SIZE**2 * 3
        assert len(set(done.stdout)) > 20
    drawn = ET.fromstring(pictures.svg("a", "Salt & <Pepper>"))
    assert drawn[0].text == "Salt & <Pepper>"
    assert len(drawn) > 10
