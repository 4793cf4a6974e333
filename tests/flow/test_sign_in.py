"""Signing in with an account or as a guest, against an authorization API over real TLS."""

from typing import Any
from uuid import UUID

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_DEVICE_ID, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.clova_cic.account.credentials import CredentialStore
from custom_components.clova_cic.const import (
    CONF_ACCOUNT_TOKEN,
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_DEVICE_TAGS,
    CONF_SIGN_IN,
    DOMAIN,
)
from emulator import Emulator
from emulator.auth.faults import AuthFault, AuthFaultKind
from emulator.auth.operations import Operation
from tests.flow.dialogs import CLIENT, account, choose, fill_in, servers, sign_in
from tests.ha import hurry, prepare, trust


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


@pytest.mark.cic("CIC-A-008", "CIC-A-033", "CIC-A-035")
async def test_an_account_of_naver_signs_in(hass: HomeAssistant, cloud: Emulator) -> None:
    result = await sign_in(hass, "naver", account(cloud))

    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    device_id = entry.unique_id
    assert device_id is not None
    assert str(UUID(device_id)) == device_id
    assert entry.data == {
        CONF_BASE_URL: cloud.base_url,
        CONF_AUTH_URL: cloud.auth_url,
        CONF_VERIFY_SSL: True,
        CONF_SIGN_IN: "naver",
        CONF_DEVICE_ID: device_id,
        CONF_DEVICE_TAGS: [],
        **CLIENT,
    }
    operations = [(record.operation, record.status) for record in cloud.auth.records]
    assert operations == [(Operation.AUTHORIZE, 200), (Operation.ISSUE, 200)]
    # No request had another token than the one that was issued.
    stored = await CredentialStore.of(hass, entry).async_load()
    assert stored is not None
    shown = {request.header("authorization") for request in cloud.requests}
    assert shown == {f"Bearer {stored.access_token}"}
    assert stored.refresh_token is not None
    assert stored.expires_at is not None


async def test_the_menu_offers_every_way(hass: HomeAssistant) -> None:
    await prepare(hass)
    menu = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert menu["menu_options"] == ["naver", "line", "guest", "token", "own_server"]


@pytest.mark.cic("CIC-A-031", "CIC-A-032", "CIC-A-034")
@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("line", {**CLIENT, CONF_ACCOUNT_TOKEN: "line-demo"}),
        ("guest", CLIENT),
    ],
)
async def test_other_ways_sign_in(
    hass: HomeAssistant, cloud: Emulator, way: str, typed: dict[str, str]
) -> None:
    result = await sign_in(hass, way, {**typed, "servers": servers(cloud)})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data[CONF_SIGN_IN] == way
    assert result["result"].state is ConfigEntryState.LOADED
    # The dialog is the app of a device without a screen: what it hands over is the code.
    operations = [record.operation for record in cloud.auth.records]
    assert operations == [Operation.AUTHORIZE, Operation.ISSUE]


@pytest.mark.parametrize("named", [{CONF_ACCOUNT_TOKEN: "naver-demo"}, {}])
async def test_a_server_of_ones_own_may_have_accounts(
    hass: HomeAssistant, cloud: Emulator, named: dict[str, str]
) -> None:
    typed = {
        CONF_BASE_URL: cloud.base_url,
        CONF_VERIFY_SSL: True,
        "auth_server": {CONF_AUTH_URL: cloud.auth_url, **CLIENT, **named},
    }
    result = await sign_in(hass, "own_server", typed)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data[CONF_SIGN_IN] == "own_server"
    assert result["result"].data[CONF_AUTH_URL] == cloud.auth_url


async def test_the_network_is_asked_in_the_background(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.auth.inject(AuthFault(kind=AuthFaultKind.LATENCY, seconds=0.1))
    flow_id = await choose(hass, "naver")
    result = await hass.config_entries.flow.async_configure(flow_id, account(cloud))
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    assert result["progress_action"] == "authorize"
    still = await hass.config_entries.flow.async_configure(flow_id)
    assert still["type"] is FlowResultType.SHOW_PROGRESS
    assert (await fill_in(hass, flow_id, None))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("told", [0, None, "soon"])
async def test_a_token_whose_end_is_not_told_is_good_until_refused(
    hass: HomeAssistant, cloud: Emulator, told: Any
) -> None:
    cloud.auth.inject(
        AuthFault(kind=AuthFaultKind.CHANGE, on=Operation.ISSUE, fields={"expires_in": told})
    )
    result = await sign_in(hass, "naver", account(cloud))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    stored = await CredentialStore.of(hass, result["result"]).async_load()
    assert stored is not None
    assert stored.expires_at is None
    assert stored.refresh_token is not None


async def test_two_devices_of_one_account_live_side_by_side(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    first = await sign_in(hass, "naver", account(cloud))
    second = await sign_in(hass, "naver", account(cloud))
    assert second["type"] is FlowResultType.CREATE_ENTRY
    assert first["result"].unique_id != second["result"].unique_id
    assert cloud.downchannels_open == 2


async def test_nothing_secret_is_shown_or_kept(
    hass: HomeAssistant, cloud: Emulator, hass_storage: dict[str, Any]
) -> None:
    result = await sign_in(hass, "naver", account(cloud))
    assert "naver-demo" not in str(result["result"].as_dict())
    assert CONF_ACCESS_TOKEN not in result["result"].data
    assert "naver-demo" not in str(hass_storage)
