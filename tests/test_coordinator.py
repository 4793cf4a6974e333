"""Losing the cloud and coming back, and what happens when the token is refused."""

import logging

from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import CONF_ACCESS_TOKEN, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.clova_cic.cic import CicClient
from custom_components.clova_cic.const import DOMAIN
from emulator import Emulator, Fault, FaultKind
from tests.ha import (
    AGENT,
    CONNECTIVITY,
    connection_ended,
    hurry,
    prepare,
    set_up,
    state_of,
    trust,
    wait_for_state,
)


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    await prepare(hass)
    return emulator


def messages(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    """Return level and text of what the integration told the user."""
    return [
        (record.levelno, record.getMessage())
        for record in caplog.records
        if record.name.startswith(f"custom_components.{DOMAIN}") and record.levelno > logging.DEBUG
    ]


async def test_a_loss_makes_unavailable_and_the_return_available_with_one_line_each(
    hass: HomeAssistant, cloud: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up(hass, cloud)
    caplog.clear()
    caplog.set_level(logging.INFO)
    # The first attempts to come back fail too: they must not be told again.
    cloud.inject(Fault(FaultKind.NO_HELLO, times=2))
    cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(hass, CONNECTIVITY, "off")
    assert state_of(hass, AGENT) == STATE_UNAVAILABLE

    await wait_for_state(hass, CONNECTIVITY, "on")
    assert state_of(hass, AGENT) != STATE_UNAVAILABLE
    (lost_level, lost), (back_level, back) = messages(caplog)
    assert (lost_level, back_level) == (logging.WARNING, logging.INFO)
    assert lost.startswith("CLOVA: not connected to CLOVA: ")
    assert back == "CLOVA: connected to CLOVA again"


async def test_every_loss_is_told_anew(
    hass: HomeAssistant, cloud: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up(hass, cloud)
    caplog.clear()
    caplog.set_level(logging.INFO)
    for _ in range(2):
        cloud.inject(Fault(FaultKind.DROP))
        await wait_for_state(hass, CONNECTIVITY, "off")
        await wait_for_state(hass, CONNECTIVITY, "on")
    assert [level for level, _ in messages(caplog)] == [logging.WARNING, logging.INFO] * 2


@pytest.mark.cic("CIC-T-028")
async def test_a_token_refused_on_the_way_back_asks_the_user_once(
    hass: HomeAssistant,
    cloud: Emulator,
    caplog: pytest.LogCaptureFixture,
    issue_registry: ir.IssueRegistry,
) -> None:
    entry = await set_up(hass, cloud)
    caplog.clear()
    caplog.set_level(logging.INFO)
    cloud.tokens.clear()
    cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(hass, CONNECTIVITY, "off")
    await connection_ended(entry)
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert flow["context"]["entry_id"] == entry.entry_id
    issue = f"config_entry_reauth_{DOMAIN}_{entry.entry_id}"
    assert issue_registry.async_get_issue("homeassistant", issue) is not None
    assert state_of(hass, AGENT) == STATE_UNAVAILABLE

    # Another wrong token is no further loss.
    await hass.config_entries.flow.async_configure(flow["flow_id"], {CONF_ACCESS_TOKEN: "wrong"})
    await connection_ended(entry)
    assert [level for level, _ in messages(caplog)] == [logging.WARNING]


async def test_a_fault_of_the_client_is_logged_and_shown(
    hass: HomeAssistant,
    cloud: Emulator,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(client: CicClient) -> None:
        raise RuntimeError("a bug")

    entry = await set_up(hass, cloud)
    monkeypatch.setattr(CicClient, "run", fail)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert state_of(hass, CONNECTIVITY) == "off"
    assert "a bug" in caplog.text
