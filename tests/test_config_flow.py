"""The dialogs: adding a device, changing it, signing in again; over real TLS on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
import socket
from typing import Any
from uuid import UUID

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_DEVICE_ID, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
import pytest

from custom_components.clova_cic.cic import DEFAULT_BASE_URL
from custom_components.clova_cic.const import CONF_BASE_URL, DOMAIN
from custom_components.clova_cic.credentials import Credentials, CredentialStore
from emulator import Emulator, Fault, FaultKind, Place
from tests.ha import (
    CONNECTIVITY,
    LIMIT,
    add_entry,
    coordinator_of,
    form,
    free_port,
    hurry,
    prepare,
    set_up,
    trust,
    wait_for_state,
)

OTHER_TOKEN = "other-token-5f3c"


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


async def open_form(hass: HomeAssistant) -> str:
    """Open the dialog and return its id."""
    await prepare(hass)
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert result["type"] is FlowResultType.FORM
    assert not result["errors"]
    return result["flow_id"]


async def submit(hass: HomeAssistant, user_input: dict[str, Any]) -> ConfigFlowResult:
    """Open the dialog, fill it in and wait for what follows."""
    flow_id = await open_form(hass)
    result = await hass.config_entries.flow.async_configure(flow_id, user_input)
    await hass.async_block_till_done()
    return result


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
    }
    stored = await CredentialStore.of(hass, entry).async_load()
    assert stored is not None
    assert stored.device_uuid is not None
    assert UUID(stored.device_uuid)
    assert replace(stored, device_uuid=None) == Credentials(
        access_token=cloud.token, has_connected=True
    )


async def test_the_form_offers_the_cloud_and_verifies_its_certificate(hass: HomeAssistant) -> None:
    await prepare(hass)
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    schema = result["data_schema"]
    assert schema is not None
    shown = schema({CONF_ACCESS_TOKEN: "x"})
    assert shown[CONF_BASE_URL] == "https://prod-ni-cic.clova.ai"
    assert shown[CONF_VERIFY_SSL] is True


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

    again = await hass.config_entries.flow.async_configure(result["flow_id"], form(cloud))
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
        },
    )
    assert result["errors"] == {"base": "tcp"}


async def test_a_server_without_tls_is_a_matter_of_tls(
    hass: HomeAssistant, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with plain_server() as address:
        result = await submit(
            hass, {CONF_BASE_URL: address, CONF_ACCESS_TOKEN: "x", CONF_VERIFY_SSL: True}
        )
    assert result["errors"] == {"base": "tls"}


async def test_an_unknown_name_is_a_matter_of_dns(
    hass: HomeAssistant, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_found(*args: Any, **options: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", not_found)
    result = await submit(
        hass, {CONF_BASE_URL: "cloud.invalid", CONF_ACCESS_TOKEN: "x", CONF_VERIFY_SSL: True}
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

    again = await hass.config_entries.flow.async_configure(
        result["flow_id"], form(emulator, verify_ssl=False)
    )
    assert again["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert again["result"].state is ConfigEntryState.LOADED


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({CONF_BASE_URL: "http://cloud.example"}, {CONF_BASE_URL: "invalid_address"}),
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
        {CONF_BASE_URL: "cloud.example", CONF_ACCESS_TOKEN: "x", CONF_VERIFY_SSL: True} | changes,
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


async def test_two_dialogs_do_not_take_the_same_token(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.DOWNCHANNEL, seconds=0.2))
    first, second = await open_form(hass), await open_form(hass)
    added = hass.async_create_task(
        hass.config_entries.flow.async_configure(first, form(cloud)), eager_start=True
    )
    await cloud.wait_for(lambda: cloud.connections_made == 1, LIMIT)
    refused = await hass.config_entries.flow.async_configure(second, form(cloud))
    assert refused["type"] is FlowResultType.ABORT
    assert refused["reason"] == "already_in_progress"
    assert (await added)["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()


async def test_further_devices_get_names_of_their_own(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.tokens.add(OTHER_TOKEN)
    await submit(hass, form(cloud))
    result = await submit(hass, form(cloud, access_token=OTHER_TOKEN))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "CLOVA 2"
    assert hass.states.get("conversation.clova_2") is not None


async def test_a_dialog_closed_during_its_test_leaves_nothing_behind(
    hass: HomeAssistant, cloud: Emulator, hass_storage: dict[str, Any]
) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.DOWNCHANNEL, seconds=0.2))
    flow_id = await open_form(hass)
    running = hass.async_create_task(
        hass.config_entries.flow.async_configure(flow_id, form(cloud)), eager_start=True
    )
    await cloud.wait_for(lambda: cloud.connections_made == 1, LIMIT)
    hass.config_entries.flow.async_abort(flow_id)
    with pytest.raises(UnknownFlow):
        await running
    assert not hass.config_entries.async_entries(DOMAIN)
    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


@pytest.mark.cic("CIC-T-014", "CIC-T-016")
async def test_reconfiguring_moves_the_device_to_another_address(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await set_up(hass, cloud)
    before = dict(entry.data)
    port = cloud.base_url.rpartition(":")[2]
    result = await entry.start_reconfigure_flow(hass)
    assert result["type"] is FlowResultType.FORM
    assert CONF_ACCESS_TOKEN not in str(result["description_placeholders"])

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_BASE_URL: f"127.0.0.1:{port}", CONF_VERIFY_SSL: False}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == before | {
        CONF_BASE_URL: f"https://127.0.0.1:{port}",
        CONF_VERIFY_SSL: False,
    }
    assert entry.unique_id == before[CONF_DEVICE_ID]
    await wait_for_state(hass, CONNECTIVITY, "on")
    stored = await CredentialStore.of(hass, entry).async_load()
    assert stored is not None
    assert stored.access_token == cloud.token


async def test_reconfiguring_may_bring_a_new_token(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.tokens.add(OTHER_TOKEN)
    entry = await set_up(hass, cloud)
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], form(cloud, access_token=OTHER_TOKEN)
    )
    await hass.async_block_till_done()
    assert result["reason"] == "reconfigure_successful"
    assert CONF_ACCESS_TOKEN not in entry.data
    await cloud.wait_for(
        lambda: cloud.requests[-1].header("authorization") == f"Bearer {OTHER_TOKEN}", LIMIT
    )


async def test_a_reconfiguration_that_fails_leaves_the_device_as_it_was(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await set_up(hass, cloud)
    before = dict(entry.data)
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {CONF_BASE_URL: f"127.0.0.1:{free_port()}", CONF_VERIFY_SSL: True},
    )
    assert result["errors"] == {"base": "tcp"}
    assert entry.data == before
    await wait_for_state(hass, CONNECTIVITY, "on")
    assert cloud.downchannels_open == 1

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_BASE_URL: cloud.base_url, CONF_VERIFY_SSL: True}
    )
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()


async def test_an_entry_unloaded_during_its_test_stays_unloaded(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await set_up(hass, cloud)
    running = coordinator_of(entry)
    flow = await entry.start_reconfigure_flow(hass)
    cloud.inject(Fault(FaultKind.NO_HELLO))
    testing = hass.async_create_task(
        hass.config_entries.flow.async_configure(flow["flow_id"], form(cloud)), eager_start=True
    )
    await cloud.wait_for(lambda: cloud.connections_made == 2, LIMIT)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert (await testing)["errors"] == {"base": "hello"}
    assert running._task.done()


async def test_reconfiguring_without_any_token_asks_for_one(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await prepare(hass)
    entry = await add_entry(hass, cloud.base_url, None)
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_BASE_URL: cloud.base_url, CONF_VERIFY_SSL: True}
    )
    assert result["errors"] == {CONF_ACCESS_TOKEN: "token_missing"}

    result = await hass.config_entries.flow.async_configure(result["flow_id"], form(cloud))
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED


async def test_signing_in_again_takes_a_new_token(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.tokens.add(OTHER_TOKEN)
    entry = await set_up(hass, cloud)
    device_uuid = coordinator_of(entry).credentials.device_uuid
    result = await entry.start_reauth_flow(hass)
    assert result["step_id"] == "reauth_confirm"

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_ACCESS_TOKEN: "still-wrong"}
    )
    assert result["errors"] == {CONF_ACCESS_TOKEN: "token"}
    await wait_for_state(hass, CONNECTIVITY, "on")
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_ACCESS_TOKEN: OTHER_TOKEN}
    )
    await hass.async_block_till_done()
    assert result["reason"] == "reauth_successful"
    stored = await CredentialStore.of(hass, entry).async_load()
    assert stored is not None
    assert stored.device_uuid == device_uuid
    assert replace(stored, device_uuid=None) == Credentials(
        access_token=OTHER_TOKEN, has_connected=True
    )
    assert coordinator_of(entry).credentials.access_token == OTHER_TOKEN
    await wait_for_state(hass, CONNECTIVITY, "on")
