"""What a speaker does by itself: it is told to CLOVA, and playback follows it."""

from typing import Any

import pytest

from custom_components.clova_cic.cic.playback import (
    Failed,
    Finished,
    FocusGained,
    Loss,
    Lost,
    Paused,
    Position,
    Resumed,
    SpeakerChanged,
    Stalled,
    Started,
)

from .deck import Deck, schedule

PAUSE, RESUME = "PlaybackController.Pause", "PlaybackController.Resume"


def playing(**changes: Any) -> Deck:
    deck = Deck()
    deck.playing("a", **changes)
    deck.passes(10)
    return deck


@pytest.mark.cic("CIC-AP-031", "CIC-PB-030")
def test_what_is_done_at_the_speaker_is_told_like_anything_else() -> None:
    deck = playing()
    assert deck.fed(Paused(deck.sound)) == ["PlayPaused a 10000"]
    assert deck.passes(60) == []
    assert deck.fed(Resumed(deck.sound)) == ["PlayResumed a 10000"]
    deck.passes(5)
    assert deck.fed(Lost(deck.sound, Loss.STOPPED)) == ["PlayStopped a 15000"]


def test_what_is_so_already_is_not_told_again() -> None:
    deck = playing()
    assert deck.fed(Resumed(deck.sound)) == []
    assert deck.fed(Started(deck.sound)) == []
    deck.told(PAUSE)
    assert deck.fed(Paused(deck.sound)) == []
    assert deck.fed(Stalled(deck.sound)) == []
    assert deck.state()["offsetInMilliseconds"] == 10_000


@pytest.mark.parametrize("loss", Loss)
def test_a_sound_that_is_lost_leaves_stream_and_queue(loss: Loss) -> None:
    deck = playing()
    deck.play("b", "ENQUEUE")
    assert deck.fed(Lost(deck.sound, loss)) == ["PlayStopped a 10000"]
    assert deck.passes(600) == []
    assert deck.activity == "STOPPED"
    assert deck.told(RESUME) == ["start a 10000"]
    assert deck.started() == ["PlayResumed a 10000"]
    assert len(deck.player.queue) == 1


def test_a_paused_sound_that_is_lost_is_stopped() -> None:
    deck = playing()
    deck.told(PAUSE)
    assert deck.fed(Lost(deck.sound, Loss.TAKEN_OVER)) == ["PlayStopped a 10000"]


@pytest.mark.parametrize("news", [Failed, Finished])
def test_a_paused_sound_whose_media_is_gone_is_fetched_again(news: type) -> None:
    deck = playing()
    deck.told(PAUSE)
    arguments = (deck.sound, "reset") if news is Failed else (deck.sound,)
    assert deck.fed(news(*arguments)) == []
    assert deck.activity == "PAUSED"
    assert deck.told(RESUME) == ["start a 10000"]
    assert deck.started() == ["PlayResumed a 10000"]


def test_reports_of_older_sounds_mean_nothing() -> None:
    deck = playing()
    old = deck.sound
    deck.playing("b")
    for news in (Started(old), Position(old, 9), Paused(old), Finished(old), Failed(old, "x")):
        assert deck.fed(news) == []
    assert deck.fed(Lost(old, Loss.VANISHED)) == []
    assert deck.activity == "PLAYING"


def test_a_speaker_that_starts_elsewhere_is_believed() -> None:
    deck = Deck()
    deck.play("a", beginAtInMilliseconds=5000)
    assert deck.started(0) == ["PlayStarted a 0"]
    deck.passes(10)
    deck.fed(Failed(deck.sound, "reset"))
    deck.started(2000)
    assert deck.state()["offsetInMilliseconds"] == 2000


def test_where_a_resumed_sound_is_differs_by_little() -> None:
    deck = playing(progressReport=schedule(None, None, 10_000))
    deck.told("PlaybackController.Stop")
    deck.told(RESUME)
    assert deck.started(9500) == ["PlayResumed a 10000"]
    assert deck.state()["offsetInMilliseconds"] == 9500
    assert deck.passes(2) == []


@pytest.mark.cic("CIC-AP-030")
def test_the_end_of_the_media_is_the_end() -> None:
    deck = playing()
    assert deck.fed(Finished(deck.sound)) == ["PlayFinished a 10000"]
    assert deck.activity == "STOPPED"


def test_an_end_that_comes_a_little_early_is_still_the_end() -> None:
    deck = playing(durationInMilliseconds=11_000, progressReport=schedule(None, None, 11_000))
    assert deck.fed(Finished(deck.sound)) == [
        "ProgressReportPositionPassed a 11000",
        "PlayFinished a 11000",
    ]


def test_an_end_in_the_middle_is_told_where_it_was() -> None:
    deck = playing(durationInMilliseconds=60_000)
    assert deck.fed(Finished(deck.sound)) == ["PlayFinished a 10000"]


@pytest.mark.cic("CIC-AP-022")
def test_media_that_ends_with_its_window_may_end_by_itself() -> None:
    deck = playing(durationInMilliseconds=20_000)
    deck.fed(Position(deck.sound, 10_000, 20_300))
    assert deck.passes(11) == []
    assert deck.state()["offsetInMilliseconds"] == 20_000
    assert deck.fed(Finished(deck.sound)) == ["PlayFinished a 20000"]


def test_a_speaker_that_does_not_tell_the_end_is_not_waited_for() -> None:
    deck = playing()
    deck.play("b", "ENQUEUE")
    deck.fed(Position(deck.sound, 10_000, 20_000))
    assert deck.passes(13.9) == []
    assert deck.passes(0.2) == ["stop", "PlayFinished a 20000", "start b 0"]


def test_a_length_that_was_passed_is_none() -> None:
    deck = playing()
    deck.fed(Position(deck.sound, 10_000, 12_000))
    assert deck.state()["totalInMilliseconds"] == 12_000
    deck.fed(Position(deck.sound, 30_000, 12_000))
    assert "totalInMilliseconds" not in deck.state()
    assert deck.passes(600) == []


@pytest.mark.parametrize("length", [None, 0, -1, float("nan")])
def test_a_length_that_is_none_is_not_believed(length: float | None) -> None:
    deck = playing()
    deck.fed(Position(deck.sound, 10_000, length))
    assert "totalInMilliseconds" not in deck.state()


def test_resuming_at_the_speaker_takes_the_place_of_a_resumption() -> None:
    deck = Deck(grants=False)
    deck.play("a")
    deck.fed(FocusGained())
    deck.started()
    deck.told(PAUSE)
    assert deck.told(RESUME) == ["ask"]
    assert deck.fed(Resumed(deck.sound)) == ["PlayResumed a 0"]
    assert deck.fed(FocusGained()) == []


def test_another_speaker_goes_on_where_the_old_one_was() -> None:
    deck = playing()
    assert deck.fed(SpeakerChanged()) == ["start a 10000"]
    assert deck.activity == "PLAYING"
    assert deck.started() == []
    deck.passes(1)
    assert deck.state()["offsetInMilliseconds"] == 11_000


def test_another_speaker_takes_up_what_was_about_to_start() -> None:
    deck = Deck()
    deck.play("a")
    old = deck.sound
    assert deck.fed(SpeakerChanged()) == ["start a 0"]
    assert deck.fed(Started(old)) == []
    assert deck.started() == ["PlayStarted a 0"]


def test_another_speaker_leaves_silence_as_it_is() -> None:
    deck = Deck()
    assert deck.fed(SpeakerChanged()) == []
    deck.play("a", ready=False)
    assert deck.fed(SpeakerChanged()) == []
    deck.deliver("a")
    deck.started()
    deck.told(PAUSE)
    assert deck.fed(SpeakerChanged()) == []
    assert deck.activity == "PAUSED"
    assert deck.told(RESUME) == ["start a 0"]
    assert deck.started() == ["PlayResumed a 0"]
