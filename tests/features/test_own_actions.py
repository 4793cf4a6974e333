"""Actions and templates of the user's own behind a feature."""

import logging
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from custom_components.clova_cic.features import runner
from emulator import Emulator
from tests.featured import CHOICE, LAMP, LEVEL, furnish, lend, order, outcomes, told_state
from tests.ha import state_of


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Something that actions can reach."""
    await furnish(hass)


def call(action: str, entity_id: str, **data: Any) -> list[dict[str, Any]]:
    """Return a sequence of one action."""
    return [{"action": action, "target": {"entity_id": entity_id}, "data": data}]


async def test_actions_do_what_no_entity_can(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(
        hass,
        entry,
        "energy_saving",
        state="{{ is_state('input_select.choice', 'Quiet') }}",
        actions={
            "TurnOn": call("input_select.select_option", CHOICE, option="Quiet"),
            "TurnOff": call("input_select.select_option", CHOICE, option="Loud"),
        },
    )
    for command, option, state in (("TurnOn", "Quiet", "on"), ("TurnOff", "Loud", "off")):
        outcome, told = await order(emulator, command, {"target": "energysave"})
        assert outcome == ("Executed", command, "powersave")
        assert state_of(hass, CHOICE) == option
        assert told["energySavingMode"] == {"actions": ["TurnOff", "TurnOn"], "state": state}


async def test_only_the_directives_with_actions_are_offered(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    actions = {"TurnOn": call("input_boolean.turn_on", LAMP)}
    lend(hass, entry, "flashlight", state="{{ states('input_boolean.lamp') }}", actions=actions)
    assert (await told_state(hass, entry))["flashLight"]["actions"] == ["TurnOn"]


async def test_actions_know_the_value_and_the_directive(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(
        hass,
        entry,
        "screen_brightness",
        state="{{ states('input_number.level') }}",
        minimum=0,
        maximum=200,
        actions={"SetValue": call("input_number.set_value", LEVEL, value="{{ raw }}")},
    )
    for command, value, raw in (("SetValue", "30", 60), ("Increase", "20", 100)):
        payload = {"target": "screenbrightness", "value": value}
        outcome, _ = await order(emulator, command, payload)
        assert outcome == ("Executed", command, "screenbrightness")
        assert float(state_of(hass, LEVEL)) == raw


async def test_screens_and_apps(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    opened = async_mock_service(hass, "notify", "screen")
    message = [{"action": "notify.screen", "data": {"message": "{{ command }} {{ target }}"}}]
    attributes = {"supported_features": 512 | 2048, "source_list": ["Music Box"]}
    hass.states.async_set("media_player.tv", "on", attributes)
    sources = async_mock_service(hass, "media_player", "select_source")
    apps = async_mock_service(hass, "media_player", "play_media")
    lend(hass, entry, "screens", "media_player.tv", actions={"Open": message})
    for command, target in (("Open", "home"), ("Open", "settings"), ("OpenScreen", "settings")):
        outcome, _ = await order(emulator, command, {"target": target})
        assert outcome == ("Executed", command, target)
    assert [each.data["message"] for each in opened] == [
        "Open home",
        "Open settings",
        "Open settings",
    ]
    outcome, _ = await order(emulator, "OpenScreen", {"target": "home"})
    assert outcome == ("Failed", "OpenScreen", "home")
    before = len(outcomes(emulator))
    emulator.push("DeviceControl", "LaunchApp", {"target": "music box"})
    emulator.push("DeviceControl", "LaunchApp", {"target": "app://x"})
    await order(emulator, "Open", {"target": "home"})  # comes after them
    assert sources[0].data["source"] == "Music Box"
    assert apps[0].data["media_content_id"] == "app://x"
    assert len(outcomes(emulator)) == before + 1


@pytest.mark.cic("CIC-DC-014")
async def test_an_app_that_does_not_start_is_reported(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    async_mock_service(hass, "remote", "turn_on", raise_exception=ValueError("no such app"))
    hass.states.async_set("remote.tv", "on", {"supported_features": 4})
    lend(hass, entry, "screens", "remote.tv")
    outcome, _ = await order(emulator, "LaunchApp", {"target": "nothing"})
    assert outcome == ("Failed", "LaunchApp", "app")
    outcome, _ = await order(emulator, "LaunchApp", {"target": " "})
    assert outcome == ("Failed", "LaunchApp", "app")


@pytest.mark.parametrize(
    ("sequence", "reason"),
    [
        ([{"action": "nothing.here"}], "nothing.here"),
        ([{"stop": "the router is locked", "error": True}], "stopped: the router is locked"),
        (
            [{"if": [], "then": [{"stop": "not at night", "error": True}]}],
            "stopped: not at night",
        ),
        (
            [{"condition": "template", "value_template": "{{ false }}"}],
            "stopped before their end",
        ),
        ([{"device_id": "gone", "domain": "switch", "type": "turn_on"}], "gone"),
        ([{"nonsense": 1}], "Unable to determine action"),
        (
            [{"action": "input_boolean.turn_on", "data": {"entity_id": "{{ 1 / 0 }}"}}],
            "division by zero",
        ),
    ],
    ids=["unknown", "stop", "deep", "condition", "device", "nonsense", "template"],
)
async def test_actions_that_do_not_get_to_their_end_are_a_failure(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
    sequence: list[dict[str, Any]],
    reason: str,
) -> None:
    lend(hass, entry, "wifi", LAMP, actions={"TurnOn": sequence})
    outcome, _ = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")
    (line,) = [each for each in caplog.messages if "TurnOn of wifi failed: " in each]
    assert reason in line


async def test_actions_that_never_end_are_given_up(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runner, "LIMIT", 0.1)
    lend(hass, entry, "wifi", LAMP, actions={"TurnOn": [{"delay": {"hours": 1}}]})
    outcome, _ = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")


@pytest.mark.cic("CIC-CX-061")
async def test_a_template_that_fails_is_told_to_the_log_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hass.states.async_set("sensor.divisor", "0")
    lend(
        hass,
        entry,
        "battery",
        state="{{ 100 / states('sensor.divisor') | int }}",
    )
    assert await told_state(hass, entry) == {}
    assert await told_state(hass, entry) == {}
    warnings = [
        each.getMessage()
        for each in caplog.records
        if each.levelno >= logging.WARNING and "template" in each.getMessage().lower()
    ]
    assert len(warnings) == 1
    hass.states.async_set("sensor.divisor", "2")
    assert (await told_state(hass, entry))["battery"]["value"] == 50


@pytest.mark.parametrize("text", ["[1, 2]", "{'a': 1}", "unknown", "", "  ", "{{ none }}"])
async def test_a_template_that_makes_no_sense_is_no_state(
    hass: HomeAssistant, entry: MockConfigEntry, text: str
) -> None:
    for kind in ("wifi", "screen_brightness", "sound_mode", "battery", "sound_output"):
        lend(hass, entry, kind, state=text)
    lend(hass, entry, "gps", LAMP)
    told = await told_state(hass, entry)
    assert list(told) == ["gps"] if text.strip() else {"gps"} <= set(told)
