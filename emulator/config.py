"""What can be set on an emulator, and the bounds it keeps in any case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

DEFAULT_PORT: Final = 8443
DEFAULT_CONTROL_PORT: Final = 8480

MAX_REQUESTS_KEPT: Final = 2000
"""Recorded requests; the oldest go first. A benchmark's run of a thousand turns fits twice."""
MAX_RECORDED_BYTES: Final = 64 * 1024 * 1024
"""Bodies of the recorded requests, all together."""
MAX_VIOLATIONS_KEPT: Final = 1000
MAX_GOAWAYS_KEPT: Final = 100
MAX_BODY: Final = 16 * 1024 * 1024
"""Bytes of one request: more than eight minutes of 16 kHz speech."""
MAX_QUEUED: Final = 8 * 1024 * 1024
"""Bytes waiting for one client to read one stream."""
MAX_CLIENTS: Final = 100
"""Clients whose dialogues are remembered; the one that was quiet longest goes first."""
MAX_AUDIO_TIMES: Final = 10_000
"""Arrivals of audio that are remembered of one request."""
MAX_TRANSCRIPTS: Final = 100
"""Sentences that wait for speech."""
MAX_DELEGATIONS: Final = 100
"""Delegated requests that are remembered; the oldest go first."""


type VoiceKind = Literal["silence", "tones", "espeak", "auto"]


def local_now() -> datetime:
    """The present moment in the machine's own zone."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseStyle:
    """How responses are spelled where the editions of the protocol differ (transport.md §13)."""

    subtype: str = "related"
    """`related` (all examples) or `form-data` (header tables)."""
    trailing_semicolon: bool = True
    """`boundary=…;` as the examples have it (CIC-T-051)."""
    content_id: str = "Content-ID"
    """Name of the attachment id's header; edition A spells it `Content-Id`."""
    attachments_first: bool = False
    """Attachments before the directives that name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulatorConfig:
    """Settings of one emulator; every default suits a test in the same process."""

    state_dir: Path | None = None
    """Keeps certificates and tokens; None: a temporary directory, removed at the end."""
    token: str | None = None
    """The access token that is accepted; None: the one kept in the state directory."""
    host: str = "127.0.0.1"
    port: int = 0
    """TCP port of CIC; 0: any free one."""
    control_port: int = 0
    """TCP port of the control API, always on 127.0.0.1; 0: any free one."""
    names: tuple[str, ...] = ()
    """Further names and addresses in the certificate (always: localhost, 127.0.0.1, ::1)."""
    strict: bool = True
    """Refuse what breaks a rule and leaves no doubt; else record the violation and go on."""
    style: ResponseStyle = field(default_factory=ResponseStyle)
    voice: bool = True
    """Answers carry `SpeechSynthesizer.Speak` with the sentence as MP3."""
    voice_kind: VoiceKind = "silence"
    """What that sounds like: silence or tones about as long as the sentence, or speech by espeak-ng
    and ffmpeg; `auto`: the latter where both are installed, else tones."""
    quick_succession: float = 0.1
    """Seconds in which a second channel request beside an open downchannel is a race: 429."""
    channel_burst: int = 5
    """Channel requests of one client within a second; the next one gets 429."""
    clock: Callable[[], datetime] = local_now
    """What the assistant takes for the present; must give a time with a zone."""
    media_url: str | None = None
    """Where the tracks of the player are, without a slash at the end; None: on the control API."""
    listen_limit: float = 8.0
    """Seconds of audio after which listening ends, whatever is heard."""
    tells_text: bool = False
    """`StopCapture` has `recognizedText`, as for clients that have agreed on it."""
    shows_text: bool = False
    """`KeepRecording` and `ShowRecognizedText` come while one speaks, by the same agreement."""
    system_alerts: Literal["filled", "empty", "absent"] = "filled"
    """What `System.SynchronizeState` says in `allAlerts[]` (CIC-SY-013)."""
