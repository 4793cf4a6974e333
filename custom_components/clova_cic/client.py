"""How this integration introduces itself to CIC."""

import platform
from typing import Final

from homeassistant.const import __version__ as ha_version
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration

from .account.entry_settings import EntrySettings
from .cic import ClientConfig, TokenProvider, build_user_agent, probe
from .const import DOMAIN
from .tls import tls_factory

USER_AGENT_MANUFACTURER: Final = "Home Assistant"
USER_AGENT_PRODUCT: Final = "clova-cic"
UNKNOWN_HARDWARE: Final = "unknown"  # platform.machine() is empty where it cannot be told


async def async_client_config(
    hass: HomeAssistant,
    base_url: str,
    *,
    user_agent: str | None = None,
    device_tags: tuple[str, ...] = (),
) -> ClientConfig:
    """Describe a client of `base_url`; without a User-Agent, with one of the form CIC-T-005."""
    return ClientConfig(
        base_url=base_url,
        user_agent=user_agent or await _async_own_user_agent(hass),
        device_tags=device_tags,
    )


async def _async_own_user_agent(hass: HomeAssistant) -> str:
    integration = await async_get_integration(hass, DOMAIN)
    return build_user_agent(
        USER_AGENT_MANUFACTURER,
        USER_AGENT_PRODUCT,
        str(integration.version),
        f"Home Assistant {ha_version}",
        platform.machine() or UNKNOWN_HARDWARE,
    )


async def async_config_of(hass: HomeAssistant, settings: EntrySettings) -> ClientConfig:
    """Describe the client that an entry's settings ask for."""
    return await async_client_config(
        hass,
        settings.base_url,
        user_agent=settings.user_agent,
        device_tags=settings.device_tags,
    )


async def async_probe(
    hass: HomeAssistant, settings: EntrySettings, provider: TokenProvider
) -> None:
    """Dial, open the downchannel, wait for Hello and hang up; raises the CicError of the stage."""
    await probe(
        await async_config_of(hass, settings),
        token=provider,
        tls=tls_factory(hass, verify=settings.verify_ssl),
    )
