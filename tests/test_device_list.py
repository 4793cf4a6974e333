"""The other devices of the account: asked for, and told of by events; the logbook's words."""

from typing import Any

from homeassistant.core import Event, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.features.control import EVENT_CONTROL
from custom_components.clova_cic.logbook import async_describe_events
from emulator import Emulator
from tests.featured import LAMP, events, furnish, lend, order
from tests.ha import hurry, set_up, trust, until_told
from tests.pushing import device_of, show_content


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """A device that is connected."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return await set_up(hass, emulator)


async def request(hass: HomeAssistant, entry: MockConfigEntry, **data: Any) -> Any:
    """Call the action and return the devices."""
    response = await hass.services.async_call(
        DOMAIN,
        "request_device_list",
        {"device_id": device_of(hass, entry).id, **data},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    return response["devices"]


@pytest.mark.cic("CIC-DC-068")
async def test_the_devices_of_the_account_are_returned(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    show_content(hass, entry)
    (device,) = await request(hass, entry)
    assert (device["deviceName"], device["modelId"]) == ("Device 1", "EMULATED-1")
    assert "deviceId" not in device  # ids are never shown
    assert events(emulator, "DeviceControl.RequestStateSynchronization") == []


async def test_what_is_personal_is_left_out_unless_chosen(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    (device,) = await request(hass, entry)
    assert {"deviceName", "deviceId"}.isdisjoint(device)


@pytest.mark.cic("CIC-DC-069", "CIC-DC-065")
async def test_the_states_of_others_come_as_events(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    show_content(hass, entry)
    await request(hass, entry, states=True)
    (asked,) = events(emulator, "DeviceControl.RequestStateSynchronization")
    assert asked.event is not None
    assert asked.event["event"]["payload"] == {}
    told = async_capture_events(hass, EVENT_DIRECTIVE)
    state = {"power": {"actions": [], "state": "active"}}
    payload = {"deviceId": "other", "deviceState": state}
    emulator.push("DeviceControl", "SynchronizeState", payload)
    await until_told(hass, told, 1)
    assert told[0].data["payload"] == {"deviceState": state}


async def test_the_logbook_names_the_device_and_the_feature(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await furnish(hass)
    asked = async_capture_events(hass, EVENT_CONTROL)
    lend(hass, entry, "wifi", LAMP)
    await order(emulator, "TurnOn", {"target": "wifi"})
    described: dict[str, Any] = {}

    def take(domain: str, event_type: str, describe: Any) -> None:
        described[event_type] = (domain, describe)

    async_describe_events(hass, take)
    domain, describe = described[EVENT_CONTROL]
    event: Event[Any] = asked[0]
    assert domain == DOMAIN
    assert describe(event) == {"name": "CLOVA", "message": "asked for TurnOn of wifi"}
    await hass.config_entries.async_remove(entry.entry_id)
    assert describe(event)["name"] == "CLOVA"
