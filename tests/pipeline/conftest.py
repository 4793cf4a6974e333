"""A device with a pipeline of its own, and a cloud for it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.cic import VoiceTurn
from emulator import Emulator, EmulatorConfig
from tests.conftest import ACCESS_TOKEN
from tests.ha import hurry, set_up, trust
from tests.voice import prepare_pipeline


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """A device with a pipeline of its own."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    entry = await set_up(hass, emulator)
    await prepare_pipeline(hass)
    return entry


@pytest.fixture
async def telling(
    hass: HomeAssistant,
    emulator_state: Path,
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Emulator]:
    """A cloud that tells what it has understood, and a device with a pipeline."""
    config = EmulatorConfig(state_dir=emulator_state, token=ACCESS_TOKEN, tells_text=True)
    async with Emulator(config) as running:
        trust(running, monkeypatch)
        hurry(monkeypatch)
        await set_up(hass, running)
        await prepare_pipeline(hass)
        yield running
        violations = list(running.violations)
    assert violations == []


@pytest.fixture
def discarded(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set when a spoken turn has been discarded."""
    happened = asyncio.Event()
    discard = VoiceTurn.discard

    def note(turn: VoiceTurn) -> None:
        discard(turn)
        happened.set()

    monkeypatch.setattr(VoiceTurn, "discard", note)
    return happened
