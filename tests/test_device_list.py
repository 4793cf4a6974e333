"""The other devices of the account: asked for, and told of by events; the logbook's words."""

from hashlib import sha256
from typing import Any

from homeassistant.const import CONF_DEVICE_ID
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers.translation import async_get_translations
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
    assert len(device["device"]) == 16
    assert events(emulator, "DeviceControl.RequestStateSynchronization") == []


async def test_what_is_personal_is_left_out_unless_chosen(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    (device,) = await request(hass, entry)
    assert {"deviceName", "deviceId"}.isdisjoint(device)
    assert "device" in device


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
    (name, shown) = told[0].data["payload"]["device"], told[0].data["payload"]["deviceState"]
    assert shown == state
    assert name.isalnum()


@pytest.mark.cic("CIC-DC-065")
@pytest.mark.parametrize("content", [True, False])
async def test_devices_can_be_told_apart_without_their_ids(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, content: bool
) -> None:
    if content:
        show_content(hass, entry)
    told = async_capture_events(hass, EVENT_DIRECTIVE)
    (listed,) = await request(hass, entry)
    # As the emulator calls the only device, and another one.
    for device in ("device-1", "a0:11:22:33:44:55", "device-1"):
        emulator.push("DeviceControl", "SynchronizeState", {"deviceId": device})
    await until_told(hass, told, 4)
    names = [each.data["payload"]["device"] for each in told[1:]]
    assert names[0] == names[2] == listed["device"]
    assert names[1] != names[0]
    assert "a0:11" not in str([each.data for each in told])
    # Whoever knows an address cannot find its name without the id of the home's own device.
    assert sha256(b"a0:11:22:33:44:55").hexdigest()[:16] not in names
    assert entry.data[CONF_DEVICE_ID] not in str([each.data for each in told])


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
    for language, message in (
        ("en", "asked: Wi-Fi, “Turn on”"),
        ("ko", "요청: 와이파이, “켜기”"),
        ("ja", "依頼：Wi-Fi 接続、「オンにする」"),
    ):
        await async_get_translations(hass, language, "common", {DOMAIN})
        hass.config.language = language
        assert describe(event) == {"name": "CLOVA", "message": message}
    hass.config.language = "en"
    for feature, command, message in (
        ("volume", "Increase", "asked: Volume, “More, or the next one”"),
        ("screens", "OpenScreen", "asked: Screens and apps, “Open a screen”"),
        ("bluetooth", "BtConnectByPINCode", "asked: Bluetooth, “Connect with a PIN”"),
        ("teleporter", "Beam", "asked: teleporter, “Beam”"),
    ):
        data = {**event.data, "feature": feature, "command": command}
        assert describe(Event(EVENT_CONTROL, data))["message"] == message
    await hass.config_entries.async_remove(entry.entry_id)
    assert describe(event)["name"] == "CLOVA"
