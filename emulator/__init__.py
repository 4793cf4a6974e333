"""A CIC cloud to talk to: for trying, testing and developing clients.

In a test: `async with Emulator(EmulatorConfig(token="…")) as emulator`. From a shell:
`python -m emulator`. It speaks HTTP/2 over TLS with a certificate of its own, keeps record of what
clients send, and does wrong what it is told to do wrong. See docs/emulator.md.
"""

from .answers import Answer, Attachment
from .config import EmulatorConfig, ResponseStyle
from .faults import Fault, FaultKind, Place
from .messages import directive
from .recorder import RecordedRequest
from .server import Emulator

__all__ = [
    "Answer",
    "Attachment",
    "Emulator",
    "EmulatorConfig",
    "Fault",
    "FaultKind",
    "Place",
    "RecordedRequest",
    "ResponseStyle",
    "directive",
]
