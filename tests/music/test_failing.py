"""Music that cannot be played: told as stopped, never as finished, and what comes after it plays."""

from typing import Any

import pytest

from custom_components.clova_cic.cic import Directive
from custom_components.clova_cic.cic.interfaces.message import read_directive
from custom_components.clova_cic.cic.playback.starting import DELIVER_LIMIT
from custom_components.clova_cic.speaker import following as speaker_following
from emulator import Answer
from tests.music.home import MusicHome

NEVER = [
    "odd-missing",
    "odd-type",
    "odd-page",
    "odd-expired",
    "odd-private",
    "odd-circle",
    "odd-file",
    "odd-ftp",
]
UNREADABLE = [
    {"playBehavior": "REPLACE_ALL"},
    {"audioItem": {"audioItemId": "a", "stream": {"url": "http://x.example/a.mp3"}}},
    {"audioItem": "a"},
]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a player little time to begin, and look at it soon."""
    monkeypatch.setattr(speaker_following, "SETTLE", 0.3)
    monkeypatch.setattr(speaker_following, "ABSENCE", 0.0)


async def given_up(home: MusicHome, token: str) -> None:
    """Wait until a track is told to be stopped, and see that it was tried twice."""
    stopped = f"PlayStopped {token} 0"
    await home.passes_until(lambda: stopped in home.told())
    told = home.told()
    assert told[-1] == stopped
    assert not any(each.startswith(("PlayStarted", "PlayFinished")) for each in told)
    assert told.count(f"StreamRequested {token}") == 2


@pytest.mark.cic("CIC-PB-050", "CIC-PB-053", "CIC-AP-036")
@pytest.mark.parametrize("track", NEVER)
async def test_what_cannot_be_opened_is_tried_twice_and_given_up(
    home: MusicHome, track: str
) -> None:
    home.cloud.play(track)
    await given_up(home, track)
    assert home.player.state == "idle"
    assert home.state_told()["playerActivity"] == "STOPPED"


@pytest.mark.cic("CIC-PB-052")
async def test_a_stream_that_is_not_delivered_is_given_up(home: MusicHome) -> None:
    home.cloud.play("odd-silent")
    began = home.clock.now()
    await given_up(home, "odd-silent")
    assert home.clock.now() - began < DELIVER_LIMIT  # nobody waited for what will not come
    assert home.kitchen.played == []


@pytest.mark.cic("CIC-PB-052")
async def test_a_question_for_a_stream_that_fails_is_given_up(home: MusicHome) -> None:
    for _ in range(2):
        home.cloud.answer_next(Answer([], status=500, to="AudioPlayer.StreamRequested"))
    began = home.clock.now()
    home.cloud.play("track-1")
    await given_up(home, "track-1")
    assert home.clock.now() - began < DELIVER_LIMIT


@pytest.mark.cic("CIC-PB-050")
async def test_the_queue_goes_on_after_a_failure(home: MusicHome) -> None:
    home.cloud.play("odd-missing")
    await home.push("AudioPlayer.Play", home.sample("track-2") | {"playBehavior": "ENQUEUE"})
    await home.passes_until(lambda: "PlayStarted track-2 0" in home.told())
    assert "PlayStopped odd-missing 0" in home.told()
    assert home.player.state == "playing"


@pytest.mark.cic("CIC-PB-051", "CIC-AP-036")
async def test_what_breaks_off_goes_on_where_it_was_without_a_word(home: MusicHome) -> None:
    await home.starts("odd-torn")
    played = len(home.kitchen.played)
    await home.passes_until(lambda: len(home.kitchen.played) > played)
    await home.until(lambda: home.kitchen.state == "playing")
    told = [each for each in home.told() if "Progress" not in each]
    assert told == ["StreamRequested odd-torn"]
    assert home.player.state == "playing"
    assert home.player.attributes["media_position"] > 5


@pytest.mark.cic("CIC-AP-006")
@pytest.mark.parametrize("payload", UNREADABLE)
async def test_a_play_that_does_not_fit_costs_only_itself(
    home: MusicHome, payload: dict[str, Any]
) -> None:
    await home.push("AudioPlayer.Play", payload)
    await home.starts("track-1", playable=True)
    assert home.player.state == "playing"


@pytest.mark.cic("CIC-AP-016", "CIC-PB-021")
async def test_a_stream_for_what_was_cleared_is_ignored(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.push("AudioPlayer.ClearQueue", {"clearBehavior": "CLEAR_ALL"})
    stream = {"token": "track-1", "url": f"{home.cloud.media_url}/track-1.mp3", "urlPlayable": True}
    await home.push("AudioPlayer.StreamDeliver", {"audioItemId": "track-1", "audioStream": stream})
    await home.hears("PlayStopped track-1 0", "PlaybackQueueCleared")
    assert home.kitchen.state == "idle"


async def test_next_and_previous_without_a_queue_do_nothing(home: MusicHome) -> None:
    for command in ("Next", "Previous", "Resume", "Pause", "Stop", "Replay"):
        await home.push(f"PlaybackController.{command}")
    await home.hears()
    assert home.player.state == "idle"


@pytest.mark.cic("CIC-AP-004")
async def test_ten_thousand_items_are_as_many_as_fit(home: MusicHome) -> None:
    item = home.sample("track-1")
    await home.push("AudioPlayer.Play", item)
    for _ in range(10):
        home.cloud.push("AudioPlayer", "Play", item)  # the same item many times
    for number in range(10_000):
        home.music.async_take(_enqueued(home, number))
    await home.settle()
    assert len(home.music._player.queue) == 1000
    assert home.kitchen.played[1:] == []


def _enqueued(home: MusicHome, number: int) -> Any:
    payload = home.sample(f"t-{number}") | {"playBehavior": "ENQUEUE"}
    return read_directive(Directive(namespace="AudioPlayer", name="Play", payload=payload))
