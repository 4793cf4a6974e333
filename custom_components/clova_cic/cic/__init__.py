"""CLOVA Interface Connect, the protocol: a client that knows nothing of Home Assistant.

Outer rings construct a CicClient and implement its Host; everything else here serves these two.
"""

from .address import DEFAULT_BASE_URL, is_vendor_host, normalise_base_url
from .answer import Reply
from .auth import DEFAULT_AUTH_URL, AuthApi, AuthTransport, ClientIdentity
from .auth_answer import Authorization, TokenPair
from .client import CicClient, Host
from .configuration import Configuration, VoiceMenu
from .disclosure import abridged, impersonal
from .dispatch import Dispatcher, InterfaceHandler, handles
from .errors import (
    AccountTokenRefusedError,
    AccountWithdrawnError,
    AuthError,
    AuthRejectedError,
    AuthUnavailableError,
    CertificateRefusedError,
    CicError,
    ConnectFailedError,
    ConnectionLostError,
    DownchannelEndedError,
    GoAwayError,
    HelloTimeoutError,
    MessageError,
    MultipartError,
    NoAnswerError,
    NoDownchannelError,
    NotReadyError,
    PingTimeoutError,
    ProtocolViolationError,
    RequestRejectedError,
    Stage,
    StateMismatchError,
    StreamFailedError,
    StreamRefusedError,
    TokenRefusedError,
    TooManyDownchannelsError,
    TurnInterruptedError,
    UnauthorizedError,
    UsageError,
)
from .history import Mark, TurnTimes
from .link import TlsFactory
from .messages import ContextObject, Directive, Event
from .outgoing import build_event
from .settings import ClientConfig, StaticToken, Timing, TokenProvider
from .speech import Speech, SpeechItem
from .stats import News, Stats
from .suggestions import Suggestions
from .token_keeper import TokenKeeper
from .trial import probe
from .turn import Turn
from .user_agent import build_user_agent, check_user_agent, version_in
from .voice_turn import VoiceTurn

__all__ = [
    "DEFAULT_AUTH_URL",
    "DEFAULT_BASE_URL",
    "AccountTokenRefusedError",
    "AccountWithdrawnError",
    "AuthApi",
    "AuthError",
    "AuthRejectedError",
    "AuthTransport",
    "AuthUnavailableError",
    "Authorization",
    "CertificateRefusedError",
    "CicClient",
    "CicError",
    "ClientConfig",
    "ClientIdentity",
    "Configuration",
    "ConnectFailedError",
    "ConnectionLostError",
    "ContextObject",
    "Directive",
    "Dispatcher",
    "DownchannelEndedError",
    "Event",
    "GoAwayError",
    "HelloTimeoutError",
    "Host",
    "InterfaceHandler",
    "Mark",
    "MessageError",
    "MultipartError",
    "News",
    "NoAnswerError",
    "NoDownchannelError",
    "NotReadyError",
    "PingTimeoutError",
    "ProtocolViolationError",
    "Reply",
    "RequestRejectedError",
    "Speech",
    "SpeechItem",
    "Stage",
    "StateMismatchError",
    "StaticToken",
    "Stats",
    "StreamFailedError",
    "StreamRefusedError",
    "Suggestions",
    "Timing",
    "TlsFactory",
    "TokenKeeper",
    "TokenPair",
    "TokenProvider",
    "TokenRefusedError",
    "TooManyDownchannelsError",
    "Turn",
    "TurnInterruptedError",
    "TurnTimes",
    "UnauthorizedError",
    "UsageError",
    "VoiceMenu",
    "VoiceTurn",
    "abridged",
    "build_event",
    "build_user_agent",
    "check_user_agent",
    "handles",
    "impersonal",
    "is_vendor_host",
    "normalise_base_url",
    "probe",
    "version_in",
]
