"""Free ports."""

import contextlib
import errno
import socket

from .errors import UsageError
from .options import ANY_FREE_PORT


def claim(host: str, port: int, option: str, *, last: int | None = None) -> int:
    """Return the port, or for 0 a free one: that of last time if possible.

    Raises UsageError that names the option if the port cannot be had. Nothing holds it after that,
    so another program may still take it.
    """
    if port == ANY_FREE_PORT and last is not None:
        with contextlib.suppress(UsageError):
            return _listen(host, last, option)
    return _listen(host, port, option)


def _listen(host: str, port: int, option: str) -> int:
    """Listen for a moment; returns the port."""
    try:
        families = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_ADDRCONFIG
        )
    except socket.gaierror as err:
        raise UsageError(f"{host} is no address of this machine ({err.strerror})") from None
    family, kind, protocol, _, address = families[0]
    with contextlib.closing(socket.socket(family, kind, protocol)) as probe:
        # As servers do, or a port of a process that ended a minute ago would count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as err:
            raise UsageError(_refusal(err, host, port, option)) from None
        free: int = probe.getsockname()[1]
        return free


def _refusal(error: OSError, host: str, port: int, option: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is in use by another program: "
            f"give another with {option} ({ANY_FREE_PORT}: any free one)"
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine: give another with --host"
    return f"port {port} on {host} cannot be used ({error.strerror}): give another with {option}"
