"""AudioPlayer, PlaybackController: what the server answers."""

from typing import Any

import aiohttp
import pytest

from emulator import Emulator
from emulator.interfaces.library import HANDOVER_MILLISECONDS
from emulator.music import BY_TOKEN

from .asking import IDLE, names, pushed, pushes, tell
from .client import Client, Response, event, text_event
from .conftest import ClientFactory, EmulatorFactory
from .states import state

STREAM: dict[str, Any] = {
    "beginAtInMilliseconds": 0,
    "format": "audio/mpeg",
    "progressReport": {
        "progressReportDelayInMilliseconds": None,
        "progressReportIntervalInMilliseconds": 15000,
        "progressReportPositionInMilliseconds": None,
    },
    "token": "track-1",
    "url": "clova:track-1",
    "urlPlayable": False,
    "durationInMilliseconds": 45000,
}
PLAYED = {"token": "track-1", "offsetInMilliseconds": 45000}


async def test_music_is_played_after_the_words(client: Client, channel: Response) -> None:
    message = text_event("play some music")
    message["context"].append(state("AudioPlayer.PlaybackState", IDLE))
    response = await client.send(message)
    assert list(response.directives) == ["RenderText", "Speak", "Play"]
    play = response.directives["Play"]
    assert play["playBehavior"] == "REPLACE_ALL"
    assert play["audioItem"]["stream"]["urlPlayable"] is False
    assert play["audioItem"]["stream"] == STREAM
    assert names([response.messages[-1]]) == ["AudioPlayer.Play"]


@pytest.mark.parametrize(
    ("text", "command", "payload"),
    [
        ("stop the music", "Stop", {"target": {"namespace": "AudioPlayer"}}),
        ("일시정지", "Pause", {"target": {"namespace": "AudioPlayer"}}),
        ("次の曲", "Next", {}),
    ],
)
async def test_music_is_controlled_by_words(
    client: Client, channel: Response, text: str, command: str, payload: dict[str, Any]
) -> None:
    message = text_event(text)
    message["context"].append(state("AudioPlayer.PlaybackState", IDLE))
    response = await client.send(message)
    assert list(response.directives) == ["RenderText", command]
    assert response.directives[command] == payload


@pytest.mark.cic("CIC-AP-017")
async def test_a_stream_that_can_be_played(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    payload = {"audioItemId": "track-1", "audioStream": STREAM}
    response = await client.send(event("AudioPlayer.StreamRequested", payload))
    delivered = response.directives["StreamDeliver"]
    assert delivered["audioItemId"] == "track-1"
    assert delivered["audioStream"]["token"] == "track-1"
    assert delivered["audioStream"]["urlPlayable"] is True
    url = delivered["audioStream"]["url"]
    assert url.startswith(f"{cloud.media_url}/with/")
    assert url.endswith("/track-1.mp3")
    async with aiohttp.ClientSession() as session, session.get(url) as media:
        assert media.status == 200
        assert media.content_type == "audio/mpeg"
        data = await media.read()
    assert data.startswith(b"\xff\xf3")
    assert len(data) == 45 * 2000  # 16 kbit/s


async def test_a_stream_of_a_track_that_is_not_known(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(media_url="https://media.example.com")
    client = await connect(cloud)
    await client.open_channel()
    stream = STREAM | {"token": "t", "beginAtInMilliseconds": 5000}
    payload = {"audioItemId": "x", "audioStream": stream}
    delivered = (await client.send(event("AudioPlayer.StreamRequested", payload))).directives[
        "StreamDeliver"
    ]
    assert delivered["audioItemId"] == "x"
    assert delivered["audioStream"] == {
        "beginAtInMilliseconds": 5000,
        "format": "audio/mpeg",
        "token": "t",
        "url": "https://media.example.com/other.mp3",
        "urlPlayable": True,
    }


async def test_the_station_goes_on(client: Client, channel: Response) -> None:
    response = await client.send(event("AudioPlayer.PlayFinished", PLAYED))
    play = response.directives["Play"]
    assert play["playBehavior"] == "ENQUEUE"
    assert play["audioItem"]["stream"]["token"] == "track-2"


@pytest.mark.parametrize("token", ["track-5", "another"])
async def test_where_the_station_ends(client: Client, channel: Response, token: str) -> None:
    payload = PLAYED | {"token": token}
    assert (await client.send(event("AudioPlayer.PlayFinished", payload))).status == 204


REPORTS: dict[str, dict[str, Any]] = {
    "PlayStarted": PLAYED,
    "PlayPaused": PLAYED,
    "PlayResumed": PLAYED,
    "PlayStopped": PLAYED,
    "ProgressReportDelayPassed": PLAYED,
    "ProgressReportIntervalPassed": PLAYED,
    "ProgressReportPositionPassed": PLAYED,
    "PlaybackQueueCleared": {"clearBehavior": "CLEAR_ALL"},
    "ReportPlaybackState": IDLE,
}


@pytest.mark.parametrize("name", REPORTS)
async def test_reports_are_taken_note_of(client: Client, channel: Response, name: str) -> None:
    response = await client.send(event(f"AudioPlayer.{name}", REPORTS[name]))
    assert response.status == 204
    assert pushes(channel) == 0


# PlaybackController.

SOURCE = {"namespace": "AudioPlayer"}


@pytest.mark.parametrize("command", ["Pause", "Resume", "Stop"])
async def test_a_button_is_answered_by_its_directive(
    client: Client, channel: Response, command: str
) -> None:
    name = f"PlaybackController.{command}CommandIssued"
    response = await client.send(event(name, {"source": SOURCE}))
    assert response.directives == {command: {"target": SOURCE}}
    assert (await client.send(event(name))).directives == {command: {}}


@pytest.mark.parametrize(
    ("command", "current", "answer"),
    [
        ("Next", "track-1", "track-2"),
        ("Previous", "track-2", "track-1"),
        ("Next", "track-5", None),
        ("Previous", "track-1", None),
        ("Next", "another", None),
    ],
)
async def test_next_and_previous(
    client: Client, channel: Response, command: str, current: str, answer: str | None
) -> None:
    playing = {
        "playerActivity": "PLAYING",
        "repeatMode": "NONE",
        "offsetInMilliseconds": 0,
        "stream": STREAM | {"token": current},
    }
    response = await tell(
        client, f"PlaybackController.{command}CommandIssued", PlaybackState=playing
    )
    if answer is None:
        assert response.directives == {command: {}}
    else:
        assert response.directives["Play"]["playBehavior"] == "REPLACE_ALL"
        assert response.directives["Play"]["audioItem"]["stream"]["token"] == answer


async def test_next_without_anything_that_plays(client: Client, channel: Response) -> None:
    response = await client.send(event("PlaybackController.NextCommandIssued"))
    assert response.directives == {"Next": {}}


@pytest.mark.parametrize(
    ("payload", "token", "begin"),
    [
        ({}, "track-1", 0),
        ({"token": "track-3"}, "track-3", 0),
        (
            {"token": "track-3", "handover": {"deviceId": "x", "customData": "y"}},
            "track-3",
            HANDOVER_MILLISECONDS,
        ),
    ],
)
async def test_something_is_chosen_to_play(
    client: Client, channel: Response, payload: dict[str, Any], token: str, begin: int
) -> None:
    response = await client.send(event("PlaybackController.PlayCommandIssued", payload))
    stream = response.directives["Play"]["audioItem"]["stream"]
    assert (stream["token"], stream["beginAtInMilliseconds"]) == (token, begin)
    assert begin + stream["durationInMilliseconds"] == BY_TOKEN[token].seconds * 1000


async def test_what_is_unknown_is_not_played(client: Client, channel: Response) -> None:
    name = "PlaybackController.PlayCommandIssued"
    assert (await client.send(event(name, {"token": "no-such"}))).status == 204


@pytest.mark.cic("CIC-PC-026")
async def test_the_repeat_mode(client: Client, channel: Response) -> None:
    name = "PlaybackController.SetRepeatModeCommandIssued"
    response = await client.send(event(name, {"repeatMode": "REPEAT_ONE"}))
    assert response.directives == {"SetRepeatMode": {"repeatMode": "REPEAT_ONE"}}


async def test_shortcut_buttons(client: Client, channel: Response) -> None:
    name = "PlaybackController.CustomCommandIssued"
    response = await client.send(event(name, {"button": "CUSTOM_BUTTON_2"}))
    assert response.directives["RenderText"] == {"text": "It is 3:05 p.m."}
    assert (await client.send(event(name, {"button": "CUSTOM_BUTTON_9"}))).status == 204


REMOTE: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "PauseCommandIssued": ({"source": SOURCE}, "ExpectPauseCommand", {"target": SOURCE}),
    "ResumeCommandIssued": ({}, "ExpectResumeCommand", {}),
    "StopCommandIssued": ({}, "ExpectStopCommand", {}),
    "NextCommandIssued": ({}, "ExpectNextCommand", {}),
    "PreviousCommandIssued": ({"source": SOURCE}, "ExpectPreviousCommand", {"target": SOURCE}),
    "SetRepeatModeCommandIssued": (
        {"repeatMode": "NONE"},
        "SetRepeatMode",
        {"repeatMode": "NONE"},
    ),
    "PlayCommandIssued": (
        {"token": "track-2"},
        "ExpectPlayCommand",
        {"token": "track-2", "handover": {"deviceId": "device-1", "customData": "track-2"}},
    ),
}


@pytest.mark.parametrize("name", REMOTE)
async def test_another_device_is_controlled(
    cloud: Emulator, client: Client, channel: Response, connect: ClientFactory, name: str
) -> None:
    payload, expected, contents = REMOTE[name]
    cloud.tokens.add("tok-B")
    other = await connect(token="tok-B")
    elsewhere = await other.open_channel()
    full = f"PlaybackController.{name}"
    assert (await client.send(event(full, payload | {"deviceId": "device-2"}))).status == 204
    (directive,) = await pushed(elsewhere, 1)
    assert (directive["header"]["name"], directive["payload"]) == (expected, contents)
    assert (await client.send(event(full, payload | {"deviceId": "device-9"}))).status == 204
    assert (await client.send(event(full, payload | {"deviceId": "device-1"}))).status == 200
    assert pushes(channel) == 0
    assert pushes(elsewhere) == 1


async def test_playback_moves_without_a_token(
    cloud: Emulator, client: Client, channel: Response, connect: ClientFactory
) -> None:
    cloud.tokens.add("tok-B")
    elsewhere = await (await connect(token="tok-B")).open_channel()
    await client.send(event("PlaybackController.PlayCommandIssued", {"deviceId": "device-2"}))
    (directive,) = await pushed(elsewhere, 1)
    assert directive["payload"] == {"handover": {"deviceId": "device-1", "customData": ""}}
