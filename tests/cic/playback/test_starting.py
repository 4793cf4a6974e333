"""From Play to the first sound."""

import pytest

from custom_components.clova_cic.cic.playback import Finished, Stalled, StartSound

from .deck import Deck, Json, schedule, stream

PLAY = stream(
    "t1",
    ready=False,
    beginAtInMilliseconds=5000,
    durationInMilliseconds=90_000,
    progressReport=schedule(None, 30_000, 10_000),
    customData="opaque",
    shard={"of": [7]},
)


def play(deck: Deck, behavior: str = "REPLACE_ALL") -> list[str]:
    item = {"audioItemId": "i1", "title": "Morning", "stream": PLAY, "album": {"title": "x"}}
    return deck.told("AudioPlayer.Play", playBehavior=behavior, audioItem=item)


@pytest.mark.cic("CIC-PB-010", "CIC-AP-021", "CIC-AP-030")
def test_a_stream_that_is_ready_starts_where_it_begins() -> None:
    deck = Deck()
    assert deck.play("t1", beginAtInMilliseconds=5000) == ["start t1 5000"]
    assert deck.activity == "IDLE"
    deck.passes(3)
    assert deck.started() == ["PlayStarted t1 5000"]
    assert deck.activity == "PLAYING"


@pytest.mark.cic("CIC-AP-010")
def test_a_stream_that_is_ready_is_played_as_it_is() -> None:
    deck = Deck()
    deck.play("t1", format="audio/aac")
    (start,) = (each for each in deck.effects if isinstance(each, StartSound))
    assert (start.url, start.media_type) == ("https://media.example/t1", "audio/aac")
    assert not deck.events


@pytest.mark.cic("CIC-AP-020")
def test_the_format_says_what_a_stream_is_and_its_url_does_not() -> None:
    deck = Deck()
    deck.play("t1", url="https://media.example/list.m3u8")
    (start,) = (each for each in deck.effects if isinstance(each, StartSound))
    assert start.media_type == "audio/mpeg"


@pytest.mark.cic("CIC-AP-011", "CIC-AP-005", "CIC-AP-006")
def test_a_stream_on_request_is_asked_for_with_all_that_it_held() -> None:
    deck = Deck()
    assert play(deck) == ["StreamRequested i1"]
    assert deck.payloads("StreamRequested") == [{"audioItemId": "i1", "audioStream": PLAY}]


@pytest.mark.cic("CIC-PB-013", "CIC-AP-013", "CIC-AP-014")
def test_what_is_delivered_is_merged_into_what_was_sent() -> None:
    deck = Deck()
    play(deck)
    delivered = {
        "format": "audio/aac",
        "progressReport": schedule(2000, None, 40_000),
        "token": "t1",
        "url": "https://media.example.org/t1",
        "urlPlayable": True,
    }
    seen = deck.told("AudioPlayer.StreamDeliver", audioItemId="i1", audioStream=delivered)
    assert seen == ["start t1 5000"]
    deck.started()
    merged = PLAY | delivered | {"progressReport": schedule(2000, 30_000, 40_000)}
    assert deck.state()["stream"] == merged
    assert deck.state()["totalInMilliseconds"] == 95_000


@pytest.mark.cic("CIC-AP-015", "CIC-AP-047")
def test_reports_follow_what_was_merged() -> None:
    deck = Deck()
    play(deck)
    deck.deliver("t1", item="i1", progressReport=schedule(2000, None, 40_000))
    deck.started()
    assert deck.passes(61) == [
        "ProgressReportDelayPassed t1 7000",
        "ProgressReportIntervalPassed t1 35000",
        "ProgressReportPositionPassed t1 40000",
        "ProgressReportIntervalPassed t1 65000",
    ]


@pytest.mark.cic("CIC-AP-055", "CIC-PB-014")
def test_the_stream_is_told_as_it_is_known() -> None:
    deck = Deck()
    play(deck)
    deck.told("PlaybackController.Stop")
    assert deck.state()["stream"] == PLAY
    deck.told("PlaybackController.Resume")
    deck.deliver("t1", item="i1")
    deck.started()
    assert deck.state()["stream"]["url"].startswith("https:")
    deck.told("PlaybackController.Next")
    assert deck.player.queue.current is not None
    assert deck.player.queue.current.item.stream.url == "clova:t1"


@pytest.mark.cic("CIC-AP-018", "CIC-AP-033")
def test_a_token_goes_back_as_it_came_whatever_it_is() -> None:
    token = "t" * 2000 + "/\u0000 \ud55c\uae00"
    deck = Deck()
    deck.playing(token)
    assert deck.payloads("PlayStarted") == [{"token": token, "offsetInMilliseconds": 0}]


@pytest.mark.cic("CIC-AP-016", "CIC-PB-021")
def test_a_stream_for_an_item_that_is_gone_is_ignored() -> None:
    deck = Deck()
    deck.play("a", ready=False)
    deck.play("b", ready=False)
    assert deck.deliver("a") == []
    deck.told("AudioPlayer.ClearQueue", clearBehavior="CLEAR_ALL")
    assert deck.deliver("b") == []
    assert deck.activity == "IDLE"


def test_a_stream_that_comes_twice_or_unasked_starts_nothing() -> None:
    deck = Deck()
    deck.play("a", ready=False)
    deck.deliver("a")
    assert deck.deliver("a", format="audio/aac") == []
    deck.started()
    assert deck.deliver("a", format="audio/aac") == []
    assert deck.state()["stream"]["format"] == "audio/aac"
    deck.play("b", "ENQUEUE", ready=False)
    assert deck.deliver("b") == []


@pytest.mark.parametrize(
    ("sent", "delivered", "seen"),
    [
        # nothing says whether it can be opened: the scheme does
        ({"urlPlayable": None}, None, "start t 0"),
        ({"urlPlayable": None, "url": "clova:t"}, None, "StreamRequested i-t"),
        ({"urlPlayable": None, "url": None}, None, "StreamRequested i-t"),
        ({"urlPlayable": True, "url": None}, None, "StreamRequested i-t"),
        # a delivery that leaves it out
        ({"ready": False}, {"urlPlayable": None}, "start t 0"),
    ],
)
def test_streams_that_do_not_say_what_they_are(
    sent: Json, delivered: Json | None, seen: str
) -> None:
    deck = Deck(judged=False)
    found = deck.play("t", **sent)
    if delivered is not None:
        found = deck.deliver("t", **delivered)
    assert found == [seen]


@pytest.mark.parametrize("begin", [None, -1, 2**60, 1e300])
def test_a_beginning_that_is_none_is_the_start(begin: float | None) -> None:
    deck = Deck(judged=False)
    assert deck.play("t", beginAtInMilliseconds=begin) == ["start t 0"]


@pytest.mark.cic("CIC-PB-005")
def test_the_state_stays_what_it_was_until_something_is_heard() -> None:
    deck = Deck()
    deck.playing("a")
    deck.passes(4)
    deck.play("b", ready=False)
    for _ in range(2):
        assert deck.state() | {"stream": None} == {
            "playerActivity": "STOPPED",
            "repeatMode": "NONE",
            "offsetInMilliseconds": 4000,
            "stream": None,
        }
        assert deck.state()["stream"]["token"] == "a"
        deck.deliver("b")
    deck.started()
    assert deck.state()["stream"]["token"] == "b"


def test_what_a_speaker_says_while_it_starts_is_no_start() -> None:
    deck = Deck()
    deck.play("a")
    assert deck.fed(Stalled(deck.sound)) == []
    assert deck.activity == "IDLE"


@pytest.mark.cic("CIC-PB-040")
def test_it_is_all_the_same_what_a_play_answers() -> None:
    deck = Deck()
    deck.playing("a")
    deck.passes(2)
    deck.fed(Finished(deck.sound))
    assert deck.play("b") == ["start b 0"]
