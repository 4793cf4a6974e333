"""What surrounds a player: entities, wake-ups, bounds, and any order of things."""

from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.clova_cic.cic.playback import (
    Button,
    Failed,
    Finished,
    FocusGained,
    FocusLost,
    ItemChanged,
    Loss,
    Lost,
    Paused,
    PlayerChanged,
    Position,
    Press,
    QueueChanged,
    Resumed,
    Seek,
    SpeakerChanged,
    Stalled,
    Started,
    Tick,
    Undelivered,
    WakeAt,
)

from .deck import NOON, Deck, schedule


@pytest.mark.cic("CIC-PB-003", "CIC-AP-050")
def test_each_event_has_the_state_of_its_moment() -> None:
    deck = Deck()
    deck.playing("a")
    deck.passes(5)
    deck.play("b")
    deck.started()
    told = [(each.state.player_activity, each.state.stream) for each in deck.events]
    found = [(activity, stream.token) for activity, stream in told if stream is not None]
    assert found == [("PLAYING", "a"), ("STOPPED", "a"), ("PLAYING", "b")]


def test_entities_hear_what_is_shown_and_what_it_does() -> None:
    deck = Deck()
    assert deck.player.shown is None
    deck.play("a")
    a = deck.player.shown
    assert a is not None
    assert (a.token, a.source and a.source.name) == ("a", "Example Radio")
    deck.play("b", "ENQUEUE")
    assert deck.changes() == [ItemChanged(a), QueueChanged(1, has_previous=False)]
    deck.effects.clear()
    deck.started()
    assert deck.changes() == [PlayerChanged("PLAYING", "NONE")]
    deck.effects.clear()
    deck.fed(Position(deck.sound, 60_000))
    assert deck.changes() == [PlayerChanged("PLAYING", "NONE")]
    deck.effects.clear()
    deck.told("PlaybackController.Next")
    b = deck.player.shown
    assert deck.changes() == [
        ItemChanged(b),
        PlayerChanged("STOPPED", "NONE"),
        QueueChanged(0, has_previous=True),
    ]
    deck.effects.clear()
    deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_ALL")
    assert deck.changes()[:2] == [ItemChanged(None), PlayerChanged("IDLE", "NONE")]


def test_a_wake_up_is_wanted_once_for_each_time() -> None:
    deck = Deck()
    deck.playing("a", progressReport=schedule(None, 10_000, None))
    assert deck.player.due == NOON + 10
    deck.effects.clear()
    deck.now += 3
    deck.fed(Position(deck.sound, 3000))
    assert deck.effects == []
    deck.now += 1
    deck.fed(Tick())  # too early, for whatever reason
    assert deck.effects == [WakeAt(NOON + 10)]
    deck.told("PlaybackController.Stop")
    assert WakeAt(None) in deck.effects
    assert deck.player.due is None
    deck.effects.clear()
    deck.fed(Tick())
    assert deck.effects == []


def test_a_clock_that_goes_back_takes_nothing_back() -> None:
    deck = Deck()
    deck.playing("a")
    deck.now -= 5
    assert deck.state()["offsetInMilliseconds"] == 0


NAMES = ["Pause", "Resume", "Stop", "Next", "Previous", "Replay", "TurnOnRepeatMode"]
TOKENS = st.sampled_from("abcd")
REPORTS = st.sampled_from(
    [
        Started,
        lambda sound: Started(sound, 3000),
        lambda sound: Position(sound, 20_000, 30_000),
        lambda sound: Position(sound, 1000),
        Stalled,
        Paused,
        Resumed,
        Finished,
        lambda sound: Failed(sound, "reset"),
        lambda sound: Lost(sound, Loss.VANISHED),
    ]
)
STEPS = st.one_of(
    st.tuples(st.just("play"), TOKENS, st.sampled_from(["REPLACE_ALL", "ENQUEUE"])),
    st.tuples(st.just("deliver"), st.sampled_from("bd")),
    st.tuples(st.just("report"), REPORTS, st.integers(0, 1)),
    st.tuples(st.just("told"), st.sampled_from(NAMES)),
    st.tuples(st.just("clear"), st.sampled_from(["CLEAR_ALL", "CLEAR_ENQUEUED"])),
    st.tuples(st.just("pass"), st.sampled_from([0, 0.4, 2, 12, 70, 2000])),
    st.tuples(
        st.just("feed"),
        st.sampled_from(
            [
                Seek(5000),
                Seek(10**6),
                FocusGained(),
                FocusLost(),
                SpeakerChanged(),
                Undelivered("i-a"),
                Press(Button.PLAY),
                Tick(),
            ]
        ),
    ),
)


def act(deck: Deck, step: Any) -> None:
    """Carry out one step; the streams come again and again, each as it was."""
    match step:
        case ("play", token, behavior):
            changes: Any = {"durationInMilliseconds": 40_000} if token in "ab" else {}
            report = schedule(1500, 9000, 12_000)
            deck.play(token, behavior, ready=token in "ac", progressReport=report, **changes)
        case ("deliver", token):
            deck.deliver(token)
        case ("report", make, older):
            deck.fed(make(deck.sound - older))
        case ("told", name):
            deck.told(f"PlaybackController.{name}")
        case ("clear", behavior):
            deck.told("AudioPlayer.ClearQueue", clearBehavior=behavior)
        case ("pass", seconds):
            deck.passes(seconds)
        case ("feed", news):
            deck.fed(news)


@settings(max_examples=300, deadline=None)
@given(st.lists(STEPS, max_size=40), st.booleans())
def test_in_any_order_clova_is_told_the_truth(steps: list[Any], grants: bool) -> None:
    deck = Deck(grants=grants)
    for step in steps:
        act(deck, step)
        state = deck.player.state(deck.now)
        assert (state.player_activity == "IDLE") == (state.stream is None)
        silent = deck.player.due is None and state.player_activity != "PLAYING"
        assert silent or deck.player.shown is not None
    deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_ALL")
    assert deck.state()["playerActivity"] == "IDLE"
    assert deck.passes(86_400) == []
