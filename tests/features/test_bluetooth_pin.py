"""Bluetooth: a peer that asks for a PIN, and who types it where."""

import asyncio

from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.features import connecting, pairing
from custom_components.clova_cic.repairs import async_create_fix_flow
from emulator import Answer, Emulator
from tests.featured import EXECUTED, REPORT, events, order, outcomes
from tests.ha import LIMIT

from .radio import PIN_SENSOR, PORCH, REQUEST, WITHDRAWN, Radio, connected, until_reported


def asked(hass: HomeAssistant) -> list[ir.IssueEntry]:
    """Return the open questions for a PIN."""
    return [
        issue
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.translation_key == "bluetooth_pin"
    ]


@pytest.mark.cic("CIC-DC-044", "CIC-DC-140")
async def test_a_peer_that_wants_a_pin_gets_it_by_clova(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    radio.obeys = False
    await order(emulator, "BtConnect", PORCH)
    assert events(emulator, REQUEST) == []
    radio.obeys = True
    hass.states.async_set(PIN_SENSOR, "Porch")
    # The emulator's user types 0000 whenever a PIN is asked for.
    await emulator.wait_for(lambda: len(outcomes(emulator)) == 2, LIMIT)
    assert outcomes(emulator)[1] == ("Executed", "BtConnectByPINCode", "bluetooth")
    (request,) = events(emulator, REQUEST)
    assert request.event is not None
    assert request.event["event"]["payload"] == {"deviceName": "Porch"}
    assert radio.calls[-1] == ("pin", {"pin": "0000"})
    assert connected(await until_reported(emulator, 1)) == ["a0:11"]
    assert asked(hass) == []
    assert events(emulator, WITHDRAWN) == []


@pytest.fixture
def silent_user(emulator: Emulator) -> None:
    """Nobody at CLOVA types a PIN."""
    emulator.answer_next(Answer([], to=REQUEST))


@pytest.mark.cic("CIC-DC-045")
@pytest.mark.usefixtures("silent_user")
async def test_an_empty_pin_ends_the_pairing(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    await order(emulator, "BtStartPairing")
    hass.states.async_set(PIN_SENSOR, "Porch")
    await emulator.wait_for(lambda: events(emulator, REQUEST), LIMIT)
    outcome, told = await order(emulator, "BtConnectByPINCode", {"pinCode": ""})
    assert outcome == ("Failed", "BtConnectByPINCode", "bluetooth")
    assert told["bluetooth"]["pairing"] == "off"
    assert connected(await until_reported(emulator, 1)) == []
    assert asked(hass) == []


@pytest.mark.cic("CIC-DC-144")
async def test_a_pin_that_nobody_asked_for_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    outcome, _ = await order(emulator, "BtConnectByPINCode", {"pinCode": "1234"})
    assert outcome == ("Failed", "BtConnectByPINCode", "bluetooth")
    assert radio.calls == []


@pytest.mark.cic("CIC-DC-046")
@pytest.mark.usefixtures("silent_user")
async def test_a_request_that_is_pointless_is_withdrawn(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hass.states.async_set(PIN_SENSOR, "Porch")
    await emulator.wait_for(lambda: events(emulator, REQUEST), LIMIT)
    assert len(asked(hass)) == 1
    hass.states.async_set(PIN_SENSOR, "")
    await emulator.wait_for(lambda: events(emulator, WITHDRAWN), LIMIT)
    assert asked(hass) == []


@pytest.mark.cic("CIC-DC-046")
@pytest.mark.usefixtures("silent_user")
async def test_a_pin_that_nobody_types_is_not_waited_for(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pairing, "PIN_LIMIT", 0.1)
    hass.states.async_set(PIN_SENSOR, "Porch")
    await emulator.wait_for(lambda: events(emulator, WITHDRAWN), LIMIT)
    assert asked(hass) == []
    hass.states.async_set("sensor.peers", "y")
    assert len(events(emulator, REQUEST)) == 1


async def test_a_pin_is_asked_for_after_the_attempt_is_told_and_used_at_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered = asyncio.Event()

    async def connect(call: ServiceCall) -> None:
        hass.states.async_set(PIN_SENSOR, "Porch")
        await answered.wait()
        radio.change("a0:11", connected=True)

    async def take_pin(call: ServiceCall) -> None:
        await radio.note(call)
        hass.states.async_set(PIN_SENSOR, "")
        answered.set()

    hass.services.async_register("radio", "connect", connect)
    hass.services.async_register("radio", "pin", take_pin)
    monkeypatch.setattr(connecting, "LIMIT", 6 * LIMIT)
    emulator.push("DeviceControl", "BtConnect", PORCH)
    told = await until_reported(emulator, 1)
    assert (connected(told), told["connecting"]) == (["a0:11"], "off")
    assert radio.calls == [("pin", {"pin": "0000"})]
    names = [each.name for each in events(emulator, EXECUTED, REQUEST, REPORT, WITHDRAWN)]
    assert names == [EXECUTED, REQUEST, EXECUTED, REPORT]
    assert [command for _, command, _ in outcomes(emulator)] == ["BtConnect", "BtConnectByPINCode"]


async def test_a_peer_that_changes_its_mind_is_not_asked_about(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def slow(call: ServiceCall) -> None:
        entered.set()
        await go_on.wait()
        await radio.rescan(call)

    hass.services.async_register("radio", "rescan", slow)
    emulator.push("DeviceControl", "BtRescan", {})
    await entered.wait()
    for name in ("Porch", ""):  # while another directive about Bluetooth runs
        hass.states.async_set(PIN_SENSOR, name)
        await hass.async_block_till_done()
    go_on.set()
    await emulator.wait_for(lambda: outcomes(emulator), LIMIT)
    await order(emulator, "BtPlay")  # waits for its turn behind what would be asked
    assert events(emulator, REQUEST, WITHDRAWN) == []


@pytest.mark.usefixtures("silent_user")
async def test_a_pin_can_be_typed_in_home_assistant(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    assert await async_setup_component(hass, REPAIRS, {})
    hass.states.async_set(PIN_SENSOR, "Porch")
    await emulator.wait_for(lambda: events(emulator, REQUEST), LIMIT)
    (issue,) = asked(hass)
    assert issue.is_fixable
    flow = await async_create_fix_flow(hass, issue.issue_id, issue.data)
    flow.hass, flow.issue_id = hass, issue.issue_id
    form = await flow.async_step_init()  # type: ignore[attr-defined]
    assert form["type"] is FlowResultType.FORM
    assert form["description_placeholders"] == {"peer": "Porch", "device": "CLOVA"}
    result = await flow.async_step_pin({"pin": "4711"})  # type: ignore[attr-defined]
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert radio.calls[-1] == ("pin", {"pin": 4711})
    await emulator.wait_for(lambda: events(emulator, WITHDRAWN), LIMIT)
    assert connected(await until_reported(emulator, 1)) == ["a0:11"]
    assert outcomes(emulator) == []
    late = await flow.async_step_init()  # type: ignore[attr-defined]
    assert (late["type"], late["reason"]) == (FlowResultType.ABORT, "not_wanted")


@pytest.mark.cic("CIC-DC-046")
@pytest.mark.usefixtures("silent_user")
async def test_the_question_goes_with_the_feature(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    hass.states.async_set(PIN_SENSOR, "Porch")
    await emulator.wait_for(lambda: events(emulator, REQUEST), LIMIT)
    (subentry,) = entry.subentries
    hass.config_entries.async_remove_subentry(entry, subentry)
    await emulator.wait_for(lambda: events(emulator, WITHDRAWN), LIMIT)
    assert asked(hass) == []


@pytest.mark.usefixtures("silent_user")
async def test_the_question_goes_with_the_device(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    hass.states.async_set(PIN_SENSOR, "Porch")
    await emulator.wait_for(lambda: events(emulator, REQUEST), LIMIT)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert asked(hass) == []
