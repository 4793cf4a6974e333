"""Memos of a server of the first edition: a list that is kept here."""

from typing import Any

from homeassistant.components.todo.const import DOMAIN as TODO
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.notes.notes import MAX_CONTENT, MAX_NOTES, Note
from emulator import Answer, Emulator, directive
from tests.ha import (
    ask,
    coordinator_of,
    notifications,
    state_of,
    translation,
    until_greeted,
    wait_for_state,
)
from tests.pushing import push

MEMOS = "todo.clova_memos"
REMINDERS = "todo.clova_reminders"


async def call(hass: HomeAssistant, action: str, **data: Any) -> Any:
    """Do something with the list."""
    return await hass.services.async_call(
        TODO, action, {"entity_id": MEMOS, **data}, blocking=True,
        return_response=action == "get_items",
    )  # fmt: skip


async def items(hass: HomeAssistant) -> list[tuple[str, str]]:
    """Return what the list says: text and status of each entry."""
    response = await call(hass, "get_items")
    return [(each["summary"], each["status"]) for each in response[MEMOS]["items"]]


async def show(hass: HomeAssistant, cloud: Emulator, *memos: dict[str, Any]) -> None:
    """Have the cloud show its memos, and wait until they are."""
    await push(hass, cloud, "Clova", "RenderMemoList", {"memo": list(memos)})
    count = min(len({each["id"] for each in memos}), MAX_NOTES)
    await wait_for_state(hass, MEMOS, str(count))


async def add(hass: HomeAssistant, cloud: Emulator, count: int, **memo: str) -> None:
    """Have the cloud add a memo, and wait until there are that many."""
    await push(hass, cloud, "Clova", "AddMemo", memo)
    await wait_for_state(hass, MEMOS, str(count))


def memo(number: int, content: str) -> dict[str, Any]:
    """Return a memo as the list has it."""
    return {"id": f"memo-{number}", "content": content, "timestamp": "2030-05-01T10:00:00+09:00"}


async def test_there_is_no_list_before_the_server_speaks_of_one(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    assert hass.states.get(MEMOS) is None
    assert TODO not in hass.config.components
    await show(hass, emulator, memo(1, "Milk"))
    assert await items(hass) == [("Milk", "needs_action")]
    assert hass.states.get(REMINDERS) is None


@pytest.mark.parametrize(
    ("name", "payload", "count"),
    [
        ("AddMemo", {"id": "memo-1", "content": "Milk"}, "1"),
        ("AddMemo", {"content": "Milk"}, "1"),
        ("RenderMemoList", {"memo": []}, "0"),
        ("GetMemo", {}, "0"),
        ("DeleteMemo", {}, "0"),
    ],
)
async def test_the_list_appears_with_any_of_its_directives(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    name: str,
    payload: dict[str, Any],
    count: str,
) -> None:
    event = await push(hass, emulator, "Clova", name, payload)
    assert event.data["handled"] is True
    await wait_for_state(hass, MEMOS, count)


async def test_a_list_counts_as_a_whole(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await show(hass, emulator, memo(1, "Milk"), memo(2, "Bread"))
    await show(hass, emulator, memo(2, "Brown bread"), memo(3, "Tea"), memo(3, "Green tea"))
    assert [text for text, _ in await items(hass)] == ["Brown bread", "Green tea"]


async def test_a_memo_is_added_and_changed_by_its_id(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    for content in ("Milk", "Two bottles of milk"):
        await add(hass, emulator, 1, id="memo-1", content=content)
    await add(hass, emulator, 2, id="memo-2", content="Tea")
    assert [text for text, _ in await items(hass)] == ["Two bottles of milk", "Tea"]


async def test_an_answer_may_hold_memos(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    emulator.answer_next(
        Answer([directive("Clova", "RenderMemoList", {"memo": [memo(1, "Milk")]})])
    )
    await ask(hass, "my memos")
    await wait_for_state(hass, MEMOS, "1")
    assert await items(hass) == [("Milk", "needs_action")]


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
async def test_deleting_is_left_to_the_user(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, language: str
) -> None:
    hass.config_entries.async_update_entry(entry, options={"language": language})
    await show(hass, emulator, memo(1, "Milk"))
    await push(hass, emulator, "Clova", "DeleteMemo", {})
    (shown,) = notifications(hass)
    assert shown["title"] == translation(language, "common.delete_title", device="CLOVA")
    assert shown["message"] == translation(language, "common.delete_memos")
    assert len(await items(hass)) == 1


async def test_the_user_writes_changes_and_deletes_without_the_server(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    """The events of that time are not sent by anybody any more (legacy.md)."""
    await show(hass, emulator, memo(1, "Milk"))
    sent = len(emulator.events)
    await call(hass, "add_item", item="Tea")
    await call(hass, "update_item", item="Milk", rename="Soy milk", status="completed")
    assert await items(hass) == [("Soy milk", "completed"), ("Tea", "needs_action")]
    assert state_of(hass, MEMOS) == "1"
    await call(hass, "remove_item", item=["Tea"])
    assert await items(hass) == [("Soy milk", "completed")]
    with pytest.raises(ServiceValidationError):
        await call(hass, "remove_item", item=["Tea"])
    assert len(emulator.events) == sent


async def test_the_list_outlasts_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await show(hass, emulator, memo(1, "Milk"), memo(2, "Tea"))
    await call(hass, "update_item", item="Tea", status="completed")
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert await items(hass) == [("Milk", "needs_action"), ("Tea", "completed")]
    await until_greeted(emulator)
    await show(hass, emulator)
    assert await items(hass) == []


async def test_a_list_that_comes_while_the_entry_goes_is_shown_the_next_time(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    notes = coordinator_of(entry).notes
    assert await hass.config_entries.async_unload(entry.entry_id)
    await notes["memos"].async_put(Note.of("memo-1", "Milk"))
    assert notes.platforms == []
    assert hass.states.get(MEMOS) is None
    assert await hass.config_entries.async_setup(entry.entry_id)
    await until_greeted(emulator)
    assert await items(hass) == [("Milk", "needs_action")]


async def test_a_device_that_is_removed_takes_its_files_along(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, hass_storage: dict[str, Any]
) -> None:
    await show(hass, emulator, memo(1, "Milk"))
    await push(hass, emulator, "Notifier", "SetIndicator", {"light": "DEFAULT"})
    kinds = {name.split(".")[1] for name in hass_storage if name.startswith(DOMAIN)}
    assert {"memos", "notifications", "settings"} <= kinds
    assert await hass.config_entries.async_remove(entry.entry_id)
    assert [name for name in hass_storage if name.startswith(DOMAIN)] == []


async def test_lists_and_entries_are_bounded(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await show(hass, emulator, *(memo(number, "x") for number in range(MAX_NOTES + 1)))
    await add(hass, emulator, MAX_NOTES, id="long", content="y" * 10_000)
    found = await items(hass)
    assert len(found) == MAX_NOTES
    assert len(found[-1][0]) == MAX_CONTENT


@pytest.mark.parametrize(
    "rows", [7, "x", [["id", "text"]], [["id", "text", 1]], [[1, "text", False]], [None], {}]
)
async def test_a_damaged_file_costs_what_is_damaged(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, rows: Any
) -> None:
    await show(hass, emulator, memo(1, "Milk"))
    notes = coordinator_of(entry).notes["memos"]
    await notes._store.async_save({"notes": rows})
    assert await hass.config_entries.async_reload(entry.entry_id)
    await until_greeted(emulator)
    await show(hass, emulator, memo(1, "Milk"))
    assert await items(hass) == [("Milk", "needs_action")]


async def test_a_memo_that_does_not_fit_is_left_out(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    for payload in ({}, {"memo": "x"}, {"memo": [{"id": "1"}]}):
        event = await push(hass, emulator, "Clova", "RenderMemoList", payload)
        assert event.data["handled"] is False
    assert hass.states.get(MEMOS) is None
