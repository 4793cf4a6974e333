"""CLOVA for Home Assistant: set-up and tear-down of an entry."""

from dataclasses import replace
from typing import Final
from uuid import uuid4

from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.typing import ConfigType

from .actions import async_setup_actions
from .cic import Dispatcher, Event
from .client import async_client_config
from .const import CONF_BASE_URL, DOMAIN
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .credentials import CredentialStore
from .entity import device_info
from .handlers import HANDLERS
from .voice import Voice

PLATFORMS: Final = [
    Platform.BINARY_SENSOR,
    Platform.CONVERSATION,
    Platform.EVENT,
    Platform.SENSOR,
    Platform.STT,
    Platform.TTS,
]

CONFIG_SCHEMA: Final = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, which are there even while no entry is loaded."""
    async_setup_actions(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ClovaConfigEntry) -> bool:
    """Connect and add the entities.

    An entry that has been ready before comes up at once and connects in the background.
    """
    store = CredentialStore.of(hass, entry)
    credentials = await store.async_load()
    if credentials is None:
        raise ConfigEntryAuthFailed(
            translation_domain=DOMAIN, translation_key="credentials_missing"
        )
    if credentials.device_uuid is None:
        credentials = replace(credentials, device_uuid=str(uuid4()))
        await store.async_save(credentials)
    coordinator = ClovaCoordinator(
        hass,
        entry,
        client_config=await async_client_config(hass, entry.data[CONF_BASE_URL]),
        credentials=credentials,
    )
    entry.runtime_data = coordinator

    async def send(event: Event) -> None:
        await coordinator.client.send(event)

    coordinator.voice = Voice(hass, entry, device_uuid=credentials.device_uuid or "", send=send)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, **device_info(entry)
    )
    handlers = [handler(coordinator) for handler in HANDLERS]
    coordinator.async_equip(Dispatcher(handlers), device.id)
    coordinator.async_start()
    entry.async_on_unload(
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, coordinator.async_stop)
    )
    if not credentials.has_connected:
        await coordinator.async_wait_for_first_connection()
        await store.async_save(replace(credentials, has_connected=True))
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ClovaConfigEntry) -> bool:
    """Remove the entities; Home Assistant then cancels the connection's task, which says GOAWAY."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    coordinator = entry.runtime_data
    coordinator.voice.silence()
    if coordinator.client.ready:
        await coordinator.voice.reports.async_close()
    return True


async def async_remove_entry(hass: HomeAssistant, entry: ClovaConfigEntry) -> None:
    """Forget the token."""
    await CredentialStore.of(hass, entry).async_remove()
