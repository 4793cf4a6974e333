"""The cloud that a scenario is played on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..answers import Answer, Attachment
from ..faults import Fault
from ..history.recent import objects_at
from ..messages import Json
from ..server import Emulator
from .values import CLOUD, MEDIA


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event that a client sent."""

    connection: int
    stream: int
    message: Json
    """With `context` and `event`."""

    @property
    def key(self) -> tuple[int, int]:
        """What tells it from others."""
        return self.connection, self.stream

    @property
    def name(self) -> str:
        """The qualified name."""
        return _name_in(self.message["event"]["header"])

    @property
    def states(self) -> Json:
        """The payloads of the context objects by qualified name; a lax server takes any context."""
        listed = objects_at(self.message, "context")
        return {_name_in(each.get("header")): each.get("payload") for each in listed}


def _name_in(header: object) -> str:
    """The qualified name in what may be no header."""
    fields = header if isinstance(header, dict) else {}
    return f"{fields.get('namespace')}.{fields.get('name')}"


class Stage(Protocol):
    """A running emulator, in this process or in another one."""

    @property
    def places(self) -> Mapping[str, str]:
        """What the placeholders values.CLOUD and values.MEDIA stand for."""

    async def push(self, message: Json, attachments: Sequence[Attachment]) -> None:
        """Send a directive and its attachments on every open downchannel."""

    async def answer_next(self, answer: Answer) -> None:
        """Answer the next event that it is meant for."""

    async def inject(self, fault: Fault) -> None:
        """Go wrong."""

    async def hear(self, text: str) -> None:
        """Understand the next spoken request so."""

    async def arrivals(self) -> Sequence[Arrival]:
        """Every event that is still recorded, oldest first."""

    async def connected(self, limit: float) -> None:
        """Wait until a client has opened its downchannel; raises TimeoutError after `limit` s."""

    async def until[T](self, look: Callable[[Sequence[Arrival]], T | None], limit: float) -> T:
        """What `look` finds among the events, as soon as it does; raises TimeoutError."""

    async def leftovers(self) -> list[str]:
        """Answers and faults that did not come to pass, in words; the faults are lifted."""


class CloudStage:
    """An emulator in this process."""

    def __init__(self, cloud: Emulator) -> None:
        self._cloud = cloud

    @property
    def places(self) -> Mapping[str, str]:
        """Where CIC is, and what it plays."""
        return {CLOUD: self._cloud.base_url, MEDIA: self._cloud.media_url}

    async def push(self, message: Json, attachments: Sequence[Attachment]) -> None:
        """Send a directive."""
        self._cloud.push(message, attachments=attachments)

    async def answer_next(self, answer: Answer) -> None:
        """Answer the next event that it is meant for."""
        self._cloud.answer_next(answer)

    async def inject(self, fault: Fault) -> None:
        """Go wrong."""
        self._cloud.inject(fault)

    async def hear(self, text: str) -> None:
        """Understand the next spoken request so."""
        self._cloud.hear_next(text)

    async def arrivals(self) -> Sequence[Arrival]:
        """Every event that is still recorded."""
        return self._arrivals()

    async def connected(self, limit: float) -> None:
        """Wait for a downchannel."""
        await self._cloud.wait_for(lambda: self._cloud.downchannels_open, limit)

    async def until[T](self, look: Callable[[Sequence[Arrival]], T | None], limit: float) -> T:
        """Look again whenever something has happened."""
        found = await self._cloud.wait_for(lambda: look(self._arrivals()), limit)
        if found is None:
            raise AssertionError("wait_for gives what is true")
        return found

    async def leftovers(self) -> list[str]:
        """Answers and faults that did not come to pass."""
        left = [
            f"the fault {each.kind} did not happen"
            for each in self._cloud.pending_faults()
            if each.times is not None
        ]
        self._cloud.lift_faults()
        if self._cloud.answers_pending:
            left.append(f"{self._cloud.answers_pending} answers were not asked for")
        return left

    def _arrivals(self) -> list[Arrival]:
        return [
            Arrival(each.connection, each.stream_id, each.event)
            for each in self._cloud.events
            if each.event is not None
        ]
