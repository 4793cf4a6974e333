"""What a user can send along with a question, without anything secret.

It works for an entry whose set-up failed as well: the history says at which stage.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from homeassistant.components.diagnostics import REDACTED
from homeassistant.const import CONF_VERIFY_SSL, __version__ as ha_version
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.loader import async_get_integration

from .account.credentials import Credentials, CredentialStore
from .account.entry_settings import EntrySettings
from .client import async_config_of
from .const import (
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_DIRECTIVE_CONTENT,
    CONF_LANGUAGE,
    CONF_SHARE_LOCATION,
    CONF_SIGN_IN,
    CONF_USER_AGENT,
    DOMAIN,
)
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .options import ClovaOptions
from .records import async_stats_of

# Shown as they are; everything else that an entry holds, now or in a later release, is not.
# The addresses may stay: most questions are about them.
SHOWN_DATA: Final = {
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_SIGN_IN,
    CONF_USER_AGENT,
    CONF_VERIFY_SSL,
}
SHOWN_OPTIONS: Final = {CONF_DIRECTIVE_CONTENT, CONF_LANGUAGE, CONF_SHARE_LOCATION}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: ClovaConfigEntry
) -> dict[str, Any]:
    """Return versions, entry, connection history and counters; no token, no id, no sentence."""
    integration = await async_get_integration(hass, DOMAIN)
    config = await async_config_of(hass, EntrySettings.of(entry))
    stats = async_stats_of(hass, entry.entry_id)
    return {
        "home_assistant_version": ha_version,
        "integration_version": str(integration.version),
        "user_agent": config.user_agent,
        "entry": {
            "state": entry.state.value,
            "problem": entry.error_reason_translation_key,
            "version": f"{entry.version}.{entry.minor_version}",
            "source": entry.source,
            "created_at": entry.created_at.isoformat(),
            "modified_at": entry.modified_at.isoformat(),
            "data": _redacted(entry.data, SHOWN_DATA),
            "options": _redacted(entry.options, SHOWN_OPTIONS),
        },
        "credentials": _credentials(await CredentialStore.of(hass, entry).async_load()),
        "speaker": _speaker(hass, ClovaOptions.of(hass, entry).speaker),
        "device": _device(_coordinator(entry)),
        "last_trouble": str(stats.trouble) if stats.trouble else None,
        "statistics": stats.as_dict(),
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: ClovaConfigEntry, device: dr.DeviceEntry
) -> dict[str, Any]:
    """Return the same for the one device of an entry, and how its entities are."""
    entities = er.async_entries_for_device(
        er.async_get(hass), device.id, include_disabled_entities=True
    )
    return {
        **await async_get_config_entry_diagnostics(hass, entry),
        "entities": [_entity(hass, entity) for entity in entities],
    }


def _redacted(content: Mapping[str, Any], shown: set[str]) -> dict[str, Any]:
    """Hide what is not on the list; that something is empty may be seen."""
    return {
        key: value if key in shown or value in (None, "", []) else REDACTED
        for key, value in content.items()
    }


def _credentials(stored: Credentials | None) -> dict[str, Any] | None:
    """Tell what there is, not what it is."""
    if stored is None:
        return None
    return {
        "access_token": REDACTED,
        "refresh_token": REDACTED if stored.refresh_token else None,
        "expires_at": stored.expires_at,
        "has_connected": stored.has_connected,
    }


def _speaker(hass: HomeAssistant, entity_id: str | None) -> dict[str, Any] | None:
    """Tell what kind of player the speaker is and how it does; its name is that of a room."""
    if entity_id is None:
        return None
    state = hass.states.get(entity_id)
    entity = er.async_get(hass).async_get(entity_id)
    return {
        "integration": entity.platform if entity else None,
        "state": state.state if state else None,
        "supported_features": int(state.attributes.get("supported_features", 0)) if state else None,
    }


def _coordinator(entry: ClovaConfigEntry) -> ClovaCoordinator | None:
    """Return the running part of an entry, None if it never came that far."""
    return getattr(entry, "runtime_data", None)


def _device(coordinator: ClovaCoordinator | None) -> dict[str, Any] | None:
    """Tell what the running device knows."""
    if coordinator is None:
        return None
    last = coordinator.data.last_directive
    return {
        "connected": coordinator.data.connected,
        "last_directive": asdict(last) if last else None,
        "context_objects": [f"{state.namespace}.{state.name}" for state in coordinator.context()],
        "misfits": coordinator.dispatcher.misfits,
    }


def _entity(hass: HomeAssistant, entity: er.RegistryEntry) -> dict[str, Any]:
    """Tell which entity it is by its key, and whether it works."""
    state = hass.states.get(entity.entity_id)
    return {
        "platform": entity.domain,
        # A unique id is the device's id, which is not shown, and the key.
        "key": entity.unique_id.rpartition("-")[2],
        "disabled_by": entity.disabled_by.value if entity.disabled_by else None,
        "available": state is not None and state.state != "unavailable",
    }
