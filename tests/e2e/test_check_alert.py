"""How scripts/demo --check notices that a timer does not ring, cannot be heard, or does not stop."""

from collections.abc import AsyncIterator, Mapping
import io
from pathlib import Path
from typing import Any
import wave

from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from emulator import Emulator
from scripts.lib.demo import check_alert
from scripts.lib.demo.api import RestApi
from scripts.lib.demo.mpd import HOST, Mpd, MpdConnection
from scripts.lib.demo.ports import claim
from scripts.lib.demo.processes import Guard

from .music_room import need_mpd

pytestmark = [pytest.mark.timeout(60), pytest.mark.usefixtures("socket_enabled")]

CALENDAR, SENSOR = "calendar.alerts", "binary_sensor.alert"


class Shown(RestApi):
    """A Home Assistant that shows what a test says until it is told to stop, and then as well."""

    def __init__(self, sensor: str, *events: Mapping[str, str]) -> None:
        self.sensor, self.events = sensor, list(events)
        self.stopped = False

    async def get(self, path: str) -> Any:
        return self.events if path.startswith("/api/calendars") else {"state": self.sensor}

    async def stop(self) -> str | None:
        """Take the words."""
        self.stopped = True
        return None


class Obedient(Shown):
    """One that does as it is told."""

    async def stop(self) -> str | None:
        self.sensor = "off"
        self.events.clear()
        return await super().stop()


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long."""
    monkeypatch.setattr(check_alert, "LIMIT", 1.5)


@pytest.fixture
async def mpd(tmp_path: Path) -> AsyncIterator[Mpd]:
    """A player of its own."""
    need_mpd()
    async with (
        Guard.running() as guard,
        Mpd.running(
            guard, port=claim(HOST, 0, "--port"), directory=tmp_path, log=tmp_path / "log"
        ) as running,
    ):
        yield running


def sound() -> bytes:
    """Three seconds of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(16_000)
        writer.writeframes(bytes(3 * 32_000))
    return file.getvalue()


async def complaints(shown: Shown, mpd: Mpd | None) -> list[str]:
    """What the check says."""
    rang = await check_alert.ring_and_stop(shown, CALENDAR, SENSOR, mpd, shown.stop)
    assert shown.stopped == (rang.began_at > 0)
    return rang.complaints


async def test_a_timer_that_is_not_there_is_told() -> None:
    assert await complaints(Shown("off"), None) == [
        "The calendar does not have the timer.",
        "The timer does not ring.",
    ]


async def test_a_timer_that_does_not_stop_is_told() -> None:
    assert await complaints(Shown("on", {"uid": "a"}), None) == [
        "The timer did not stop.",
        "The calendar still has the timer.",
    ]


async def test_words_that_clova_does_not_take_are_told() -> None:
    class Deaf(Obedient):
        async def stop(self) -> str | None:
            await super().stop()
            return "What?"

    assert await complaints(Deaf("on", {"uid": "a"}), None) == ["What?"]


async def test_without_mpd_a_timer_is_seen() -> None:
    assert await complaints(Obedient("on", {"uid": "a"}), None) == []


async def test_a_timer_that_nobody_hears_is_told(mpd: Mpd) -> None:
    silence = ["mpd does not play the timer's bell.", "mpd does not play on the timer's bell."]
    assert await complaints(Obedient("on", {"uid": "a"}), mpd) == silence


async def test_music_is_no_bell(mpd: Mpd) -> None:
    async with Emulator() as cloud, MpdConnection.open(mpd.port) as connection:
        await connection.command(f'add "{cloud.media_url}/track-9.mp3"')
        await connection.command("play")
        found = await complaints(Obedient("on", {"uid": "a"}), mpd)
        await connection.command("clear")

    assert found[0] == "mpd does not play the timer's bell."


async def test_a_bell_that_rings_on_is_told(mpd: Mpd) -> None:
    async def give(_: web.Request) -> web.Response:
        return web.Response(body=sound(), content_type="audio/wav")

    app = web.Application()
    app.router.add_get("/timer.wav", give)
    async with TestServer(app, host=HOST) as server, MpdConnection.open(mpd.port) as connection:
        await connection.command("repeat 1")
        await connection.command(f'add "{server.make_url("/timer.wav")}"')
        await connection.command("play")
        found = await complaints(Obedient("on", {"uid": "a"}), mpd)
        await connection.command("clear")

    assert found == ["The timer did not stop."]
