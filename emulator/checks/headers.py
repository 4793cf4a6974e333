"""Request headers (transport.md §2, §3)."""

from collections.abc import Iterator
import re

from ..findings import Finding
from ..recorder import RecordedRequest
from ..user_agent import is_user_agent

_BEARER = re.compile(r"Bearer [!-~]+")
_TAGS = re.compile(r"[^\s,]+(,[^\s,]+)*")


def _values(request: RecordedRequest, name: str) -> list[str]:
    return [value for key, value in request.headers if key == name]


def authorization(request: RecordedRequest) -> Iterator[Finding]:
    """One `Bearer <token>` with one space on every request."""
    values = _values(request, "authorization")
    if not values:
        yield Finding("CIC-T-003", "no Authorization header")
    elif len(values) > 1:
        yield Finding("CIC-T-003", "more than one Authorization header")
    elif not _BEARER.fullmatch(values[0]):
        yield Finding("CIC-T-003", "Authorization is not `Bearer <token>` with one space")


def user_agent(request: RecordedRequest) -> Iterator[Finding]:
    """One User-Agent that follows the grammar."""
    values = _values(request, "user-agent")
    if not values:
        yield Finding("CIC-T-004", "no User-Agent header", refuse=True)
    elif len(values) > 1:
        yield Finding("CIC-T-004", "more than one User-Agent header")
    elif not is_user_agent(values[0]):
        yield Finding(
            "CIC-T-005", f"User-Agent does not follow the grammar: {values[0]}", refuse=True
        )


def device_tags(request: RecordedRequest) -> Iterator[Finding]:
    """X-Clova-Device-Tags, if sent, is a list with commas."""
    if any(not _TAGS.fullmatch(value) for value in _values(request, "x-clova-device-tags")):
        yield Finding("CIC-T-008", "X-Clova-Device-Tags is not `Tag1,Tag2`")


def content_type(request: RecordedRequest) -> Iterator[Finding]:
    """An event has one Content-Type."""
    if len(_values(request, "content-type")) > 1:
        yield Finding("CIC-T-031", "more than one Content-Type header")


def scheme(request: RecordedRequest) -> Iterator[Finding]:
    """The request is for https."""
    if _values(request, ":scheme") != ["https"]:
        yield Finding("CIC-T-001", "the :scheme is not https")


CHECKS = (authorization, user_agent, device_tags, content_type, scheme)
