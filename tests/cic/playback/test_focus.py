"""A player and the sounds beside it: when it asks, when it is silent, and what CLOVA hears."""

import pytest

from custom_components.clova_cic.cic.audio_focus import Act, AudioFocus, FocusEffect, SoundType
from custom_components.clova_cic.cic.playback import (
    AskFocus,
    Failed,
    Finished,
    FocusGained,
    FocusLost,
    LeaveFocus,
    Paused,
    Resumed,
    Stalled,
)

from .deck import Deck

PAUSE, RESUME = "PlaybackController.Pause", "PlaybackController.Resume"
GAINED, LOST = FocusGained(), FocusLost()


def playing() -> Deck:
    deck = Deck(grants=False)
    deck.play("a")
    deck.fed(GAINED)
    deck.started()
    deck.passes(10)
    return deck


@pytest.mark.cic("CIC-AP-012")
def test_nothing_sounds_and_nothing_is_asked_for_without_focus() -> None:
    deck = Deck(grants=False)
    assert deck.play("a", ready=False) == ["ask"]
    assert deck.passes(3600) == []
    assert deck.fed(GAINED) == ["StreamRequested i-a"]


def test_focus_is_kept_from_track_to_track_and_left_in_silence() -> None:
    deck = playing()
    deck.play("b", "ENQUEUE")
    assert deck.fed(Finished(deck.sound)) == ["PlayFinished a 10000", "start b 0"]
    deck.started()
    deck.passes(10)
    assert deck.fed(Finished(deck.sound)) == ["PlayFinished b 10000", "leave"]
    assert deck.fed(GAINED) == []


@pytest.mark.parametrize("name", [PAUSE, "PlaybackController.Stop"])
def test_focus_is_left_when_playback_rests(name: str) -> None:
    deck = playing()
    assert deck.told(name)[-1] == "leave"
    assert deck.told(RESUME) == ["ask"]


def test_other_music_is_a_new_sound() -> None:
    deck = playing()
    assert deck.play("b") == ["stop", "PlayStopped a 10000", "leave", "ask"]


@pytest.mark.cic("CIC-PB-077", "CIC-PB-025")
def test_silence_behind_another_sound_is_not_told() -> None:
    deck = playing()
    assert deck.fed(LOST) == ["pause"]
    assert deck.passes(20) == []
    assert deck.state()["playerActivity"] == "PLAYING"
    assert deck.state()["offsetInMilliseconds"] == 10_000
    assert deck.fed(GAINED) == ["resume"]
    deck.passes(5)
    assert deck.state()["offsetInMilliseconds"] == 15_000


@pytest.mark.cic("CIC-PB-078", "CIC-PB-077")
@pytest.mark.parametrize(
    ("name", "seen"),
    [
        (PAUSE, ["PlayPaused a 10000", "leave"]),
        ("PlaybackController.Stop", ["stop", "PlayStopped a 10000", "leave"]),
    ],
)
def test_what_was_paused_in_the_background_does_not_come_back(name: str, seen: list[str]) -> None:
    deck = playing()
    deck.fed(LOST)
    assert deck.told(name) == seen
    assert deck.fed(GAINED) == []


@pytest.mark.cic("CIC-PB-078")
def test_what_is_to_play_during_an_answer_plays_after_it() -> None:
    deck = Deck(grants=False)
    focus = AudioFocus()
    focus.request("answer", SoundType.DIALOGUE)
    assert deck.play("a") == ["ask"]
    assert focus.request("music", SoundType.CONTENT) == [FocusEffect(Act.WAIT, "music")]
    assert focus.release("answer") == [FocusEffect(Act.PLAY, "music")]
    assert deck.fed(GAINED) == ["start a 0"]


def test_a_sound_that_starts_in_silence_is_silent() -> None:
    deck = Deck(grants=False)
    deck.play("a")
    deck.fed(GAINED)
    deck.fed(LOST)
    assert deck.started() == ["pause", "PlayStarted a 0"]
    deck.passes(5)
    assert deck.fed(GAINED) == ["resume"]
    assert deck.state()["offsetInMilliseconds"] == 0


def test_a_track_that_comes_in_silence_waits() -> None:
    deck = playing()
    deck.play("b", "ENQUEUE")
    deck.fed(LOST)
    assert deck.fed(Finished(deck.sound)) == ["PlayFinished a 10000"]
    assert deck.fed(GAINED) == ["start b 0"]


def test_a_stream_that_breaks_in_silence_comes_back_afterwards() -> None:
    deck = playing()
    deck.fed(LOST)
    assert deck.fed(Failed(deck.sound, "reset")) == []
    assert deck.fed(GAINED) == ["start a 10000"]


def test_replay_in_silence_stays_silent() -> None:
    deck = playing()
    deck.fed(LOST)
    assert deck.told("PlaybackController.Replay") == ["seek 0", "PlayStarted a 0"]
    deck.passes(5)
    assert deck.state()["offsetInMilliseconds"] == 0


def test_a_stall_outlasts_a_word_from_focus() -> None:
    deck = playing()
    deck.fed(Stalled(deck.sound))
    assert deck.fed(GAINED) == []
    assert deck.fed(Resumed(deck.sound)) == []


def test_what_somebody_resumes_at_the_speaker_asks_too() -> None:
    deck = playing()
    deck.fed(Paused(deck.sound))
    assert deck.fed(Resumed(deck.sound)) == ["ask", "PlayResumed a 10000"]
    assert deck.fed(GAINED) == []


@pytest.mark.parametrize("news", [GAINED, LOST])
def test_a_word_from_focus_that_was_not_asked_means_nothing(news: object) -> None:
    deck = Deck(grants=False)
    assert deck.fed(news) == []
    deck.play("a")
    deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_ALL")
    assert deck.effects.count(LeaveFocus()) == deck.effects.count(AskFocus()) == 1
    assert deck.fed(news) == []


def test_focus_that_is_lost_before_it_came_changes_nothing() -> None:
    deck = Deck(grants=False)
    deck.play("a")
    assert deck.fed(LOST) == []
    assert deck.fed(GAINED) == ["start a 0"]
    assert deck.fed(LOST) == []
    deck.started()
