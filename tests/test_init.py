"""An entry's life: first set-up, start without the cloud, unload, reload, removal, stop."""

import asyncio
import logging
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic import coordinator
from custom_components.clova_cic.account.credentials import Credentials, CredentialStore
from custom_components.clova_cic.cic import NotReadyError
from custom_components.clova_cic.const import DOMAIN
from emulator import Emulator, Fault, FaultKind
from tests.flow.dialogs import fill_in
from tests.ha import (
    AGENT,
    CONNECTIVITY,
    LIMIT,
    add_entry,
    coordinator_of,
    free_port,
    hurry,
    phase,
    prepare,
    record_goaways,
    set_up,
    state_of,
    trust,
    wait_for_state,
)

NO_ERROR = 0  # RFC 9113 §7


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    await prepare(hass)
    return emulator


@pytest.fixture
def goaways(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """The error codes of the GOAWAYs that came to the emulator."""
    return record_goaways(monkeypatch)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a first set-up give up soon."""
    monkeypatch.setattr(coordinator, "FIRST_CONNECTION_LIMIT", 1.5)


def reauth_flows(hass: HomeAssistant) -> list[Any]:
    """Return the open dialogs that ask for a new token."""
    return [
        flow
        for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"]["source"] == SOURCE_REAUTH
    ]


async def test_a_first_set_up_waits_for_the_channel(hass: HomeAssistant, cloud: Emulator) -> None:
    entry = await set_up(hass, cloud)
    assert state_of(hass, CONNECTIVITY) == "on"
    assert state_of(hass, AGENT) != STATE_UNAVAILABLE
    stored = await CredentialStore.of(hass, entry).async_load()
    assert stored is not None
    assert stored.has_connected


def test_a_first_set_up_waits_ten_seconds_at_most() -> None:
    assert coordinator.FIRST_CONNECTION_LIMIT == 10


async def test_a_first_set_up_without_the_cloud_is_not_ready_and_says_why(
    hass: HomeAssistant,
    socket_enabled: None,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hurry(monkeypatch)
    await prepare(hass)
    port = free_port()
    entry = await add_entry(hass, f"https://127.0.0.1:{port}", Credentials(access_token="secret-1"))
    caplog.set_level(logging.DEBUG)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert phase(entry) is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "tcp"
    assert entry.error_reason_translation_placeholders == {
        "host": f"127.0.0.1:{port}",
        "status": "",
    }
    assert hass.states.get(CONNECTIVITY) is None
    lost = [r for r in caplog.records if r.levelno >= logging.WARNING and DOMAIN in r.name]
    assert lost == []


async def test_a_first_set_up_succeeds_once_the_cloud_is_there(
    hass: HomeAssistant, cloud: Emulator, impatient: None
) -> None:
    cloud.inject(Fault(FaultKind.NO_HELLO, times=None))
    entry = await add_entry(hass, cloud.base_url, Credentials(access_token=cloud.token))
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert phase(entry) is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "hello"

    cloud.lift_faults()
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert phase(entry) is ConfigEntryState.LOADED
    assert state_of(hass, CONNECTIVITY) == "on"


@pytest.mark.cic("CIC-T-028")
async def test_a_first_set_up_with_a_refused_token_asks_for_another(
    hass: HomeAssistant, cloud: Emulator, impatient: None
) -> None:
    entry = await add_entry(hass, cloud.base_url, Credentials(access_token="refused"))
    assert not await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert phase(entry) is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "token"
    assert len(reauth_flows(hass)) == 1


@pytest.mark.parametrize("data", [None, [], {"access_token": 5}, {"access_token": ""}])
async def test_a_lost_or_damaged_token_file_asks_for_the_token_alone(
    hass: HomeAssistant, cloud: Emulator, hass_storage: dict[str, Any], data: Any
) -> None:
    entry = await add_entry(hass, cloud.base_url, Credentials(access_token=cloud.token))
    (key,) = [key for key in hass_storage if key.startswith(DOMAIN)]
    if data is None:
        del hass_storage[key]
    else:
        hass_storage[key]["data"] = data
    before = dict(entry.data)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert phase(entry) is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "credentials_missing"
    (flow,) = reauth_flows(hass)

    result = await fill_in(hass, flow["flow_id"], {"access_token": cloud.token})
    await hass.async_block_till_done()
    assert result["reason"] == "reauth_successful"
    assert phase(entry) is ConfigEntryState.LOADED
    assert entry.data == before


async def test_a_later_start_without_the_cloud_comes_up_and_connects_in_the_background(
    hass: HomeAssistant, cloud: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    cloud.inject(Fault(FaultKind.NO_HELLO))
    entry = await add_entry(
        hass, cloud.base_url, Credentials(access_token=cloud.token, has_connected=True)
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert phase(entry) is ConfigEntryState.LOADED
    assert state_of(hass, CONNECTIVITY) == "off"
    assert state_of(hass, AGENT) == STATE_UNAVAILABLE
    await wait_for_state(hass, CONNECTIVITY, "on")
    assert state_of(hass, AGENT) != STATE_UNAVAILABLE
    own = [r for r in caplog.records if r.name.endswith(DOMAIN) and r.levelno >= logging.INFO]
    assert [record.levelno for record in own] == [logging.WARNING, logging.INFO]


async def test_unloading_says_goaway_and_leaves_nothing(
    hass: HomeAssistant,
    goaways: list[int | None],
    cloud: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    entry = await set_up(hass, cloud)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert phase(entry) is ConfigEntryState.NOT_LOADED
    assert state_of(hass, AGENT) == STATE_UNAVAILABLE
    await cloud.wait_for(lambda: cloud.connections_open == 0, LIMIT)
    assert goaways == [NO_ERROR]
    assert not [task for task in asyncio.all_tasks() if DOMAIN in task.get_name()]
    # asyncio warns of a step that took long, which says something of the machine only.
    told = [r for r in caplog.records if not str(r.msg).startswith("Executing ")]
    assert not [r for r in told if r.levelno >= logging.WARNING]


async def test_unloading_between_two_attempts_leaves_nothing(
    hass: HomeAssistant, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    await prepare(hass)
    entry = await add_entry(
        hass,
        f"https://127.0.0.1:{free_port()}",
        Credentials(access_token="x", has_connected=True),
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    client = coordinator_of(entry).client
    with pytest.raises(NotReadyError):
        await client.wait_ready(0.2)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert not [task for task in asyncio.all_tasks() if DOMAIN in task.get_name()]


@pytest.mark.cic("CIC-T-014")
async def test_reloading_connects_anew(hass: HomeAssistant, cloud: Emulator) -> None:
    entry = await set_up(hass, cloud)
    first = coordinator_of(entry).client
    assert await hass.config_entries.async_reload(entry.entry_id)
    await wait_for_state(hass, CONNECTIVITY, "on")
    assert coordinator_of(entry).client is not first
    assert cloud.connections_made == 2
    assert cloud.downchannels_open == 1


async def test_removing_an_entry_forgets_its_token(
    hass: HomeAssistant, cloud: Emulator, hass_storage: dict[str, Any]
) -> None:
    entry = await set_up(hass, cloud)
    assert cloud.token in str(hass_storage)
    await hass.config_entries.async_remove(entry.entry_id)
    assert cloud.token not in str(hass_storage)


async def test_stopping_home_assistant_says_goaway_and_keeps_the_states(
    hass: HomeAssistant,
    goaways: list[int | None],
    cloud: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    entry = await set_up(hass, cloud)
    await hass.async_stop(force=True)
    assert coordinator_of(entry)._task.done()
    await cloud.wait_for(lambda: cloud.connections_open == 0, LIMIT)
    assert goaways == [NO_ERROR]
    assert state_of(hass, CONNECTIVITY) == "on"
    assert not [r for r in caplog.records if r.name.endswith(DOMAIN) and r.levelno > logging.DEBUG]


async def test_two_entries_have_connections_of_their_own(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.tokens.add("token-of-the-bedroom")
    kitchen = await set_up(hass, cloud, title="Kitchen")
    bedroom = await set_up(
        hass,
        cloud,
        title="Bedroom",
        credentials=Credentials(access_token="token-of-the-bedroom"),
    )
    assert await hass.config_entries.async_unload(kitchen.entry_id)
    assert coordinator_of(bedroom).client.ready
    assert state_of(hass, "binary_sensor.bedroom_connectivity") == "on"
