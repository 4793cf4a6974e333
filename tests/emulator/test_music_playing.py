"""A device that plays the library's music, and the ways to make it do so."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from emulator import Emulator
from emulator.music.catalogue import LISTS, TRACKS

from .asking import IDLE, pushed, tell
from .client import Client, Response
from .conftest import ClientFactory


@pytest.fixture
async def control(cloud: Emulator) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {cloud.control_token}"}
    async with aiohttp.ClientSession(cloud.control_url, headers=headers) as session:
        yield session


async def call(
    control: aiohttp.ClientSession, method: str, path: str, body: Any = None
) -> tuple[int, dict[str, Any]]:
    async with control.request(method, path, json=body) as response:
        return response.status, await response.json()


class Device:
    """Plays what it is told, and tells so; it fetches everything."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.stream: dict[str, Any] = {}
        self.repeat = "NONE"

    def state(self, offset: int, activity: str) -> dict[str, Any]:
        """PlaybackState."""
        return {
            "playerActivity": activity,
            "repeatMode": self.repeat,
            "offsetInMilliseconds": offset,
            "totalInMilliseconds": 45000,
            "stream": self.stream,
        }

    async def report(self, name: str, offset: int, activity: str) -> Response:
        state = self.state(offset, activity)
        payload = {"token": self.stream["token"], "offsetInMilliseconds": offset}
        return await tell(self.client, f"AudioPlayer.{name}", payload, PlaybackState=state)

    async def deliver(self, item: dict[str, Any]) -> dict[str, Any]:
        """The stream of an item that has to be asked for."""
        payload = {"audioItemId": item["audioItemId"], "audioStream": item["stream"]}
        state = self.state(0, "PLAYING") if self.stream else IDLE
        response = await tell(
            self.client, "AudioPlayer.StreamRequested", payload, PlaybackState=state
        )
        stream: dict[str, Any] = (
            item["stream"] | response.directives["StreamDeliver"]["audioStream"]
        )
        return stream

    async def start(self, item: dict[str, Any]) -> bytes:
        """From Play to the first sound; the sound."""
        self.stream = await self.deliver(item)
        async with aiohttp.ClientSession() as session, session.get(self.stream["url"]) as response:
            assert response.status == 200
            data: bytes = await response.read()
        async with aiohttp.ClientSession() as session, session.get(item["artImageUrl"]) as picture:
            assert picture.content_type == "image/png"
        assert (await self.report("PlayStarted", 0, "PLAYING")).status == 204
        return data


@pytest.fixture
def device(client: Client, channel: Response) -> Device:
    return Device(client)


async def item_of(channel: Response) -> dict[str, Any]:
    (directive,) = await pushed(channel, 1)
    item: dict[str, Any] = directive["payload"]["audioItem"]
    return item


async def test_from_track_to_track(cloud: Emulator, device: Device, channel: Response) -> None:
    """By the rules: the strict server finds nothing to object to."""
    assert cloud.play("radio") == 1
    assert len(await device.start(await item_of(channel))) == 45 * 2000
    for name, offset, activity in (
        ("ProgressReportIntervalPassed", 15_000, "PLAYING"),
        ("PlayPaused", 20_000, "PAUSED"),
        ("PlayResumed", 20_000, "PLAYING"),
    ):
        assert (await device.report(name, offset, activity)).status == 204
    finished = await device.report("PlayFinished", 45_000, "STOPPED")
    following = finished.directives["Play"]
    assert following["playBehavior"] == "ENQUEUE"
    assert len(await device.start(following["audioItem"])) == 80_016

    device.repeat = "REPEAT_ONE"
    assert (await device.report("PlayFinished", 40_000, "STOPPED")).status == 204
    assert cloud.violations == []
    assert [each.name for each in cloud.events if "Progress" in str(each.name)] == [
        "AudioPlayer.ProgressReportIntervalPassed"
    ]
    assert {each.item for each in cloud.music.fetches.latest} == {
        "track-1.mp3",
        "images/track-1.png",
        "track-2.mp3",
        "images/track-2.png",
    }


@pytest.mark.cic("CIC-AP-055")
async def test_a_stream_that_was_asked_for_again(
    cloud: Emulator, device: Device, channel: Response
) -> None:
    """What was true when an event was written is no lie, though a new address is on its way."""
    cloud.play("track-1")
    item = await item_of(channel)
    await device.start(item)
    before = device.stream
    again = await device.deliver(item)
    await device.report("PlayPaused", 1000, "PAUSED")
    device.stream = again
    assert device.stream["url"] != before["url"]
    await device.report("PlayResumed", 1000, "PLAYING")
    assert cloud.violations == []
    device.stream = before | {"url": "https://elsewhere.example/1.mp3"}
    await device.report("PlayPaused", 2000, "PAUSED")
    assert [each.partition(":")[0] for each in cloud.violations] == ["CIC-CX-020"]


async def test_what_there_is(cloud: Emulator, control: aiohttp.ClientSession) -> None:
    status, library = await call(control, "GET", "/library")
    assert status == 200
    assert library["media_url"] == cloud.media_url
    assert [each["item"] for each in library["tracks"]] == list(range(1, len(TRACKS) + 1))
    lengths = {each["seconds"] for each in library["tracks"] if each["seconds"] is not None}
    assert (min(lengths), max(lengths)) == (3, 240)
    assert {each["key"] for each in library["stations"]} == {"radio", "jazz", "classical"}
    first = library["tracks"][0]
    assert first["titles"] == {"en": "Morning Walk", "ko": "아침 산책", "ja": "朝の散歩"}
    assert first["url"] == f"{cloud.media_url}/track-1.mp3"


@pytest.mark.parametrize(
    ("order", "tokens"),
    [
        ({"item": 3}, ["track-3"]),
        ({"item": "live-1"}, ["live-1"]),
        ({"item": "jazz"}, ["track-6", "track-7", "track-8"]),
        ({"item": "track-1", "playable": True}, ["track-1"]),
    ],
)
async def test_playing_by_order(
    cloud: Emulator,
    channel: Response,
    control: aiohttp.ClientSession,
    order: dict[str, Any],
    tokens: list[str],
) -> None:
    assert await call(control, "POST", "/play", order) == (200, {"downchannels": 1})
    directives = await pushed(channel, len(tokens))
    streams = [each["payload"]["audioItem"]["stream"] for each in directives]
    assert [each["token"] for each in streams] == tokens
    playable = order.get("playable", False)
    assert all(each["urlPlayable"] is playable for each in streams)
    if playable:
        assert streams[0]["url"] == f"{cloud.media_url}/track-1.mp3"


async def test_playing_on_one_device(
    cloud: Emulator, channel: Response, control: aiohttp.ClientSession, connect: ClientFactory
) -> None:
    cloud.tokens.add("tok-B")
    elsewhere = await (await connect(token="tok-B")).open_channel()
    order = {"item": "track-2", "device": "device-2"}
    assert await call(control, "POST", "/play", order) == (200, {"downchannels": 1})
    assert (await item_of(elsewhere))["audioItemId"] == "track-2"
    status, answer = await call(control, "POST", "/play", order | {"device": "device-3"})
    assert (status, answer) == (409, {"error": "No such device has a downchannel open."})
    assert cloud.play("track-1") == 2
    assert (await item_of(channel))["audioItemId"] == "track-1"


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"item": 0},
        {"item": 1000},
        {"item": True},
        {"item": "no-such"},
        {"item": 1, "device": 2},
        {"item": 1, "playable": "yes"},
        {"item": 1, "loud": True},
    ],
)
async def test_orders_that_make_no_sense(
    control: aiohttp.ClientSession, channel: Response, order: dict[str, Any]
) -> None:
    status, answer = await call(control, "POST", "/play", order)
    assert status == 400
    assert answer["error"].endswith(".")


async def test_what_was_fetched(cloud: Emulator, control: aiohttp.ClientSession) -> None:
    url = cloud.music.stream_url("track-10")
    headers = {"User-Agent": "p/1", "Range": "bytes=0-9", "X-Secret": "hidden"}
    async with aiohttp.ClientSession() as session:
        async with session.get(url, headers=headers) as response:
            await response.read()
        status, told = await call(control, "GET", "/fetches")
        assert status == 200
        assert told["counts"] == {"track-10.mp3": 1}
        (fetch,) = told["fetches"]
        assert fetch["user_agent"] == "p/1"
        assert fetch["range"] == "bytes=0-9"
        assert "x-secret" in fetch["headers"]
        assert (fetch["status"], fetch["sent"], fetch["with_ticket"]) == (206, 10, True)
        assert "hidden" not in str(told)
        assert await call(control, "DELETE", "/tickets") == (200, {"expired": 1})
        async with session.get(url) as response:
            assert response.status == 403
    assert await call(control, "DELETE", "/fetches") == (200, {"forgotten": 2})


def test_every_list_leads_somewhere() -> None:
    tokens = {track.token for track in TRACKS}
    for names, entries in LISTS.values():
        assert all(names.values())
        assert entries
        assert set(entries) <= tokens | LISTS.keys()
