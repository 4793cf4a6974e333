"""A home with a real player in it: what the cloud plays there, what it is told, what mpd does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, Self, TypeVar

import pytest

from scripts.lib.demo.api import RestApi, Websocket
from scripts.lib.demo.control import name_of
from scripts.lib.demo.mpd import MpdConnection, MpdStatus, is_installed
from scripts.lib.demo.waiting import until

from .control import Control
from .demo_process import DemoProcess
from .signing_in import assist

T = TypeVar("T")

CLOVA: Final = "media_player.clova"
PATIENCE: Final = 20.0
"""Seconds in which anything must happen that nobody has to wait for, on a busy machine."""
POLL: Final = 10.0
"""Seconds after which Home Assistant asks a media player again that tells nothing by itself."""
NEAR: Final = 1.0
"""Seconds by which a position may be off (CIC-PB-026)."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event that the cloud got."""

    name: str
    payload: Mapping[str, Any]
    state: Mapping[str, Any]
    """AudioPlayer.PlaybackState of its context."""
    at: float
    """When it had arrived, by the clock that all processes of this machine share."""

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> Self:
        """Read a recorded event."""
        event = request["event"]
        (state,) = [
            each["payload"]
            for each in event["context"]
            if each["header"] == {"namespace": "AudioPlayer", "name": "PlaybackState"}
        ]
        return cls(name_of(request), event["event"]["payload"], state, request["ended_at"])

    @property
    def seconds(self) -> float:
        """The position that it tells."""
        return float(self.payload["offsetInMilliseconds"]) / 1000


class MusicRoom:
    """Everything that has to do with music in one home."""

    def __init__(
        self, rest: RestApi, websocket: Websocket, control: Control, mpd: MpdConnection
    ) -> None:
        """Look at a home that runs; what came to pass before does not count."""
        self.rest = rest
        self.websocket = websocket
        self.control = control
        self.mpd = mpd
        self._media = str(control.get("/state")["media_url"])
        self._before = len(self._requests())

    @classmethod
    @asynccontextmanager
    async def of(cls, demo: DemoProcess) -> AsyncIterator[Self]:
        """The home of a demo, silent at the beginning and the end."""
        facts = demo.facts
        control = Control(facts["control_url"], facts["control_token"])
        need_mpd()
        async with (
            assist(facts) as (rest, websocket),
            MpdConnection.open(int(facts["mpd_port"])) as mpd,
        ):
            room = cls(rest, websocket, control, mpd)
            await room.shows(lambda clova: clova["state"] == "idle")
            yield room
            await room.falls_silent()
        assert control.get("/violations") == {"violations": []}

    # What is done

    def play(self, item: str) -> None:
        """Have the cloud play something of its library."""
        self.control.post("/play", {"item": item})

    def push_play(self, token: str, seconds: int, **progress: int) -> None:
        """Have the cloud play a file of its own, at once, and ask for reports on it."""
        self.push("REPLACE_ALL", token, seconds, progress)

    def enqueue(self, token: str, seconds: int) -> None:
        """Have the cloud play a file of its own after the others."""
        self.push("ENQUEUE", token, seconds, {})

    def push(self, behavior: str, token: str, seconds: int, progress: Mapping[str, int]) -> None:
        """Send Play with a stream that may be had as it is."""
        schedule = {f"progressReport{each}InMilliseconds": at for each, at in progress.items()}
        stream = {
            "beginAtInMilliseconds": 0,
            "durationInMilliseconds": seconds * 1000,
            "format": "audio/mpeg",
            "progressReport": schedule,
            "token": token,
            "url": self.address(token),
            "urlPlayable": True,
        }
        item = {
            "audioItemId": token,
            "titleText": f"Title of {token}",
            "type": "example",
            "stream": stream,
        }
        source = {"name": "Tests", "logoUrl": ""}
        payload = {"playBehavior": behavior, "source": source, "audioItem": item}
        self.control.post("/push", {"directive": "AudioPlayer.Play", "payload": payload})

    def address(self, token: str) -> str:
        """Where the cloud has a file."""
        return f"{self._media}/{token}.mp3"

    async def press(self, action: str, **data: Any) -> None:
        """Do something at CLOVA's player in Home Assistant."""
        await self.rest.post(f"/api/services/media_player/{action}", {"entity_id": CLOVA, **data})

    async def falls_silent(self) -> None:
        """Stop what plays, and see that it does."""
        if (await self.clova())["state"] in {"playing", "paused"}:
            await self.press("media_stop")
        await self.shows(lambda clova: clova["state"] == "idle")
        await self.mpd.command("clear")  # also what somebody else has begun

    # What is seen

    async def clova(self) -> dict[str, Any]:
        """CLOVA's player in Home Assistant."""
        state: dict[str, Any] = await self.rest.get(f"/api/states/{CLOVA}")
        return state

    async def shows(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until CLOVA's player shows this."""
        return await self._seen(self.clova, fits, "CLOVA's player")

    async def plays(self, song: str | None = None, *, other_than: str | None = None) -> MpdStatus:
        """Wait until mpd plays: this, or anything but that; returns it once a moment was heard."""

        def fits(status: MpdStatus) -> bool:
            return (
                (status.state, status.elapsed > 0) == ("play", True)
                and song in {None, status.song}
                and status.song != other_than
            )

        return await self.becomes(fits)

    async def becomes(
        self, fits: Callable[[MpdStatus], bool], within: float = PATIENCE
    ) -> MpdStatus:
        """Wait until mpd does this."""
        return await self._seen(self.mpd.status, fits, "mpd", within)

    def told(self) -> list[Told]:
        """What the cloud was told, oldest first."""
        return [Told.of(each) for each in self._requests()[self._before :]]

    def reports(self) -> list[str]:
        """The events on playback, in short."""
        return [
            f"{each.name.removeprefix('AudioPlayer.')} {each.payload.get('token', '')}".strip()
            for each in self.told()
            if each.name.startswith("AudioPlayer.Play")
        ]

    async def hears(
        self, name: str, token: str | None = None, *, count: int = 1, within: float = PATIENCE
    ) -> Told:
        """Wait until the cloud was told this so many times; returns the last of them."""

        async def look() -> list[Told]:
            return [
                each
                for each in self.told()
                if each.name == name and token in {None, each.payload.get("token")}
            ]

        found = await self._seen(look, lambda told: len(told) >= count, "the cloud", within)
        return found[count - 1]

    def _requests(self) -> list[dict[str, Any]]:
        return [each for each in self.control.requests() if each["event"] is not None]

    @staticmethod
    async def _seen(
        look: Callable[[], Awaitable[T]],
        fits: Callable[[T], bool],
        who: str,
        within: float = PATIENCE,
    ) -> T:
        """Look until it fits; fails with what was seen last."""
        seen: list[T] = []

        async def so() -> bool:
            seen[:] = [await look()]
            return fits(seen[0])

        try:
            async with asyncio.timeout(within):
                await until(so)
        except TimeoutError:
            raise AssertionError(f"{who} did not come to it in {within:g} s: {seen}") from None
        return seen[0]


def need_mpd() -> None:
    """Fail in one line where the player is missing."""
    if not is_installed():
        pytest.fail("mpd is missing: install it, or run scripts/setup as root", pytrace=False)


def assert_near(one: float, other: float) -> None:
    """Fail if two positions are not the same, as far as CIC wants to know."""
    assert abs(one - other) <= NEAR, f"{one:.2f} s and {other:.2f} s"
