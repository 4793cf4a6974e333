"""The event entity: each directive is an event, with as much content as the user allows."""

from typing import Any

from homeassistant.components.event.const import ATTR_EVENT_TYPE, ATTR_EVENT_TYPES
from homeassistant.const import STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN, EntityCategory
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.clova_cic.announcing import EVENT_TYPES
from emulator import Answer, Emulator, Fault, FaultKind
from tests.ha import CONNECTIVITY, hurry, mute, set_up, trust, wait_for_state
from tests.pushing import PERSONAL, WORDS, push, show_content

ENTITY = "event.clova_directive"


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


def shown(hass: HomeAssistant) -> State:
    """Return what the entity shows."""
    state = hass.states.get(ENTITY)
    assert state is not None
    return state


async def test_the_entity_knows_every_directive_of_the_protocol(
    hass: HomeAssistant, cloud: Emulator, entity_registry: er.EntityRegistry
) -> None:
    entry = await set_up(hass, cloud)
    entity = entity_registry.async_get(ENTITY)
    assert entity is not None
    assert entity.unique_id == f"{entry.unique_id}-directive"
    assert entity.entity_category is not EntityCategory.DIAGNOSTIC
    assert shown(hass).attributes[ATTR_EVENT_TYPES] == EVENT_TYPES


async def test_a_directive_is_an_event(hass: HomeAssistant, cloud: Emulator) -> None:
    await set_up(hass, cloud)
    told = await push(hass, cloud, "DeviceControl", "SetValue", {"target": "volume", "value": "3"})
    state = shown(hass)
    assert state.attributes[ATTR_EVENT_TYPE] == "device_control_set_value"
    for key in ("namespace", "name", "handled", "payload"):
        assert state.attributes[key] == told.data[key]
    assert state.attributes["namespace"] == "DeviceControl"
    assert state.attributes["name"] == "SetValue"


async def test_each_directive_is_an_event_of_its_own(hass: HomeAssistant, cloud: Emulator) -> None:
    await set_up(hass, cloud)
    seen = set()
    for _ in range(3):
        await push(hass, cloud, "PlaybackController", "Mute")
        seen.add(shown(hass).state)
    assert len(seen) == 3


async def test_what_the_protocol_has_not_is_told_by_its_name(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await set_up(hass, cloud)
    await push(hass, cloud, "NewThing", "Appear", {"kind": "BIG"})
    state = shown(hass)
    assert state.attributes[ATTR_EVENT_TYPE] == "unknown"
    assert state.attributes["namespace"] == "NewThing"
    assert state.attributes["name"] == "Appear"
    assert state.attributes["handled"] is False
    assert state.attributes["payload"] == {}


@pytest.mark.parametrize(("namespace", "name", "payload"), PERSONAL)
async def test_nothing_personal_is_shown_unless_the_user_allows_it(
    hass: HomeAssistant, cloud: Emulator, namespace: str, name: str, payload: dict[str, Any]
) -> None:
    entry = await set_up(hass, cloud)
    # No confirmation that would be told after it.
    cloud.answer_next(*(Answer(to="Alerts.SetAlertSucceeded") for _ in range(3)))
    told = await push(hass, cloud, namespace, name, payload)
    assert shown(hass).attributes["name"] == name
    assert WORDS not in str(shown(hass).as_dict())
    assert WORDS not in str(told.data)

    show_content(hass, entry)
    told = await push(hass, cloud, namespace, name, payload)
    assert shown(hass).attributes["payload"] == payload
    assert told.data["payload"] == payload

    show_content(hass, entry, shown=False)
    await push(hass, cloud, namespace, name, payload)
    assert WORDS not in str(shown(hass).as_dict())


async def test_content_is_neither_recorded_nor_shown_again_later(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await set_up(hass, cloud)
    show_content(hass, entry)
    await push(hass, cloud, "Clova", "RenderText", {"text": WORDS})
    state = shown(hass)
    assert state.attributes["payload"] == {"text": WORDS}
    assert state.state_info is not None
    assert "payload" in state.state_info["unrecorded_attributes"]

    assert await hass.config_entries.async_reload(entry.entry_id)
    await wait_for_state(hass, ENTITY, state.state)
    again = shown(hass)
    assert again.attributes[ATTR_EVENT_TYPE] == "clova_render_text"
    assert again.attributes["name"] == "RenderText"
    assert "payload" not in again.attributes


async def test_a_device_that_never_heard_anything_has_nothing_to_show(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    mute(cloud, connections=2)
    entry = await set_up(hass, cloud)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await wait_for_state(hass, ENTITY, STATE_UNKNOWN)
    assert shown(hass).attributes[ATTR_EVENT_TYPE] is None


async def test_the_entity_is_there_while_the_channel_is(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await set_up(hass, cloud)
    await push(hass, cloud, "PlaybackController", "Mute")
    before = shown(hass).state
    assert before not in {STATE_UNKNOWN, STATE_UNAVAILABLE}
    cloud.inject(Fault(FaultKind.NO_HELLO))
    cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(hass, ENTITY, STATE_UNAVAILABLE)
    await wait_for_state(hass, CONNECTIVITY, STATE_ON)
    assert shown(hass).state == before
    await push(hass, cloud, "PlaybackController", "Unmute")
    assert shown(hass).state > before


async def test_an_unloaded_entry_shows_nothing(hass: HomeAssistant, cloud: Emulator) -> None:
    entry = await set_up(hass, cloud)
    coordinator = entry.runtime_data
    assert len(coordinator.announcer._listeners) == 1
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert not coordinator.announcer._listeners
    assert shown(hass).state == STATE_UNAVAILABLE
