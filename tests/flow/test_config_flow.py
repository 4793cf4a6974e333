"""Adding a device that has its token, over real TLS on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
import socket
from typing import Any
from uuid import UUID

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_DEVICE_ID, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.clova_cic import client
from custom_components.clova_cic.account.credentials import Credentials, CredentialStore
from custom_components.clova_cic.account.entry_settings import SignIn
from custom_components.clova_cic.cic import DEFAULT_BASE_URL
from custom_components.clova_cic.const import (
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_DEVICE_TAGS,
    CONF_SIGN_IN,
    DOMAIN,
)
from custom_components.clova_cic.flow.schemas import FORMS
from emulator import Emulator, Fault, FaultKind, Place
from tests.flow.dialogs import choose, fill_in, sign_in
from tests.ha import form, free_port, hurry, set_up, trust

OTHER_TOKEN = "other-token-5f3c"


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


async def submit(hass: HomeAssistant, user_input: dict[str, Any]) -> ConfigFlowResult:
    """Fill in the dialog of a server of one's own and wait for what follows."""
    return await sign_in(hass, "own_server", user_input)


@asynccontextmanager
async def plain_server() -> AsyncIterator[str]:
    """Run a server that knows no TLS; yields its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_device_is_added(hass: HomeAssistant, cloud: Emulator) -> None:
    address = cloud.base_url.removeprefix("https://")
    result = await submit(hass, form(cloud, base_url=f" {address} "))

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "CLOVA"
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data == {
        CONF_BASE_URL: cloud.base_url,
        CONF_VERIFY_SSL: True,
        CONF_DEVICE_ID: entry.unique_id,
        CONF_SIGN_IN: "own_server",
        CONF_DEVICE_TAGS: [],
    }
    assert entry.minor_version == 2
    stored = await CredentialStore.of(hass, entry).async_load()
    assert stored is not None
    assert stored.device_uuid is not None
    assert UUID(stored.device_uuid)
    assert replace(stored, device_uuid=None) == Credentials(
        access_token=cloud.token, has_connected=True
    )


async def test_the_form_offers_the_cloud_and_verifies_its_certificate(hass: HomeAssistant) -> None:
    flow_id = await choose(hass, "token")
    shown = FORMS[SignIn.TOKEN]({CONF_ACCESS_TOKEN: "x", "renewal": {}, "servers": {}})
    assert hass.config_entries.flow.async_get(flow_id)["step_id"] == "token"
    assert shown["servers"] == {
        CONF_BASE_URL: "https://prod-ni-cic.clova.ai",
        CONF_AUTH_URL: "https://auth.clova.ai",
        CONF_VERIFY_SSL: True,
    }


@pytest.mark.cic("CIC-T-014")
async def test_the_test_connection_is_closed_before_the_device_connects(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await submit(hass, form(cloud))
    assert cloud.connections_made == 2
    assert cloud.connections_open == 1
    assert cloud.downchannels_open == 1


FAULTS = [
    (Fault(FaultKind.HTTP11), "base", "alpn"),
    (Fault(FaultKind.CLOSE_AT_ONCE), "base", "connection_lost"),
    (Fault(FaultKind.NO_HELLO), "base", "hello"),
    (Fault(FaultKind.RESET, on=Place.DOWNCHANNEL), "base", "broken_off"),
    (Fault(FaultKind.DOWNCHANNEL_STATUS, status=401), CONF_ACCESS_TOKEN, "token"),
    (Fault(FaultKind.DOWNCHANNEL_STATUS, status=429), "base", "too_many_downchannels"),
    (Fault(FaultKind.DOWNCHANNEL_STATUS, status=500), "base", "downchannel_status"),
    (Fault(FaultKind.DOWNCHANNEL_STATUS, status=418, body=False), "base", "downchannel_status"),
]


@pytest.mark.parametrize(("fault", "field", "key"), FAULTS, ids=[key for _, _, key in FAULTS])
@pytest.mark.cic("CIC-T-066", "CIC-SY-021")
async def test_a_failure_names_its_stage_and_can_be_mended(
    hass: HomeAssistant, cloud: Emulator, fault: Fault, field: str, key: str
) -> None:
    cloud.inject(fault)
    result = await submit(hass, form(cloud))
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {field: key}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["host"] == cloud.base_url.removeprefix("https://")
    assert not hass.config_entries.async_entries(DOMAIN)

    again = await fill_in(hass, result["flow_id"], form(cloud))
    assert again["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()


async def test_a_wrong_token_is_told_at_its_field(hass: HomeAssistant, cloud: Emulator) -> None:
    result = await submit(hass, form(cloud, access_token="wrong-token"))
    assert result["errors"] == {CONF_ACCESS_TOKEN: "token"}


async def test_a_closed_port_is_a_matter_of_tcp(
    hass: HomeAssistant, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    result = await submit(
        hass,
        {
            CONF_BASE_URL: f"127.0.0.1:{free_port()}",
            CONF_ACCESS_TOKEN: "x",
            CONF_VERIFY_SSL: True,
            "auth_server": {},
        },
    )
    assert result["errors"] == {"base": "tcp"}


async def test_a_server_without_tls_is_a_matter_of_tls(
    hass: HomeAssistant, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with plain_server() as address:
        result = await submit(
            hass,
            {
                CONF_BASE_URL: address,
                CONF_ACCESS_TOKEN: "x",
                CONF_VERIFY_SSL: True,
                "auth_server": {},
            },
        )
    assert result["errors"] == {"base": "tls"}


async def test_an_unknown_name_is_a_matter_of_dns(
    hass: HomeAssistant, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_found(*args: Any, **options: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", not_found)
    result = await submit(
        hass,
        {
            CONF_BASE_URL: "cloud.invalid",
            CONF_ACCESS_TOKEN: "x",
            CONF_VERIFY_SSL: True,
            "auth_server": {},
        },
    )
    assert result["errors"] == {"base": "dns"}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["host"] == "cloud.invalid"


async def test_an_unknown_certificate_is_refused_unless_the_user_says_so(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    # In debug mode the emulator's half of a refused handshake counts as an uncaught exception.
    hass.loop.set_debug(False)
    result = await submit(hass, form(emulator))
    assert result["errors"] == {"base": "certificate"}

    again = await fill_in(hass, result["flow_id"], form(emulator, verify_ssl=False))
    assert again["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert again["result"].state is ConfigEntryState.LOADED


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({CONF_BASE_URL: "http://cloud.example"}, {CONF_BASE_URL: "http_refused"}),
        ({CONF_BASE_URL: "http://localhost"}, {CONF_BASE_URL: "http_refused"}),
        ({CONF_BASE_URL: "cloud.example:0"}, {CONF_BASE_URL: "invalid_address"}),
        ({CONF_BASE_URL: "cloud.example/v1"}, {CONF_BASE_URL: "invalid_address"}),
        ({CONF_BASE_URL: " "}, {CONF_BASE_URL: "invalid_address"}),
        (
            {CONF_BASE_URL: DEFAULT_BASE_URL, CONF_VERIFY_SSL: False},
            {CONF_VERIFY_SSL: "verify_ssl_required"},
        ),
        ({CONF_ACCESS_TOKEN: "  "}, {CONF_ACCESS_TOKEN: "token_missing"}),
        ({CONF_ACCESS_TOKEN: "Bearer abc"}, {CONF_ACCESS_TOKEN: "invalid_token"}),
        ({CONF_ACCESS_TOKEN: "abc\r\nx-evil: 1"}, {CONF_ACCESS_TOKEN: "invalid_token"}),
        ({CONF_ACCESS_TOKEN: "토큰"}, {CONF_ACCESS_TOKEN: "invalid_token"}),
    ],
)
async def test_what_cannot_be_right_is_told_without_a_connection(
    hass: HomeAssistant, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    # Sockets are disabled in this test, so an attempt to connect would fail otherwise.
    result = await submit(
        hass,
        {
            CONF_BASE_URL: "cloud.example",
            CONF_ACCESS_TOKEN: "x",
            CONF_VERIFY_SSL: True,
            "auth_server": {},
        }
        | changes,
    )
    assert result["errors"] == errors


@pytest.mark.cic("CIC-T-014")
async def test_the_token_of_another_entry_is_refused_without_disturbing_it(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await set_up(hass, cloud, title="Kitchen")
    result = await submit(hass, form(cloud, access_token=f" {cloud.token}\n"))
    assert result["errors"] == {CONF_ACCESS_TOKEN: "token_in_use"}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["other"] == "Kitchen"
    assert cloud.connections_made == 1


async def test_further_devices_get_names_of_their_own(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.tokens.add(OTHER_TOKEN)
    await submit(hass, form(cloud))
    result = await submit(hass, form(cloud, access_token=OTHER_TOKEN))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "CLOVA 2"
    assert hass.states.get("conversation.clova_2") is not None


async def test_a_fault_of_our_own_is_told_and_can_be_tried_again(
    hass: HomeAssistant,
    cloud: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(client, "probe", fail)
        result = await submit(hass, form(cloud))
    assert result["errors"] == {"base": "unknown"}
    assert "ZeroDivisionError" in caplog.text
    again = await fill_in(hass, result["flow_id"], form(cloud))
    assert again["type"] is FlowResultType.CREATE_ENTRY
