"""System: the error message (docs/protocol/interfaces/system.md)."""

from ..errors import MessageError
from ..messages import Directive

EXCEPTION = "System.Exception"


def read_exception(body: bytes) -> tuple[int | None, str]:
    """Return code and description of an error body, in either edition's form.

    The code may be a number or a string (CIC-T-063); what cannot be read is None and "".
    """
    try:
        payload = Directive.decode(body).payload
    except MessageError:
        return None, ""
    code, description = payload.get("code"), payload.get("description")
    if isinstance(code, str) and code.isdecimal():
        code = int(code)
    return (
        code if type(code) is int else None,
        description if isinstance(description, str) else "",
    )
