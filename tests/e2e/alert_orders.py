"""A cloud that sets, changes, stops and deletes alerts at random, and what it was told of them."""

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

import aiohttp

from emulator import Emulator
from emulator.recorder import RecordedRequest
from scripts.lib.demo.api import ApiError, RestApi

from .alert_home import STOP, Occurrence

KINDS: Final = ("ALARM", "TIMER", "REMINDER", "ACTIONTIMER")
MOST: Final = 8
"""Alerts at a time."""
SOON: Final = (0.05, 1.0)
"""Seconds until one rings, or"""
LATER: Final = (3600.0, 7200.0)
"""until it would, long after the end."""
TAKEN: Final = (200, 204)
"""What the cloud answers to an event that counts."""
PATIENCE: Final = 30.0
"""Seconds that Home Assistant may take for anything, on a busy machine."""

Json = dict[str, Any]
Order = Callable[[RestApi], Awaitable[None]]


class Orders:
    """Gives one order after another, each as soon as the one before was answered."""

    def __init__(self, emulator: Emulator, random: Random) -> None:
        self.emulator = emulator
        self.given = 0
        self.started: Counter[Occurrence] = Counter()
        """How often AlertStarted was told, for each alert and time."""
        self.deleted: set[str] = set()
        """Tokens of DeleteAlertSucceeded."""
        self._finished: set[str] = set()
        """Tokens that are not set again, as they may be deleted at any time."""
        self._random = random
        self._made = 0

    def read_reports(self) -> None:
        """Take note of the events since the last time."""
        for event in self.emulator.events:
            assert event.event is not None
            if event.status not in TAKEN:
                continue  # it is told again
            token = event.event["event"]["payload"].get("token")
            match event.name:
                case "Alerts.AlertStarted":
                    active = (alerts_state(event) or {})["activeAlerts"]
                    (time,) = (x["scheduledTime"] for x in active if x["token"] == token)
                    self.started[token, time] += 1
                case "Alerts.AlertStopped":
                    self._finished.add(token)
                case "Alerts.DeleteAlertSucceeded":
                    self.deleted.add(token)
        self.emulator.forget_requests()

    @property
    def alerts(self) -> set[tuple[str, str, str]]:
        """Token, type and time of what counts."""
        return {(each["token"], each["type"], each["scheduledTime"]) for each in self._alerts}

    @property
    def _alerts(self) -> list[Json]:
        return self.emulator.alerts

    async def go_on(self, rest: RestApi) -> None:
        """Go on until Home Assistant is gone."""
        while self.emulator.downchannels_open:
            before = len(self.emulator.events)
            await self._any_order()(rest)
            self.given += 1
            await self._sees_more(before)

    async def _sees_more(self, before: int) -> None:
        """Wait for an event, or for the end."""
        cloud = self.emulator
        await cloud.wait_for(
            lambda: len(cloud.events) > before or not cloud.downchannels_open, PATIENCE
        )

    async def let_ring(self) -> None:
        """Set an alarm, and wait until it rings."""
        alarm = self._new("ALARM") | {"scheduledTime": _in(SOON[0])}
        self.emulator.set_alert(alarm)
        self.given += 1

        def rings() -> bool:
            return any(each["token"] == alarm["token"] for each in self.active())

        await self.emulator.wait_for(rings, PATIENCE)

    def _any_order(self) -> Order:
        """Choose among what makes sense at this moment."""
        orders: list[Order] = [self._set] * 4 if len(self._alerts) < MOST else [self._delete] * 2
        if self._alerts:
            orders += [self._rest, self._delete, self._change]
        if self.active():
            orders += [self._rest] * 12
            orders += [self._stop, self._press, self._delete_active, self._change_active]
        return self._random.choice(orders)

    def active(self) -> list[Json]:
        """What rings, as far as the cloud was told."""
        for event in reversed(self.emulator.events):
            if state := alerts_state(event):
                return list(state["activeAlerts"])
        return []

    def _time(self) -> str:
        """Mostly let ring what rings: what comes due takes its place."""
        span = self._random.choice((SOON, *[LATER] * 4) if self.active() else (SOON, SOON, LATER))
        return _in(self._random.uniform(*span))

    async def _rest(self, _: RestApi) -> None:
        """Let something ring."""

    async def _set(self, _: RestApi) -> None:
        alert = self._new(self._random.choice(KINDS))
        self.emulator.set_alert(alert, repeat=self._random.choice(("", "", "daily")))

    def _new(self, kind: str) -> Json:
        self._made += 1
        return {"token": f"t-{self._made}", "type": kind, "scheduledTime": self._time()}

    async def _change(self, _: RestApi) -> None:
        self._renew(self._alerts)

    async def _change_active(self, _: RestApi) -> None:
        self._renew(self.active())

    def _renew(self, alerts: list[Json]) -> None:
        stopped = {
            each.event["event"]["payload"]["token"]
            for each in self.emulator.events
            if each.event is not None and each.name == "Alerts.AlertStopped"
        }
        for alert in self._random.sample(alerts, len(alerts)):
            if alert["token"] not in self._finished | stopped:
                named = {key: alert[key] for key in ("token", "type")}
                self.emulator.set_alert(named | {"scheduledTime": self._time()})
                return

    async def _delete(self, _: RestApi) -> None:
        self._push("DeleteAlert", self._random.choice(self._alerts))

    async def _delete_active(self, _: RestApi) -> None:
        self._push("DeleteAlert", self._random.choice(self.active()))

    async def _stop(self, _: RestApi) -> None:
        self._push("StopAlert", self._random.choice(self.active()))

    def _push(self, name: str, alert: Json) -> None:
        if name == "DeleteAlert":
            self._finished.add(alert["token"])
        self.emulator.push("Alerts", name, {key: alert[key] for key in ("token", "type")})

    async def _press(self, rest: RestApi) -> None:
        """Stop what rings as a person does; only the end of Home Assistant is an excuse."""
        with suppress(ApiError, aiohttp.ClientError):
            await rest.post("/api/services/button/press", {"entity_id": STOP})
            return
        await self.emulator.wait_for(lambda: not self.emulator.downchannels_open, PATIENCE)


def _in(seconds: float) -> str:
    """A scheduledTime so many seconds ahead."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")


def alerts_state(event: RecordedRequest) -> Json | None:
    """AlertsState in the context of an event."""
    assert event.event is not None
    for each in event.event["context"]:
        if each["header"] == {"namespace": "Alerts", "name": "AlertsState"}:
            return dict(each["payload"])
    return None
