"""What can go wrong between a device and CIC.

    CicError
    ├── ConnectFailedError            the dial failed (DNS, TCP, TLS, ALPN)
    │   └── CertificateRefusedError   the server's certificate was not accepted
    ├── ConnectionLostError           an established connection is gone
    │   ├── PingTimeoutError          no PING ACK in time
    │   ├── GoAwayError               the server takes no new requests on this connection
    │   ├── HelloTimeoutError         the downchannel opened but never said Hello
    │   └── DownchannelEndedError     the downchannel ended or broke
    ├── RequestRejectedError          CIC answered with an error status
    │   ├── UnauthorizedError         401
    │   ├── NoDownchannelError        412
    │   └── TooManyDownchannelsError  429
    ├── TokenRefusedError             the token cannot be made valid; sign in again
    ├── AuthError                     the authorization server gave nothing
    │   ├── AccountTokenRefusedError  403: the account's own token is not valid
    │   ├── AccountWithdrawnError     423: the account left CLOVA a short while ago
    │   ├── AuthRejectedError         any other refusal: 400, 404, ...
    │   ├── StateMismatchError        an answer to somebody else's request
    │   └── AuthUnavailableError      no answer, none that can be read, or 5xx; later may help
    ├── NotReadyError                 the downchannel did not come in time
    ├── NoAnswerError                 an event was sent and nothing came back
    ├── StreamFailedError             one stream was reset; the connection lives on
    │   └── StreamRefusedError        before the server did anything with it
    ├── TurnInterruptedError          a newer request, a cancel or the end of the client ended the turn
    ├── ProtocolViolationError        the server broke HTTP/2 or CIC
    │   ├── MultipartError            a body that is no multipart, or one over a bound
    │   └── MessageError              JSON that is no directive
    └── UsageError                    the caller's fault

The text of each is safe to log: it holds no token, no id and nothing that a person said.
"""

from enum import StrEnum
from typing import override


class Stage(StrEnum):
    """How far a sign-in, a connection or a request had come when it failed."""

    AUTHORIZE = "authorize"
    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    ALPN = "alpn"
    TOKEN = "token"  # noqa: S105 (the name of a stage)
    DOWNCHANNEL = "downchannel"
    HELLO = "hello"
    EVENT = "event"


class CicError(Exception):
    """Root of the tree; `stage` says where it happened, None where no stage applies."""

    stage: Stage | None = None

    def __init__(self, reason: str, *, stage: Stage | None = None) -> None:
        """Keep the reason, one plain clause without secrets."""
        super().__init__(reason)
        self.reason = reason
        if stage is not None:
            self.stage = stage

    @override
    def __str__(self) -> str:
        return f"{self.stage}: {self.reason}" if self.stage else self.reason


class ConnectFailedError(CicError):
    """The dial failed; `stage` is DNS, TCP, TLS or ALPN."""


class CertificateRefusedError(ConnectFailedError):
    """The server showed a certificate that is not trusted, or one for another host."""

    stage = Stage.TLS

    def __init__(self, reason: str, *, stage: Stage | None = None, untimely: bool = False) -> None:
        """Keep the reason; `untimely`: it is not valid yet, or no longer, by this machine's clock."""
        super().__init__(reason, stage=stage)
        self.untimely = untimely


class ConnectionLostError(CicError):
    """An established connection is gone."""


class PingTimeoutError(ConnectionLostError):
    """No PING ACK came in time (CIC-T-022)."""


class GoAwayError(ConnectionLostError):
    """The server sent GOAWAY: requests it had not begun may be sent again elsewhere (RFC 9113 §6.8)."""


class HelloTimeoutError(ConnectionLostError):
    """The server accepted the downchannel but said no Hello in time."""

    stage = Stage.HELLO


class DownchannelEndedError(ConnectionLostError):
    """The downchannel ended or broke (CIC-T-018)."""

    stage = Stage.DOWNCHANNEL


class RequestRejectedError(CicError):
    """CIC answered with an error status (transport.md §7).

    `code` and `description` come from System.Exception and may be missing; the description is the
    server's own text, so it is no part of the message of this error.
    """

    def __init__(
        self,
        status: int,
        *,
        stage: Stage,
        code: int | None = None,
        description: str = "",
    ) -> None:
        """Keep what the server told."""
        super().__init__(f"the server answered with status {status}", stage=stage)
        self.status = status
        self.code = code
        self.description = description


class UnauthorizedError(RequestRejectedError):
    """401: the access token is not valid (CIC-T-027)."""


class NoDownchannelError(RequestRejectedError):
    """412: the server sees no downchannel on this connection (CIC-T-069)."""


class TooManyDownchannelsError(RequestRejectedError):
    """429: channel requests came too quickly (CIC-T-017)."""


class TokenRefusedError(CicError):
    """The token cannot be made valid; the user has to sign in again (CIC-T-028)."""

    stage = Stage.TOKEN


class AuthError(CicError):
    """The authorization server gave nothing; the text holds a status at most (auth.md)."""

    stage = Stage.TOKEN


class AccountTokenRefusedError(AuthError):
    """403: the account service's token or code is not valid; log in there again."""

    stage = Stage.AUTHORIZE


class AccountWithdrawnError(AuthError):
    """423: the account left CLOVA less than one month ago (CIC-A-014)."""

    stage = Stage.AUTHORIZE


class AuthRejectedError(AuthError):
    """400 or another 4xx: the client id, the secret, the code or the token is wrong."""

    def __init__(self, status: int, *, stage: Stage | None = None) -> None:
        """Keep the status."""
        super().__init__(f"the authorization server answered with status {status}", stage=stage)
        self.status = status


class StateMismatchError(AuthError):
    """The answer carries another `state` than the request (CIC-A-006)."""

    stage = Stage.AUTHORIZE


class AuthUnavailableError(AuthError):
    """The server is out of reach, has a fault of its own, or answers what cannot be read."""


class NotReadyError(CicError):
    """The downchannel was not there within the time given; the cause is the last failure."""


class NoAnswerError(CicError):
    """The event was sent, but no directive came in time, or none at all."""

    stage = Stage.EVENT


class StreamFailedError(CicError):
    """One stream ended early; other streams and the connection live on."""

    stage = Stage.EVENT


class StreamRefusedError(StreamFailedError):
    """The server took nothing of a request: it may be sent again (RFC 9113 §8.7)."""


class TurnInterruptedError(CicError):
    """A newer request of the same conversation, a cancel or the end of the client ended the turn."""

    stage = Stage.EVENT


class ProtocolViolationError(CicError):
    """The server broke HTTP/2 or CIC."""


class MultipartError(ProtocolViolationError):
    """A body that is not multipart, or one that exceeds a bound; ends that response alone."""


class MessageError(ProtocolViolationError):
    """A JSON part that is not a directive; only that part is dropped."""


class UsageError(CicError):
    """The caller asked for something that CIC does not allow."""


_BY_STATUS: dict[int, type[RequestRejectedError]] = {
    401: UnauthorizedError,
    412: NoDownchannelError,
    429: TooManyDownchannelsError,
}


def rejection(
    status: int, *, stage: Stage, code: int | None = None, description: str = ""
) -> RequestRejectedError:
    """Build the error for an HTTP status; unlisted codes are plain rejections (CIC-T-066)."""
    cls = _BY_STATUS.get(status, RequestRejectedError)
    if cls is UnauthorizedError:
        stage = Stage.TOKEN
    return cls(status, stage=stage, code=code, description=description)
