"""Clients that report playback otherwise than it was told them."""

from typing import Any

import pytest

from emulator import Emulator

from .broken import hidden, idle, rule_of, rules, run, said, told
from .client import Client
from .states import Json, state

pytestmark = pytest.mark.usefixtures("channel")

SCHEDULE = {
    "progressReportDelayInMilliseconds": 1000,
    "progressReportIntervalInMilliseconds": None,
    "progressReportPositionInMilliseconds": 5000,
}
STREAM = {
    "token": "t-1",
    "url": "clova:t-1",
    "urlPlayable": False,
    "beginAtInMilliseconds": 0,
    "customData": "opaque",
    "progressReport": SCHEDULE,
    "shard": 7,
}
DELIVERED = {
    "token": "t-1",
    "url": "https://x/1.mp3",
    "urlPlayable": True,
    "progressReport": {"progressReportDelayInMilliseconds": None},
}
MERGED = STREAM | DELIVERED | {"progressReport": SCHEDULE}
STATE = "AudioPlayer.PlaybackState"
IDLE = state(STATE, {"playerActivity": "IDLE", "repeatMode": "NONE"})


def play(stream: Any, item_id: str | None = "i-1") -> Json:
    item = {"audioItemId": item_id, "titleText": "x", "titleSubText1": "y", "stream": stream}
    payload = {"playBehavior": "REPLACE_ALL", "source": {"name": "x"}, "audioItem": item}
    return told("AudioPlayer.Play", payload)


def did(short: str, *objects: Json, token: str = "t-1") -> Json:
    return said(f"AudioPlayer.{short}", {"token": token, "offsetInMilliseconds": 10}, *objects)


def playback(activity: str, **changes: Any) -> Json:
    payload = {"playerActivity": activity, "repeatMode": "NONE", "offsetInMilliseconds": 1}
    return state(STATE, payload | {"stream": STREAM} | changes)


def wanted(stream: Json, item_id: str = "i-1") -> Json:
    payload = {"audioItemId": item_id, "audioStream": stream}
    return said("AudioPlayer.StreamRequested", payload, IDLE)


def report(**payload: Any) -> Json:
    return said("AudioPlayer.ReportPlaybackState", {"repeatMode": "NONE"} | payload, IDLE)


PLAY = play(STREAM)
START = did("PlayStarted")
DELIVER = told("AudioPlayer.StreamDeliver", {"audioItemId": "i-1", "audioStream": DELIVERED})
PLAYABLE = STREAM | {"urlPlayable": True}

BEFORE = said(
    "AudioPlayer.PlayPaused", {"token": "t-1", "offsetInMilliseconds": -1}, playback("PAUSED")
)

BROKEN = [
    pytest.param(
        [PLAY, did("PlayStarted", hidden(STATE), token="t-9")],
        id="stream nobody sent",
        marks=pytest.mark.cic("CIC-AP-033"),
    ),
    pytest.param(
        [wanted({"token": "t-1", "url": "x", "urlPlayable": False}, "i-2")],
        id="stream without a beginning",
        marks=pytest.mark.cic("CIC-AP-011"),
    ),
    pytest.param(
        [PLAY, did("PlayFinished")],
        id="finished, not started",
        marks=pytest.mark.cic("CIC-AP-030"),
    ),
    pytest.param(
        [PLAY, START, did("PlayFinished"), did("PlayFinished")],
        id="finished twice",
        marks=pytest.mark.cic("CIC-AP-030"),
    ),
    pytest.param(
        [PLAY, START, did("PlayPaused"), did("PlayPaused")],
        id="paused twice",
        marks=pytest.mark.cic("CIC-AP-031"),
    ),
    pytest.param(
        [PLAY, START, did("PlayResumed")],
        id="resumed what plays",
        marks=pytest.mark.cic("CIC-AP-031"),
    ),
    pytest.param(
        [PLAY, START, did("PlayStopped"), did("PlayStopped")],
        id="stopped twice",
        marks=pytest.mark.cic("CIC-AP-031"),
    ),
    pytest.param(
        [PLAY, START, did("PlayPaused", playback("PLAYING"))],
        id="state before the change",
        marks=pytest.mark.cic("CIC-AP-032"),
    ),
    pytest.param(
        [PLAY, START, did("PlayStopped", playback("PLAYING"))],
        id="stopped and playing",
        marks=pytest.mark.cic("CIC-AP-032"),
    ),
    pytest.param(
        [PLAY, did("ProgressReportDelayPassed")],
        id="delay of what does not play",
        marks=pytest.mark.cic("CIC-AP-041"),
    ),
    pytest.param(
        [PLAY, START, did("ProgressReportDelayPassed"), did("ProgressReportDelayPassed")],
        id="delay twice",
        marks=pytest.mark.cic("CIC-AP-041"),
    ),
    pytest.param(
        [PLAY, START, did("PlayFinished"), did("ProgressReportPositionPassed")],
        id="position after the end",
        marks=pytest.mark.cic("CIC-AP-043"),
    ),
    pytest.param(
        [PLAY, START, did("ProgressReportIntervalPassed")],
        id="interval nobody asked for",
        marks=pytest.mark.cic("CIC-AP-040"),
    ),
    pytest.param(
        [play(PLAYABLE), wanted(PLAYABLE)],
        id="stream asked for although it is there",
        marks=pytest.mark.cic("CIC-AP-010"),
    ),
    pytest.param(
        [PLAY, wanted({key: each for key, each in STREAM.items() if key != "customData"})],
        id="stream without customData",
        marks=pytest.mark.cic("CIC-AP-011"),
    ),
    pytest.param([wanted(STREAM)], id="item nobody sent", marks=pytest.mark.cic("CIC-AP-011")),
    pytest.param(
        [PLAY, said("AudioPlayer.StreamRequested", {"audioStream": STREAM}, IDLE)],
        id="item without id",
        marks=pytest.mark.cic("CIC-AP-011"),
    ),
    pytest.param(
        [said("AudioPlayer.PlaybackQueueCleared", {"clearBehavior": "CLEAR_ALL"})],
        id="nothing was to be cleared",
        marks=pytest.mark.cic("CIC-AP-061"),
    ),
    pytest.param(
        [
            told("AudioPlayer.ClearQueue", {"clearBehavior": "CLEAR_ALL"}),
            said("AudioPlayer.PlaybackQueueCleared", {"clearBehavior": "CLEAR_ALL"}, IDLE),
            said("AudioPlayer.PlaybackQueueCleared", {"clearBehavior": "CLEAR_ALL"}, IDLE),
        ],
        id="cleared twice",
        marks=pytest.mark.cic("CIC-AP-061"),
    ),
    pytest.param(
        [
            told("AudioPlayer.ClearQueue", {"clearBehavior": "CLEAR_ALL"}),
            said("AudioPlayer.PlaybackQueueCleared", {"clearBehavior": "CLEAR_ENQUEUED"}),
        ],
        id="another clearing",
        marks=pytest.mark.cic("CIC-AP-061"),
    ),
    pytest.param(
        [PLAY, report(playerActivity="PLAYING", stream=STREAM)],
        id="report without token",
        marks=pytest.mark.cic("CIC-AP-051"),
    ),
    pytest.param(
        [PLAY, report(playerActivity="PLAYING", stream=STREAM, token="t-2")],
        id="report with another token",
        marks=pytest.mark.cic("CIC-AP-051"),
    ),
    pytest.param(
        [PLAY, report(playerActivity="PAUSE", stream=STREAM, token="t-1")],
        id="report of PAUSE",
        marks=pytest.mark.cic("CIC-AP-054"),
    ),
    pytest.param(
        [PLAY, START, idle(hidden(STATE))],
        id="state forgotten",
        marks=pytest.mark.cic("CIC-AP-050"),
    ),
    pytest.param(
        [PLAY, idle(playback("PAUSED", stream=STREAM | {"customData": "mine"}))],
        id="state with another stream",
        marks=pytest.mark.cic("CIC-CX-020"),
    ),
    pytest.param(
        [PLAY, idle(playback("PAUSED", stream=STREAM | {"token": "t-2"}))],
        id="state with a stream nobody sent",
        marks=pytest.mark.cic("CIC-CX-020"),
    ),
    pytest.param(
        [
            idle(
                state(
                    STATE,
                    {"playerActivity": "PAUSED", "repeatMode": "NONE", "offsetInMilliseconds": 1},
                )
            )
        ],
        id="state without a stream",
        marks=pytest.mark.cic("CIC-CX-020"),
    ),
    pytest.param(
        [PLAY, START, BEFORE],
        id="before the beginning",
        marks=pytest.mark.cic("CIC-AP-034"),
    ),
]


@pytest.mark.parametrize("steps", BROKEN)
async def test_a_player_that_breaks_a_rule(
    cloud: Emulator, client: Client, request: pytest.FixtureRequest, steps: list[Json]
) -> None:
    await run(cloud, client, steps)
    assert set(rules(cloud)) == {rule_of(request)}, cloud.violations


HONEST: dict[str, list[Json]] = {
    "stream that is asked for": [
        PLAY,
        wanted(STREAM),
        DELIVER,
        did("PlayStarted", playback("PLAYING", stream=MERGED)),
        did("ProgressReportDelayPassed", playback("PLAYING", stream=MERGED)),
        did("ProgressReportPositionPassed", playback("PLAYING", stream=MERGED)),
        did("ProgressReportPositionPassed", playback("PLAYING", stream=MERGED)),
        did("PlayPaused", playback("PAUSED", stream=MERGED)),
        did("PlayResumed", playback("PLAYING", stream=MERGED)),
        did("PlayFinished", playback("STOPPED", stream=MERGED)),
        did("PlayStarted", playback("PLAYING", stream=MERGED)),
        did("ProgressReportDelayPassed", playback("PLAYING", stream=MERGED)),
    ],
    "stream without an address, called playable": [
        play(STREAM | {"url": None, "urlPlayable": True}),
        wanted(STREAM | {"url": None, "urlPlayable": True}),
    ],
    "stream that cannot be opened": [PLAY, did("PlayStopped")],
    "stream that cannot be opened, sent again": [
        PLAY,
        did("PlayStopped"),
        PLAY,
        did("PlayStopped"),
    ],
    "stream that cannot be opened, gone back to": [
        PLAY,
        did("PlayStopped"),
        told("PlaybackController.Previous", {}),
        did("PlayStopped"),
    ],
    "the next one plays already": [
        PLAY,
        play(STREAM | {"token": "t-2"}, "i-2"),
        START,
        did("PlayFinished", playback("PLAYING", stream=STREAM | {"token": "t-2"})),
        did("PlayStarted", token="t-2"),
    ],
    "stream of an old server, as it came": [
        play({"token": "t-1", "format": "audio/ogg", "durationInMilliseconds": None}),
        START,
        idle(),
    ],
    "the same once more, while it plays": [PLAY, START, PLAY, did("PlayFinished")],
    "item without id": [play(STREAM, None), START],
    "stream of an old server, asked for": [
        play({"token": "t-1", "urlPlayable": False}),
        wanted({"token": "t-1", "urlPlayable": False}),
    ],
    "stream of an earlier life": [idle(playback("PAUSED"))],
    "queue": [
        told("AudioPlayer.ClearQueue", {"clearBehavior": "CLEAR_ENQUEUED"}),
        said("AudioPlayer.PlaybackQueueCleared", {"clearBehavior": "CLEAR_ENQUEUED"}, IDLE),
        idle(),
    ],
    "reports": [
        PLAY,
        report(playerActivity="IDLE"),
        report(playerActivity="PAUSED", stream=STREAM, token="t-1", offsetInMilliseconds=3),
    ],
    "deliveries nobody waits for": [
        told("AudioPlayer.StreamDeliver", {"audioItemId": "i-9", "audioStream": DELIVERED}),
        told("AudioPlayer.StreamDeliver", {"audioItemId": "i-9"}),
        idle(),
    ],
}


@pytest.mark.parametrize("steps", HONEST.values(), ids=HONEST.keys())
async def test_an_honest_player(cloud: Emulator, client: Client, steps: list[Json]) -> None:
    await run(cloud, client, steps)
    assert cloud.violations == []
