"""Dialogs that are closed in the middle, or open twice."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
import pytest

from custom_components.clova_cic.account.credentials import Credentials, CredentialStore
from custom_components.clova_cic.const import DOMAIN
from emulator import Emulator, Fault, FaultKind, Place
from tests.flow.dialogs import choose, fill_in
from tests.ha import LIMIT, form, hurry, trust

OTHER_TOKEN = "other-token-5f3c"


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


async def test_two_dialogs_do_not_take_the_same_token(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.DOWNCHANNEL, seconds=0.2))
    first, second = await choose(hass, "own_server"), await choose(hass, "own_server")
    added = await hass.config_entries.flow.async_configure(first, form(cloud))
    assert added["type"] is FlowResultType.SHOW_PROGRESS
    assert added["progress_action"] == "connect"
    refused = await fill_in(hass, second, form(cloud))
    assert refused["type"] is FlowResultType.ABORT
    assert refused["reason"] == "already_in_progress"
    assert (await fill_in(hass, first, None))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_dialog_closed_during_its_test_leaves_nothing_behind(
    hass: HomeAssistant, cloud: Emulator, hass_storage: dict[str, Any]
) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.DOWNCHANNEL, seconds=0.2))
    flow_id = await choose(hass, "own_server")
    result = await hass.config_entries.flow.async_configure(flow_id, form(cloud))
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    await cloud.wait_for(lambda: cloud.connections_made == 1, LIMIT)
    hass.config_entries.flow.async_abort(flow_id)
    await hass.async_block_till_done()
    await cloud.wait_for(lambda: cloud.connections_open == 0, LIMIT)
    with pytest.raises(UnknownFlow):
        await hass.config_entries.flow.async_configure(flow_id)
    assert not hass.config_entries.async_entries(DOMAIN)
    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


async def test_a_dialog_closed_while_its_token_is_stored_leaves_nothing_behind(
    hass: HomeAssistant,
    cloud: Emulator,
    hass_storage: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow_id = await choose(hass, "own_server")
    save = CredentialStore.async_save

    async def close_and_save(self: CredentialStore, credentials: Credentials) -> None:
        hass.config_entries.flow.async_abort(flow_id)
        await save(self, credentials)

    monkeypatch.setattr(CredentialStore, "async_save", close_and_save)
    with pytest.raises(UnknownFlow):
        await fill_in(hass, flow_id, form(cloud))
    assert not hass.config_entries.async_entries(DOMAIN)
    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


async def test_two_windows_of_one_dialog_add_one_device(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    flow_id = await choose(hass, "own_server")
    flow = hass.config_entries.flow
    await flow.async_configure(flow_id, form(cloud))
    await hass.async_block_till_done()
    first = hass.async_create_task(flow.async_configure(flow_id), eager_start=True)
    with pytest.raises(UnknownFlow):
        await flow.async_configure(flow_id)
    assert (await first)["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1
