"""The event message (transport.md §8.1, context.md §2)."""

from collections.abc import Iterator
import re
from typing import Final

from ..event import IncomingEvent, context_name
from ..findings import Finding

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

NOT_TO_BE_SENT: Final = {
    "SpeechRecognizer.ExpectSpeechTimedOut": "CIC-SR-080",
    "Clova.RequestSuggestion": "CIC-CL-042",
}
"""Events that clients must not send, and the rule that says so."""


def is_uuid(value: object) -> bool:
    """Whether this is a UUID in its usual form."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def message_id(event: IncomingEvent) -> Iterator[Finding]:
    """Every event has a messageId of its own, a UUID."""
    value = event.header.get("messageId")
    if value is None:
        yield Finding("CIC-T-046", "the event has no messageId", refuse=True)
    elif not is_uuid(value):
        yield Finding("CIC-T-047", "the messageId is not a UUID")
    elif value in event.client.messages:
        yield Finding("CIC-T-047", "the messageId is that of an earlier event")


def dialogue_id(event: IncomingEvent) -> Iterator[Finding]:
    """A user request has a dialogRequestId; a UUID is recommended."""
    value = event.header.get("dialogRequestId")
    if value is None:
        if event.is_user_request:
            yield Finding("CIC-T-048", f"{event.name} has no dialogRequestId", refuse=True)
    elif not is_uuid(value):
        yield Finding("CIC-T-073", "the dialogRequestId is not a UUID")


def context(event: IncomingEvent) -> Iterator[Finding]:
    """The context is there, and an array of objects with header and payload."""
    if "context" not in event.message or event.message["context"] is None:
        yield Finding("CIC-CX-003", "the event has no context", refuse=True)
        return
    elements = event.message["context"]
    if not isinstance(elements, list):
        yield Finding("CIC-CX-003", "the context is not an array", refuse=True)
        return
    seen: set[str] = set()
    for element in elements:
        name = context_name(element)
        if name is None:
            yield Finding("CIC-T-046", "a context object lacks namespace, name or payload")
        elif name in seen:
            yield Finding("CIC-CX-004", f"two context objects {name}")
        else:
            seen.add(name)
    if "Clova.FreetalkState" in seen:
        yield Finding("CIC-CX-040", "the context has Clova.FreetalkState")


def not_to_be_sent(event: IncomingEvent) -> Iterator[Finding]:
    """Events that are withdrawn or that exist in a reference only."""
    if rule := NOT_TO_BE_SENT.get(event.name):
        yield Finding(rule, f"{event.name} must not be sent")


CHECKS = (message_id, dialogue_id, context, not_to_be_sent)
