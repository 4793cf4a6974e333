"""Pause, resume, stop, replay: what they do in each state, and what is told."""

from typing import Any

import pytest

from custom_components.clova_cic.cic.interfaces.template_runtime import RenderPlayerInfo
from custom_components.clova_cic.cic.playback import Failed, Finished, Seek, SetRepeat

from .deck import Deck, stream

PAUSE, RESUME = "PlaybackController.Pause", "PlaybackController.Resume"
STOP, REPLAY = "PlaybackController.Stop", "PlaybackController.Replay"
REPORT = "AudioPlayer.ExpectReportPlaybackState"
LONG_REST = 1801  # seconds


def playing(**changes: Any) -> Deck:
    deck = Deck()
    deck.playing("a", **changes)
    deck.passes(10)
    return deck


def with_state(deck: Deck) -> str:
    """What the last event said of the state."""
    return deck.events[-1].state.player_activity


@pytest.mark.cic("CIC-PC-020", "CIC-AP-031", "CIC-AP-032")
def test_each_action_is_done_and_then_told() -> None:
    deck = playing()
    assert deck.told(PAUSE) == ["pause", "PlayPaused a 10000"]
    assert with_state(deck) == "PAUSED"
    deck.passes(60)
    assert deck.told(RESUME) == ["resume", "PlayResumed a 10000"]
    assert with_state(deck) == "PLAYING"
    deck.passes(5)
    assert deck.told(STOP) == ["stop", "PlayStopped a 15000"]
    assert with_state(deck) == "STOPPED"


@pytest.mark.cic("CIC-PC-031")
def test_what_changes_nothing_is_taken_silently() -> None:
    deck = Deck()
    for name in (PAUSE, RESUME, STOP, REPLAY):
        assert deck.told(name) == []
    deck.playing("a")
    assert deck.told(RESUME) == []
    deck.told(PAUSE)
    assert deck.told(PAUSE) == []
    deck.told(STOP)
    assert deck.told(STOP) == []
    assert deck.told(PAUSE) == []


@pytest.mark.cic("CIC-AP-024", "CIC-PB-031", "CIC-CX-021")
@pytest.mark.parametrize(("name", "activity"), [(PAUSE, "PAUSED"), (STOP, "STOPPED")])
def test_stream_and_position_are_kept(name: str, activity: str) -> None:
    deck = playing(durationInMilliseconds=60_000, customData="x")
    deck.told(name)
    deck.passes(7 * 86_400)
    assert deck.state() == {
        "playerActivity": activity,
        "repeatMode": "NONE",
        "offsetInMilliseconds": 10_000,
        "totalInMilliseconds": 60_000,
        "stream": stream("a", durationInMilliseconds=60_000, customData="x"),
    }


@pytest.mark.cic("CIC-PC-020", "CIC-PB-031")
def test_after_a_stop_it_goes_on_where_it_was() -> None:
    deck = playing(ready=True)
    deck.told(STOP)
    assert deck.told(RESUME) == ["start a 10000"]
    assert deck.activity == "STOPPED"
    assert deck.started() == ["PlayResumed a 10000"]


def test_a_paused_stream_can_be_stopped() -> None:
    deck = playing()
    deck.told(PAUSE)
    assert deck.told(STOP) == ["stop", "PlayStopped a 10000"]


@pytest.mark.cic("CIC-PB-032")
@pytest.mark.parametrize("name", [PAUSE, STOP])
def test_after_a_long_rest_the_stream_is_asked_for_anew(name: str) -> None:
    deck = Deck()
    deck.play("a", ready=False)
    deck.deliver("a")
    deck.started()
    deck.passes(10)
    deck.told(name)
    deck.passes(LONG_REST)
    assert deck.told(RESUME)[-1] == "StreamRequested i-a"
    assert deck.deliver("a") == ["start a 10000"]
    assert deck.started() == ["PlayResumed a 10000"]


def test_after_a_short_rest_it_is_not() -> None:
    deck = Deck()
    deck.play("a", ready=False)
    deck.deliver("a")
    deck.started()
    deck.told(PAUSE)
    deck.passes(600)
    assert deck.told(RESUME) == ["resume", "PlayResumed a 0"]


def test_a_stream_that_needs_no_request_is_resumed_after_any_rest() -> None:
    deck = playing()
    deck.told(PAUSE)
    deck.passes(LONG_REST)
    assert deck.told(RESUME) == ["resume", "PlayResumed a 10000"]


@pytest.mark.cic("CIC-PC-013", "CIC-PC-014")
@pytest.mark.parametrize("name", [PAUSE, STOP])
def test_what_is_meant_for_another_player_is_ignored(name: str) -> None:
    deck = playing()
    assert deck.told(name, target={"namespace": "MediaPlayer"}) == []
    assert deck.told(name, target={"namespace": "AudioPlayer"})
    assert deck.activity != "PLAYING"


@pytest.mark.parametrize("name", [PAUSE, STOP])
def test_what_has_not_sounded_is_stopped(name: str) -> None:
    deck = Deck()
    deck.play("a")
    assert deck.told(name) == ["stop", "PlayStopped a 0"]
    assert deck.told(name) == []
    assert deck.passes(60) == []
    assert deck.told(RESUME) == ["start a 0"]
    assert deck.started() == ["PlayStarted a 0"]


@pytest.mark.parametrize("name", [PAUSE, STOP])
def test_a_resumption_can_be_taken_back(name: str) -> None:
    deck = playing()
    deck.told(STOP)
    deck.told(RESUME)
    assert deck.told(RESUME) == []
    assert deck.told(name) == ["stop"]
    assert deck.activity == "STOPPED"
    assert deck.started() == []


def test_a_pause_while_a_broken_stream_is_fetched_again_pauses() -> None:
    deck = playing()
    deck.fed(Failed(deck.sound, "reset"))
    assert deck.told(PAUSE) == ["stop", "PlayPaused a 10000"]
    assert deck.told(RESUME) == ["start a 10000"]
    assert deck.started() == ["PlayResumed a 10000"]


@pytest.mark.cic("CIC-PC-023")
def test_replay_while_it_plays_is_a_new_playback() -> None:
    deck = playing(
        beginAtInMilliseconds=3000,
        durationInMilliseconds=60_000,
        progressReport={"progressReportDelayInMilliseconds": 2000},
    )
    assert deck.told(REPLAY) == ["seek 3000", "PlayStarted a 3000"]
    assert deck.passes(2) == ["ProgressReportDelayPassed a 5000"]


@pytest.mark.cic("CIC-PC-023")
def test_replay_of_a_paused_stream_resumes_it_at_its_beginning() -> None:
    deck = playing(beginAtInMilliseconds=3000)
    deck.told(PAUSE)
    assert deck.told(REPLAY) == ["seek 0", "resume", "PlayResumed a 0"]


@pytest.mark.cic("CIC-PC-023")
def test_replay_of_a_stopped_stream_starts_it() -> None:
    deck = playing(beginAtInMilliseconds=3000)
    deck.told(STOP)
    assert deck.told(REPLAY) == ["start a 0"]
    assert deck.told(REPLAY) == ["stop", "start a 0"]
    assert deck.started() == ["PlayStarted a 0"]


def test_replay_of_a_paused_stream_whose_sound_is_gone() -> None:
    deck = playing()
    deck.told(PAUSE)
    deck.fed(Finished(deck.sound))
    assert deck.told(REPLAY) == ["start a 0"]
    assert deck.started() == ["PlayResumed a 0"]


def test_replay_of_a_broken_stream_starts_it() -> None:
    deck = playing()
    deck.fed(Failed(deck.sound, "reset"))
    assert deck.told(REPLAY) == ["stop", "start a 0"]
    assert deck.started() == ["PlayStarted a 0"]


def test_replay_of_what_is_about_to_begin_changes_nothing() -> None:
    deck = playing()
    deck.play("b")
    assert deck.told(REPLAY) == []


@pytest.mark.cic("CIC-PC-024")
@pytest.mark.parametrize("by", ["voice", "button"])
def test_the_repeat_mode_is_in_every_later_event(by: str) -> None:
    deck = playing()
    if by == "voice":
        seen = deck.told("PlaybackController.SetRepeatMode", repeatMode="REPEAT_ONE")
    else:
        seen = deck.fed(SetRepeat("REPEAT_ONE"))
    assert seen == []
    deck.told(PAUSE)
    assert deck.events[-1].state.repeat_mode == "REPEAT_ONE"


@pytest.mark.cic("CIC-AP-053", "CIC-PB-060")
def test_the_state_is_reported_when_idle() -> None:
    deck = Deck()
    deck.told("PlaybackController.SetRepeatMode", repeatMode="REPEAT_ONE")
    assert deck.told(REPORT) == ["ReportPlaybackState"]
    idle = {"playerActivity": "IDLE", "repeatMode": "REPEAT_ONE"}
    assert deck.payloads("ReportPlaybackState") == [idle]


@pytest.mark.cic("CIC-AP-053", "CIC-PB-060", "CIC-AP-051")
@pytest.mark.parametrize(
    ("name", "activity"), [("", "PLAYING"), (PAUSE, "PAUSED"), (STOP, "STOPPED")]
)
def test_the_state_is_reported_in_each_state(name: str, activity: str) -> None:
    deck = playing(durationInMilliseconds=60_000)
    if name:
        deck.told(name)
    deck.told(REPORT)
    assert deck.payloads("ReportPlaybackState") == [
        {
            "playerActivity": activity,
            "repeatMode": "NONE",
            "offsetInMilliseconds": 10_000,
            "totalInMilliseconds": 60_000,
            "token": "a",
            "stream": stream("a", durationInMilliseconds=60_000),
        }
    ]


@pytest.mark.cic("CIC-PB-001")
def test_what_is_shown_never_changes_what_is_played() -> None:
    deck = playing()
    assert deck.fed(RenderPlayerInfo(playable_items=())) == []
    assert deck.activity == "PLAYING"


@pytest.mark.cic("CIC-PC-032")
def test_a_seek_is_not_told() -> None:
    deck = playing()
    before = len(deck.events)
    deck.fed(Seek(3000))
    assert len(deck.events) == before


@pytest.mark.cic("CIC-PB-063")
def test_another_device_takes_over() -> None:
    deck = playing()
    deck.play("b", "ENQUEUE")
    assert deck.told(STOP) == ["stop", "PlayStopped a 10000"]
    seen = deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_ALL")
    assert seen == ["PlaybackQueueCleared"]
    assert deck.activity == "IDLE"
