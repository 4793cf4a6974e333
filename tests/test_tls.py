"""The TLS contexts that the client gets."""

import asyncio
import ssl
import threading

from homeassistant.core import HomeAssistant
from homeassistant.util import ssl as ha_ssl
import pytest

from custom_components.clova_cic import tls


@pytest.mark.parametrize("verify", [True, False])
async def test_certificates_are_checked_as_told(hass: HomeAssistant, verify: bool) -> None:
    context = await tls.tls_factory(hass, verify=verify)()
    assert context.check_hostname is verify
    assert (context.verify_mode is ssl.CERT_REQUIRED) is verify


async def test_contexts_that_others_use_are_left_alone(hass: HomeAssistant) -> None:
    context = await tls.tls_factory(hass, verify=True)()
    assert context is not ha_ssl.get_default_context()
    unchecked = await tls.tls_factory(hass, verify=False)()
    assert unchecked is not ha_ssl.get_default_no_verify_context()


async def test_contexts_are_not_built_in_the_event_loop(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def build(*args: object) -> ssl.SSLContext:
        threads.append(threading.get_ident())
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    monkeypatch.setattr(tls, "create_client_context", build)
    await tls.tls_factory(hass, verify=True)()
    assert asyncio.get_running_loop() is hass.loop
    assert threads
    assert threads != [threading.get_ident()]


async def test_a_reconnect_finds_its_context_made(hass: HomeAssistant) -> None:
    make = tls.tls_factory(hass, verify=True)
    assert await make() is await make()
    assert await make() is not await tls.tls_factory(hass, verify=True)()
