"""What the modules of samples are made of."""

from collections.abc import Mapping
from typing import Any

type Samples = Mapping[str, Mapping[str, Any]]
"""Payloads by name. They are never handed out themselves, only copies."""


def text(value: str | None) -> dict[str, Any]:
    """A StringObject."""
    return {"type": "string", "value": value}


def link(value: str) -> dict[str, Any]:
    """A URIObject."""
    return {"type": "url", "value": value}


def moment(value: str) -> dict[str, Any]:
    """A DateTimeObject."""
    return {"type": "datetime", "value": value}


def common(failure: str) -> dict[str, Any]:
    """The fields that any template may have, with the text for clients that cannot show it."""
    return {
        "actionList": [{"type": "action", "value": "clova://guide/talking"}],
        "emoji": text("U+1F600"),
        "failureMessage": text(failure),
        "meta": {"version": text("v0.1")},
        "subtitle": text(failure),
    }
