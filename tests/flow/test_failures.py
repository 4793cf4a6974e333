"""Sign-ins that fail: each says why, and the form can be mended."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_DEVICE_ID, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.clova_cic.const import (
    CONF_ACCOUNT_TOKEN,
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_MODEL_ID,
    DOMAIN,
)
from emulator import Emulator, EmulatorConfig, Fault, FaultKind, Place
from emulator.auth.accounts import UserState
from emulator.auth.faults import AuthFault, AuthFaultKind
from emulator.auth.operations import Operation
from tests.conftest import ACCESS_TOKEN
from tests.flow.dialogs import CLIENT, account, choose, fill_in, servers, sign_in, typed_again
from tests.ha import free_port, hurry, resolve_names, trust


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


@pytest.fixture
async def strict_cloud(
    hass: HomeAssistant,
    emulator_state: Path,
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Emulator]:
    """An emulator without guests that knows one model."""
    config = EmulatorConfig(
        state_dir=emulator_state,
        token=ACCESS_TOKEN,
        guests=False,
        model_ids=(CLIENT[CONF_MODEL_ID],),
    )
    async with Emulator(config) as running:
        trust(running, monkeypatch)
        hurry(monkeypatch)
        yield running


STATUS = AuthFaultKind.STATUS
FAILURES = [
    pytest.param({CONF_ACCOUNT_TOKEN: "expired"}, None, "account_refused", id="403"),
    pytest.param({CONF_ACCOUNT_TOKEN: "naver-left"}, None, "account_withdrawn", id="423"),
    pytest.param({CONF_CLIENT_ID: "wrong"}, None, "authorize_rejected", id="client id"),
    pytest.param({CONF_CLIENT_SECRET: "wrong"}, None, "issue_rejected", id="client secret"),
    pytest.param(
        {CONF_CLIENT_ID: "c2VjcmV0Cg==", CONF_CLIENT_SECRET: "demo-client"},
        None,
        "client_swapped",
        id="swapped",
    ),
    pytest.param({}, AuthFault(kind=STATUS, status=500), "auth_server_error", id="500"),
    pytest.param(
        {},
        AuthFault(kind=STATUS, status=503, on=Operation.ISSUE),
        "auth_server_error",
        id="503 when issuing",
    ),
    pytest.param({}, AuthFault(kind=STATUS, status=429), "auth_unavailable", id="429"),
    pytest.param(
        {}, AuthFault(kind=STATUS, status=400, on=Operation.ISSUE), "issue_rejected", id="code used"
    ),
    pytest.param({}, AuthFault(kind=AuthFaultKind.HTML), "auth_unavailable", id="page"),
    pytest.param({}, AuthFault(kind=AuthFaultKind.DROP), "auth_unreachable", id="dropped"),
    pytest.param(
        {},
        AuthFault(kind=AuthFaultKind.CHANGE, on=Operation.AUTHORIZE, fields={"state": "other"}),
        "state_mismatch",
        id="state",
    ),
]


@pytest.mark.cic("CIC-A-014")
@pytest.mark.parametrize(("changes", "fault", "key"), FAILURES)
async def test_a_failure_is_told_and_can_be_mended(
    hass: HomeAssistant,
    cloud: Emulator,
    changes: dict[str, str],
    fault: AuthFault | None,
    key: str,
) -> None:
    if fault is not None:
        cloud.auth.inject(fault)
    typed = account(cloud) | changes
    result = await sign_in(hass, "naver", typed)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "naver"
    field = CONF_ACCOUNT_TOKEN if key == "account_refused" else "base"
    assert result["errors"] == {field: key}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["host"] == cloud.auth_url.removeprefix("https://")
    # What was typed is still there, but nothing secret.
    assert typed_again(result) == {
        CONF_CLIENT_ID: typed[CONF_CLIENT_ID],
        CONF_MODEL_ID: typed[CONF_MODEL_ID],
        "servers": servers(cloud),
    }
    assert not hass.config_entries.async_entries(DOMAIN)
    assert cloud.connections_made == 0

    again = await fill_in(hass, result["flow_id"], account(cloud))
    assert again["type"] is FlowResultType.CREATE_ENTRY


async def test_an_authorization_server_that_hangs_is_told(
    hass: HomeAssistant, cloud: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.clova_cic.account.auth_http.LIMIT", 0.2)
    cloud.auth.inject(AuthFault(kind=AuthFaultKind.HANG))
    result = await sign_in(hass, "naver", account(cloud))
    assert result["errors"] == {"base": "auth_unreachable"}
    cloud.auth.lift_faults()


async def test_a_closed_port_of_the_authorization_server_is_told(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    gone = servers(cloud, **{CONF_AUTH_URL: f"127.0.0.1:{free_port()}"})
    result = await sign_in(hass, "naver", account(cloud, servers=gone))
    assert result["errors"] == {"base": "auth_unreachable"}


async def test_an_unknown_certificate_of_the_authorization_server_is_told(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    resolve_names(monkeypatch)
    hass.loop.set_debug(False)  # else the emulator's half of the handshake counts as a failure
    result = await sign_in(hass, "naver", account(emulator))
    assert result["errors"] == {"base": "auth_certificate"}
    unverified = servers(emulator, **{CONF_VERIFY_SSL: False})
    again = await fill_in(hass, result["flow_id"], account(emulator, servers=unverified))
    assert again["type"] is FlowResultType.CREATE_ENTRY


async def test_a_code_of_line_that_is_no_good_is_told_as_such(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    result = await sign_in(hass, "line", account(cloud, "naver-demo"))
    assert result["errors"] == {CONF_ACCOUNT_TOKEN: "account_code"}


async def test_a_guest_who_is_not_wanted_is_told(
    hass: HomeAssistant, strict_cloud: Emulator
) -> None:
    typed = {**CLIENT, "servers": servers(strict_cloud)}
    result = await sign_in(hass, "guest", typed)
    assert result["errors"] == {"base": "guest_refused"}


async def test_an_account_of_ones_own_server_that_is_refused_is_told(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    typed = {
        CONF_BASE_URL: cloud.base_url,
        CONF_VERIFY_SSL: True,
        "auth_server": {CONF_AUTH_URL: cloud.auth_url, **CLIENT, CONF_ACCOUNT_TOKEN: "nobody"},
    }
    result = await sign_in(hass, "own_server", typed)
    # The field is inside a section, where the frontend shows no error.
    assert result["errors"] == {"base": "account_refused"}


async def test_a_clock_that_is_wrong_is_told(
    hass: HomeAssistant, cloud: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.clova_cic.account.auth_http.CLOCK_TOLERANCE", -1.0
    )  # every clock is wrong
    result = await sign_in(hass, "naver", account(cloud, **{CONF_CLIENT_ID: "wrong"}))
    assert result["errors"] == {"base": "clock"}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["minutes"] == "0"


async def test_a_new_token_that_cic_refuses_is_told_as_such_and_given_back(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=401))
    result = await sign_in(hass, "naver", account(cloud))
    assert result["errors"] == {"base": "new_token_refused"}
    again = await fill_in(hass, result["flow_id"], account(cloud))
    assert again["type"] is FlowResultType.CREATE_ENTRY
    assert cloud.auth.counters.deletes == 1


async def test_a_dialog_closed_after_the_token_came_gives_it_back(
    hass: HomeAssistant, cloud: Emulator, hass_storage: dict[str, Any]
) -> None:
    cloud.inject(Fault(FaultKind.NO_HELLO, times=None))
    flow_id = await choose(hass, "naver")
    await hass.config_entries.flow.async_configure(flow_id, account(cloud))
    await cloud.wait_for(lambda: cloud.auth.counters.authorizes == 1, 10)
    await hass.async_block_till_done()
    await hass.config_entries.flow.async_configure(flow_id)
    await cloud.wait_for(lambda: cloud.connections_made == 1, 10)
    hass.config_entries.flow.async_abort(flow_id)
    await hass.async_block_till_done()
    assert cloud.auth.counters.deletes == 1
    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


@pytest.mark.parametrize("step", ["authorize", "connect"])
async def test_the_device_keeps_its_id_after_an_error(
    hass: HomeAssistant, cloud: Emulator, step: str
) -> None:
    if step == "authorize":
        cloud.auth.set_state("naver-demo", UserState.LEFT)
    else:
        cloud.inject(Fault(FaultKind.RESET, on=Place.DOWNCHANNEL))
    result = await sign_in(hass, "naver", account(cloud))
    assert result["type"] is FlowResultType.FORM
    flow = hass.config_entries.flow._progress[result["flow_id"]]
    device_id = flow.device_id  # type: ignore[attr-defined]
    cloud.auth.set_state("naver-demo", UserState.ACCEPTED)
    again = await fill_in(hass, result["flow_id"], account(cloud))
    assert again["result"].data[CONF_DEVICE_ID] == device_id
