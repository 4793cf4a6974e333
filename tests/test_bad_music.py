"""Nonsense about music, on a device that can play it: what it says of it is fit to be sent."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from random import Random
from typing import Any

from homeassistant.core import HomeAssistant
import orjson
import pytest

from emulator import Emulator
from tests.bad_input import NAMES, VALUES, at_random, judged, put, with_wrong_fields
from tests.music.home import MusicHome, music_home

WITH_MUSIC = [
    name
    for name in NAMES
    if name.startswith(("AudioPlayer.", "PlaybackController.", "TemplateRuntime."))
]
NEVER_SENT = "track-0"

Json = dict[str, Any]


@pytest.fixture
async def home(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MusicHome]:
    """A home with a speaker that is connected to the cloud, which counts what is sent wrongly."""
    async with music_home(hass, emulator, monkeypatch) as home:
        yield home


@pytest.mark.parametrize("name", WITH_MUSIC)
async def test_beside_music_that_plays(home: MusicHome, name: str) -> None:
    await home.starts("track-1")
    for each in [*with_wrong_fields(name), *at_random(name, Random(74), 6)]:
        if each.fits:
            await home.push(name, orjson.loads(each.body)["directive"]["payload"])
    await home.passes(3)
    home.cloud.forget_requests()
    await home.push("AudioPlayer.ExpectReportPlaybackState")
    (report,) = home.events("ReportPlaybackState")
    assert report["playerActivity"] in {"PLAYING", "PAUSED", "STOPPED", "FINISHED", "IDLE"}


@pytest.mark.parametrize("kind", VALUES)
async def test_a_stream_like_none_before(home: MusicHome, kind: str) -> None:
    sample = home.sample(NEVER_SENT, delay=1000, interval=1000, position=2000)
    stream = sample["audioItem"]["stream"]
    stream |= {"customData": "", "durationInMilliseconds": 4000, "format": "audio/mpeg"}
    stream["url"] = f"{home.cloud.media_url}/track-1.mp3"
    odd = [put(sample, path, value) for path in paths(sample) for value in VALUES[kind]]
    heard = [payload for payload in odd if judged("AudioPlayer.Play", payload).fits]
    for number, payload in enumerate(heard):
        token = named_alone(payload, f"odd-{number}")
        await home.push("AudioPlayer.Play", payload)
        await home.passes_until(partial(is_told, home, token))
        await home.passes(3)
        await home.push("AudioPlayer.ExpectReportPlaybackState")
        await home.push("PlaybackController.Pause")
        await home.push("PlaybackController.Resume")
        await home.passes(1)


def is_told(home: MusicHome, token: str) -> bool:
    """Whether CLOVA has heard of a stream."""
    return any(token in each for each in home.told())


def named_alone(payload: Json, name: str) -> str:
    """Give a Play a token and an id that none had before, unless it has one of its own."""
    item = payload["audioItem"]
    if item["audioItemId"] == NEVER_SENT:
        item["audioItemId"] = name
    if item["stream"].get("token", NEVER_SENT) == NEVER_SENT:
        item["stream"] = {**item["stream"], "token": name}
    token: str = item["stream"]["token"]
    return token


def paths(payload: Json, above: str = "") -> Iterator[str]:
    """Every field of a payload, as a path."""
    for key, value in payload.items():
        yield above + key
        if isinstance(value, dict):
            yield from paths(value, f"{above}{key}.")
