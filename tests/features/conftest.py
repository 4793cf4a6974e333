"""A device in Home Assistant, connected to the emulator."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from emulator import Emulator
from tests.ha import hurry, set_up, trust


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """An entry that is connected."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return await set_up(hass, emulator)
