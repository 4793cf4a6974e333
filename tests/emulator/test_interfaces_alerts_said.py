"""Alerts that are asked for in words; and the book that the server keeps of alerts."""

from datetime import timedelta
from typing import Any

import pytest

from emulator import Emulator
from emulator.interfaces import alert_book
from emulator.interfaces.alert_book import Alert, AlertBook, moment

from .asking import NO_ALERTS, names
from .client import Client, Response, event, text_event
from .conftest import NOW
from .states import state

ALARM = {"type": "ALARM", "token": "a-1", "scheduledTime": "2026-11-20T15:00:00+09:00"}
NAME = {"token": "a-1", "type": "ALARM"}


def asking(text: str, **alerts: Any) -> dict[str, Any]:
    """A sentence to a device that keeps alerts."""
    message = text_event(text)
    message["context"].append(state("Alerts.AlertsState", NO_ALERTS | alerts))
    return message


async def test_a_timer_is_set(cloud: Emulator, client: Client, channel: Response) -> None:
    response = await client.send(asking("set a timer for ten minutes"))
    assert list(response.directives) == ["RenderText", "SetAlert"]
    payload = response.directives["SetAlert"]
    assert payload["type"] == "TIMER"
    assert moment(payload["scheduledTime"]) == NOW + timedelta(minutes=10)
    name = {"token": payload["token"], "type": "TIMER"}
    confirmed = await client.send(event("Alerts.SetAlertSucceeded", name))
    assert confirmed.directives["RenderTemplate"]["type"] == "Timer"
    words = "Your timer is set for 10 minutes."
    assert confirmed.directives["RenderTemplate"]["failureMessage"]["value"] == words
    assert response.directives["RenderText"] == {"text": words}
    timers = [name | {"scheduledTime": payload["scheduledTime"]}]
    left = await client.send(asking("how long is left on the timer", allAlerts=timers))
    assert left.directives["RenderText"] == {"text": "The timer has 10 minutes left."}
    cancelled = await client.send(asking("cancel the timer", allAlerts=timers))
    assert names(cancelled.messages)[:2] == ["Clova.RenderText", "Alerts.DeleteAlert"]
    assert cancelled.directives["DeleteAlert"] == name


async def test_without_a_timer_there_is_nothing_to_cancel(
    client: Client, channel: Response
) -> None:
    response = await client.send(asking("cancel the timer"))
    assert response.directives["RenderText"] == {"text": "No timer is running."}
    assert list(response.directives) == ["RenderText", "Speak"]


@pytest.mark.parametrize("words", ["stop", "그만", "止めて"])
async def test_a_word_stops_what_rings(client: Client, channel: Response, words: str) -> None:
    response = await client.send(asking(words, allAlerts=[ALARM], activeAlerts=[ALARM]))
    assert response.directives["StopAlert"] == NAME
    quiet = await client.send(asking(words, allAlerts=[ALARM]))
    assert "StopAlert" not in quiet.directives


# Its parts.


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2026-11-20T15:00:00Z", True),
        ("2026-11-20T15:00:00.5+09:00", True),
        ("2026-11-20T15:00:00", False),
        ("tomorrow", False),
        (None, False),
    ],
)
def test_moments(text: object, known: bool) -> None:
    assert (moment(text) is not None) is known


@pytest.mark.parametrize(
    ("time", "repeat", "following"),
    [
        ("2026-11-20T07:00:00+00:00", "daily", "2026-11-21T07:00:00+00:00"),
        ("2026-11-25T07:00:00+00:00", "daily", "2026-11-26T07:00:00+00:00"),
        ("2026-10-01T16:00:00+00:00", "daily", "2026-11-20T16:00:00+00:00"),
        ("2026-11-06T15:05:30+00:00", "weekly", "2026-11-27T15:05:30+00:00"),
        ("2026-11-20T07:00:00+00:00", "", None),
        ("tomorrow", "daily", None),
    ],
)
def test_the_next_occurrence_is_to_come(time: str, repeat: str, following: str | None) -> None:
    later = Alert(ALARM | {"scheduledTime": time}, repeat).next_after(NOW)
    assert (later and later.payload["scheduledTime"]) == following


def test_only_so_many_alerts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alert_book, "MAX_ALERTS", 2)
    book = AlertBook()
    for token in "abc":
        book.offer(Alert(ALARM | {"token": token}))
        book.set_succeeded((token, "ALARM"))
    assert [each.token for each in book.alerts] == ["b", "c"]
