"""CLOVA Interface Connect, the protocol: a client that knows nothing of Home Assistant.

Outer rings construct a CicClient and implement its Host; everything else here serves these two.
"""

from .address import DEFAULT_BASE_URL, is_vendor_host, normalise_base_url
from .answer import Reply
from .client import CicClient, Host, probe
from .disclosure import abridged, impersonal
from .dispatch import Dispatcher, InterfaceHandler, handles
from .errors import (
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
    StreamFailedError,
    TokenRefusedError,
    TooManyDownchannelsError,
    TurnInterruptedError,
    UnauthorizedError,
    UsageError,
)
from .link import TlsFactory
from .messages import ContextObject, Directive, Event
from .outgoing import build_event
from .settings import ClientConfig, StaticToken, Timing, TokenProvider
from .speech import Speech, SpeechItem
from .stats import Stats
from .suggestions import Suggestions
from .turn import Turn
from .user_agent import build_user_agent, check_user_agent
from .voice_turn import VoiceTurn

__all__ = [
    "DEFAULT_BASE_URL",
    "CertificateRefusedError",
    "CicClient",
    "CicError",
    "ClientConfig",
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
    "MessageError",
    "MultipartError",
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
    "StaticToken",
    "Stats",
    "StreamFailedError",
    "Suggestions",
    "Timing",
    "TlsFactory",
    "TokenProvider",
    "TokenRefusedError",
    "TooManyDownchannelsError",
    "Turn",
    "TurnInterruptedError",
    "UnauthorizedError",
    "UsageError",
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
]
