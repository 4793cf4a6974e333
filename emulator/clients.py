"""What the server knows of each client: its downchannel, its dialogues, its history.

A client is whoever shows an access token. Those that the authorization API issued to one device
are one client.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .config import MAX_CLIENTS
from .downchannel import Downchannel
from .history import History
from .http2.connection import Connection
from .http2.stream import Stream
from .messages import header_of

MAX_IDS_KEPT: Final = 5000
"""Dialogue and message ids that are remembered per client."""
BURST_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Expectation:
    """An `ExpectSpeech` that was sent and is not answered yet."""

    dialogue_id: str
    speech_id: object
    explicit: object


class IdMemory:
    """The latest ids, a bounded number of them."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, value: object) -> bool:
        """Whether the id was added, not too long ago."""
        return value in self._ids

    def add(self, value: str) -> None:
        """Remember an id."""
        self._ids[value] = None
        if len(self._ids) > MAX_IDS_KEPT:
            self._ids.popitem(last=False)


class ChannelGate:
    """Decides which channel requests come too fast (transport.md §7, 429)."""

    def __init__(self, quick_succession: float, burst: int) -> None:
        self._quick = quick_succession
        self._recent: deque[float] = deque(maxlen=burst)
        self._burst = burst

    def admits(self, now: float, open_since: float | None, *, reopening: bool) -> bool:
        """Whether a request at `now` may go on.

        `open_since`: when the client's open downchannel was opened; a second request right
        after that is a race, unless it comes from a connection whose own channel had just
        been closed by the server (`reopening`), which is told to ask again.
        """
        racing = open_since is not None and now - open_since < self._quick and not reopening
        crowded = len(self._recent) == self._burst and now - self._recent[0] < BURST_SECONDS
        self._recent.append(now)
        return not racing and not crowded


@dataclass(slots=True, eq=False)
class Client:
    """One client."""

    number: int
    gate: ChannelGate
    opening: int = 0
    """Channel requests that are not answered yet."""
    latest_channel: Downchannel | None = None
    dialogues: IdMemory = field(default_factory=IdMemory)
    """Ids of the user requests that were processed."""
    messages: IdMemory = field(default_factory=IdMemory)
    """`messageId`s of the events that were processed."""
    expecting: Expectation | None = None
    """Of the latest dialogue; a new one ends it (CIC-SR-068)."""
    unanswered: list[tuple[Connection, Stream]] = field(default_factory=list)
    """User requests whose response has not begun."""
    history: History = field(default_factory=History)
    """What was sent to it and what it reported."""

    @property
    def channel(self) -> Downchannel | None:
        """The open downchannel."""
        channel = self.latest_channel
        return channel if channel is not None and channel.open else None

    def sent(self, message: Mapping[str, Any]) -> None:
        """Take notice of a directive that goes to this client."""
        header, inner = header_of(message), message.get("directive", message)
        name = f"{header.get('namespace')}.{header.get('name')}"
        payload = inner.get("payload") if isinstance(inner, Mapping) else None
        dialogue_id = header.get("dialogRequestId")
        if not isinstance(payload, dict):
            payload = {}
        if not isinstance(dialogue_id, str):
            dialogue_id = None
        self.history.settle(self.messages)
        self.history.sent(name, payload, dialogue_id, asyncio.get_running_loop().time())
        if name == "SpeechRecognizer.ExpectSpeech" and dialogue_id is not None:
            self.expecting = Expectation(
                dialogue_id, payload.get("expectSpeechId"), payload.get("explicit")
            )

    def disconnected(self, now: float) -> None:
        """Take notice of the end of its downchannel."""
        self.history.settle(self.messages)
        self.history.alerts.disconnected(now)

    def waiting_requests(self) -> list[tuple[Connection, Stream]]:
        """User requests that still wait for their response to begin."""
        self.unanswered = [
            (connection, stream)
            for connection, stream in self.unanswered
            if not (stream.gone or stream.answered or connection.leaving)
        ]
        return self.unanswered


class Clients:
    """The clients by access token or device; quiet ones are forgotten when there are too many."""

    def __init__(self, quick_succession: float, burst: int) -> None:
        self._quick = quick_succession
        self._burst = burst
        self._by_key: OrderedDict[str, Client] = OrderedDict()
        self._made = 0

    def of(self, key: str) -> Client:
        """The client that is known by this: a fixed token, or Holder.client."""
        client = self._by_key.get(key)
        if client is None:
            self._made += 1
            client = Client(self._made, ChannelGate(self._quick, self._burst))
            self._by_key[key] = client
            self._forget_quiet()
        self._by_key.move_to_end(key)
        return client

    def _forget_quiet(self) -> None:
        for key, client in list(self._by_key.items()):
            if len(self._by_key) <= MAX_CLIENTS:
                return
            if client.channel is None:
                del self._by_key[key]

    @property
    def channels(self) -> list[tuple[Client, Downchannel]]:
        """Every open downchannel and whose it is."""
        return [(each, each.channel) for each in self._by_key.values() if each.channel]
