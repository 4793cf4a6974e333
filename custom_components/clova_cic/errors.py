"""Ring 1's errors in plain words: which text tells a person what happened.

Every key below exists under `exceptions` in the translations (what Home Assistant shows and CLOVA
speaks), and those that a connection test can end with also under `config.error`.
"""

from dataclasses import dataclass, field
from typing import Final, TypedDict
from urllib.parse import urlsplit

from .cic import (
    AccountTokenRefusedError,
    AccountWithdrawnError,
    AuthError,
    AuthRejectedError,
    CertificateRefusedError,
    CicError,
    ConnectFailedError,
    ConnectionLostError,
    DownchannelEndedError,
    HelloTimeoutError,
    NoAnswerError,
    NoDownchannelError,
    NotReadyError,
    ProtocolViolationError,
    RequestRejectedError,
    Stage,
    StateMismatchError,
    StreamFailedError,
    TokenRefusedError,
    TooManyDownchannelsError,
    TurnInterruptedError,
    UnauthorizedError,
    UsageError,
)
from .const import DOMAIN

# The first class that fits counts, so the special ones come before their parents.
_BY_CLASS: Final[tuple[tuple[type[CicError], str], ...]] = (
    (CertificateRefusedError, "certificate"),
    (UnauthorizedError, "token"),
    (TokenRefusedError, "token"),
    (AccountTokenRefusedError, "account_refused"),
    (AccountWithdrawnError, "account_withdrawn"),
    (AuthRejectedError, "auth_rejected"),
    (StateMismatchError, "state_mismatch"),
    (AuthError, "auth_unavailable"),
    (TooManyDownchannelsError, "too_many_downchannels"),
    (HelloTimeoutError, "hello"),
    (DownchannelEndedError, "downchannel_ended"),
    (ConnectionLostError, "connection_lost"),
    (NoAnswerError, "no_answer"),
    (StreamFailedError, "broken_off"),
    (TurnInterruptedError, "interrupted"),
    (ProtocolViolationError, "protocol"),
    (UsageError, "unusable_sentence"),
)
# An attempt that failed at this stage, or that hangs there.
_BY_STAGE: Final = {
    Stage.TOKEN: "auth_unavailable",
    Stage.DNS: "dns",
    Stage.TCP: "tcp",
    Stage.TLS: "tls",
    Stage.ALPN: "alpn",
    Stage.HELLO: "hello",
}
_WITH_STATUS: Final = (RequestRejectedError, AuthRejectedError)
_REFUSED_AS_SUCH: Final = (400, 403)  # malformed (transport.md §7), or forbidden (RFC 9110)
_FIRST_SERVER_FAULT: Final = 500  # RFC 9110 §15.6: 5xx is the server's fault, not the request's


class TranslatedError(TypedDict):
    """Keyword arguments of HomeAssistantError and its kin."""

    translation_domain: str
    translation_key: str
    translation_placeholders: dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A text of the translations and what fills its placeholders."""

    key: str
    placeholders: dict[str, str] = field(default_factory=dict)

    def as_exception(self) -> TranslatedError:
        """Return the arguments for a translated Home Assistant error."""
        return {
            "translation_domain": DOMAIN,
            "translation_key": self.key,
            "translation_placeholders": self.placeholders,
        }


def describe(error: CicError, base_url: str) -> Problem:
    """Find the text for an error of a client of `base_url`.

    "Not ready" is told by the failure behind it, if there was one.
    """
    if isinstance(error, NotReadyError) and isinstance(error.__cause__, CicError):
        return describe(error.__cause__, base_url)
    status = str(error.status) if isinstance(error, _WITH_STATUS) else ""
    return Problem(_key(error), {"host": host_of(base_url), "status": status})


def is_sign_in_problem(error: CicError) -> bool:
    """Tell whether only a new sign-in can help."""
    if isinstance(error, NotReadyError) and isinstance(error.__cause__, CicError):
        return is_sign_in_problem(error.__cause__)
    return isinstance(error, TokenRefusedError | UnauthorizedError)


def is_refused_as_such(error: RequestRejectedError) -> bool:
    """Tell whether CLOVA refuses this client's request for a channel, whatever its token.

    That request has no body, and of the device it tells nothing but the User-Agent and the tags,
    so that one of those is not what CLOVA expects (transport.md §3, CIC-T-007).
    """
    return error.stage is Stage.DOWNCHANNEL and error.status in _REFUSED_AS_SUCH


def host_of(base_url: str) -> str:
    """Return host and, if given, port of a base URL."""
    return urlsplit(base_url).netloc


def _key(error: CicError) -> str:
    if isinstance(error, CertificateRefusedError) and error.untimely:
        return "certificate_time"
    for cls, key in _BY_CLASS:
        if isinstance(error, cls):
            return key
    if isinstance(error, ConnectFailedError | NotReadyError) and error.stage in _BY_STAGE:
        return _BY_STAGE[error.stage]
    if isinstance(error, NotReadyError):
        return "not_ready"
    return _key_of_status(error) if isinstance(error, RequestRejectedError) else "unknown"


def _key_of_status(error: RequestRejectedError) -> str:
    if is_refused_as_such(error):
        return "user_agent"
    if error.stage is Stage.DOWNCHANNEL:
        return "downchannel_status"
    if isinstance(error, NoDownchannelError):
        return "connection_lost"
    return "server_error" if error.status >= _FIRST_SERVER_FAULT else "rejected"
