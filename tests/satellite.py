"""An Assist satellite for the tests: a real entity, whose ear and mouth are the test's."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, override

from homeassistant.components.assist_satellite import (
    DOMAIN as ASSIST_SATELLITE,
    AssistSatelliteConfiguration,
    AssistSatelliteEntity,
)
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    mock_config_flow,
    mock_integration,
    mock_platform,
    setup_test_component_platform,
)

from tests.ha import LIMIT
from tests.voice import Run, microphone

DOMAIN = "test"  # of the integration that the satellite comes from; the plugin knows no other
SATELLITE = "assist_satellite.kitchen"


class Satellite(AssistSatelliteEntity):
    """Hears what the test says, and plays for as long as the test likes."""

    _attr_has_entity_name = True
    _attr_name = None
    _attr_unique_id = "kitchen"
    _attr_device_info = DeviceInfo(identifiers={(DOMAIN, "kitchen")}, name="Kitchen")

    def __init__(self) -> None:
        self.run: Run | None = None
        self.done_at = 0.0  # when it had last played an answer, on the loop's clock

    @override
    def async_get_configuration(self) -> AssistSatelliteConfiguration:
        return AssistSatelliteConfiguration([], [], 1)

    @override
    async def async_set_configuration(self, config: AssistSatelliteConfiguration) -> None:
        raise NotImplementedError

    @override
    def on_pipeline_event(self, event: Any) -> None:
        assert self.run is not None
        self.run.take(event)

    async def hear(self, audio: AsyncIterator[bytes] | None = None) -> Run:
        """Listen, as after a wake word; return what the pipeline told."""
        run = self.run = Run(self.hass)
        async with asyncio.timeout(LIMIT):
            await self.async_accept_pipeline_from_satellite(audio or microphone())
        return run

    async def hear_and_play(self, seconds: float) -> Run:
        """Listen, fetch the answer, and play it for so long."""
        run = await self.hear()
        self.hass.loop.call_later(seconds, self.be_done)
        await run.sound()
        return run

    @callback
    def be_done(self) -> None:
        """Show that the answer has been played."""
        self.done_at = self.hass.loop.time()
        self.tts_response_finished()


async def add_satellite(hass: HomeAssistant) -> Satellite:
    """Add a satellite, of an integration of its own."""
    satellite = Satellite()

    async def set_up(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        await hass.config_entries.async_forward_entry_setups(entry, [ASSIST_SATELLITE])
        return True

    mock_integration(hass, MockModule(DOMAIN, async_setup_entry=set_up))
    mock_platform(hass, f"{DOMAIN}.config_flow")
    setup_test_component_platform(hass, ASSIST_SATELLITE, [satellite], from_config_entry=True)
    assert await async_setup_component(hass, ASSIST_SATELLITE, {})
    entry = MockConfigEntry(domain=DOMAIN)
    entry.add_to_hass(hass)
    with mock_config_flow(DOMAIN, ConfigFlow):
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert satellite.entity_id == SATELLITE
    return satellite
