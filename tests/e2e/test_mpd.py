"""Music on a real player: mpd behind Home Assistant's own integration, real MP3 over HTTP."""

import asyncio
import base64
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Final

import aiohttp
import pytest

from emulator.speech.mp3 import melody
from scripts.lib.demo import speech
from scripts.lib.demo.voice_turn import speak

from .demo_process import DemoProcess
from .music_room import CLOVA, NEAR, MusicRoom, assert_near

pytestmark = [pytest.mark.timeout(120), pytest.mark.usefixtures("socket_enabled")]

VOLUME: Final = 80
"""Percent, as somebody likes it."""
PAUSING: Final = {"AudioPlayer.PlayPaused", "AudioPlayer.PlayResumed", "AudioPlayer.PlayStopped"}


@pytest.fixture
async def room(demo: DemoProcess) -> AsyncIterator[MusicRoom]:
    """The demo's home, in which nothing plays."""
    async with MusicRoom.of(demo) as room:
        yield room


@pytest.mark.cic("CIC-AP-040", "CIC-AP-034", "CIC-PB-026")
async def test_progress_is_reported_as_mpd_plays(room: MusicRoom) -> None:
    room.push_play("track-3", 35, Delay=1000, Interval=2000, Position=3000)
    reports = [
        await room.hears("AudioPlayer.PlayStarted"),
        await room.hears("AudioPlayer.ProgressReportDelayPassed"),
        await room.hears("AudioPlayer.ProgressReportIntervalPassed"),
        await room.hears("AudioPlayer.ProgressReportPositionPassed"),
        await room.hears("AudioPlayer.ProgressReportIntervalPassed", count=2),
    ]
    playing = await room.plays()  # without a break since it began

    for report in reports:
        assert_near(report.seconds, playing.elapsed_at(report.at))
        assert_near(report.state["offsetInMilliseconds"] / 1000, playing.elapsed_at(report.at))
    for before, after in pairwise(reports):
        assert before.at < after.at
    assert [each.state["playerActivity"] for each in reports] == ["PLAYING"] * len(reports)


async def test_home_assistant_shows_what_plays_with_its_picture(room: MusicRoom) -> None:
    room.play("track-6")
    shown = await room.shows(lambda clova: clova["state"] == "playing")
    assert (await room.plays()).song != room.address("track-6")  # but an address of this home
    seen = shown["attributes"]
    assert seen["media_duration"] == 90
    assert seen["volume_level"] == 1
    titles = {("Walking Bass", "Late Quartet"), ("걷는 베이스", "늦은 사중주")}
    assert (seen["media_title"], seen["media_artist"]) in titles
    url = room.rest.url + seen["entity_picture"]
    async with aiohttp.ClientSession() as session, session.get(url) as picture:
        assert picture.content_type == "image/png"
        assert (await picture.read()).startswith(b"\x89PNG")


@pytest.mark.cic("CIC-PC-001", "CIC-PC-020", "CIC-AP-054")
async def test_pause_resume_and_stop(room: MusicRoom) -> None:
    room.play("track-9")
    await room.plays()

    await room.press("media_pause")
    paused = await room.hears("AudioPlayer.PlayPaused", "track-9")
    silent = await room.becomes(lambda mpd: mpd.state == "pause")
    assert_near(paused.seconds, silent.elapsed)
    assert paused.state["playerActivity"] == "PAUSED"

    await room.press("media_play")
    resumed = await room.hears("AudioPlayer.PlayResumed", "track-9")
    playing = await room.plays()
    assert playing.song == silent.song
    assert_near(resumed.seconds, playing.elapsed_at(resumed.at))

    await room.press("media_stop")
    stopped = await room.hears("AudioPlayer.PlayStopped", "track-9")
    await room.becomes(lambda mpd: mpd.state == "stop")
    assert_near(stopped.seconds, playing.elapsed_at(stopped.at))
    buttons = [each.name for each in room.told() if each.name.startswith("PlaybackController.")]
    assert buttons == [
        "PlaybackController.PauseCommandIssued",
        "PlaybackController.ResumeCommandIssued",
        "PlaybackController.StopCommandIssued",
    ]


@pytest.mark.cic("CIC-PC-032", "CIC-AP-044")
async def test_seek(room: MusicRoom) -> None:
    room.push_play("track-11", 120, Position=60_000)
    await room.plays()

    await room.press("media_seek", seek_position=90)

    playing = await room.becomes(lambda mpd: mpd.state == "play" and mpd.elapsed >= 90 - NEAR)
    assert_near(playing.elapsed, 90)
    passed = await room.hears("AudioPlayer.ProgressReportPositionPassed")
    assert passed.payload["offsetInMilliseconds"] == 60_000
    assert_near(passed.state["offsetInMilliseconds"] / 1000, playing.elapsed_at(passed.at))
    await room.shows(lambda clova: abs(clova["attributes"]["media_position"] - 90) <= 1 + NEAR)


@pytest.mark.cic("CIC-AP-035")
async def test_next(room: MusicRoom) -> None:
    room.play("radio")
    first = await room.plays()

    await room.press("media_next_track")

    stopped = await room.hears("AudioPlayer.PlayStopped", "track-1")
    await room.plays(other_than=first.song)
    await room.hears("AudioPlayer.PlayStarted", "track-2")
    assert_near(stopped.seconds, first.elapsed_at(stopped.at))
    assert room.reports() == ["PlayStarted track-1", "PlayStopped track-1", "PlayStarted track-2"]


@pytest.mark.cic("CIC-PB-074", "CIC-PB-077", "CIC-PB-079")
async def test_music_is_lowered_while_somebody_speaks_with_clova(room: MusicRoom) -> None:
    await room.mpd.command(f"setvol {VOLUME}")
    room.play("track-9")
    before = await room.plays()
    room.control.post("/transcript", {"text": "17 곱하기 25는?"})

    said = await speech.say("17 곱하기 25는?", "ko")
    speaking = asyncio.create_task(speak(room.rest, room.websocket, said))
    lowered = await room.becomes(lambda mpd: mpd.volume < VOLUME)
    assert (lowered.state, lowered.song) == ("play", before.song)
    answer = await speaking

    assert "425" in answer.text
    assert answer.sound
    await room.hears("SpeechSynthesizer.SpeechFinished")
    after = await room.becomes(lambda mpd: mpd.volume == VOLUME)
    assert (after.state, after.song) == ("play", before.song)
    assert_near(after.elapsed, before.elapsed_at(after.at))  # it has played all the time
    told = room.told()
    assert not PAUSING & {each.name for each in told}
    asked = next(each for each in told if each.name == "SpeechRecognizer.Recognize")
    assert asked.state["playerActivity"] == "PLAYING"


@pytest.mark.cic("CIC-SS-013", "CIC-PB-077")
async def test_what_clova_says_by_itself_is_heard_and_the_music_goes_on(room: MusicRoom) -> None:
    await room.mpd.command(f"setvol {VOLUME}")
    room.play("track-9")
    music = await room.plays()
    data = base64.b64encode(melody("안녕", 1.5)).decode()
    speak_it = {
        "directive": "SpeechSynthesizer.Speak",
        "payload": {"format": "AUDIO_MPEG", "token": "said-1", "url": "cid:said-1"},
        "attachments": [{"attachment": data, "content_id": "said-1"}],
    }
    room.control.post("/push", speak_it)

    voice = await room.plays(other_than=music.song)
    assert voice.volume == VOLUME
    started = await room.hears("SpeechSynthesizer.SpeechStarted", "said-1")
    finished = await room.hears("SpeechSynthesizer.SpeechFinished", "said-1")
    place = music.elapsed_at(started.at)
    after = await room.becomes(  # begun anew, and then taken to its place
        lambda mpd: (mpd.state, mpd.song) == ("play", music.song) and mpd.elapsed >= place - NEAR
    )

    assert after.volume == VOLUME
    assert 1.5 - NEAR <= finished.at - started.at <= 1.5 + 2 * NEAR
    assert_near(after.elapsed_at(finished.at), place)
    assert not PAUSING & {each.name for each in room.told()}
    shown = await room.clova()
    assert (shown["entity_id"], shown["state"]) == (CLOVA, "playing")
