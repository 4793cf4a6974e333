"""CLOVA for Home Assistant: set-up and tear-down of an entry."""

from typing import Final

from homeassistant.const import CONF_DEVICE_ID, EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import HassJob, HomeAssistant
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.typing import ConfigType

from .account.account import Account
from .account.credentials import CredentialStore
from .account.entry_settings import ENTRY_MINOR_VERSION, ENTRY_VERSION, EntrySettings, migrated_data
from .account.tokens import async_auth_api, async_revoke, pair_of
from .actions import async_setup_actions
from .alerts.keeper import AlertKeeper
from .alerts.telling import AlertTeller
from .cic import Dispatcher
from .client import async_config_of
from .const import DOMAIN
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import device_info
from .handlers import HANDLERS
from .issues.connection import ConnectionIssues, async_close_issues
from .issues.machine import async_watch_url
from .notes.lists import NoteLists
from .notes.notifications import Notifications
from .records import async_forget_stats
from .settings.actions import async_setup_setting_action
from .settings.store import SettingsStore
from .speaker.lowered import LoweredStore

PLATFORMS: Final = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.CONVERSATION,
    Platform.EVENT,
    Platform.MEDIA_PLAYER,
    Platform.SELECT,
    Platform.NOTIFY,
    Platform.SENSOR,
    Platform.STT,
    Platform.SWITCH,
    Platform.TTS,
]

CONFIG_SCHEMA: Final = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, which are there even while no entry is loaded."""
    async_setup_actions(hass)
    async_setup_setting_action(hass)
    async_watch_url(hass)
    return True


async def async_migrate_entry(hass: HomeAssistant, entry: ClovaConfigEntry) -> bool:
    """Bring the data of an older entry into today's form; False for an entry of a newer release."""
    if entry.version > ENTRY_VERSION:
        return False
    if entry.minor_version < ENTRY_MINOR_VERSION:
        data = migrated_data(entry.data, entry.minor_version)
        hass.config_entries.async_update_entry(entry, data=data, minor_version=ENTRY_MINOR_VERSION)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ClovaConfigEntry) -> bool:
    """Connect and add the entities.

    An entry that has been ready before comes up at once and connects in the background.
    """
    account = await Account.async_load(hass, entry)
    coordinator = ClovaCoordinator(
        hass,
        entry,
        client_config=await async_config_of(hass, EntrySettings.of(entry)),
        account=account,
    )
    entry.runtime_data = coordinator
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, **device_info(entry)
    )
    await coordinator.async_load()
    handlers = [handler(coordinator) for handler in HANDLERS]
    entry.async_on_unload(coordinator.features.async_start())
    coordinator.async_equip(Dispatcher(handlers), device.id)
    issues = ConnectionIssues(hass, entry, coordinator.stats, coordinator.client_config)
    entry.async_on_unload(issues.async_watch())
    entry.async_on_unload(coordinator.announcer.async_tell)
    entry.async_on_unload(coordinator.speaker.close)
    entry.async_on_unload(
        coordinator.alerts.async_listen(AlertTeller(hass, entry, device.id).async_hear)
    )
    entry.async_on_unload(coordinator.alerts.async_end)
    coordinator.alerts.async_start()
    coordinator.async_start()
    coordinator.music.async_start()
    # Before Home Assistant cancels what runs, so that CLOVA hears of the silence.
    entry.async_on_unload(hass.async_add_shutdown_job(HassJob(coordinator.music.async_close)))
    entry.async_on_unload(hass.async_add_shutdown_job(HassJob(coordinator.alerts.async_close)))
    entry.async_on_unload(
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, coordinator.async_stop)
    )
    if not account.credentials.has_connected:
        await coordinator.async_wait_for_first_connection()
        await account.async_change(has_connected=True)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    await coordinator.notes.async_show()
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ClovaConfigEntry) -> bool:
    """Remove the entities; Home Assistant then cancels the connection's task, which says GOAWAY."""
    coordinator = entry.runtime_data
    platforms = [*PLATFORMS, *coordinator.notes.platforms]
    if not await hass.config_entries.async_unload_platforms(entry, platforms):
        return False
    await coordinator.alerts.async_close()
    await coordinator.music.async_close()
    coordinator.voice.silence()
    await coordinator.stage.async_close()
    if coordinator.client.ready:
        await coordinator.voice.reports.async_close()
    async_close_issues(hass, entry.entry_id)
    return True


async def async_remove_entry(hass: HomeAssistant, entry: ClovaConfigEntry) -> None:
    """Have the token revoked, as far as its server can be reached, and forget it."""
    store = CredentialStore.of(hass, entry)
    credentials = await store.async_load()
    api = async_auth_api(hass, EntrySettings.of(entry), entry.data[CONF_DEVICE_ID])
    if credentials is not None and api is not None:
        await async_revoke(api, pair_of(credentials))
    await store.async_remove()
    await AlertKeeper.async_forget(hass, entry)
    await SettingsStore.async_forget(hass, entry)
    await Notifications.async_forget(hass, entry)
    await NoteLists(hass, entry).async_remove_files()
    await LoweredStore(hass, entry).async_remove()
    async_close_issues(hass, entry.entry_id)
    async_forget_stats(hass, entry.entry_id)
