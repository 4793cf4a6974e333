"""Fields of events and context objects, against the protocol's catalogue."""

from collections.abc import Iterator
from typing import Any, Final

from .. import catalogue
from ..catalogue import Fault, Problem
from ..event import IncomingEvent
from ..findings import Finding
from ..history.playback import without_nulls
from ..history.recent import text_at
from .echoes import is_echo
from .message import NOT_TO_BE_SENT
from .rules import MESSAGE_RULE, RULES, rule_for

_TOLERATED: Final = frozenset({("AudioPlayer.StreamRequested", "audioItemId")})
"""Missing in one of the reference's own samples: a server goes on without it (legacy.md)."""
_STREAMS: Final = ("stream", "audioStream")


def known_event(event: IncomingEvent) -> Iterator[Finding]:
    """The event is one of the newest edition; others are noted and accepted (legacy.md)."""
    if event.name in NOT_TO_BE_SENT:
        return
    shape = catalogue.shape("event", event.name)
    if shape is None:
        yield Finding(MESSAGE_RULE, f"{event.name[:100]} is no event of CIC")
    elif shape.legacy:
        rule = RULES.get(event.name, MESSAGE_RULE)
        yield Finding(rule, f"{event.name} is an event of older editions")


def event_payload(event: IncomingEvent) -> Iterator[Finding]:
    """The event's fields; what is missing or of a wrong type makes it malformed (CIC-T-070)."""
    for problem in catalogue.problems("event", event.name, event.payload):
        if _as_received(event, event.payload, problem) or is_echo(event, problem):
            continue
        refuse = (
            problem.fault in {Fault.MISSING, Fault.TYPE}
            and (event.name, problem.path) not in _TOLERATED
        )
        rule = rule_for(event.name, problem.path)
        yield Finding(rule, f"{event.name}: {problem}", refuse=refuse)


def context_payloads(event: IncomingEvent) -> Iterator[Finding]:
    """The fields of each context object that CIC knows; a server ignores others (CIC-CX-005)."""
    for name, payload in event.states.items():
        for problem in catalogue.problems("context", name, payload):
            if name in _JUDGED_APART or _as_received(event, payload, problem):
                continue
            if (rule := _special(name, problem)) is not None:
                yield Finding(rule, f"{name}: {problem}")


_JUDGED_APART: Final = frozenset({"Clova.FreetalkState"})
"""Not to be sent at all (CIC-CX-040)."""


def _special(name: str, problem: Problem) -> str | None:
    """The rule of a problem in a context object; None if another check judges the field."""
    path = problem.path
    if name == "Device.DeviceState":
        if path.endswith(".actions[]") and problem.fault is Fault.VALUE:
            return None
        if "." not in path and problem.fault is Fault.UNKNOWN:
            return "CIC-CX-064"
        if path.endswith(".actions[]"):
            return "CIC-CX-060"
    return rule_for(name, path)


def _as_received(event: IncomingEvent, payload: dict[str, Any], problem: Problem) -> bool:
    """Whether the field belongs to stream information that goes back as the server sent it."""
    top = problem.path.partition(".")[0]
    stream = payload.get(top)
    if top not in _STREAMS or not isinstance(stream, dict):
        return False
    record = event.client.history.playback.streams.get(text_at(stream, "token") or "")
    if record is None:
        return False
    sent = (without_nulls(record.original), without_nulls(record.merged))
    return without_nulls(stream) in sent


CHECKS = (known_event, event_payload, context_payloads)
