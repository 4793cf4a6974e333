"""Checks of what clients send, one small function per rule.

A check looks at one request (its headers) or one event (complete) and yields what it finds. To add
one, write it in the module it belongs to and put it into that module's list.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final
from weakref import WeakKeyDictionary

from ..clients import IdMemory
from ..event import IncomingEvent
from ..findings import Finding
from ..history import History, Report
from ..http2.connection import Connection
from ..recorder import RecordedRequest
from . import (
    alerts,
    body,
    context,
    dialogue,
    headers,
    message,
    order,
    payload,
    playback,
    presence,
    speech,
    synthesis,
    text,
)

type RequestCheck = Callable[[RecordedRequest], Iterable[Finding]]
type EventCheck = Callable[[IncomingEvent], Iterable[Finding]]

REQUEST_CHECKS: tuple[RequestCheck, ...] = headers.CHECKS
EVENT_CHECKS: tuple[EventCheck, ...] = (
    *body.CHECKS,
    *message.CHECKS,
    *dialogue.CHECKS,
    *text.CHECKS,
    *payload.CHECKS,
    *presence.CHECKS,
    *context.CHECKS,
    *speech.CHECKS,
    *synthesis.CHECKS,
    *playback.CHECKS,
    *alerts.CHECKS,
    *order.CHECKS,
)


_DEVICES: Final[WeakKeyDictionary[Connection, tuple[History, IdMemory]]] = WeakKeyDictionary()
"""By connection: the history and the message ids of the device that uses it."""


def check_request(request: RecordedRequest) -> Iterator[Finding]:
    """What is wrong with the headers of a request."""
    for check in REQUEST_CHECKS:
        yield from check(request)


def check_event(event: IncomingEvent) -> Iterator[Finding]:
    """What is wrong with an event that could be understood; to be read to its end.

    It is judged by what was sent to its client and by the events that were processed before.
    """
    client = event.client
    # One connection is one device, also when its token is renewed meanwhile.
    device = _DEVICES.setdefault(event.connection, (client.history, client.messages))
    history, messages = client.history, client.messages = device
    history.settle(messages)
    yield from event.findings
    for check in EVENT_CHECKS:
        yield from check(event)
    message_id = event.header.get("messageId")
    if isinstance(message_id, str):
        history.judged(
            Report(event.name, event.payload, message_id, event.is_user_request, event.arrived_at)
        )
