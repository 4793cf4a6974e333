"""What can be set on an emulator, and the bounds it keeps in any case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from .auth.accounts import DEMO_USERS, User
from .speech.recognition import Recogniser

DEFAULT_PORT: Final = 8443
DEFAULT_AUTH_PORT: Final = 8444
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
type MusicKind = Literal["tones", "ffmpeg", "auto"]


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
    """What the assistant and the authorization API take for the present; with a zone."""
    media_host: str = "127.0.0.1"
    """The address on which the media server gives tracks and pictures to whoever asks."""
    media_port: int = 0
    """TCP port of the media server; 0: any free one."""
    media_url: str | None = None
    """Where tracks and pictures are, without a slash at the end; None: on the media server."""
    music_kind: MusicKind = "tones"
    """What music is made of: bundled tones, or notes encoded by ffmpeg; `auto`: the latter where
    that is installed."""
    ticket_seconds: float = 3600.0
    """How long an address that StreamDeliver tells is good for."""
    listen_limit: float = 8.0
    """Seconds of audio after which listening ends, whatever is heard."""
    recogniser: Recogniser | None = None
    """Who understands speech that no transcript waits for; None: it is taken for a greeting."""
    tells_text: bool = False
    """`StopCapture` has `recognizedText`, as for clients that have agreed on it."""
    shows_text: bool = False
    """`KeepRecording` and `ShowRecognizedText` come while one speaks, by the same agreement."""
    first_edition: bool = False
    """Memos come as the first edition had them, `Clova.AddMemo` and `RenderMemoList` (legacy.md)."""
    system_alerts: Literal["filled", "empty", "absent"] = "filled"
    """What `System.SynchronizeState` says in `allAlerts[]` (CIC-SY-013)."""

    # The authorization API.

    auth_port: int = 0
    """TCP port of the authorization API, on `host`; 0: any free one."""
    users: tuple[User, ...] = DEMO_USERS
    """The accounts that may sign in."""
    client_id: str = "demo-client"
    client_secret: str = field(default="demo-secret", repr=False)
    model_ids: tuple[str, ...] = ()
    """The model ids that are registered; empty: any will do."""
    guests: bool = True
    """There is a guest mode."""
    token_lifetime: float = 43200.0
    """Seconds in which an access token that was issued is accepted; decimals are allowed."""
    revoke_on_refresh: bool = False
    """A refresh ends the old access token; else that lives until its own end."""
    refresh_grace: bool = False
    """The old refresh token works until one of the new tokens is shown; else it is used up."""
