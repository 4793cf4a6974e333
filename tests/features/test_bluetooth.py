"""Bluetooth, by what the user names: radio, pairing, peers, a PIN."""

from typing import Any

from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.features import connecting, pairing, reports
from custom_components.clova_cic.repairs import async_create_fix_flow
from emulator import Answer, Emulator
from tests.featured import (
    LAMP,
    REPORT,
    events,
    furnish,
    lend,
    order,
    outcomes,
    state_in,
    told_state,
)
from tests.ha import LIMIT, state_of

PORCH = {"address": "a0:11", "name": "Porch", "connected": False, "role": "source"}
PHONE = {"address": "b0:22", "name": "Phone", "connected": False, "role": "sink"}
NEW = {"address": "c0:33", "name": "New", "role": "source"}
PIN_SENSOR = "sensor.asking"


class Radio:
    """A Bluetooth stack: what it knows, and what it was told to do."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.obeys = True
        hass.services.async_register("radio", "connect", self.connect)
        hass.services.async_register("radio", "pin", self.connect)
        hass.services.async_register("radio", "disconnect", self.disconnect)
        hass.services.async_register("radio", "delete", self.delete)
        hass.services.async_register("radio", "play", self.note)
        hass.services.async_register("radio", "rescan", self.rescan)
        self.show(PORCH, PHONE)

    def show(self, *peers: dict[str, Any], found: list[dict[str, Any]] | None = None) -> None:
        """Know these peers."""
        self.peers = [dict(each) for each in peers]
        self.hass.states.async_set("sensor.peers", "x", {"peers": self.peers, "found": found or []})

    def change(self, address: str, *, connected: bool) -> None:
        """Connect, or part."""
        self.show(
            *(
                each | {"connected": connected} if address in {each["address"], ""} else each
                for each in self.peers
            )
        )

    async def note(self, call: ServiceCall) -> None:
        """Do nothing but remember it."""
        self.calls.append((call.service, dict(call.data)))

    async def connect(self, call: ServiceCall) -> None:
        """Connect at once, if it obeys."""
        await self.note(call)
        if self.obeys:
            self.change(call.data.get("address") or "a0:11", connected=True)

    async def disconnect(self, call: ServiceCall) -> None:
        """Part from one or all."""
        await self.note(call)
        self.change(call.data["address"], connected=False)

    async def delete(self, call: ServiceCall) -> None:
        """Forget."""
        await self.note(call)
        self.show(*(each for each in self.peers if each["address"] != call.data["address"]))

    async def rescan(self, call: ServiceCall) -> None:
        """Find somebody."""
        await self.note(call)
        self.show(*self.peers, found=[NEW])


def told_to(service: str, **data: str) -> list[dict[str, Any]]:
    """Return a sequence that has the radio do this."""
    return [{"action": f"radio.{service}", "data": data}]


@pytest.fixture
async def radio(hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: Any) -> Radio:
    """A home with Bluetooth, lent to CLOVA."""
    monkeypatch.setattr(reports, "QUIET", 30.0)
    monkeypatch.setattr(reports, "LATEST", 30.0)
    await furnish(hass)
    hass.states.async_set(PIN_SENSOR, "")
    made = Radio(hass)
    peer = "{{ address | default('') }}"
    lend(
        hass,
        entry,
        "bluetooth",
        paired="{{ state_attr('sensor.peers', 'peers') }}",
        found="{{ state_attr('sensor.peers', 'found') }}",
        pairing=LAMP,
        pin=PIN_SENSOR,
        actions={
            "BtConnect": told_to("connect", address=peer, role="{{ role }}"),
            "BtConnectByPINCode": told_to("pin", pin="{{ pin_code }}"),
            "BtDisconnect": told_to("disconnect", address=peer),
            "BtDelete": told_to("delete", address=peer),
            "BtPlay": told_to("play"),
            "BtRescan": told_to("rescan"),
        },
    )
    return made


async def until_reported(cloud: Emulator, count: int) -> dict[str, Any]:
    """Return the Bluetooth state of the last of so many state reports."""
    await cloud.wait_for(lambda: len(events(cloud, REPORT)) >= count, LIMIT)
    assert len(events(cloud, REPORT)) == count
    found: dict[str, Any] = state_in(events(cloud, REPORT)[-1])["bluetooth"]
    return found


def connected(state: dict[str, Any]) -> list[str]:
    """Return the addresses of the peers that are connected."""
    return [each["address"] for each in state["btlist"] if each["connected"]]


@pytest.mark.cic("CIC-CX-070", "CIC-CX-071", "CIC-CX-073")
async def test_radio_and_peers_are_told(
    hass: HomeAssistant, entry: MockConfigEntry, radio: Radio
) -> None:
    assert (await told_state(hass, entry))["bluetooth"] == {
        "actions": ["BtConnect", "BtDisconnect", "BtStartPairing", "BtStopPairing"],
        "state": "on",
        "pairing": "off",
        "scanning": "off",
        "connecting": "off",
        "btlist": [
            PORCH | {"availableServiceClassList": ["AudioSink"]},
            PHONE | {"availableServiceClassList": ["AudioSource"]},
        ],
        "scanlist": [],
    }


@pytest.mark.cic("CIC-DC-131")
async def test_pairing_ends_by_itself(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pairing, "PAIRING_LIMIT", 0.2)
    await order(emulator, "BtStartPairing")
    told = await until_reported(emulator, 1)
    assert told["pairing"] == "off"
    assert len(outcomes(emulator)) == 1


@pytest.mark.cic("CIC-DC-130")
async def test_whoever_is_found_later_is_told(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reports, "QUIET", 0.1)
    await order(emulator, "BtStartPairing")
    radio.show(PORCH, found=[NEW])
    radio.show(PORCH, found=[NEW, NEW | {"address": "d0:44"}])
    told = await until_reported(emulator, 1)
    assert [each["address"] for each in told["scanlist"]] == ["c0:33", "d0:44"]


@pytest.mark.cic("CIC-DC-141")
async def test_a_peer_that_is_known_needs_no_pairing(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    _, told = await order(emulator, "BtConnect", PORCH)
    assert told["bluetooth"]["pairing"] == "off"
    assert (await until_reported(emulator, 1))["pairing"] == "off"
    assert events(emulator, REQUEST) == []
    assert state_of(hass, LAMP) == "off"


async def test_what_is_no_peer_is_left_out(
    hass: HomeAssistant, entry: MockConfigEntry, radio: Radio
) -> None:
    strange: list[Any] = ["x", 1, None, {}, {"address": 7}, {"address": ""}]
    many = [{"address": f"a{number}"} for number in range(200)]
    hass.states.async_set("sensor.peers", "x", {"peers": strange + many, "found": "nobody"})
    told = (await told_state(hass, entry))["bluetooth"]
    assert 50 < len(told["btlist"]) <= 64
    assert told["btlist"][0] == {
        "address": "a0",
        "name": "a0",
        "connected": False,
        "role": "source",
        "availableServiceClassList": ["AudioSink"],
    }
    assert told["scanlist"] == []


@pytest.mark.cic("CIC-DC-050", "CIC-CX-072")
async def test_pairing_begins_finds_and_ends(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    outcome, told = await order(emulator, "BtStartPairing")
    assert outcome == ("Executed", "BtStartPairing", "bluetooth")
    assert (told["bluetooth"]["pairing"], told["bluetooth"]["scanning"]) == ("on", "on")
    outcome, told = await order(emulator, "BtRescan")
    assert outcome == ("Executed", "BtRescan", "bluetooth")
    assert told["bluetooth"]["scanlist"] == [NEW]
    outcome, told = await order(emulator, "BtStopPairing")
    assert outcome == ("Executed", "BtStopPairing", "bluetooth")
    assert told["bluetooth"]["pairing"] == "off"


@pytest.mark.cic("CIC-DC-040", "CIC-DC-041", "CIC-DC-042")
@pytest.mark.parametrize(
    ("payload", "address", "role"),
    [
        ({}, "a0:11", "source"),
        ({"role": "sink"}, "b0:22", "sink"),
        (PHONE, "b0:22", "sink"),
        (PORCH | {"address": "A0:11"}, "a0:11", "source"),
    ],
)
async def test_the_peer_is_the_one_that_is_meant(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    payload: dict[str, Any],
    address: str,
    role: str,
) -> None:
    outcome, _ = await order(emulator, "BtConnect", payload)
    assert outcome == ("Executed", "BtConnect", "bluetooth")
    assert radio.calls == [("connect", {"address": address, "role": role})]
    told = await until_reported(emulator, 1)
    assert connected(told) == [address]
    assert told["connecting"] == "off"


@pytest.mark.cic("CIC-DC-042")
async def test_a_peer_that_was_only_found_can_be_connected(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    radio.show(PORCH, found=[NEW])
    await order(emulator, "BtConnect", NEW | {"connected": False})
    assert radio.calls[0][1]["address"] == "c0:33"
    hass.states.async_set("sensor.peers", "x", {"peers": [NEW | {"connected": True}], "found": []})
    assert connected(await until_reported(emulator, 1)) == ["c0:33"]


@pytest.mark.cic("CIC-DC-043", "CIC-DC-140", "CIC-DC-142")
async def test_an_attempt_is_told_first_and_its_outcome_later(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    radio.obeys = False
    outcome, told = await order(emulator, "BtConnect", PORCH)
    assert outcome == ("Executed", "BtConnect", "bluetooth")
    assert told["bluetooth"]["connecting"] == "on"
    assert events(emulator, REPORT) == []
    radio.change("a0:11", connected=True)
    told = await until_reported(emulator, 1)
    assert (connected(told), told["connecting"]) == (["a0:11"], "off")
    assert len(outcomes(emulator)) == 1


@pytest.mark.cic("CIC-DC-142")
async def test_an_attempt_without_success_ends_with_the_state_alone(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "OUTCOME_LIMIT", 0.2)
    radio.obeys = False
    await order(emulator, "BtConnect", PORCH)
    told = await until_reported(emulator, 1)
    assert (connected(told), told["connecting"]) == ([], "off")
    assert len(outcomes(emulator)) == 1


async def test_a_new_attempt_takes_the_place_of_the_old(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    radio.obeys = False
    await order(emulator, "BtConnect", PORCH)
    _, told = await order(emulator, "BtConnect", PHONE)
    assert told["bluetooth"]["connecting"] == "on"
    radio.change("b0:22", connected=True)
    assert connected(await until_reported(emulator, 1)) == ["b0:22"]


async def test_actions_that_take_long_are_an_attempt_under_way(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "LIMIT", 0.05)
    monkeypatch.setattr(connecting, "OUTCOME_LIMIT", 0.3)
    (subentry,) = entry.subentries.values()
    slow = {**subentry.data["actions"], "BtConnect": [{"delay": {"hours": 1}}]}
    hass.config_entries.async_update_subentry(
        entry, subentry, data={**subentry.data, "actions": slow}
    )
    outcome, _ = await order(emulator, "BtConnect", PORCH)
    assert outcome == ("Executed", "BtConnect", "bluetooth")
    assert connected(await until_reported(emulator, 1)) == []


@pytest.mark.cic("CIC-DC-143")
@pytest.mark.parametrize(
    "payload", [{"role": "sink"}, PORCH | {"address": "ff:ff"}, {"role": "juggler"}]
)
async def test_without_such_a_peer_connecting_fails(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    payload: dict[str, Any],
) -> None:
    radio.show(PORCH)
    outcome, _ = await order(emulator, "BtConnect", payload)
    assert outcome == ("Failed", "BtConnect", "bluetooth")
    assert radio.calls == []
    await until_reported(emulator, 1)


async def test_an_attempt_that_cannot_begin_fails(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    async_mock_service(hass, "radio", "connect", raise_exception=ValueError("asleep"))
    outcome, told = await order(emulator, "BtConnect", PORCH)
    assert outcome == ("Failed", "BtConnect", "bluetooth")
    assert told["bluetooth"]["connecting"] == "off"
    await until_reported(emulator, 1)


@pytest.mark.cic("CIC-DC-047")
async def test_parting_from_one_or_all(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    both = [each | {"connected": True} for each in (PORCH, PHONE)]
    radio.show(*both)
    outcome, told = await order(emulator, "BtDisconnect", PORCH | {"connected": True})
    assert outcome == ("Executed", "BtDisconnect", "bluetooth")
    assert connected(told["bluetooth"]) == ["b0:22"]
    radio.show(*both)
    outcome, told = await order(emulator, "BtDisconnect", {})
    assert outcome == ("Executed", "BtDisconnect", "bluetooth")
    assert connected(told["bluetooth"]) == []
    outcome, _ = await order(emulator, "BtDisconnect", PORCH | {"address": "ff:ff"})
    assert outcome == ("Failed", "BtDisconnect", "bluetooth")


@pytest.mark.cic("CIC-DC-049")
async def test_a_peer_is_forgotten_after_parting(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    radio.show(PORCH | {"connected": True}, PHONE)
    outcome, told = await order(emulator, "BtDelete", PORCH)
    assert outcome == ("Executed", "BtDelete", "bluetooth")
    assert [each["address"] for each in told["bluetooth"]["btlist"]] == ["b0:22"]
    assert [service for service, _ in radio.calls] == ["disconnect", "delete"]
    outcome, _ = await order(emulator, "BtDelete", PORCH)
    assert outcome == ("Failed", "BtDelete", "bluetooth")


@pytest.mark.cic("CIC-DC-048", "CIC-DC-150", "CIC-DC-151")
async def test_playing_needs_a_peer(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    outcome, _ = await order(emulator, "BtPlay")
    assert outcome == ("Failed", "BtPlay", "bluetooth")
    radio.change("a0:11", connected=True)
    outcome, _ = await order(emulator, "BtPlay")
    assert outcome == ("Executed", "BtPlay", "bluetooth")
    assert [service for service, _ in radio.calls] == ["play"]


# A PIN

REQUEST = "DeviceControl.BtRequestForPINCode"
WITHDRAWN = "DeviceControl.BtRequestToCancelPINCodeInput"


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


@pytest.mark.usefixtures("silent_user")
async def test_the_question_goes_with_the_device(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    hass.states.async_set(PIN_SENSOR, "Porch")
    await emulator.wait_for(lambda: events(emulator, REQUEST), LIMIT)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert asked(hass) == []
