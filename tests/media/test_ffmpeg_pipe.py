"""ffmpeg as a pipe, with the real program."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from homeassistant.components.ffmpeg import get_ffmpeg_manager
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest

from custom_components.clova_cic.media import ffmpeg_pipe
from custom_components.clova_cic.media.ffmpeg_pipe import (
    TO_WAV,
    FfmpegMissingError,
    async_through_ffmpeg,
)
from tests.voice import voice

LIMIT = 10.0
WAV_HEADER = 12


@pytest.fixture(autouse=True)
async def ffmpeg(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "ffmpeg", {})


def program(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, path: Path, text: str) -> None:
    """Put a program of our own in ffmpeg's place."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o700)
    monkeypatch.setattr(get_ffmpeg_manager(hass), "_bin", str(path))


async def test_the_first_sound_is_there_before_the_second_kilobyte_is_needed(
    hass: HomeAssistant,
) -> None:
    """A player hears the beginning while the rest is still on its way."""
    mp3 = voice(300).data
    heard = asyncio.Event()

    async def dribbled() -> AsyncGenerator[bytes]:
        yield mp3[:2048]
        await heard.wait()
        yield mp3[2048:]

    async with asyncio.timeout(LIMIT):
        async with aclosing(async_through_ffmpeg(hass, TO_WAV, dribbled())) as sound:
            first = await anext(sound)
            heard.set()
            rest = b"".join([chunk async for chunk in sound])
    assert first[:4] == b"RIFF"
    assert first[8:WAV_HEADER] == b"WAVE"
    assert len(rest) > len(first)


async def test_without_ffmpeg_the_source_is_closed_and_the_reason_told(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = False

    async def source() -> AsyncGenerator[bytes]:
        nonlocal closed
        try:
            yield b"x"
            yield b"x"
        finally:
            closed = True

    monkeypatch.setattr(get_ffmpeg_manager(hass), "_bin", "no-such-program")
    begun = source()
    await anext(begun)
    with pytest.raises(FfmpegMissingError, match="ffmpeg"):
        await anext(async_through_ffmpeg(hass, TO_WAV, begun))
    assert closed


async def test_what_the_source_raises_is_told(hass: HomeAssistant) -> None:
    async def source() -> AsyncGenerator[bytes]:
        yield voice(10).data
        raise HomeAssistantError("broken off")

    with pytest.raises(HomeAssistantError, match="broken off"):
        async for _ in async_through_ffmpeg(hass, TO_WAV, source()):
            pass


async def test_an_ffmpeg_that_stalls_is_ended(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def source() -> AsyncGenerator[bytes]:
        yield b"x"

    monkeypatch.setattr(ffmpeg_pipe, "SILENT_LIMIT", 0.05)
    program(hass, monkeypatch, tmp_path / "ffmpeg", "exec tail -f /dev/null")
    with pytest.raises(TimeoutError):
        await anext(async_through_ffmpeg(hass, TO_WAV, source()))


async def test_a_source_that_takes_its_time_is_waited_for(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ffmpeg got nothing for is no stall of ffmpeg's."""
    waits = 0
    asked = asyncio.Event()
    plain_timeout = asyncio.timeout

    def counted(delay: float | None) -> asyncio.Timeout:
        nonlocal waits
        waits += 1
        if waits < 3:
            return plain_timeout(delay)
        asked.set()
        return plain_timeout(LIMIT)

    async def source() -> AsyncGenerator[bytes]:
        await asked.wait()
        yield voice(10).data

    monkeypatch.setattr(ffmpeg_pipe, "SILENT_LIMIT", 0.02)
    monkeypatch.setattr(asyncio, "timeout", counted)
    async with aclosing(async_through_ffmpeg(hass, TO_WAV, source())) as sound:
        assert (await anext(sound))[:4] == b"RIFF"


async def test_a_program_that_reads_nothing_ends_the_stream(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def source() -> AsyncGenerator[bytes]:
        for _ in range(64):
            yield bytes(65536)

    program(hass, monkeypatch, tmp_path / "ffmpeg", "exec true")
    assert [chunk async for chunk in async_through_ffmpeg(hass, TO_WAV, source())] == []
