"""What a client that speaks HTTP/1.1 is told."""

from typing import Final

_SENTENCE: Final = b"This is CIC, which speaks HTTP/2 only (ALPN h2).\n"

REFUSAL: Final = (
    b"HTTP/1.1 505 HTTP Version Not Supported\r\n"
    b"Content-Type: text/plain\r\n"
    b"Connection: close\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(_SENTENCE), _SENTENCE)
)
"""A whole response."""
