"""PING, ACK and the end of patience, on a clock that the tests move."""

import pytest

from custom_components.clova_cic.cic.keepalive import Keepalive, Verdict
from custom_components.clova_cic.cic.settings import Timing

START = 1000.0
TIMING = Timing()


def keepalive() -> Keepalive:
    """One that began at START with the intervals of a client."""
    return Keepalive(now=START, interval=TIMING.ping_interval, limit=TIMING.ping_ack)


def pinged(at: float = START + 60) -> tuple[Keepalive, bytes]:
    """One that waits for an ACK."""
    under_test = keepalive()
    assert under_test.tick(at) is Verdict.PING
    return under_test, under_test.ping_sent(at)


@pytest.mark.cic("CIC-T-021")
def test_a_ping_is_sent_each_minute() -> None:
    under_test = keepalive()
    for minute in range(1, 6):
        assert under_test.due == START + 60 * minute
        assert under_test.tick(under_test.due - 0.001) is Verdict.WAIT
        assert under_test.tick(under_test.due) is Verdict.PING
        payload = under_test.ping_sent(under_test.due)
        under_test.acknowledged(payload, START + 60 * minute + 3)


@pytest.mark.cic("CIC-T-022")
def test_a_ping_without_an_ack_is_the_end() -> None:
    under_test, _ = pinged()
    assert under_test.due == START + 70
    assert under_test.tick(START + 69.999) is Verdict.WAIT
    assert under_test.tick(START + 70) is Verdict.DEAD


def test_an_ack_in_time_keeps_the_connection() -> None:
    under_test, payload = pinged()
    under_test.acknowledged(payload, START + 69.999)
    assert under_test.tick(START + 70) is Verdict.WAIT
    assert under_test.due == START + 120


def test_the_round_trip_is_that_of_the_last_ping() -> None:
    under_test, payload = pinged()
    assert under_test.round_trip is None
    under_test.acknowledged(payload, START + 60.25)
    assert under_test.round_trip == 0.25
    second = under_test.ping_sent(START + 120)
    assert under_test.round_trip == 0.25
    under_test.acknowledged(second, START + 121)
    assert under_test.round_trip == 1


def test_each_ping_has_eight_bytes_of_its_own() -> None:
    under_test = keepalive()
    payloads = [under_test.ping_sent(START + count) for count in range(300)]
    assert len(set(payloads)) == 300
    assert {len(payload) for payload in payloads} == {8}


@pytest.mark.parametrize("foreign", [b"", bytes(8), b"12345678"])
def test_the_ack_of_another_ping_changes_nothing(foreign: bytes) -> None:
    under_test, _ = pinged()
    under_test.acknowledged(foreign, START + 61)
    assert under_test.round_trip is None
    assert under_test.tick(START + 70) is Verdict.DEAD


def test_the_ack_of_an_earlier_ping_changes_nothing() -> None:
    under_test, first = pinged()
    under_test.acknowledged(first, START + 61)
    under_test.ping_sent(START + 120)
    under_test.acknowledged(first, START + 121)
    assert under_test.round_trip == 1
    assert under_test.tick(START + 130) is Verdict.DEAD


def test_an_ack_that_nobody_waits_for_changes_nothing() -> None:
    under_test = keepalive()
    under_test.acknowledged(b"12345678", START + 1)
    assert (under_test.round_trip, under_test.due) == (None, START + 60)


def test_a_late_tick_sends_the_ping_late_and_gives_it_the_whole_limit() -> None:
    under_test, payload = pinged(START + 400)
    assert under_test.due == START + 410
    under_test.acknowledged(payload, START + 401)
    assert under_test.due == START + 460


@pytest.mark.parametrize(
    ("late", "verdict"), [(0, Verdict.DEAD), (10, Verdict.DEAD), (10.001, Verdict.WAIT)]
)
def test_a_loop_that_was_held_up_is_no_dead_peer(late: float, verdict: Verdict) -> None:
    under_test, _ = pinged()
    assert under_test.tick(START + 70 + late) is verdict


def test_a_peer_that_stays_silent_after_the_loop_runs_again_is_dead() -> None:
    under_test, _ = pinged()
    assert under_test.tick(START + 100) is Verdict.WAIT
    assert under_test.due == START + 110
    assert under_test.tick(START + 109) is Verdict.WAIT
    assert under_test.tick(START + 110) is Verdict.DEAD


def test_a_loop_that_is_held_up_twice_in_a_row_is_not_forgiven_twice() -> None:
    under_test, _ = pinged()
    assert under_test.tick(START + 100) is Verdict.WAIT
    assert under_test.tick(START + 300) is Verdict.DEAD


def test_it_is_forgiven_again_at_the_next_ping() -> None:
    under_test, payload = pinged()
    assert under_test.tick(START + 100) is Verdict.WAIT
    under_test.acknowledged(payload, START + 101)
    assert under_test.tick(under_test.due) is Verdict.PING
    under_test.ping_sent(START + 120)
    assert under_test.tick(START + 200) is Verdict.WAIT


def test_a_late_ack_makes_the_next_ping_due_at_once() -> None:
    under_test, payload = pinged()
    assert under_test.tick(START + 125) is Verdict.WAIT
    under_test.acknowledged(payload, START + 126)
    assert under_test.tick(START + 126) is Verdict.PING
