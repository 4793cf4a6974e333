"""What the page System health shows: which devices are connected, and which servers answer."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

import aiohttp
from homeassistant.components import system_health
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.loader import async_get_integration

from .account.entry_settings import EntrySettings
from .cic import DEFAULT_AUTH_URL, DEFAULT_BASE_URL, ConnectFailedError
from .cic.address import host_and_port
from .cic.dial import dial
from .const import DOMAIN
from .tls import ALPN_HTTP11_ONLY, tls_factory

LIMIT: Final = 5.0  # seconds for a server to answer; the page waits for it

type Outcome = str | dict[str, str]


@callback
def async_register(hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Tell who is to be asked."""
    register.async_register_info(
        async_health, manage_url=f"/config/integrations/integration/{DOMAIN}"
    )


async def async_health(hass: HomeAssistant) -> dict[str, Any]:
    """Return versions, devices, and questions to the servers that are still to be answered."""
    entries = hass.config_entries.async_entries(DOMAIN, include_ignore=False)
    settings = [EntrySettings.of(entry) for entry in entries]
    clouds = {(one.base_url, one.verify_ssl) for one in settings} or {(DEFAULT_BASE_URL, True)}
    auths = {(one.auth_url, one.verify_ssl) for one in settings if one.auth_url is not None}
    if not entries:
        auths = {(DEFAULT_AUTH_URL, True)}
    connected = sum(
        entry.state is ConfigEntryState.LOADED and entry.runtime_data.data.connected
        for entry in entries
    )
    integration = await async_get_integration(hass, DOMAIN)
    info: dict[str, Any] = {
        "version": str(integration.version),
        "devices": len(entries),
        "connected_devices": connected,
        "can_reach_cic": _async_all(hass, _async_reach_cic, clouds),
    }
    if auths:
        info["can_reach_auth"] = _async_all(hass, _async_reach_auth, auths)
    return info


async def _async_all(
    hass: HomeAssistant,
    reach: Callable[[HomeAssistant, str, bool], Coroutine[Any, Any, Outcome]],
    servers: Iterable[tuple[str, bool]],
) -> Outcome:
    """Ask all servers at once; the first that does not answer is the outcome."""
    outcomes = await asyncio.gather(*(reach(hass, url, verify) for url, verify in sorted(servers)))
    return next((outcome for outcome in outcomes if outcome != "ok"), "ok")


async def _async_reach_cic(hass: HomeAssistant, base_url: str, verify: bool) -> Outcome:
    """Dial with TLS and HTTP/2. No channel is asked for: that would close the one that is open."""
    tls = await tls_factory(hass, verify=verify)()
    try:
        connection = await dial(*host_and_port(base_url), tls, limit=LIMIT)
    except ConnectFailedError as err:
        return {"type": "failed", "error": str(err)}
    await connection.aclose()
    return "ok"


async def _async_reach_auth(hass: HomeAssistant, auth_url: str, verify: bool) -> Outcome:
    """Ask for the bare address, without any secret; whatever the answer is, there is one."""
    tls = await tls_factory(hass, verify=verify, alpn=ALPN_HTTP11_ONLY)()
    session = async_get_clientsession(hass, verify)
    try:
        async with (
            asyncio.timeout(LIMIT),
            session.get(auth_url, ssl=tls, allow_redirects=False),
        ):
            return "ok"
    except aiohttp.ClientConnectorCertificateError:
        return {"type": "failed", "error": "tls: the certificate was refused"}
    except TimeoutError:
        return {"type": "failed", "error": "timeout"}
    except aiohttp.ClientError, OSError:
        return {"type": "failed", "error": "unreachable"}
