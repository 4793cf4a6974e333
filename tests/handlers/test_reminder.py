"""Reminders of a server of the first edition: a list of what is to be done."""

from typing import Any

from homeassistant.components.todo.const import DOMAIN as TODO
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from emulator import Emulator
from tests.ha import notifications, state_of, translation, until_greeted, wait_for_state
from tests.pushing import push

MEMOS = "todo.clova_memos"
REMINDERS = "todo.clova_reminders"


def reminder(number: int, content: str, **more: Any) -> dict[str, Any]:
    """Return a reminder as the list has it."""
    return {"id": f"reminder-{number}", "content": content} | more


async def show(hass: HomeAssistant, cloud: Emulator, *reminders: dict[str, Any]) -> None:
    """Have the cloud show its reminders, and wait until they are."""
    await push(hass, cloud, "Clova", "RenderReminderList", {"reminder": list(reminders)})
    await wait_for_state(hass, REMINDERS, str(sum(not each.get("done") for each in reminders)))


async def items(hass: HomeAssistant) -> list[tuple[str, str]]:
    """Return what the list says: text and status of each entry."""
    response: Any = await hass.services.async_call(
        TODO, "get_items", {"entity_id": REMINDERS}, blocking=True, return_response=True
    )
    return [(each["summary"], each["status"]) for each in response[REMINDERS]["items"]]


async def test_the_list_shows_what_is_done(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await show(
        hass,
        emulator,
        reminder(1, "Call the dentist", done=True),
        reminder(2, "Return the book", done=False),
        reminder(3, "Water the plants"),
    )
    assert await items(hass) == [
        ("Call the dentist", "completed"),
        ("Return the book", "needs_action"),
        ("Water the plants", "needs_action"),
    ]
    assert state_of(hass, REMINDERS) == "2"
    assert hass.states.get(MEMOS) is None


async def test_a_reminder_is_added(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await push(hass, emulator, "Clova", "AddReminder", reminder(1, "Call the plumber"))
    await wait_for_state(hass, REMINDERS, "1")
    assert await items(hass) == [("Call the plumber", "needs_action")]


async def test_both_lists_may_be_there(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await show(hass, emulator, reminder(1, "Call the plumber"))
    await push(hass, emulator, "Clova", "AddMemo", {"id": "1", "content": "Milk"})
    await wait_for_state(hass, MEMOS, "1")
    assert (state_of(hass, REMINDERS), state_of(hass, MEMOS)) == ("1", "1")
    assert await hass.config_entries.async_reload(entry.entry_id)
    await until_greeted(emulator)
    assert (state_of(hass, REMINDERS), state_of(hass, MEMOS)) == ("1", "1")


@pytest.mark.parametrize("name", ["GetReminder", "DeleteReminder"])
async def test_what_names_no_reminder_changes_none(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, name: str
) -> None:
    await show(hass, emulator, reminder(1, "Call the plumber"))
    sent = len(emulator.events)
    event = await push(hass, emulator, "Clova", name, {})
    assert event.data["handled"] is True
    assert await items(hass) == [("Call the plumber", "needs_action")]
    asked = [translation("en", "common.delete_reminders")] if name == "DeleteReminder" else []
    assert [each["message"] for each in notifications(hass)] == asked
    assert len(emulator.events) == sent


async def test_a_list_that_is_there_stays_while_the_entry_is_loaded_anew(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await show(hass, emulator)
    assert state_of(hass, REMINDERS) == "0"
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert state_of(hass, REMINDERS) == "unavailable"
    assert await hass.config_entries.async_setup(entry.entry_id)
    await until_greeted(emulator)
    assert state_of(hass, REMINDERS) == "0"
