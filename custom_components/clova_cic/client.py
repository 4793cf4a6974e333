"""How this integration introduces itself to CIC."""

import platform
from typing import Final

from homeassistant.const import __version__ as ha_version
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration

from .cic import ClientConfig, StaticToken, build_user_agent, probe
from .const import DOMAIN
from .tls import tls_factory

USER_AGENT_MANUFACTURER: Final = "Home Assistant"
USER_AGENT_PRODUCT: Final = "clova-cic"
UNKNOWN_HARDWARE: Final = "unknown"  # platform.machine() is empty where it cannot be told


async def async_client_config(hass: HomeAssistant, base_url: str) -> ClientConfig:
    """Describe a client of `base_url`, with a User-Agent of the form CIC-T-005."""
    integration = await async_get_integration(hass, DOMAIN)
    return ClientConfig(
        base_url=base_url,
        user_agent=build_user_agent(
            USER_AGENT_MANUFACTURER,
            USER_AGENT_PRODUCT,
            str(integration.version),
            f"Home Assistant {ha_version}",
            platform.machine() or UNKNOWN_HARDWARE,
        ),
    )


async def async_probe(
    hass: HomeAssistant, *, base_url: str, verify_ssl: bool, access_token: str
) -> None:
    """Dial, open the downchannel, wait for Hello and hang up; raises the CicError of the stage."""
    await probe(
        await async_client_config(hass, base_url),
        token=StaticToken(access_token),
        tls=tls_factory(hass, verify=verify_ssl),
    )
