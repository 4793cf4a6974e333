"""A device in Home Assistant, connected to the emulator."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.features import reports
from emulator import Emulator
from tests.featured import LAMP, furnish, lend
from tests.ha import hurry, set_up, trust

from .radio import PIN_SENSOR, Radio, told_to


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """An entry that is connected."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return await set_up(hass, emulator)


@pytest.fixture
async def radio(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> Radio:
    """A home with Bluetooth, lent to CLOVA."""
    monkeypatch.setattr(reports, "QUIET", 30.0)
    monkeypatch.setattr(reports, "LATEST", 30.0)
    await furnish(hass)
    hass.states.async_set(PIN_SENSOR, "")
    made = Radio(hass)
    peer = "{{ address | default('') }}"
    lend(
        hass,
        entry,
        "bluetooth",
        paired="{{ state_attr('sensor.peers', 'peers') }}",
        found="{{ state_attr('sensor.peers', 'found') }}",
        pairing=LAMP,
        pin=PIN_SENSOR,
        actions={
            "BtConnect": told_to("connect", address=peer, role="{{ role }}"),
            "BtConnectByPINCode": told_to("pin", pin="{{ pin_code }}"),
            "BtDisconnect": told_to("disconnect", address=peer),
            "BtDelete": told_to("delete", address=peer),
            "BtPlay": told_to("play"),
            "BtRescan": told_to("rescan"),
        },
    )
    return made
