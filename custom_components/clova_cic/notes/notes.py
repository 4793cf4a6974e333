"""Memos and reminders of the first edition, as lists that are kept here (docs/protocol/legacy.md).

CLOVA proposes and the user decides: an entry that CLOVA adds can be taken off the list again, and
none is taken off but by the user. The events of that time are not sent by anybody any more, so the
lists are the home's own.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import uuid4

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..device_store import DeviceStore

STORAGE_VERSION: Final = 1

MAX_NOTES: Final = 500  # of a list; the oldest go
MAX_CONTENT: Final = 4000  # characters of an entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An entry of a list."""

    id: str
    content: str
    done: bool = False

    @classmethod
    def of(cls, note_id: str | None, content: str, *, done: bool = False) -> Note:
        """Make one; CLOVA may leave the id out."""
        return cls(id=note_id or str(uuid4()), content=content[:MAX_CONTENT], done=done)


class NoteList:
    """One list of a device. There is none before CLOVA has spoken of it."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        kind: str,
        appeared: Callable[[], Awaitable[None]],
    ) -> None:
        """Know nothing before `async_load`; `appeared` is called when CLOVA first speaks of it."""
        self.kind = kind
        self.exists = False
        self.notes: tuple[Note, ...] = ()
        self._appeared = appeared
        self._store = DeviceStore(hass, entry, kind, version=STORAGE_VERSION)
        self._listeners: set[CALLBACK_TYPE] = set()

    async def async_load(self) -> None:
        """Read what was stored."""
        rows = (await self._store.async_load()).get("notes")
        if isinstance(rows, list):
            self.exists = True
            self.notes = tuple(_notes(rows))

    @callback
    def async_listen(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call `listener` after each change; returns what ends that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    async def async_appear(self) -> None:
        """Exist, since CLOVA has spoken of this list."""
        if not self.exists:
            await self.async_replace(self.notes)

    async def async_replace(self, notes: Iterable[Note]) -> None:
        """Hold these and no others; of those with the same id, the last."""
        kept = {note.id: note for note in notes}
        is_new, self.exists = not self.exists, True
        self.notes = tuple(kept.values())[-MAX_NOTES:]
        await self._store.async_save(
            {"notes": [[note.id, note.content, note.done] for note in self.notes]}
        )
        for listener in tuple(self._listeners):
            listener()
        if is_new:
            await self._appeared()

    async def async_put(self, note: Note) -> None:
        """Add an entry, or change the one with its id."""
        await self.async_replace((*self.notes, note))

    async def async_change(self, note_id: str, *, content: str, done: bool) -> None:
        """Change an entry; one that is gone by now stays away."""
        await self.async_replace(
            replace(note, content=content[:MAX_CONTENT], done=done) if note.id == note_id else note
            for note in self.notes
        )

    async def async_delete(self, ids: Iterable[str]) -> None:
        """Take entries off the list."""
        gone = set(ids)
        await self.async_replace(note for note in self.notes if note.id not in gone)

    async def async_remove_file(self) -> None:
        """Delete the file."""
        await self._store.async_remove()


def _notes(rows: list[Any]) -> Iterable[Note]:
    for row in rows:
        match row:
            case [str() as note_id, str() as content, bool() as done]:
                yield Note(id=note_id, content=content, done=done)
