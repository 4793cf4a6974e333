"""How far playback is, and what is reported of it."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.clova_cic.cic.playback import Position, Resumed, Seek, Stalled

from .deck import Deck, Json, schedule

SHORT: Json = {"durationInMilliseconds": 20_000}
LONG: Json = {"beginAtInMilliseconds": 5000, "durationInMilliseconds": 100_000}


def playing(*times: float | None, **changes: Any) -> Deck:
    """A stream with this schedule (delay, interval, position) plays."""
    deck = Deck()
    deck.playing("t", progressReport=schedule(*times), **changes)
    return deck


@pytest.mark.cic("CIC-AP-040")
def test_without_a_schedule_nothing_is_reported() -> None:
    assert playing().passes(3600) == []
    deck = Deck()
    deck.playing("t")
    assert deck.passes(3600) == []


@pytest.mark.cic("CIC-AP-041")
def test_the_delay_is_reported_once() -> None:
    deck = playing(2000, beginAtInMilliseconds=5000)
    assert deck.passes(1.9) == []
    assert deck.passes(0.1) == ["ProgressReportDelayPassed t 7000"]
    assert deck.passes(600) == []


@pytest.mark.cic("CIC-AP-042", "CIC-AP-022")
def test_each_interval_is_reported_until_the_end() -> None:
    deck = playing(None, 9000, **SHORT)
    assert deck.passes(60) == [
        "ProgressReportIntervalPassed t 9000",
        "ProgressReportIntervalPassed t 18000",
        "stop",
        "PlayFinished t 20000",
    ]


@pytest.mark.cic("CIC-AP-043", "CIC-AP-032")
def test_the_position_is_reported_when_it_is_passed() -> None:
    deck = playing(None, None, 40_000, beginAtInMilliseconds=30_000)
    assert deck.passes(9.9) == []
    assert deck.passes(0.1) == ["ProgressReportPositionPassed t 40000"]
    assert deck.events[-1].state.player_activity == "PLAYING"
    assert deck.passes(600) == []


def test_a_position_that_playback_begins_at_is_passed_at_once() -> None:
    deck = Deck()
    deck.play("t", progressReport=schedule(None, None, 0))
    assert deck.started() == ["PlayStarted t 0", "ProgressReportPositionPassed t 0"]


def test_a_position_before_the_beginning_is_not_passed() -> None:
    deck = playing(None, None, 5000, beginAtInMilliseconds=30_000)
    assert deck.passes(600) == []


@pytest.mark.cic("CIC-AP-044")
@pytest.mark.parametrize("to", [40_000, 60_000])
def test_a_seek_over_the_position_reports_it_at_once(to: int) -> None:
    deck = playing(None, None, 40_000, **LONG)
    deck.passes(5)
    assert deck.fed(Seek(to)) == [f"seek {to}", "ProgressReportPositionPassed t 40000"]
    assert deck.passes(30) == []


@pytest.mark.cic("CIC-AP-045")
def test_after_a_seek_back_the_position_is_passed_again() -> None:
    deck = playing(None, None, 40_000, **LONG)
    assert deck.passes(50) == ["ProgressReportPositionPassed t 40000"]
    assert deck.fed(Seek(30_000)) == ["seek 30000"]
    assert deck.passes(9.9) == []
    assert deck.passes(0.2) == ["ProgressReportPositionPassed t 40000"]


@pytest.mark.parametrize(("begin", "to"), [(5000, 39_990), (41_000, 90_000), (60_000, 40_000)])
def test_a_seek_on_one_side_of_the_position_reports_nothing(begin: int, to: int) -> None:
    deck = playing(None, None, 40_000, durationInMilliseconds=100_000)
    deck.fed(Seek(begin))
    assert deck.fed(Seek(to)) == [f"seek {to}"]


@pytest.mark.cic("CIC-AP-023")
@pytest.mark.parametrize(
    ("changes", "wanted", "found"),
    [
        (LONG, 0, 5000),
        (LONG, 104_990.6, 104_991),
        (LONG, 50_000.4, 50_000),
        ({"beginAtInMilliseconds": 5000}, 2000, 2000),
        ({"beginAtInMilliseconds": 5000}, -5, 0),
        ({"beginAtInMilliseconds": 5000}, 10**9, 10**9),
        ({}, float("inf"), 2**53),
        ({}, float("nan"), 0),
    ],
)
def test_a_seek_stays_in_the_window(changes: Any, wanted: float, found: int) -> None:
    deck = playing(**changes)
    assert deck.fed(Seek(wanted)) == [f"seek {found}"]
    assert deck.state()["offsetInMilliseconds"] == found


@pytest.mark.cic("CIC-AP-023", "CIC-AP-022")
def test_a_seek_beyond_the_window_is_a_seek_to_its_end() -> None:
    deck = playing(**LONG)
    assert deck.fed(Seek(200_000)) == ["seek 105000", "stop", "PlayFinished t 105000"]


def test_a_seek_stays_in_the_media() -> None:
    deck = playing()
    deck.fed(Position(deck.sound, 0, 60_000))
    assert deck.fed(Seek(90_000)) == ["seek 60000"]


def test_a_seek_where_nothing_plays_does_nothing() -> None:
    deck = Deck()
    assert deck.fed(Seek(1000)) == []
    deck.play("a", **LONG)
    assert deck.fed(Seek(10_000)) == []
    deck.started()
    deck.told("PlaybackController.Stop")
    assert deck.fed(Seek(10_000)) == []


@pytest.mark.cic("CIC-AP-046", "CIC-PB-025")
def test_times_stand_still_in_a_pause() -> None:
    deck = playing(3000, 5000, None)
    deck.passes(2)
    deck.told("PlaybackController.Pause")
    assert deck.passes(600) == []
    deck.told("PlaybackController.Resume")
    assert deck.passes(1) == ["ProgressReportDelayPassed t 3000"]
    assert deck.passes(2) == ["ProgressReportIntervalPassed t 5000"]


@pytest.mark.cic("CIC-AP-046", "CIC-AP-041")
def test_times_begin_anew_with_each_playback() -> None:
    deck = playing(3000, 5000, 4000, durationInMilliseconds=6000)
    deck.told("PlaybackController.SetRepeatMode", repeatMode="REPEAT_ONE")
    reports = [
        "ProgressReportDelayPassed t 3000",
        "ProgressReportPositionPassed t 4000",
        "ProgressReportIntervalPassed t 5000",
        "stop",
        "PlayFinished t 6000",
        "start t 0",
    ]
    assert deck.passes(6) == reports
    deck.passes(4)
    deck.started()
    assert deck.passes(6) == reports


@pytest.mark.cic("CIC-PB-025")
def test_a_seek_moves_the_position_and_not_the_time_played() -> None:
    deck = playing(None, 10_000, None, **LONG)
    deck.passes(4)
    deck.fed(Seek(80_000))
    assert deck.passes(5.9) == []
    assert deck.passes(0.1) == ["ProgressReportIntervalPassed t 86000"]


def test_the_speaker_knows_better_where_it_is() -> None:
    deck = playing(None, None, 40_000, **LONG)
    deck.passes(30)
    assert deck.fed(Position(deck.sound, 33_500)) == []
    assert deck.passes(6.4) == []
    assert deck.passes(0.2) == ["ProgressReportPositionPassed t 40000"]
    assert deck.fed(Position(deck.sound, 39_000)) == []
    assert deck.passes(2) == []


def test_a_seek_at_the_speaker_counts_like_any_other() -> None:
    deck = playing(None, None, 40_000, **LONG)
    assert deck.fed(Position(deck.sound, 50_000)) == ["ProgressReportPositionPassed t 40000"]
    assert deck.fed(Position(deck.sound, 20_000)) == []
    assert deck.passes(20) == ["ProgressReportPositionPassed t 40000"]


@pytest.mark.parametrize("position", [-1, float("nan"), float("inf")])
def test_a_position_that_is_none_is_not_believed(position: float) -> None:
    deck = playing()
    deck.passes(5)
    deck.fed(Position(deck.sound, position))
    assert deck.state()["offsetInMilliseconds"] == 5000


def test_of_intervals_that_were_slept_through_the_last_is_reported() -> None:
    deck = playing(None, 10_000, None)
    deck.now += 35
    assert deck.told("PlaybackController.Pause") == [
        "ProgressReportIntervalPassed t 35000",
        "pause",
        "PlayPaused t 35000",
    ]
    deck.told("PlaybackController.Resume")
    assert deck.passes(5) == ["ProgressReportIntervalPassed t 40000"]


@pytest.mark.parametrize(
    "times",
    [
        (-5, 0, -1),
        (1e300, 1e300, 1e300),
        (float("nan"), float("nan"), float("nan")),
        (float("inf"), float("-inf"), float("inf")),
    ],
)
def test_a_schedule_that_makes_no_sense_is_none(times: tuple[float, float, float]) -> None:
    deck = Deck(judged=False)
    deck.playing("t", progressReport=schedule(*times))
    assert deck.passes(3600) == []


def test_an_absurd_interval_is_lengthened() -> None:
    deck = playing(None, 0.001, None)
    assert len(deck.passes(60)) == 60


@pytest.mark.parametrize("duration", [0, -1, 1e300])
def test_a_duration_that_is_none_ends_nothing(duration: float) -> None:
    deck = Deck(judged=False)
    deck.playing("t", durationInMilliseconds=duration)
    assert deck.passes(3600) == []
    assert "totalInMilliseconds" not in deck.state()


def test_an_endless_stream_plays_on() -> None:
    deck = playing(None, 60_000, None)
    day = deck.passes(86_400)
    assert len(day) == 1440
    assert deck.state()["offsetInMilliseconds"] == 86_400_000


@pytest.mark.cic("CIC-AP-022", "CIC-AP-030")
def test_playback_ends_with_the_window_though_the_media_goes_on() -> None:
    deck = playing(beginAtInMilliseconds=10_000, durationInMilliseconds=60_000)
    deck.fed(Position(deck.sound, 10_000, 240_000))
    assert deck.passes(59.9) == []
    assert deck.passes(0.1) == ["stop", "PlayFinished t 70000"]


@pytest.mark.cic("CIC-AP-052", "CIC-CX-024")
def test_the_length_is_the_end_of_the_window_else_of_the_media() -> None:
    deck = playing(beginAtInMilliseconds=10_000, durationInMilliseconds=60_000)
    deck.fed(Position(deck.sound, 0, 240_000))
    assert deck.state()["totalInMilliseconds"] == 70_000
    deck = playing()
    deck.fed(Position(deck.sound, 0, 240_000.4))
    assert deck.state()["totalInMilliseconds"] == 240_000


@pytest.mark.cic("CIC-AP-034")
def test_offsets_count_from_the_start_of_the_media() -> None:
    deck = playing(2000, beginAtInMilliseconds=10_000)
    assert deck.passes(2) == ["ProgressReportDelayPassed t 12000"]
    assert deck.told("PlaybackController.Pause") == ["pause", "PlayPaused t 12000"]


@pytest.mark.cic("CIC-PB-005", "CIC-PB-025")
def test_a_stall_stops_the_time_and_not_the_state() -> None:
    deck = playing(3000)
    deck.passes(2)
    assert deck.fed(Stalled(deck.sound)) == []
    assert deck.passes(20) == []
    assert deck.activity == "PLAYING"
    assert deck.fed(Resumed(deck.sound)) == []
    assert deck.passes(1) == ["ProgressReportDelayPassed t 3000"]


def test_a_stall_without_end_is_a_break() -> None:
    deck = playing()
    deck.passes(5)
    deck.fed(Stalled(deck.sound))
    assert deck.passes(29.9) == []
    assert deck.passes(0.2) == ["stop", "start t 5000"]


@given(st.lists(st.tuples(st.floats(0, 20), st.integers(0, 100_000)), max_size=8))
def test_seeks_never_change_how_often_time_is_reported(seeks: list[tuple[float, int]]) -> None:
    deck = playing(4000, 7000, None, durationInMilliseconds=10**6)
    seen: list[str] = []
    for wait, to in seeks:
        seen += deck.passes(wait)
        seen += deck.fed(Seek(to))
    seen += deck.passes(200)
    played = sum(wait for wait, _ in seeks) + 200
    kinds = [each.split()[0] for each in seen]
    assert kinds.count("ProgressReportDelayPassed") == 1
    assert abs(kinds.count("ProgressReportIntervalPassed") - played / 7) <= 1
