"""What becomes of streams that cannot be played, or not to their end."""

import pytest

from custom_components.clova_cic.cic.playback import (
    Failed,
    Finished,
    GaveUp,
    Loss,
    Lost,
    Undelivered,
)

from .deck import Deck


@pytest.mark.cic("CIC-PB-050", "CIC-AP-036")
def test_a_stream_that_cannot_be_opened_is_tried_once_more() -> None:
    deck = Deck()
    deck.play("a")
    assert deck.fed(Failed(deck.sound, "404")) == []
    assert deck.passes(0.9) == []
    assert deck.passes(0.2) == ["start a 0"]
    assert deck.fed(Failed(deck.sound, "404")) == ["PlayStopped a 0", "gave up a"]
    assert deck.activity == "STOPPED"
    assert deck.state()["stream"]["token"] == "a"
    assert [each.reason for each in deck.effects if isinstance(each, GaveUp)] == ["404"]
    assert deck.passes(600) == []


@pytest.mark.cic("CIC-PB-050")
def test_the_second_try_asks_anew_and_goes_on_with_the_queue() -> None:
    deck = Deck()
    deck.play("a", ready=False)
    deck.play("b", "ENQUEUE")
    deck.deliver("a")
    deck.fed(Failed(deck.sound, "410"))
    assert deck.passes(1) == ["StreamRequested i-a"]
    assert deck.deliver("a") == ["start a 0"]
    assert deck.fed(Failed(deck.sound, "410")) == ["PlayStopped a 0", "gave up a"]
    assert deck.passes(5) == ["start b 0"]
    assert deck.started() == ["PlayStarted b 0"]


@pytest.mark.cic("CIC-PB-052")
@pytest.mark.parametrize("how", ["error", "silence", "nothing", "not playable"])
def test_a_stream_that_is_not_delivered_counts_as_one_that_cannot_be_opened(how: str) -> None:
    deck = Deck(judged=False)
    seen = deck.play("a", ready=False)
    for _ in range(2):
        assert seen == ["StreamRequested i-a"]
        if how == "error":
            seen = deck.fed(Undelivered("i-a"))
        elif how == "silence":
            assert deck.passes(9.9) == []
            seen = deck.passes(0.1)
        elif how == "nothing":
            seen = deck.told("AudioPlayer.StreamDeliver", audioItemId="i-a")
        else:
            seen = deck.deliver("a", urlPlayable=False)
        seen += deck.passes(1)
    assert seen == ["PlayStopped a 0", "gave up a"]


def test_no_delivery_of_something_else_means_nothing() -> None:
    deck = Deck()
    deck.play("a", ready=False)
    assert deck.fed(Undelivered("i-b")) == []
    assert deck.deliver("a") == ["start a 0"]
    assert deck.fed(Undelivered("i-a")) == []
    assert deck.started() == ["PlayStarted a 0"]


def test_a_speaker_that_never_starts_counts_as_a_failure() -> None:
    deck = Deck()
    deck.play("a")
    assert deck.passes(19.9) == []
    assert deck.passes(1.2) == ["stop", "start a 0"]
    assert deck.passes(20) == ["stop", "PlayStopped a 0", "gave up a"]


@pytest.mark.cic("CIC-PB-053")
def test_an_end_before_the_beginning_is_a_failure() -> None:
    deck = Deck()
    deck.play("a")
    deck.fed(Finished(deck.sound))
    deck.passes(1)
    assert deck.fed(Finished(deck.sound)) == ["PlayStopped a 0", "gave up a"]


@pytest.mark.cic("CIC-PB-053")
def test_failing_streams_follow_each_other_ever_slower() -> None:
    deck = Deck()
    deck.play("t0")
    for number in range(1, 9):
        deck.play(f"t{number}", "ENQUEUE")
    pauses = []
    for _ in range(8):
        deck.fed(Failed(deck.sound, "404"))
        deck.passes(1)
        deck.fed(Failed(deck.sound, "404"))
        begun, sound = deck.now, deck.sound
        while deck.sound == sound:
            deck.passes(0.5)
        pauses.append(deck.now - begun)
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    deck.started()
    deck.passes(2)
    assert deck.fed(Finished(deck.sound)) == ["PlayFinished t8 2000"]
    deck.play("last", "ENQUEUE")
    assert deck.sound == 18  # a stream that went well makes up for them


@pytest.mark.cic("CIC-PB-053", "CIC-PC-025")
def test_a_stream_without_sound_is_not_repeated_without_pause() -> None:
    deck = Deck()
    deck.playing("a")
    deck.told("PlaybackController.SetRepeatMode", repeatMode="REPEAT_ONE")
    assert deck.fed(Finished(deck.sound)) == ["PlayFinished a 0"]
    assert deck.passes(1.9) == []
    assert deck.passes(0.2) == ["start a 0"]


@pytest.mark.cic("CIC-PB-051")
def test_a_stream_that_breaks_off_goes_on_where_it_was() -> None:
    deck = Deck()
    deck.play("a", ready=False)
    deck.deliver("a")
    deck.started()
    deck.passes(30)
    assert deck.fed(Failed(deck.sound, "reset")) == ["StreamRequested i-a"]
    assert deck.activity == "PLAYING"
    deck.passes(2)
    assert deck.deliver("a") == ["start a 30000"]
    assert deck.started() == []
    assert deck.passes(5) == []
    assert deck.state()["offsetInMilliseconds"] == 35_000


@pytest.mark.cic("CIC-PB-051", "CIC-PB-053")
def test_a_stream_that_breaks_off_again_at_once_is_given_up() -> None:
    deck = Deck()
    deck.playing("a")
    deck.passes(30)
    deck.fed(Failed(deck.sound, "reset"))
    deck.started()
    deck.passes(9)
    assert deck.fed(Failed(deck.sound, "reset")) == ["PlayStopped a 39000", "gave up a"]


def test_a_stream_that_breaks_off_much_later_has_a_second_chance() -> None:
    deck = Deck()
    deck.playing("a")
    for _ in range(5):
        deck.passes(11)
        seen = deck.fed(Failed(deck.sound, "reset"))
        deck.started()
    assert seen == ["start a 55000"]


def test_a_recovery_that_fails_ends_the_playback() -> None:
    deck = Deck()
    deck.playing("a")
    deck.passes(30)
    deck.fed(Failed(deck.sound, "reset"))
    assert deck.fed(Failed(deck.sound, "reset")) == ["PlayStopped a 30000", "gave up a"]
    deck.told("PlaybackController.Resume")
    assert deck.started() == ["PlayResumed a 30000"]


@pytest.mark.parametrize("loss", Loss)
def test_a_speaker_that_is_lost_while_it_starts_keeps_the_queue(loss: Loss) -> None:
    deck = Deck()
    deck.play("a")
    deck.play("b", "ENQUEUE")
    assert deck.fed(Lost(deck.sound, loss)) == ["PlayStopped a 0"]
    assert deck.passes(600) == []
    assert len(deck.player.queue) == 1
    assert deck.told("PlaybackController.Resume") == ["start a 0"]
    assert deck.started() == ["PlayStarted a 0"]


def test_a_resumption_that_fails_is_not_told_as_stopped_twice() -> None:
    deck = Deck()
    deck.playing("a")
    deck.told("PlaybackController.Stop")
    deck.told("PlaybackController.Resume")
    deck.fed(Failed(deck.sound, "404"))
    deck.passes(1)
    assert deck.fed(Failed(deck.sound, "404")) == ["gave up a"]
