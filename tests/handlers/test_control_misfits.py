"""DeviceControl: directives that make no sense are failures like any other."""

import asyncio
import logging
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from emulator import Emulator
from tests.featured import FAILED, LAMP, LEVEL, REPORT, events, furnish, lend, order, outcomes
from tests.ha import LIMIT

THING = "switch.thing"


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Something to control."""
    await furnish(hass)


def reasons(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return why directives failed, as the log tells it."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno == logging.WARNING and " failed: " in record.getMessage()
    ]


@pytest.mark.cic("CIC-DC-010", "CIC-DC-103", "CIC-T-060")
@pytest.mark.parametrize(
    ("command", "payload", "reported"),
    [
        ("SetValue", {"target": "screenbrightness", "value": True}, "screenbrightness"),
        ("SetValue", {"target": "screenbrightness", "value": None}, "screenbrightness"),
        ("SetValue", {"target": "ScreenBrightness"}, "screenbrightness"),
        ("Increase", {"target": "volume", "value": {"by": 2}}, "volume"),
        ("Decrease", {"target": "channel", "value": ["2"]}, "channel"),
        ("SetValue", {"target": "toaster", "value": []}, "toaster"),
        ("LaunchApp", {"target": 7}, "app"),
        ("BtConnect", {"address": 7}, "bluetooth"),
        ("BtConnectByPINCode", {"pinCode": 1234}, "bluetooth"),
        ("BtDelete", {}, "bluetooth"),
        ("BtDisconnect", {"role": []}, "bluetooth"),
    ],
)
async def test_a_payload_that_makes_no_sense_is_a_failure_like_any_other(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
    command: str,
    payload: dict[str, Any],
    reported: str,
) -> None:
    lend(hass, entry, "screen_brightness", LEVEL)
    outcome, told = await order(emulator, command, payload)
    assert outcome == ("Failed", command, reported)
    assert "screenBrightness" in told
    assert len(reasons(caplog)) == 1
    await order(emulator, "SetValue", {"target": "screenbrightness", "value": "20"})
    assert len(outcomes(emulator)) == 2
    # How an attempt to connect came out is also told by itself (CIC-DC-043).
    assert len(events(emulator, REPORT)) == int(command.startswith("BtConnect"))


@pytest.mark.parametrize(
    ("command", "payload"),
    [
        ("TurnOn", {"target": ["wifi"]}),
        ("TurnOff", {}),
        ("SynchronizeState", {"deviceId": 5}),
        # Nobody waits for a report about these, whatever else they say.
        ("SynchronizeState", {"deviceId": 5, "target": "wifi"}),
        ("RenderDeviceList", {"deviceList": "none", "target": "wifi"}),
        ("LaunchURI", {"targets": 1, "target": "wifi"}),
    ],
)
async def test_where_nothing_can_be_named_nothing_is_reported(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    command: str,
    payload: dict[str, Any],
) -> None:
    lend(hass, entry, "wifi", LAMP)
    emulator.push("DeviceControl", command, payload)
    await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcomes(emulator) == [("Executed", "TurnOn", "wifi")]


async def test_a_failure_of_sense_waits_for_its_turn(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def slow(call: ServiceCall) -> None:
        entered.set()
        await go_on.wait()
        hass.states.async_set("number.slow", str(call.data["value"]), {"min": 0, "max": 100})

    hass.states.async_set("number.slow", "10", {"min": 0, "max": 100})
    hass.services.async_register("number", "set_value", slow)
    lend(hass, entry, "screen_brightness", "number.slow")
    lend(hass, entry, "gps", LAMP)
    emulator.push("DeviceControl", "SetValue", {"target": "screenbrightness", "value": "50"})
    await entered.wait()
    emulator.push("DeviceControl", "SetValue", {"target": "screenbrightness", "value": []})
    await order(emulator, "TurnOn", {"target": "gps"})
    assert events(emulator, FAILED) == []
    go_on.set()
    await emulator.wait_for(lambda: len(outcomes(emulator)) == 3, LIMIT)
    assert [what for what, _, _ in outcomes(emulator)] == ["Executed", "Executed", "Failed"]
