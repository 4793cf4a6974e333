"""Counters that diagnostics may show as they are."""

from dataclasses import asdict
import json

from custom_components.clova_cic.cic.stats import Stats


def test_it_starts_at_nothing() -> None:
    stats = asdict(Stats())
    assert {value for value in stats.values() if value} == set()
    assert (stats["round_trip"], stats["last_turn"]) == (None, None)


def test_connections_and_losses_are_counted() -> None:
    stats = Stats()
    stats.connected()
    stats.connected()
    stats.disconnected()
    assert (stats.connects, stats.losses, stats.dials) == (2, 1, 0)


def test_as_a_dict_it_is_plain_json() -> None:
    stats = Stats()
    stats.drop("stale")
    stats.drop("malformed")
    stats.drop("stale")
    found = json.loads(json.dumps(asdict(stats)))
    assert found["dropped"] == {"stale": 2, "malformed": 1}


def test_no_two_clients_share_their_counts() -> None:
    first, second = Stats(), Stats()
    first.drop("stale")
    assert not second.dropped
