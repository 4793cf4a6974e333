"""What the interfaces of one emulator share: the assistant, what is kept of users, and a way out."""

from collections.abc import Callable, Mapping
from datetime import datetime

from ..answers import Answer, Part
from ..assistant import Assistant
from ..clients import Client, Clients
from ..config import EmulatorConfig
from ..event import IncomingEvent
from ..messages import Json, completed, header_of
from ..music import Music
from ..speech.recognition import Recognition
from ..speech.voice import Voice
from .alert_book import AlertBook
from .delegations import Delegations
from .library import Library
from .marks import Marks
from .notebook import Notebook
from .store import PerClient
from .transcripts import Transcripts

type Handler = Callable[[IncomingEvent], Answer | None]
"""Takes a processed event and gives the answer, or None for 204."""


class Service:
    """Its clients are the devices of one account."""

    def __init__(self, config: EmulatorConfig, clients: Clients) -> None:
        self.config = config
        self.clients = clients
        self.assistant = Assistant(config.clock)
        self.alerts = PerClient(AlertBook)
        self.configurations: PerClient[Json] = PerClient(dict)
        """What `Settings.Report` told."""
        self.device_states: PerClient[Json] = PerClient(dict)
        """`Device.DeviceState` as each device reported it last."""
        self.voices: dict[str, str] = {}
        """What can be chosen instead of the sample's voices, names by key; the first is the default."""
        self.notebook = Notebook()
        self.marks = PerClient(Marks)
        self.delegations = Delegations()
        self.transcripts = Transcripts()
        self.music = Music(
            kind=config.music_kind, ticket_seconds=config.ticket_seconds, url=config.media_url
        )
        self.voice = Voice(config.voice_kind)
        self.recognition = Recognition(config.recogniser)

    def now(self) -> datetime:
        """The present, with a zone."""
        return self.config.clock()

    def library_for(self, client: Client) -> Library:
        """What there is to play, in the words of this client's user."""
        language = self.assistant.language_of(client.number)
        return Library(self.music, str(language), self.marks.of(client))

    def push(self, client: Client, *parts: Part) -> bool:
        """Send on the client's downchannel, as soon as it is spoken; False if it has none."""
        if client.channel is None:
            return False
        self.voice.spoken(parts, lambda ready: self._push(client, ready))
        return True

    def _push(self, client: Client, parts: list[Part]) -> None:
        channel = client.channel
        if channel is None:
            return
        complete = [completed(part, None) if isinstance(part, Mapping) else part for part in parts]
        for part in complete:
            if isinstance(part, Mapping):
                self.sent(client, part)
        channel.push(complete)
        channel.connection.flush_soon()

    def sent(self, client: Client, message: Mapping[str, object]) -> None:
        """Take notice of a directive that goes to this client."""
        client.sent(message)
        header, inner = header_of(message), message.get("directive")
        payload = inner.get("payload") if isinstance(inner, Mapping) else None
        name = f"{header.get('namespace')}.{header.get('name')}"
        if name.startswith(("Alerts.", "System.")) and isinstance(payload, dict):
            self.alerts.of(client).sent(name, payload)

    def disconnected(self, client: Client, now: float) -> None:
        """Take notice of the end of this client's downchannel."""
        client.disconnected(now)
        self.alerts.of(client).disconnected()

    @property
    def reachable(self) -> list[Client]:
        """The devices of the account that have a downchannel."""
        return [client for client, _ in self.clients.channels]

    def others(self, client: Client) -> list[Client]:
        """Those of them that are not this one."""
        return [each for each in self.reachable if each is not client]

    def device(self, device_id: object) -> Client | None:
        """The device that is called so (see device_id_of), if it can be reached."""
        found = (each for each in self.reachable if device_id_of(each) == device_id)
        return next(found, None)


def device_id_of(client: Client) -> str:
    """What this device is called towards others of the account.

    The server knows a client by its token; the id under which the token was asked for is not
    among what a client sends.
    """
    return f"device-{client.number}"
