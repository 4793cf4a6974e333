"""Python imports this while it starts: from then on each outgoing use of the network is noted.

One line of JSON per use, appended to the file that NETWORK_LOG names: process id, kind, target, and
whether it was a datagram socket.
"""

import json
import os
import socket
import sys

OUTGOING = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}
"""Audit events of the socket module, and which argument is the target."""


def note(event: str, arguments: tuple[object, ...]) -> None:
    """Append one use; local (Unix) sockets are no network."""
    if (position := OUTGOING.get(event)) is None:
        return
    target = arguments[position]
    if event in {"socket.connect", "socket.sendto"} and not isinstance(target, tuple):
        return
    user = arguments[0]
    use = {
        "pid": os.getpid(),
        "kind": event,
        "target": target,
        "datagram": isinstance(user, socket.socket) and user.type == socket.SOCK_DGRAM,
    }
    os.write(LOG, f"{json.dumps(use, default=str)}\n".encode())


if file := os.environ.get("NETWORK_LOG"):
    LOG = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sys.addaudithook(note)
