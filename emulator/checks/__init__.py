"""Checks of what clients send, one small function per rule.

A check looks at one request (its headers) or one event (complete) and yields what it finds. To add
one, write it in the module it belongs to and put it into that module's list.
"""

from collections.abc import Callable, Iterable, Iterator

from ..event import IncomingEvent
from ..findings import Finding
from ..recorder import RecordedRequest
from .body import CHECKS as BODY_CHECKS
from .dialogue import CHECKS as DIALOGUE_CHECKS
from .headers import CHECKS as HEADER_CHECKS
from .message import CHECKS as MESSAGE_CHECKS
from .text import CHECKS as TEXT_CHECKS

type RequestCheck = Callable[[RecordedRequest], Iterable[Finding]]
type EventCheck = Callable[[IncomingEvent], Iterable[Finding]]

REQUEST_CHECKS: tuple[RequestCheck, ...] = HEADER_CHECKS
EVENT_CHECKS: tuple[EventCheck, ...] = (
    *BODY_CHECKS,
    *MESSAGE_CHECKS,
    *DIALOGUE_CHECKS,
    *TEXT_CHECKS,
)


def check_request(request: RecordedRequest) -> Iterator[Finding]:
    """What is wrong with the headers of a request."""
    for check in REQUEST_CHECKS:
        yield from check(request)


def check_event(event: IncomingEvent) -> Iterator[Finding]:
    """What is wrong with an event that could be understood."""
    yield from event.findings
    for check in EVENT_CHECKS:
        yield from check(event)
