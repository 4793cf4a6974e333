"""Clova: Hello, and what is shown (docs/protocol/interfaces/clova.md)."""

from .payload import payload

HELLO = "Clova.Hello"
RENDER_TEXT = "Clova.RenderText"
RENDER_TEMPLATE = "Clova.RenderTemplate"


@payload
class RenderText:
    """Text to show, usually the wording of the spoken reply."""

    text: str


@payload
class TextValue:
    """A value object of a content template."""

    type: str | None = None
    value: str


@payload
class RenderTemplate:
    """What every content template has; the rest depends on `type`."""

    type: str
    failure_message: TextValue
