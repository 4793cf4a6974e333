"""System: the error message, and an old way to synchronise (docs/protocol/interfaces/system.md)."""

from ..errors import MessageError
from ..messages import Directive
from .alerts import SetAlert
from .message import directive, event
from .payload import Code, tolerated

EXCEPTION = "System.Exception"

_DIGITS = 3  # of an HTTP status


@directive(EXCEPTION)
class ExceptionReport:
    """A request failed; the code equals the HTTP status, and may be text (CIC-T-063)."""

    code: float | Code
    description: str | None = tolerated()

    @property
    def status(self) -> int | None:
        """The code as a number, None if it is none."""
        return _status(self.code)


@directive("System.SynchronizeState")
class SynchronizeState:
    """System data; only the alerts are left, and those only count if there are any (CIC-SY-012)."""

    all_alerts: tuple[SetAlert, ...] | None = tolerated()


@event("System.RequestSynchronizeState")
class RequestSynchronizeState:
    """Ask for SynchronizeState; of no use for alerts any more (CIC-SY-002)."""


def read_exception(body: bytes) -> tuple[int | None, str]:
    """Return code and description of an error body, in either edition's form.

    The code may be a number or a string (CIC-T-063); what cannot be read is None and "".
    """
    try:
        payload = Directive.decode(body).payload
    except MessageError:
        return None, ""
    description = payload.get("description")
    return _status(payload.get("code")), description if isinstance(description, str) else ""


def _status(code: object) -> int | None:
    """Read a code: a number, or its digits as text."""
    if isinstance(code, str) and len(code) == _DIGITS and code.isdecimal():
        return int(code)
    return code if type(code) is int else None
