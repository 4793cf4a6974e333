"""Memos and reminders of a server of the first edition."""

from typing import override

from homeassistant.components.todo.const import TodoItemStatus, TodoListEntityFeature
from homeassistant.components.todo.entity import TodoItem, TodoListEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import LocalEntity
from .notes.notes import Note, NoteList

PARALLEL_UPDATES = 0  # the lists push


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add each list that CLOVA has spoken of, at once or when it does."""
    coordinator = entry.runtime_data
    added: set[str] = set()

    @callback
    def add() -> None:
        new = [each for each in coordinator.notes if each.exists and each.kind not in added]
        added.update(each.kind for each in new)
        async_add_entities(NoteTodoList(coordinator, each) for each in new)

    for notes in coordinator.notes:
        entry.async_on_unload(notes.async_listen(add))
    add()


class NoteTodoList(LocalEntity, TodoListEntity):
    """A list that is kept here; what the user changes stays in this home."""

    _attr_supported_features = (
        TodoListEntityFeature.CREATE_TODO_ITEM
        | TodoListEntityFeature.UPDATE_TODO_ITEM
        | TodoListEntityFeature.DELETE_TODO_ITEM
    )

    def __init__(self, coordinator: ClovaCoordinator, notes: NoteList) -> None:
        """Show one of the device's lists."""
        super().__init__(coordinator, notes.kind)
        self._attr_translation_key = notes.kind
        self._notes = notes

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the list."""
        await super().async_added_to_hass()
        self.async_on_remove(self._notes.async_listen(self.async_write_ha_state))

    @property
    @override
    def todo_items(self) -> list[TodoItem]:
        """Return the entries in their order."""
        return [_item(note) for note in self._notes.notes]

    @override
    async def async_create_todo_item(self, item: TodoItem) -> None:
        """Add an entry."""
        await self._notes.async_put(Note.of(None, item.summary or "", done=_is_done(item)))

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        """Change an entry."""
        await self._notes.async_change(
            item.uid or "", content=item.summary or "", done=_is_done(item)
        )

    @override
    async def async_delete_todo_items(self, uids: list[str]) -> None:
        """Take entries off the list."""
        await self._notes.async_delete(uids)


def _item(note: Note) -> TodoItem:
    status = TodoItemStatus.COMPLETED if note.done else TodoItemStatus.NEEDS_ACTION
    return TodoItem(uid=note.id, summary=note.content, status=status)


def _is_done(item: TodoItem) -> bool:
    return item.status == TodoItemStatus.COMPLETED  # a service hands text over
