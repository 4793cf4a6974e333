"""What is to be played, and in which order."""

import pytest

from custom_components.clova_cic.cic.playback import (
    MAX_HISTORY,
    MAX_UPCOMING,
    Failed,
    Finished,
    Loss,
    Lost,
)

from .deck import Deck


def finish(deck: Deck, seconds: float = 10) -> list[str]:
    deck.passes(seconds)
    return deck.fed(Finished(deck.sound))


@pytest.mark.cic("CIC-AP-001", "CIC-AP-035")
def test_replace_all_takes_the_place_of_everything() -> None:
    deck = Deck()
    deck.playing("a")
    deck.play("b", "ENQUEUE")
    deck.passes(7)
    assert deck.play("c") == ["stop", "PlayStopped a 7000", "start c 0"]
    assert deck.started() == ["PlayStarted c 0"]
    assert finish(deck) == ["PlayFinished c 10000"]


@pytest.mark.cic("CIC-AP-002", "CIC-PB-041")
def test_enqueue_leaves_the_current_stream_alone() -> None:
    deck = Deck()
    deck.playing("a")
    assert deck.play("b", "ENQUEUE") == []
    assert deck.play("c", "ENQUEUE") == []
    assert finish(deck) == ["PlayFinished a 10000", "start b 0"]
    deck.started()
    assert finish(deck) == ["PlayFinished b 10000", "start c 0"]


@pytest.mark.cic("CIC-AP-012", "CIC-PB-020")
def test_a_stream_is_asked_for_when_its_turn_comes() -> None:
    deck = Deck()
    deck.playing("a")
    assert deck.play("b", "ENQUEUE", ready=False) == []
    assert deck.passes(600) == []
    assert deck.fed(Finished(deck.sound)) == ["PlayFinished a 600000", "StreamRequested i-b"]


@pytest.mark.cic("CIC-AP-003")
@pytest.mark.parametrize("before", ["nothing", "finished", "failed"])
def test_what_is_enqueued_with_nothing_left_to_play_starts_at_once(before: str) -> None:
    deck = Deck()
    if before != "nothing":
        deck.playing("a")
    if before == "finished":
        finish(deck)
    if before == "failed":
        for _ in range(2):
            deck.fed(Failed(deck.sound, "reset"))
    seen = deck.play("b", "ENQUEUE") + deck.passes(2)
    assert seen == ["start b 0"]


def test_what_is_enqueued_behind_something_stopped_waits() -> None:
    deck = Deck()
    deck.playing("a")
    deck.told("PlaybackController.Stop")
    assert deck.play("b", "ENQUEUE") == []
    assert deck.told("PlaybackController.Next") == ["start b 0"]


@pytest.mark.cic("CIC-AP-004")
def test_an_item_that_is_held_already_is_not_enqueued_twice() -> None:
    deck = Deck()
    deck.play("a")
    deck.play("a", "ENQUEUE")
    deck.started()
    deck.play("a", "ENQUEUE")
    deck.play("b", "ENQUEUE")
    deck.play("b", "ENQUEUE")
    assert len(deck.player.queue) == 1
    finish(deck)
    deck.started()
    deck.play("a", "ENQUEUE")
    assert [each.token for each in deck.player.queue.upcoming] == ["a"]


@pytest.mark.cic("CIC-AP-004")
def test_an_item_that_was_finished_plays_again() -> None:
    deck = Deck()
    deck.playing("a")
    finish(deck)
    assert deck.play("a", "ENQUEUE") == ["start a 0"]


def test_the_same_play_while_it_starts_changes_nothing_but_the_queue() -> None:
    deck = Deck()
    deck.play("a", ready=False)
    deck.play("b", "ENQUEUE")
    assert deck.play("a", ready=False) == []
    assert len(deck.player.queue) == 0
    assert deck.deliver("a") == ["start a 0"]
    assert deck.play("a", ready=False) == []
    assert deck.started() == ["PlayStarted a 0"]


def test_another_play_while_one_starts_takes_its_place() -> None:
    deck = Deck()
    deck.play("a")
    first = deck.sound
    assert deck.play("b") == ["stop", "start b 0"]
    assert deck.fed(Lost(first, Loss.STOPPED)) == []
    assert deck.started() == ["PlayStarted b 0"]
    assert deck.told("PlaybackController.Previous") == []  # a was never heard


def test_duplicate_tokens_in_different_items_are_different_items() -> None:
    deck = Deck(judged=False)
    deck.play("t", item="one")
    deck.started()
    deck.play("t", "ENQUEUE", item="two", ready=False)
    assert finish(deck) == ["PlayFinished t 10000", "StreamRequested two"]
    assert deck.deliver("t", item="one") == []
    assert deck.deliver("t", item="two") == ["start t 0"]


@pytest.mark.parametrize("offered", [10_000])
def test_a_queue_is_bounded(offered: int) -> None:
    deck = Deck(judged=False)
    deck.playing("first")
    for number in range(offered):
        deck.play(str(number), "ENQUEUE")
    queue = deck.player.queue
    assert len(queue) == MAX_UPCOMING
    assert queue.refused == offered - MAX_UPCOMING
    assert [each.token for each in queue.upcoming[:2]] == ["0", "1"]
    assert finish(deck) == ["PlayFinished first 10000", "start 0 0"]


def test_the_way_back_is_bounded() -> None:
    deck = Deck(judged=False)
    for number in range(MAX_HISTORY + 10):
        deck.playing(str(number))
    back = 0
    while deck.told("PlaybackController.Previous"):
        deck.started()
        back += 1
    assert back == MAX_HISTORY
    assert deck.state()["stream"]["token"] == "9"


@pytest.mark.cic("CIC-PC-021", "CIC-AP-035")
def test_next_and_previous_play_the_neighbours() -> None:
    deck = Deck()
    deck.playing("a")
    deck.play("b", "ENQUEUE")
    deck.passes(5)
    assert deck.told("PlaybackController.Next") == ["stop", "PlayStopped a 5000", "start b 0"]
    assert deck.started() == ["PlayStarted b 0"]
    deck.passes(6)
    seen = deck.told("PlaybackController.Previous")
    assert seen == ["stop", "PlayStopped b 6000", "start a 0"]
    deck.started()
    assert deck.told("PlaybackController.Next") == ["stop", "PlayStopped a 0", "start b 0"]


@pytest.mark.cic("CIC-PC-022")
@pytest.mark.parametrize("name", ["Next", "Previous"])
def test_without_a_neighbour_nothing_changes(name: str) -> None:
    deck = Deck()
    assert deck.told(f"PlaybackController.{name}") == []
    deck.playing("a")
    assert deck.told(f"PlaybackController.{name}") == []
    assert deck.activity == "PLAYING"


def test_next_skips_a_stream_that_has_not_sounded() -> None:
    deck = Deck()
    deck.play("a", ready=False)
    deck.play("b", "ENQUEUE")
    assert deck.told("PlaybackController.Next") == ["start b 0"]
    deck.started()
    assert deck.told("PlaybackController.Previous")[-1] == "StreamRequested i-a"


def test_what_was_played_before_other_music_can_be_gone_back_to() -> None:
    deck = Deck()
    deck.playing("a")
    deck.playing("b")
    assert deck.told("PlaybackController.Previous")[-1] == "start a 0"
    deck.started()
    deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_ALL")
    assert deck.told("PlaybackController.Previous") == []


@pytest.mark.cic("CIC-AP-060", "CIC-AP-061", "CIC-AP-062")
def test_clear_all_leaves_nothing() -> None:
    deck = Deck()
    deck.playing("a")
    deck.play("b", "ENQUEUE")
    deck.passes(3)
    seen = deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_ALL")
    assert seen == ["stop", "PlayStopped a 3000", "PlaybackQueueCleared"]
    assert deck.payloads("PlaybackQueueCleared") == [{"clearBehavior": "CLEAR_ALL"}]
    assert deck.events[-1].state.player_activity == "IDLE"
    assert deck.state() == {"playerActivity": "IDLE", "repeatMode": "NONE"}
    assert deck.told("PlaybackController.Next") == []


@pytest.mark.cic("CIC-AP-060", "CIC-AP-061")
def test_clear_enqueued_leaves_the_current_stream() -> None:
    deck = Deck()
    deck.playing("a")
    deck.play("b", "ENQUEUE")
    seen = deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_ENQUEUED")
    assert seen == ["PlaybackQueueCleared"]
    assert deck.payloads("PlaybackQueueCleared") == [{"clearBehavior": "CLEAR_ENQUEUED"}]
    assert deck.activity == "PLAYING"
    assert deck.told("PlaybackController.Next") == []


def test_clearing_while_a_stream_starts_leaves_silence() -> None:
    deck = Deck()
    deck.play("a")
    seen = deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_ALL")
    assert seen == ["stop", "PlaybackQueueCleared"]
    assert deck.started() == []


def test_an_unknown_way_to_clear_clears_nothing() -> None:
    deck = Deck(judged=False)
    deck.playing("a")
    assert deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_SOME") == []


@pytest.mark.cic("CIC-PC-025", "CIC-PC-024")
def test_repeat_one_plays_the_stream_again() -> None:
    deck = Deck()
    deck.play("a", ready=False, beginAtInMilliseconds=2000, durationInMilliseconds=20_000)
    deck.deliver("a")
    deck.started()
    deck.play("b", "ENQUEUE")
    deck.told("PlaybackController.SetRepeatMode", repeatMode="REPEAT_ONE")
    for _ in range(2):
        assert deck.passes(20) == ["stop", "PlayFinished a 22000", "StreamRequested i-a"]
        assert deck.events[-1].state.repeat_mode == "REPEAT_ONE"
        assert deck.deliver("a") == ["start a 2000"]
        assert deck.started() == ["PlayStarted a 2000"]


@pytest.mark.cic("CIC-PB-042")
def test_next_leaves_a_repeated_stream() -> None:
    deck = Deck()
    deck.playing("a")
    deck.play("b", "ENQUEUE")
    deck.told("PlaybackController.SetRepeatMode", repeatMode="REPEAT_ONE")
    assert deck.told("PlaybackController.Next")[-1] == "start b 0"
    assert deck.player.state(deck.now).repeat_mode == "REPEAT_ONE"


@pytest.mark.cic("CIC-PC-027")
def test_the_old_names_of_the_repeat_mode() -> None:
    deck = Deck()
    deck.told("PlaybackController.TurnOnRepeatMode")
    assert deck.state()["repeatMode"] == "REPEAT_ONE"
    deck.told("PlaybackController.TurnOffRepeatMode")
    assert deck.state()["repeatMode"] == "NONE"


def test_an_unknown_repeat_mode_changes_nothing() -> None:
    deck = Deck(judged=False)
    deck.told("PlaybackController.SetRepeatMode", repeatMode="REPEAT_ONE")
    deck.told("PlaybackController.SetRepeatMode", repeatMode="SHUFFLE")
    assert deck.state()["repeatMode"] == "REPEAT_ONE"


@pytest.mark.cic("CIC-PB-004")
def test_after_the_last_stream_it_is_kept() -> None:
    deck = Deck()
    deck.playing("a")
    finish(deck)
    assert deck.state()["playerActivity"] == "STOPPED"
    assert deck.state()["stream"]["token"] == "a"
    assert deck.state()["offsetInMilliseconds"] == 10_000
    assert deck.told("PlaybackController.Resume") == ["start a 0"]
    assert deck.started() == ["PlayStarted a 0"]
