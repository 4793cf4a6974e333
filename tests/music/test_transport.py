"""Buttons in Home Assistant and commands of the cloud."""

from typing import Any

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from emulator import Answer, directive
from tests.ha import ask
from tests.music.home import MusicHome
from tests.music.kitchen import KITCHEN

PAUSE = "PlaybackController.PauseCommandIssued"


@pytest.mark.cic("CIC-PC-001", "CIC-AP-031", "CIC-PB-033")
async def test_a_button_asks_and_the_cloud_decides(home: MusicHome) -> None:
    await home.starts("track-1")
    home.cloud.answer_next(Answer([], to=PAUSE))
    await home.do("media_pause")
    assert home.events("PauseCommandIssued") == [{"source": {"namespace": "AudioPlayer"}}]
    await home.hears("PauseCommandIssued")
    assert (home.player.state, home.kitchen.state) == ("playing", "playing")
    await home.passes(4)
    await home.do("media_pause")
    await home.hears("PauseCommandIssued", "PlayPaused track-1 4")
    assert (home.player.state, home.kitchen.state) == ("paused", "paused")


@pytest.mark.cic("CIC-PC-020", "CIC-PC-006", "CIC-PC-031")
async def test_pause_resume_and_stop(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.passes(4)
    await home.do("media_pause")
    await home.hears("PauseCommandIssued", "PlayPaused track-1 4")
    await home.passes(60)
    await home.do("media_play")
    await home.hears("ResumeCommandIssued", "PlayResumed track-1 4")
    assert home.kitchen.state == "playing"
    await home.passes(2)
    await home.do("media_stop")
    await home.hears("StopCommandIssued", "PlayStopped track-1 6")
    assert (home.player.state, home.kitchen.state) == ("idle", "idle")
    await home.do("media_stop")
    await home.hears("StopCommandIssued")
    await home.do("media_play")
    await home.hears("ResumeCommandIssued", "PlayResumed track-1 6")


async def test_play_without_anything_to_go_on_with_asks_for_music(home: MusicHome) -> None:
    home.choose()
    await home.do("media_play")
    assert home.events("PlayCommandIssued") == [{}]
    await home.until(lambda: "PlayStarted track-1 0" in home.told())


@pytest.mark.cic("CIC-PC-021", "CIC-PC-022")
async def test_next_and_previous_in_the_devices_own_queue(home: MusicHome) -> None:
    await home.starts("jazz")
    await home.do("media_next_track")
    await home.hears(
        "NextCommandIssued",
        "PlayStopped track-6 0",
        "StreamRequested track-7",
        "PlayStarted track-7 0",
    )
    await home.do("media_previous_track")
    await home.hears(
        "PreviousCommandIssued",
        "PlayStopped track-7 0",
        "StreamRequested track-6",
        "PlayStarted track-6 0",
    )
    await home.do("media_previous_track")
    await home.hears("PreviousCommandIssued")
    assert home.player.state == "playing"


@pytest.mark.cic("CIC-AP-044", "CIC-AP-045", "CIC-PC-032")
async def test_seeking_is_local_and_reports_what_it_passes(home: MusicHome) -> None:
    await home.push("AudioPlayer.Play", home.sample(position=20000))
    await home.hears("PlayStarted track-1 0")
    # This stream tells no length, so there is nothing to seek in.
    with pytest.raises(HomeAssistantError):
        await home.do("media_seek", seek_position=25)
    await home.starts("track-1")
    await home.do("media_seek", seek_position=25)
    assert home.kitchen.state_attributes["media_position"] == 25
    assert home.player.attributes["media_position"] == 25
    await home.passes(3)
    await home.do("media_pause")
    await home.hears("PauseCommandIssued", "PlayPaused track-1 28")


@pytest.mark.cic("CIC-TR-021")
async def test_one_button_for_play_and_pause(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.do("media_play_pause")
    await home.hears("PauseCommandIssued", "PlayPaused track-1 0")
    await home.do("media_play_pause")
    await home.hears("ResumeCommandIssued", "PlayResumed track-1 0")


@pytest.mark.cic("CIC-TR-023", "CIC-AP-023")
async def test_nobody_seeks_out_of_what_may_be_played(home: MusicHome) -> None:
    await home.starts("odd-window")
    await home.do("media_seek", seek_position=20)
    await home.do("media_seek", seek_position=0)
    assert home.player.attributes["media_position"] == 10
    assert home.told() == []
    await home.do("media_seek", seek_position=60)
    await home.passes(0)
    assert home.told() == ["PlayFinished odd-window 25"]


@pytest.mark.cic("CIC-PC-024", "CIC-PC-025", "CIC-PC-026")
async def test_repeating_one(home: MusicHome) -> None:
    await home.starts("track-5")
    await home.do("repeat_set", repeat="one")
    assert home.player.attributes["repeat"] == "one"
    await ask(home.hass, "hello")
    assert home.state_told()["repeatMode"] == "REPEAT_ONE"
    await home.passes(30)
    await home.until(lambda: "PlayStarted track-5 0" in home.told())
    assert [each for each in home.told() if "Progress" not in each] == [
        "PlayFinished track-5 30",
        "StreamRequested track-5",
        "PlayStarted track-5 0",
    ]
    await home.push("PlaybackController.SetRepeatMode", {"repeatMode": "NONE"})
    assert home.player.attributes["repeat"] == "off"
    with pytest.raises(ServiceValidationError):
        await home.do("repeat_set", repeat="all")


@pytest.mark.cic("CIC-PC-027")
async def test_repeating_by_its_old_names(home: MusicHome) -> None:
    await home.push("PlaybackController.TurnOnRepeatMode")
    assert home.player.attributes["repeat"] == "one"
    await home.push("PlaybackController.TurnOffRepeatMode")
    assert home.player.attributes["repeat"] == "off"


@pytest.mark.cic("CIC-PC-020", "CIC-PC-023")
async def test_the_cloud_commands(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.passes(5)
    await home.push("PlaybackController.Pause", {"target": {"namespace": "MediaPlayer"}})
    await home.hears()
    await home.push("PlaybackController.Pause")
    await home.hears("PlayPaused track-1 5")
    await home.push("PlaybackController.Resume")
    await home.hears("PlayResumed track-1 5")
    await home.passes(5)
    await home.push("PlaybackController.Replay")
    await home.hears("PlayStarted track-1 0")
    await home.passes(3)
    await home.push("PlaybackController.Stop")
    await home.hears("PlayStopped track-1 3")


@pytest.mark.cic("CIC-PC-021", "CIC-PB-016")
async def test_the_cloud_moves_in_the_queue(home: MusicHome) -> None:
    await home.starts("jazz")
    await home.push("PlaybackController.Next")
    await home.until(lambda: "PlayStarted track-7 0" in home.told())
    home.cloud.forget_requests()
    await home.push("PlaybackController.Previous")
    await home.until(lambda: "PlayStarted track-6 0" in home.told())


EXPECTED: list[tuple[str, dict[str, Any]]] = [
    (name, {"target": {"namespace": "MediaPlayer"}})
    for name in ("Next", "Pause", "Previous", "Resume", "Stop")
]


@pytest.mark.cic("CIC-PC-003", "CIC-PC-010", "CIC-PC-012")
@pytest.mark.parametrize(("button", "payload"), EXPECTED)
async def test_the_cloud_has_a_button_pressed(
    home: MusicHome, button: str, payload: dict[str, Any]
) -> None:
    await home.starts("track-1")
    home.cloud.answer_next(Answer([]))
    await home.push(f"PlaybackController.Expect{button}Command", payload)
    assert home.events(f"{button}CommandIssued") == [{"source": payload["target"]}]
    await home.hears(f"{button}CommandIssued")
    assert home.player.state == "playing"


@pytest.mark.cic("CIC-PC-015", "CIC-PC-016", "CIC-PB-062")
async def test_playback_moves_here_from_another_device(home: MusicHome) -> None:
    handed = {"token": "track-9", "handover": {"deviceId": "d-2", "customData": "x"}}
    await home.push("PlaybackController.ExpectPlayCommand", handed)
    assert home.events("PlayCommandIssued") == [handed]
    await home.until(lambda: any("PlayStarted track-9" in each for each in home.told()))
    assert home.told()[-1] == "PlayStarted track-9 12"
    assert round(home.kitchen.state_attributes["media_position"]) == 12


@pytest.mark.cic("CIC-AP-053", "CIC-PB-060", "CIC-AP-054")
async def test_the_cloud_asks_how_it_is(home: MusicHome) -> None:
    expect = "AudioPlayer.ExpectReportPlaybackState"
    await home.push(expect)
    assert home.events("ReportPlaybackState") == [{"playerActivity": "IDLE", "repeatMode": "NONE"}]
    await home.starts("track-1")
    await home.passes(5)
    await home.push(expect)
    await home.push("PlaybackController.Pause")
    await home.push(expect)
    reports = home.events("ReportPlaybackState")
    assert [(each["playerActivity"], each["token"]) for each in reports] == [
        ("PLAYING", "track-1"),
        ("PAUSED", "track-1"),
    ]
    assert reports[-1]["offsetInMilliseconds"] == pytest.approx(5000, abs=1000)
    assert reports[-1]["totalInMilliseconds"] == 45000


@pytest.mark.cic("CIC-PC-028", "CIC-PC-030")
async def test_silence_and_volume_are_the_speakers(home: MusicHome) -> None:
    speaker = home.kitchen
    await home.push("PlaybackController.Mute")
    await home.until(lambda: speaker.is_volume_muted)
    assert home.player.attributes["is_volume_muted"] is True
    await home.push("PlaybackController.Unmute")
    assert not speaker.is_volume_muted
    await home.push("PlaybackController.VolumeUp")
    assert speaker.volume_level == pytest.approx(0.6)
    await home.push("PlaybackController.VolumeDown")
    await home.push("PlaybackController.VolumeDown")
    assert speaker.volume_level == pytest.approx(0.4)
    await home.do("volume_set", volume_level=0.7)
    await home.do("volume_mute", is_volume_muted=True)
    assert home.player.attributes["volume_level"] == pytest.approx(0.7)
    assert speaker.is_volume_muted
    assert home.told() == []


async def test_a_press_that_the_cloud_does_not_hear_is_told(home: MusicHome) -> None:
    await home.starts("track-1")
    home.cloud.answer_next(Answer([], status=500, to="PlaybackController.NextCommandIssued"))
    with pytest.raises(HomeAssistantError) as failure:
        await home.do("media_next_track")
    assert failure.value.translation_key == "server_error"
    assert home.player.state == "playing"


@pytest.mark.cic("CIC-PC-013")
async def test_a_directive_in_the_answer_says_what_is_meant(home: MusicHome) -> None:
    await home.starts("track-1")
    pause = directive("PlaybackController", "Pause", {"target": {"namespace": "AudioPlayer"}})
    home.cloud.answer_next(Answer([pause], to="PlaybackController.NextCommandIssued"))
    await home.do("media_next_track")
    await home.hears("NextCommandIssued", "PlayPaused track-1 0")
    assert home.hass.states.is_state(KITCHEN, "paused")
