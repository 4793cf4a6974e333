"""Music from the cloud on a speaker of the home, and what the cloud is told of it."""

import pytest

from custom_components.clova_cic.media.shelf import BASE
from tests.ha import ask, coordinator_of
from tests.music.home import MusicHome
from tests.music.kitchen import KITCHEN

JAZZ = ["StreamRequested track-6", "PlayStarted track-6 0"]


@pytest.mark.cic("CIC-AP-030", "CIC-PB-010", "CIC-AP-011")
async def test_what_was_asked_for_plays(home: MusicHome) -> None:
    await ask(home.hass, "play some jazz")
    await home.hears(*JAZZ)
    assert home.player.state == "playing"
    shown = home.player.attributes
    assert (shown["media_title"], shown["media_artist"]) == ("Walking Bass", "Late Quartet")
    assert shown["media_duration"] == 90
    assert shown["app_name"] == "Example Radio"
    # The speaker gets an address of Home Assistant's, the cloud sees the device.
    (url,) = home.kitchen.played
    assert f"{home.hass.config.internal_url}{BASE}/" in url
    agent = coordinator_of(home.entry).client_config.user_agent
    (fetch,) = [each for each in home.cloud.music.fetches.latest if each.item.endswith(".mp3")]
    assert (fetch.user_agent, fetch.with_ticket) == (agent, True)
    assert home.cloud.media_url not in str(home.player.as_dict())
    assert home.cloud.media_url not in str(home.hass.states.get(KITCHEN))


@pytest.mark.cic("CIC-AP-050", "CIC-AP-051")
async def test_every_event_tells_the_player_also_while_it_is_idle(home: MusicHome) -> None:
    await ask(home.hass, "hello")
    assert home.state_told() == {"playerActivity": "IDLE", "repeatMode": "NONE"}
    await home.starts("track-1")
    await ask(home.hass, "hello")
    state = home.state_told()
    assert (state["playerActivity"], state["stream"]["token"]) == ("PLAYING", "track-1")


@pytest.mark.cic("CIC-PB-012")
async def test_a_request_of_the_app_plays_here(home: MusicHome) -> None:
    home.cloud.delegate("play some jazz")
    await home.until(lambda: "PlayStarted track-6 0" in home.told())
    assert home.player.state == "playing"


@pytest.mark.cic("CIC-PB-054")
async def test_the_cloud_knows_what_can_be_played(home: MusicHome) -> None:
    await home.starts("track-1")
    await ask(home.hass, "hello")
    event = home.cloud.events[-1].event
    assert event is not None
    (formats,) = [
        each["payload"]["acceptContentType"]
        for each in event["context"]
        if each["header"] == {"namespace": "Device", "name": "Audio"}
    ]
    assert [each["mimeType"] for each in formats] == [
        "audio/mpeg",
        "application/vnd.apple.mpegurl",
    ]


@pytest.mark.cic("CIC-AP-042", "CIC-AP-043", "CIC-AP-041")
async def test_progress_is_reported_by_the_clock(home: MusicHome) -> None:
    await home.push("AudioPlayer.Play", home.sample(delay=2000, interval=15000, position=20000))
    await home.hears("PlayStarted track-1 0")
    await home.passes(31)
    await home.hears(
        "ProgressReportDelayPassed track-1 2",
        "ProgressReportIntervalPassed track-1 15",
        "ProgressReportPositionPassed track-1 20",
        "ProgressReportIntervalPassed track-1 30",
    )


@pytest.mark.cic("CIC-PB-041", "CIC-AP-002", "CIC-PB-020")
async def test_a_queue_is_played_one_after_another(home: MusicHome) -> None:
    await home.starts("jazz")
    await home.passes(90)
    await home.until(lambda: "PlayStarted track-7 0" in home.told())
    told = [each for each in home.told() if not each.startswith("Progress")]
    assert told == [
        "PlayFinished track-6 90",
        "StreamRequested track-7",
        "PlayStarted track-7 0",
    ]
    assert home.player.attributes["media_title"] != "Walking Bass"


@pytest.mark.cic("CIC-PB-040", "CIC-PB-004")
async def test_a_station_goes_on_with_what_the_end_of_a_track_brings(home: MusicHome) -> None:
    await home.starts("track-4")
    seconds = home.player.attributes["media_duration"]
    await home.passes(seconds)
    await home.until(lambda: "PlayStarted track-5 0" in home.told())
    home.cloud.forget_requests()
    await home.passes(home.player.attributes["media_duration"])
    await home.until(lambda: any("PlayFinished track-5" in each for each in home.told()))
    assert home.state_told()["playerActivity"] == "STOPPED"
    assert home.player.state == "idle"


@pytest.mark.cic("CIC-AP-060", "CIC-AP-061", "CIC-AP-062")
async def test_an_emptied_queue_is_silence(home: MusicHome) -> None:
    await home.starts("jazz")
    await home.push("AudioPlayer.ClearQueue", {"clearBehavior": "CLEAR_ENQUEUED"})
    await home.hears("PlaybackQueueCleared")
    assert home.player.state == "playing"
    await home.push("AudioPlayer.ClearQueue", {"clearBehavior": "CLEAR_ALL"})
    await home.hears("PlayStopped track-6 0", "PlaybackQueueCleared")
    assert home.player.state == "idle"
    assert home.kitchen.state == "idle"


@pytest.mark.cic("CIC-AP-001", "CIC-AP-035")
async def test_other_music_takes_the_place_of_what_plays(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.passes(5)
    home.cloud.play("track-2")
    await home.hears("PlayStopped track-1 5", "StreamRequested track-2", "PlayStarted track-2 0")
    assert len(home.kitchen.played) == 2


@pytest.mark.cic("CIC-AP-022", "CIC-AP-021")
async def test_a_window_of_a_file_is_all_that_plays(home: MusicHome) -> None:
    home.cloud.play("odd-window")
    await home.hears("StreamRequested odd-window", "PlayStarted odd-window 10")
    await home.passes(15)
    assert [each for each in home.told() if "Progress" not in each] == [
        "PlayFinished odd-window 25"
    ]
    assert home.kitchen.state == "idle"


@pytest.mark.parametrize(
    "track", ["odd-hls", "odd-redirect", "odd-endless", "odd-picture", "odd-zero"]
)
async def test_what_is_only_unusual_plays(home: MusicHome, track: str) -> None:
    home.cloud.play(track)
    await home.until(lambda: f"PlayStarted {track} 0" in home.told())
    assert home.player.state == "playing"


@pytest.mark.cic("CIC-AP-020")
async def test_the_format_says_what_a_stream_is(home: MusicHome) -> None:
    plain = home.sample("track-1")
    plain["audioItem"]["stream"]["url"] += "?name=a.m3u8"
    await home.push("AudioPlayer.Play", plain)
    await home.hears("PlayStarted track-1 0")
    assert home.kitchen.played[-1].endswith(".mp3")
    await home.starts("odd-hls")
    assert home.kitchen.played[-1].endswith(".m3u8")
