"""The home of the tests of music."""

from collections.abc import AsyncIterator

from homeassistant.core import HomeAssistant
import pytest

from emulator import Emulator
from tests.music.home import MusicHome, music_home


@pytest.fixture
async def home(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MusicHome]:
    """A home with a speaker that is connected to the cloud."""
    async with music_home(hass, emulator, monkeypatch) as home:
        yield home
