"""Changing a device: its id, its tokens and what it is used for stay."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_CLIENT_ID,
    CONF_CLIENT_SECRET,
    CONF_DEVICE_ID,
    CONF_VERIFY_SSL,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.clova_cic.account.credentials import Credentials, CredentialStore
from custom_components.clova_cic.cic import DEFAULT_BASE_URL
from custom_components.clova_cic.const import (
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_DEVICE_TAGS,
    CONF_MODEL_ID,
    CONF_REFRESH_TOKEN,
    CONF_USER_AGENT,
)
from custom_components.clova_cic.flow.tasks import LAST_PAGE_LIMIT
from emulator import Emulator, Fault, FaultKind
from tests.flow.dialogs import CLIENT, fill_in, signed_in, stored_by, typed_again
from tests.ha import (
    CONNECTIVITY,
    LIMIT,
    add_entry,
    coordinator_of,
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


def changed(cloud: Emulator, **changes: Any) -> dict[str, Any]:
    """What is typed into the form of a reconfiguration."""
    form = {CONF_BASE_URL: cloud.base_url, CONF_VERIFY_SSL: True, "client": {}, "token": {}}
    return form | changes


def with_client(cloud: Emulator, **client: Any) -> dict[str, Any]:
    """The same for an entry that signed in."""
    form = {CONF_CLIENT_ID: CLIENT[CONF_CLIENT_ID], CONF_MODEL_ID: CLIENT[CONF_MODEL_ID]}
    return changed(cloud, auth_url=cloud.auth_url, client=form | client)


@pytest.mark.cic("CIC-T-014", "CIC-T-016")
async def test_reconfiguring_moves_the_device_to_another_address(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await set_up(hass, cloud)
    before = dict(entry.data)
    port = cloud.base_url.rpartition(":")[2]
    result = await entry.start_reconfigure_flow(hass)
    assert result["type"] is FlowResultType.FORM
    form = changed(cloud, **{CONF_BASE_URL: f"127.0.0.1:{port}", CONF_VERIFY_SSL: False})
    result = await fill_in(hass, result["flow_id"], form)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == before | {
        CONF_BASE_URL: f"https://127.0.0.1:{port}",
        CONF_VERIFY_SSL: False,
    }
    assert entry.unique_id == before[CONF_DEVICE_ID]
    await wait_for_state(hass, CONNECTIVITY, "on")
    assert (await stored_by(hass, entry)).access_token == cloud.token


async def test_a_reconfiguration_shows_what_is_but_no_secret(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await signed_in(hass, cloud)
    result = await entry.start_reconfigure_flow(hass)
    assert typed_again(result) == {
        CONF_BASE_URL: cloud.base_url,
        CONF_AUTH_URL: cloud.auth_url,
        CONF_VERIFY_SSL: True,
        "client": {
            CONF_CLIENT_ID: CLIENT[CONF_CLIENT_ID],
            CONF_MODEL_ID: CLIENT[CONF_MODEL_ID],
            CONF_DEVICE_TAGS: [],
        },
        "token": {},
    }


async def test_reconfiguring_may_bring_a_new_token(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.tokens.add(OTHER_TOKEN)
    entry = await set_up(hass, cloud)
    result = await entry.start_reconfigure_flow(hass)
    form = changed(cloud, token={CONF_ACCESS_TOKEN: OTHER_TOKEN})
    result = await fill_in(hass, result["flow_id"], form)
    assert result["reason"] == "reconfigure_successful"
    assert CONF_ACCESS_TOKEN not in entry.data
    await cloud.wait_for(
        lambda: cloud.requests[-1].header("authorization") == f"Bearer {OTHER_TOKEN}", LIMIT
    )


@pytest.mark.cic("CIC-T-008")
async def test_reconfiguring_changes_how_the_device_introduces_itself(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await signed_in(hass, cloud)
    before = dict(entry.data)
    agent = "Maker/Thing/2.0.1 (Linux;arm64)"
    form = with_client(
        cloud, **{CONF_USER_AGENT: f" {agent} ", CONF_DEVICE_TAGS: ["kitchen", "beta"]}
    )
    result = await entry.start_reconfigure_flow(hass)
    result = await fill_in(hass, result["flow_id"], form)
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == before | {CONF_USER_AGENT: agent, CONF_DEVICE_TAGS: ["kitchen", "beta"]}
    assert cloud.requests[-1].header("user-agent") == agent
    assert cloud.requests[-1].header("x-clova-device-tags") == "kitchen,beta"

    result = await entry.start_reconfigure_flow(hass)
    result = await fill_in(hass, result["flow_id"], with_client(cloud))
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == before


async def test_reconfiguring_changes_client_data(hass: HomeAssistant, cloud: Emulator) -> None:
    entry = await signed_in(hass, cloud)
    result = await entry.start_reconfigure_flow(hass)
    form = with_client(cloud, **{CONF_CLIENT_SECRET: "a new secret"})
    result = await fill_in(hass, result["flow_id"], form)
    assert result["reason"] == "reconfigure_successful"
    assert entry.data[CONF_CLIENT_SECRET] == "a new secret"
    assert (await stored_by(hass, entry)).refresh_token is not None


async def test_reconfiguring_renews_a_token_whose_time_is_over(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await signed_in(hass, cloud)
    before = await stored_by(hass, entry)
    assert await hass.config_entries.async_unload(entry.entry_id)
    cloud.auth.expire()
    await CredentialStore.of(hass, entry).async_save(replace(before, expires_at=1.0))
    result = await entry.start_reconfigure_flow(hass)
    result = await fill_in(hass, result["flow_id"], with_client(cloud))
    assert result["reason"] == "reconfigure_successful"
    after = await stored_by(hass, entry)
    assert after.access_token != before.access_token
    assert after.refresh_token != before.refresh_token
    assert after.has_connected


async def test_a_token_renewed_by_a_test_that_fails_is_not_lost(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await signed_in(hass, cloud)
    # The keeper of the entry does not know, as after a change of the machine's clock.
    account = coordinator_of(entry).account
    await account.async_change(expires_at=1.0)
    cloud.inject(Fault(FaultKind.NO_HELLO))
    result = await entry.start_reconfigure_flow(hass)
    result = await fill_in(hass, result["flow_id"], with_client(cloud))
    assert result["errors"] == {"base": "hello"}
    assert cloud.auth.counters.refreshes == 1
    assert (await stored_by(hass, entry)) == account.credentials
    await wait_for_state(hass, CONNECTIVITY, "on")


async def test_a_reconfiguration_that_fails_leaves_the_device_as_it_was(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await set_up(hass, cloud)
    before = dict(entry.data)
    result = await entry.start_reconfigure_flow(hass)
    elsewhere = {CONF_BASE_URL: f"127.0.0.1:{free_port()}"}
    result = await fill_in(hass, result["flow_id"], changed(cloud, **elsewhere))
    assert result["errors"] == {"base": "tcp"}
    assert entry.data == before
    await wait_for_state(hass, CONNECTIVITY, "on")
    assert cloud.downchannels_open == 1

    result = await fill_in(hass, result["flow_id"], changed(cloud))
    assert result["reason"] == "reconfigure_successful"


async def test_a_dialog_closed_during_a_test_leaves_the_device_connected(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await set_up(hass, cloud)
    cloud.inject(Fault(FaultKind.NO_HELLO))
    result = await entry.start_reconfigure_flow(hass)
    await hass.config_entries.flow.async_configure(result["flow_id"], changed(cloud))
    await cloud.wait_for(lambda: cloud.connections_made == 2, LIMIT)
    hass.config_entries.flow.async_abort(result["flow_id"])
    await wait_for_state(hass, CONNECTIVITY, "on")
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("closes", [True, False])
async def test_a_change_counts_though_nobody_looks_at_the_last_page(
    hass: HomeAssistant, cloud: Emulator, closes: bool
) -> None:
    cloud.tokens.add(OTHER_TOKEN)
    entry = await set_up(hass, cloud)
    before = coordinator_of(entry)
    result = await entry.start_reconfigure_flow(hass)
    form = changed(cloud, token={CONF_ACCESS_TOKEN: OTHER_TOKEN})
    await hass.config_entries.flow.async_configure(result["flow_id"], form)
    await hass.async_block_till_done()
    if closes:
        hass.config_entries.flow.async_abort(result["flow_id"])
    else:
        later = dt_util.utcnow() + timedelta(seconds=LAST_PAGE_LIMIT + 1)
        async_fire_time_changed(hass, later)
    await hass.async_block_till_done()
    assert coordinator_of(entry) is not before
    await wait_for_state(hass, CONNECTIVITY, "on")
    assert (await stored_by(hass, entry)).access_token == OTHER_TOKEN


async def test_an_entry_unloaded_during_its_test_stays_unloaded(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await set_up(hass, cloud)
    running = coordinator_of(entry)
    flow = await entry.start_reconfigure_flow(hass)
    cloud.inject(Fault(FaultKind.NO_HELLO))
    await hass.config_entries.flow.async_configure(flow["flow_id"], changed(cloud))
    await cloud.wait_for(lambda: cloud.connections_made == 2, LIMIT)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert (await fill_in(hass, flow["flow_id"], None))["errors"] == {"base": "hello"}
    assert running._task.done()


async def test_reconfiguring_without_any_token_asks_for_one(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await prepare(hass)
    entry = await add_entry(hass, cloud.base_url, None)
    result = await entry.start_reconfigure_flow(hass)
    result = await fill_in(hass, result["flow_id"], changed(cloud))
    assert result["errors"] == {"base": "token_missing"}

    form = changed(cloud, token={CONF_ACCESS_TOKEN: cloud.token})
    result = await fill_in(hass, result["flow_id"], form)
    assert result["reason"] == "reconfigure_successful"
    assert entry.state is ConfigEntryState.LOADED


AGENT = {CONF_CLIENT_ID: "a", CONF_MODEL_ID: "b", CONF_CLIENT_SECRET: "c"}


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({CONF_BASE_URL: "http://x.example"}, {CONF_BASE_URL: "http_refused"}),
        ({CONF_AUTH_URL: "http://x.example"}, {CONF_AUTH_URL: "auth_http_refused"}),
        ({CONF_AUTH_URL: "x.example/token"}, {CONF_AUTH_URL: "invalid_auth_address"}),
        (
            {CONF_BASE_URL: DEFAULT_BASE_URL, CONF_VERIFY_SSL: False},
            {CONF_VERIFY_SSL: "verify_ssl_required"},
        ),
        (
            {CONF_AUTH_URL: "auth.clova.ai", CONF_VERIFY_SSL: False},
            {CONF_VERIFY_SSL: "verify_ssl_required"},
        ),
        ({"client": {CONF_CLIENT_ID: "a"}}, {"base": "client_missing"}),
        ({"client": AGENT}, {CONF_AUTH_URL: "auth_url_missing"}),
        ({"client": {CONF_USER_AGENT: "curl"}}, {"base": "invalid_user_agent"}),
        ({"client": {CONF_DEVICE_TAGS: ["a,b"]}}, {"base": "invalid_tags"}),
        ({"client": {CONF_DEVICE_TAGS: [" "]}}, {"base": "invalid_tags"}),
        ({"token": {CONF_REFRESH_TOKEN: "r"}}, {"base": "token_missing"}),
        ({"token": {CONF_ACCESS_TOKEN: "a b"}}, {"base": "invalid_token"}),
        (
            {"token": {CONF_ACCESS_TOKEN: "a", CONF_REFRESH_TOKEN: "r"}},
            {"base": "client_missing"},
        ),
    ],
)
async def test_a_change_that_cannot_be_right_is_told_without_a_connection(
    hass: HomeAssistant, emulator: Emulator, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    await prepare(hass)
    entry = await add_entry(hass, emulator.base_url, Credentials(access_token="x"))
    result = await entry.start_reconfigure_flow(hass)
    result = await fill_in(hass, result["flow_id"], changed(emulator, **changes))
    assert result["errors"] == errors
    assert emulator.connections_made == 0
