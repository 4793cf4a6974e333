"""Addresses to listen on: what clients call them, and errors that say what to change."""

from collections.abc import Iterator
from contextlib import contextmanager
import errno
from typing import Final

LOCAL: Final = frozenset({"", "0.0.0.0", "127.0.0.1", "::", "localhost"})
"""Addresses that clients on this machine reach as localhost."""


def name_in_url(host: str) -> str:
    """What to put into a URL for an address that is listened on."""
    if host in LOCAL:
        return "localhost"
    return f"[{host}]" if ":" in host else host


class ListenError(OSError):
    """An address that cannot be listened on; the text names it, and the option that changes it."""


@contextmanager
def listening(option: str, host: str, port: int) -> Iterator[None]:
    """Turn an OSError into a ListenError."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            text = f"Port {port} on {host} is in use. Choose another one with {option}."
        else:
            reason = error.strerror or str(error)
            text = f"Cannot listen on {host}, port {port} ({option}): {reason}."
        raise ListenError(text) from error
