"""System health: which devices are connected, and whether both servers can be reached."""

from typing import Any

from aiohttp import ThreadedResolver
from homeassistant.core import HomeAssistant
from homeassistant.helpers import aiohttp_client
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info

from custom_components.clova_cic import system_health
from custom_components.clova_cic.account.credentials import Credentials
from custom_components.clova_cic.const import DOMAIN
from emulator import Emulator, Fault, FaultKind
from tests.ha import add_entry, coordinator_of, free_port, hurry, prepare, set_up, trust


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts, beside the page."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    # The test plugin's resolver lives for one test only.
    resolver = ThreadedResolver()
    monkeypatch.setattr(aiohttp_client, "_async_make_resolver", lambda _: resolver)
    monkeypatch.setattr(resolver, "real_close", resolver.close, raising=False)
    monkeypatch.setattr(system_health, "DEFAULT_BASE_URL", emulator.base_url)
    monkeypatch.setattr(system_health, "DEFAULT_AUTH_URL", emulator.auth_url)
    await prepare(hass)
    assert await async_setup_component(hass, "system_health", {})
    assert await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()
    return emulator


async def health(hass: HomeAssistant) -> dict[str, Any]:
    """Return what the page shows, with every question answered."""
    info = await get_system_health_info(hass, DOMAIN)
    for key, value in info.items():
        if hasattr(value, "__await__"):
            info[key] = await value
    return info


async def test_a_connected_device(hass: HomeAssistant, cloud: Emulator) -> None:
    entry = await set_up(hass, cloud)
    hass.config_entries.async_update_entry(entry, data={**entry.data, "auth_url": cloud.auth_url})
    assert await health(hass) == {
        "version": "0.1.0",
        "devices": 1,
        "connected_devices": 1,
        "can_reach_cic": "ok",
        "can_reach_auth": "ok",
    }
    # Asking has not pushed the device off its channel.
    assert coordinator_of(entry).client.ready
    assert coordinator_of(entry).stats.losses == 0


async def test_without_a_device_the_servers_of_the_vendor_are_asked(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    info = await health(hass)
    assert (info["devices"], info["connected_devices"]) == (0, 0)
    assert (info["can_reach_cic"], info["can_reach_auth"]) == ("ok", "ok")


async def test_a_device_without_an_authorization_server_asks_none(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await set_up(hass, cloud)
    assert "can_reach_auth" not in await health(hass)


async def test_a_server_that_does_not_answer_is_told_with_its_stage(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await add_entry(hass, f"https://localhost:{free_port()}", Credentials(access_token="x"))
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "auth_url": f"https://localhost:{free_port()}"}
    )
    info = await health(hass)
    assert (info["devices"], info["connected_devices"]) == (1, 0)
    assert info["can_reach_cic"] == {
        "type": "failed",
        "error": "tcp: the connection was refused",
    }
    assert info["can_reach_auth"] == {"type": "failed", "error": "unreachable"}


async def test_a_server_that_is_none_of_clovas(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.inject(Fault(FaultKind.HTTP11))
    info = await health(hass)
    assert info["can_reach_cic"]["error"] == "alpn: the server does not offer HTTP/2"


async def test_certificates_that_nobody_knows(
    hass: HomeAssistant, cloud: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In debug mode the emulator's half of a refused handshake counts as an uncaught exception.
    hass.loop.set_debug(False)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    info = await health(hass)
    assert info["can_reach_cic"]["error"].startswith("tls: the certificate was refused")
    assert info["can_reach_auth"]["error"].startswith("tls: the certificate was refused")


async def test_an_authorization_server_that_hangs(
    hass: HomeAssistant, cloud: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    hass.loop.set_debug(False)  # see above
    monkeypatch.setattr(system_health, "LIMIT", 0.0)
    info = await health(hass)
    assert info["can_reach_auth"] == {"type": "failed", "error": "timeout"}
