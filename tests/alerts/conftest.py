"""The home of the tests of alerts."""

from collections.abc import AsyncIterator
from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest

from emulator import Emulator, EmulatorConfig
from tests.alerts.home import OPTIONS, AlertHome, speaker_of
from tests.conftest import ACCESS_TOKEN
from tests.ha import hurry, set_up, trust


@pytest.fixture
async def emulator(emulator_state: Path, socket_enabled: None) -> AsyncIterator[Emulator]:
    """A strict cloud that confirms without a voice, so that the speaker has nothing but alerts."""
    config = EmulatorConfig(
        state_dir=emulator_state, token=ACCESS_TOKEN, port=0, control_port=0, voice=False
    )
    async with Emulator(config) as running:
        yield running
        violations = list(running.violations)
    assert violations == []


@pytest.fixture
async def home(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AlertHome]:
    """A home that is connected, and has asked for the list of alerts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    entry = await set_up(hass, emulator)
    plays = await speaker_of(hass)
    home = AlertHome(hass, emulator, entry, plays)
    home.choose(**OPTIONS)
    await hass.async_block_till_done()
    yield home
    if hass.config_entries.async_get_entry(entry.entry_id) is not None:
        await hass.config_entries.async_unload(entry.entry_id)
