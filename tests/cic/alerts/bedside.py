"""An alert book beside a clock, a cloud that takes events at once, and the emulator's judgement."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
import json
from types import SimpleNamespace
from typing import Any, cast

from custom_components.clova_cic.cic.alerts import (
    Alerts,
    Changed,
    Connected,
    Disconnected,
    Effect,
    Happened,
    Overfull,
    Ring,
    SendEvent,
    Sent,
    Start,
    StopRinging,
    Tick,
    Unsent,
    WakeAt,
    dumped,
    loaded,
)
from custom_components.clova_cic.cic.interfaces.message import context_of, event_of, read_directive
from custom_components.clova_cic.cic.messages import Directive, Event
from emulator.checks import alerts as alert_checks, payload as payload_checks
from emulator.clients import ChannelGate, Client
from emulator.event import IncomingEvent

Json = dict[str, Any]
EVENING = datetime(2030, 5, 1, 22, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MAX_TICKS = 5000  # of one call; a book that wants more of them runs hot
CHECKS = (*alert_checks.CHECKS, *payload_checks.CHECKS)


def at(seconds: float, *, hours: float = 9, base: datetime = EVENING) -> str:
    """A scheduledTime so many seconds after the evening began, with an offset of hours."""
    moment = base + timedelta(seconds=seconds, hours=hours)
    sign = "-" if hours < 0 else "+"
    whole, part = divmod(abs(hours) * 60, 60)
    return f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{int(whole):02}:{int(part):02}"


def alert(token: str, seconds: float = 60, kind: str = "ALARM", **changes: Any) -> Json:
    """An alert as SetAlert has it."""
    return {"token": token, "type": kind, "scheduledTime": at(seconds)} | changes


class Judge:
    """What the strict emulator says of events, given what it has sent."""

    def __init__(self) -> None:
        """Nothing was sent."""
        self.client = Client(1, ChannelGate(1.0, 5))

    def sent(self, directive: Directive) -> None:
        """A directive left the cloud."""
        self.client.history.alerts.sent(directive.qualified_name, dict(directive.payload))

    def disconnected(self, now: float) -> None:
        """The home is gone."""
        self.client.history.alerts.disconnected(now)

    def judge(self, event: Event, state: Mapping[str, Any], now: float) -> list[str]:
        """Return what is wrong with an event that has this AlertsState."""
        nothing: Any = None
        incoming = IncomingEvent(
            request=cast("Any", SimpleNamespace(began_at=now)),
            connection=nothing,
            client=self.client,
            message={
                "context": [state],
                "event": {
                    "header": {"namespace": event.namespace, "name": event.name},
                    "payload": dict(event.payload),
                },
            },
            parts=[],
            boundary="",
            arrived_at=now,
        )
        found = [f"{each.rule} {each.text}" for check in CHECKS for each in check(incoming)]
        self.client.history.alerts.reported(incoming.name, incoming.payload, now)
        return found


class Bedside:
    """Feeds a book; the cloud takes each event at once unless `takes` is off."""

    def __init__(
        self, *, grace: timedelta = DAY, connected: bool = True, judged: bool = True
    ) -> None:
        """Make a book that is connected and has got an empty list."""
        self.now = EVENING
        self.elapsed = 0.0  # seconds, on a clock that nobody sets
        self.takes = True
        self.effects: list[Effect] = []
        self.wake: datetime | None = None
        self.saved: Json | None = None
        self.pending: list[SendEvent] = []
        self.judge = Judge() if judged else None
        self.alerts = Alerts(grace=grace)
        self.fed(Start())
        if connected:
            self.connect()
        self.effects.clear()

    # In

    def told(self, name: str, **fields: Any) -> list[str]:
        """CLOVA sends a directive."""
        namespace, _, short = name.partition(".")
        directive = Directive(namespace=namespace, name=short, payload=fields)
        if self.judge:
            self.judge.sent(directive)
        return self.fed(read_directive(directive))

    def set(self, token: str, seconds: float = 60, kind: str = "ALARM", **more: Any) -> list[str]:
        """CLOVA sends SetAlert."""
        return self.told("Alerts.SetAlert", **alert(token, seconds, kind, **more))

    def delete(self, token: str, kind: str = "ALARM") -> list[str]:
        """CLOVA sends DeleteAlert."""
        return self.told("Alerts.DeleteAlert", token=token, type=kind)

    def stop(self, token: str, kind: str = "ALARM") -> list[str]:
        """CLOVA sends StopAlert."""
        return self.told("Alerts.StopAlert", token=token, type=kind)

    def listed(self, *alerts: Json) -> list[str]:
        """CLOVA sends the list of all alerts."""
        return self.told("Alerts.SynchronizeAlert", allAlerts=list(alerts))

    def connect(self, *alerts: Json) -> list[str]:
        """The channel is there, and the list comes."""
        return self.fed(Connected()) + self.listed(*alerts)

    def disconnect(self) -> list[str]:
        """The channel is lost; what is on its way never arrives."""
        lost = [each.number for each in self.pending]
        self.pending.clear()
        seen = self.fed(Disconnected())
        for number in lost:
            seen += self.fed(Unsent(number, again=True))
        return seen

    def fed(self, news: object) -> list[str]:
        """Something happens; return what the home and CLOVA see of it."""
        return self._done(self.alerts.feed(self.now, news))

    def taken(self) -> list[str]:
        """The cloud takes the event that waits for it."""
        effect = self.pending.pop(0)
        return [self.judged(effect), *self.fed(Sent(effect.number))]

    def passes(self, seconds: float) -> list[str]:
        """Time goes by; each Tick comes when it was asked for."""
        until = self.now + timedelta(seconds=seconds)
        seen: list[str] = []
        for _ in range(MAX_TICKS):
            if self.wake is None or self.wake > until:
                self._go_to(until)
                return seen
            self._go_to(max(self.now, self.wake))
            self.wake = None
            seen += self.fed(Tick())
        raise AssertionError("a book that never rests")

    def restart(self, *, down: float = 0, grace: timedelta = DAY) -> list[str]:
        """The home is killed, and starts again after so many seconds with what was on the disk."""
        self.pending.clear()
        self.now += timedelta(seconds=down)
        self.wake = None
        assert self.saved is not None
        self.alerts, damaged = loaded(json.loads(json.dumps(self.saved)), grace=grace)
        assert damaged == 0
        return self.fed(Start())

    # Out

    @property
    def state(self) -> Json:
        """AlertsState on the wire."""
        return dict(context_of(self.alerts.state()).payload)

    @property
    def tokens(self) -> list[str]:
        """What is set, in the order of the book."""
        return [each["token"] for each in self.state["allAlerts"]]

    @property
    def active(self) -> list[str]:
        """What rings."""
        return [each["token"] for each in self.state["activeAlerts"]]

    @property
    def rings(self) -> list[Ring]:
        """Everything that was to be heard."""
        return [each for each in self.effects if isinstance(each, Ring)]

    @property
    def events(self) -> list[SendEvent]:
        """All events so far."""
        return [each for each in self.effects if isinstance(each, SendEvent)]

    def _go_to(self, moment: datetime) -> None:
        self.elapsed += (moment - self.now).total_seconds()
        self.now = moment

    def _done(self, effects: Sequence[Effect]) -> list[str]:
        self.effects += effects
        seen = []
        for each in effects:
            match each:
                case WakeAt():
                    self.wake = each.at
                case Changed():
                    self.saved = dumped(self.alerts)
                case SendEvent() if self.takes:
                    self.pending.append(each)
                    seen += self.taken()
                case SendEvent():
                    self.pending.append(each)
                case Happened():
                    seen.append(f"{each.what} {each.alert.token}")
                case Ring():
                    seen.append(f"ring {each.alert.token}")
                case StopRinging():
                    seen.append("silence")
                case Overfull():
                    seen.append(f"no room for {each.count}")
        return seen

    def judged(self, effect: SendEvent) -> str:
        """Let the emulator judge an event that arrives; tell its name."""
        event = event_of(effect.event)
        if self.judge:
            state = context_of(effect.state).to_dict()
            found = self.judge.judge(event, state, self.elapsed)
            assert not found, found
        return f"{event.name} {event.payload.get('token', '')}".strip()
