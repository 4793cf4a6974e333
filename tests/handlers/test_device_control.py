"""DeviceControl: one report for each directive, whatever becomes of it."""

import asyncio
import logging
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.features import runner
from custom_components.clova_cic.features.control import EVENT_CONTROL
from emulator import Answer, Emulator, Fault, FaultKind, directive
from tests.featured import EXECUTED, LAMP, LEVEL, events, furnish, lend, order, outcomes, state_in
from tests.ha import LIMIT, ask, coordinator_of, until_told, wait_for_state

THING = "switch.thing"


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Something to control."""
    await furnish(hass)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for an effect only as long as a test can."""
    monkeypatch.setattr(runner, "LIMIT", 0.1)


def reasons(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return why directives failed, as the log tells it."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno == logging.WARNING and " failed: " in record.getMessage()
    ]


def thing(hass: HomeAssistant, service: Any, name: str = "turn_on") -> None:
    """Have a switch whose service is this."""
    hass.states.async_set(THING, "off")
    hass.services.async_register("switch", name, service)


@pytest.mark.cic("CIC-DC-003", "CIC-DC-010")
@pytest.mark.parametrize(
    ("command", "payload", "target"),
    [
        ("TurnOn", {"target": "flashlight"}, "flashlight"),
        ("TurnOn", {"target": "toaster"}, "toaster"),
        ("TurnOff", {"target": ""}, ""),
        ("TurnOn", {"target": "volume"}, "volume"),
        ("SetValue", {"target": "wifi", "value": "3"}, "wifi"),
        ("Increase", {"target": "x" * 500}, "x" * 500),
        ("Open", {"target": "settings"}, "settings"),
        ("OpenScreen", {"target": "settings"}, "settings"),
        ("Open", {"target": "attic"}, "attic"),
        ("BtConnect", {}, "bluetooth"),
        ("BtPlay", {}, "bluetooth"),
        ("LaunchApp", {"target": "myapp"}, "app"),
    ],
)
async def test_what_is_not_lent_is_refused(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    command: str,
    payload: dict[str, Any],
    target: str,
) -> None:
    lend(hass, entry, "wifi", LAMP)
    outcome, _ = await order(emulator, command, payload)
    assert outcome == ("Failed", command, target)


@pytest.mark.cic("CIC-DC-002")
async def test_an_unknown_directive_costs_only_itself(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP)
    emulator.answer_next(
        Answer(
            [
                directive("DeviceControl", "Levitate", {"target": "wifi"}),
                directive("DeviceControl", "TurnOn", {"target": "wifi"}),
            ]
        )
    )
    await ask(hass, "rise")
    await emulator.wait_for(lambda: outcomes(emulator), LIMIT)
    assert outcomes(emulator) == [("Executed", "TurnOn", "wifi")]


async def test_an_old_name_is_reported_by_the_present_one(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "screen_brightness", LEVEL)
    outcome, _ = await order(emulator, "SetPoint", {"target": "screenbrightness", "value": "20"})
    assert outcome == ("Executed", "SetValue", "screenbrightness")


async def test_targets_are_read_without_regard_to_case(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP)
    outcome, _ = await order(emulator, "TurnOn", {"target": "WiFi"})
    assert outcome == ("Executed", "TurnOn", "wifi")


@pytest.mark.cic("CIC-DC-015")
async def test_what_is_so_already_is_executed(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP)
    lend(hass, entry, "screen_brightness", LEVEL)
    outcome, _ = await order(emulator, "TurnOff", {"target": "wifi"})
    assert outcome == ("Executed", "TurnOff", "wifi")
    for _ in range(2):
        outcome, told = await order(
            emulator, "SetValue", {"target": "screenbrightness", "value": "100"}
        )
        assert outcome == ("Executed", "SetValue", "screenbrightness")
    outcome, told = await order(emulator, "Increase", {"target": "screenbrightness"})
    assert outcome == ("Executed", "Increase", "screenbrightness")
    assert told["screenBrightness"]["value"] == 100


@pytest.mark.parametrize(
    "error",
    [HomeAssistantError("the fuse is blown"), KeyError("no such lamp"), TimeoutError("radio")],
)
async def test_a_service_that_raises_is_a_failure_with_a_reason(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    async def fail(call: ServiceCall) -> None:
        raise error

    thing(hass, fail)
    lend(hass, entry, "wifi", THING)
    outcome, _ = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")
    (reason,) = reasons(caplog)
    assert str(error) in reason


async def test_a_service_that_is_cancelled_is_a_failure(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    async def give_up(call: ServiceCall) -> None:
        raise asyncio.CancelledError

    thing(hass, give_up)
    lend(hass, entry, "wifi", THING)
    outcome, _ = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")


@pytest.mark.usefixtures("impatient")
async def test_a_service_that_hangs_is_given_up(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ended = asyncio.Event()

    async def hang(call: ServiceCall) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    thing(hass, hang)
    lend(hass, entry, "wifi", THING)
    outcome, _ = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")
    assert ended.is_set()
    assert "did not return" in reasons(caplog)[0]


@pytest.mark.cic("CIC-DC-104")
@pytest.mark.usefixtures("impatient")
async def test_a_service_without_effect_is_a_failure(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def pretend(call: ServiceCall) -> None:
        pass

    thing(hass, pretend)
    lend(hass, entry, "wifi", THING)
    outcome, _ = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")
    assert "showed no effect" in reasons(caplog)[0]


@pytest.mark.cic("CIC-DC-104", "CIC-DC-013")
async def test_the_report_waits_for_an_effect_that_comes_late(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    called = asyncio.Event()

    async def later(call: ServiceCall) -> None:
        called.set()

    thing(hass, later)
    lend(hass, entry, "wifi", THING)
    emulator.push("DeviceControl", "TurnOn", {"target": "wifi"})
    await called.wait()
    await ask(hass, "hello")
    assert outcomes(emulator) == []
    hass.states.async_set(THING, "on")
    await emulator.wait_for(lambda: outcomes(emulator), LIMIT)
    assert outcomes(emulator) == [("Executed", "TurnOn", "wifi")]
    assert state_in(events(emulator, EXECUTED)[0])["wifi"]["state"] == "on"


@pytest.mark.cic("CIC-DC-105", "CIC-DC-103")
async def test_twenty_directives_at_once_are_carried_out_one_after_the_other(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    attributes = {"min": 0, "max": 200, "step": 1}
    hass.states.async_set("number.slow", "100", attributes)

    all_there = asyncio.Event()
    inside: list[int] = []

    async def take_time(call: ServiceCall) -> None:
        inside.append(len(inside) + 1)
        await all_there.wait()
        assert inside == [1]  # the others wait for their turn
        inside.clear()
        hass.states.async_set("number.slow", str(call.data["value"]), attributes)

    hass.services.async_register("number", "set_value", take_time)
    told = async_capture_events(hass, EVENT_DIRECTIVE)
    lend(hass, entry, "screen_brightness", "number.slow")
    for _ in range(10):
        emulator.push("DeviceControl", "Increase", {"target": "screenbrightness", "value": "5"})
        emulator.push("DeviceControl", "Decrease", {"target": "screenbrightness", "value": "10"})
    await until_told(hass, told, 20)
    assert outcomes(emulator) == []
    all_there.set()
    await emulator.wait_for(lambda: len(outcomes(emulator)) == 20, LIMIT)
    pair = [("Executed", name, "screenbrightness") for name in ("Increase", "Decrease")]
    assert outcomes(emulator) == pair * 10
    levels = [state_in(each)["screenBrightness"]["value"] for each in events(emulator, EXECUTED)]
    assert levels == [level for number in range(10) for level in (55 - 5 * number, 45 - 5 * number)]


async def test_one_that_hangs_holds_up_no_other_feature(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    entered = asyncio.Event()
    go_on = asyncio.Event()

    async def slow(call: ServiceCall) -> None:
        entered.set()
        await go_on.wait()
        hass.states.async_set(THING, "on")

    thing(hass, slow)
    lend(hass, entry, "wifi", THING)
    lend(hass, entry, "gps", LAMP)
    emulator.push("DeviceControl", "TurnOn", {"target": "wifi"})
    await entered.wait()
    outcome, _ = await order(emulator, "TurnOn", {"target": "gps"})
    assert outcome == ("Executed", "TurnOn", "gps")
    go_on.set()
    await emulator.wait_for(lambda: len(outcomes(emulator)) == 2, LIMIT)


async def test_a_feature_that_is_deleted_while_its_directive_runs(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def delete(call: ServiceCall) -> None:
        hass.config_entries.async_remove_subentry(entry, subentry.subentry_id)

    thing(hass, delete)
    subentry = lend(hass, entry, "wifi", THING)
    outcome, told = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")
    assert "wifi" not in told
    assert "removed meanwhile" in reasons(caplog)[0]


@pytest.mark.cic("CIC-DC-032", "CIC-DC-013")
async def test_what_costs_the_connection_is_reported_before(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    reported: list[int] = []
    cut_off = asyncio.Event()

    async def cut(call: ServiceCall) -> None:
        reported.append(len(outcomes(emulator)))
        hass.states.async_set(THING, "off")
        cut_off.set()

    thing(hass, cut, "turn_off")
    hass.states.async_set(THING, "on")
    lend(hass, entry, "wifi", THING, cuts_link=True)
    outcome, told = await order(emulator, "TurnOff", {"target": "wifi"})
    assert outcome == ("Executed", "TurnOff", "wifi")
    assert told["wifi"]["state"] == "off"
    await cut_off.wait()
    assert reported == [1]


@pytest.mark.cic("CIC-DC-121")
async def test_a_report_that_cannot_be_sent_is_not_sent_later(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def slow(call: ServiceCall) -> None:
        entered.set()
        await go_on.wait()
        hass.states.async_set(THING, "on")

    thing(hass, slow)
    lend(hass, entry, "wifi", THING)
    emulator.push("DeviceControl", "TurnOn", {"target": "wifi"})
    await entered.wait()
    lost = asyncio.Event()
    stop = coordinator_of(entry).async_add_listener(
        lambda: None if coordinator_of(entry).data.connected else lost.set()
    )
    # It comes back after this one is over.
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
    await lost.wait()
    go_on.set()
    await wait_for_state(hass, THING, "on")
    await coordinator_of(entry).client.wait_ready(LIMIT)
    stop()
    await ask(hass, "hello")
    assert outcomes(emulator) == []


async def test_the_logbook_can_tell_that_clova_did_it(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    asked = async_capture_events(hass, EVENT_CONTROL)
    lend(hass, entry, "wifi", LAMP)
    await order(emulator, "TurnOn", {"target": "wifi"})
    (event,) = asked
    assert event.data == {"entry_id": entry.entry_id, "command": "TurnOn", "feature": "wifi"}
    state = hass.states.get(LAMP)
    assert state is not None
    assert state.context.id == event.context.id
