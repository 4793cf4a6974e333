"""Values, channels and modes: what is said, and what an entity has."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from emulator import Emulator
from tests.featured import CHOICE, LAMP, LEVEL, furnish, lend, order, told_state
from tests.ha import state_of

BRIGHTNESS = "screenbrightness"


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Something to set."""
    await furnish(hass)


@pytest.mark.cic("CIC-DC-020", "CIC-DC-021", "CIC-DC-022")
@pytest.mark.parametrize(
    ("command", "value", "raw", "level"),
    [
        ("SetValue", "65", 130, 65),
        ("SetValue", 30, 60, 30),
        ("SetValue", "33", 70, 35),  # the entity counts in tens of its 200
        ("SetValue", "-5", 0, 0),
        ("SetValue", "9" * 200, 200, 100),
        ("SetValue", 2**62, 200, 100),
        ("Increase", None, 120, 60),
        ("Increase", "20", 140, 70),
        ("Decrease", 5, 90, 45),
        ("Decrease", "1000", 0, 0),
        ("Increase", "0", 100, 50),
    ],
)
async def test_a_value_is_laid_over_the_range_of_the_entity(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    command: str,
    value: Any,
    raw: float,
    level: int,
) -> None:
    lend(hass, entry, "screen_brightness", LEVEL)
    payload = {"target": BRIGHTNESS} | ({} if value is None else {"value": value})
    outcome, told = await order(emulator, command, payload)
    assert outcome == ("Executed", command, BRIGHTNESS)
    assert float(state_of(hass, LEVEL)) == raw
    assert told["screenBrightness"] == {
        "actions": ["Decrease", "Increase", "SetValue"],
        "min": 0,
        "max": 100,
        "value": level,
    }


@pytest.mark.cic("CIC-DC-005")
@pytest.mark.parametrize("value", ["loud", "", "nan", "inf", "1e5", "-", "٣٣", "9" * 400, "0x10"])
async def test_what_is_no_number_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, value: str
) -> None:
    lend(hass, entry, "screen_brightness", LEVEL)
    for command in ("SetValue", "Increase"):
        outcome, _ = await order(emulator, command, {"target": BRIGHTNESS, "value": value})
        assert outcome == ("Failed", command, BRIGHTNESS)
    assert float(state_of(hass, LEVEL)) == 100


async def test_a_change_by_less_than_nothing_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "screen_brightness", LEVEL)
    outcome, _ = await order(emulator, "Increase", {"target": BRIGHTNESS, "value": "-3"})
    assert outcome == ("Failed", "Increase", BRIGHTNESS)


@pytest.mark.cic("CIC-CX-075", "CIC-CX-076")
async def test_the_users_range_and_step_count(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "screen_brightness", LEVEL, minimum=50, maximum=150, step=20)
    assert (await told_state(hass, entry))["screenBrightness"]["value"] == 50
    _, told = await order(emulator, "Increase", {"target": BRIGHTNESS})
    assert told["screenBrightness"]["value"] == 70
    assert float(state_of(hass, LEVEL)) == 120
    lend_again = {"minimum": 150, "maximum": 50}
    (subentry,) = entry.subentries.values()
    hass.config_entries.async_update_subentry(entry, subentry, data={**subentry.data, **lend_again})
    assert "screenBrightness" not in await told_state(hass, entry)


async def test_a_brightness_that_is_chosen_ends_the_automatic_one(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "screen_brightness", LEVEL)
    lend(hass, entry, "screen_auto_brightness", LAMP)
    await order(emulator, "TurnOn", {"target": "screenautobrightness"})
    _, told = await order(emulator, "SetValue", {"target": BRIGHTNESS, "value": "10"})
    assert told["screenAutoBrightness"]["state"] == "off"


@pytest.mark.cic("CIC-DC-023")
async def test_a_channel_is_the_next_the_previous_or_a_name(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "channel", CHOICE)
    steps = [("Increase", None, "Quiet"), ("Decrease", None, "Loud"), ("Decrease", None, "Buzz")]
    for command, value, expected in [*steps, ("SetValue", "quiet", "Quiet")]:
        payload = {"target": "channel"} | ({} if value is None else {"value": value})
        outcome, told = await order(emulator, command, payload)
        assert outcome == ("Executed", command, "channel")
        assert state_of(hass, CHOICE) == expected
        assert told["channel"] == {"actions": ["Decrease", "Increase", "SetValue"]}
    outcome, _ = await order(emulator, "SetValue", {"target": "channel", "value": "News"})
    assert outcome == ("Failed", "SetValue", "channel")


@pytest.mark.parametrize(
    ("command", "value", "service", "data"),
    [
        ("Increase", None, "media_next_track", {}),
        ("Decrease", None, "media_previous_track", {}),
        ("SetValue", "kbs 1", "select_source", {"source": "KBS 1"}),
        (
            "SetValue",
            7.0,
            "play_media",
            {"media_content_type": "channel", "media_content_id": "7"},
        ),
    ],
)
async def test_a_television_changes_its_channel(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    command: str,
    value: Any,
    service: str,
    data: dict[str, Any],
) -> None:
    attributes = {"supported_features": 16 | 32 | 512, "source_list": ["KBS 1", "HDMI"]}
    hass.states.async_set("media_player.tv", "on", attributes)
    calls = async_mock_service(hass, "media_player", service)
    lend(hass, entry, "channel", "media_player.tv")
    payload = {"target": "channel"} | ({} if value is None else {"value": value})
    outcome, _ = await order(emulator, command, payload)
    assert outcome == ("Executed", command, "channel")
    assert [call.data for call in calls] == [{"entity_id": "media_player.tv"} | data]


async def test_a_channel_beyond_the_last_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "channel", LEVEL)
    outcome, _ = await order(emulator, "SetValue", {"target": "channel", "value": "201"})
    assert outcome == ("Failed", "SetValue", "channel")
    outcome, _ = await order(emulator, "SetValue", {"target": "channel", "value": "70"})
    assert outcome == ("Executed", "SetValue", "channel")
    outcome, _ = await order(emulator, "Increase", {"target": "channel"})
    assert outcome == ("Executed", "Increase", "channel")
    assert float(state_of(hass, LEVEL)) == 80


MODES = {"ring": "Loud", "silent": "Quiet", "vibrate": "Buzz"}


@pytest.mark.cic("CIC-DC-031", "CIC-DC-120")
async def test_a_sound_mode_is_one_state_with_three_targets(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "sound_mode", CHOICE, modes=MODES)
    steps = [
        ("TurnOn", "silent", "silent"),
        ("TurnOff", "ring", "silent"),  # it was not on: nothing changes
        ("TurnOff", "silent", "ring"),
        ("TurnOff", "ring", "vibrate"),
        ("TurnOff", "vibrate", "ring"),
        ("TurnOff", "soundmode", "vibrate"),
        ("TurnOn", "soundmode", "ring"),
    ]
    for command, target, mode in steps:
        outcome, told = await order(emulator, command, {"target": target})
        assert outcome == ("Executed", command, "soundmode")
        assert told["soundMode"] == {"actions": ["TurnOff", "TurnOn"], "state": mode}
        assert state_of(hass, CHOICE) == MODES[mode]


async def test_behind_a_switch_there_are_two_sound_modes(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "sound_mode", LAMP)
    _, told = await order(emulator, "TurnOn", {"target": "silent"})
    assert told["soundMode"]["state"] == "silent"
    assert state_of(hass, LAMP) == "on"
    outcome, _ = await order(emulator, "TurnOn", {"target": "vibrate"})
    assert outcome == ("Failed", "TurnOn", "soundmode")
    _, told = await order(emulator, "TurnOff", {"target": "silent"})
    assert told["soundMode"]["state"] == "ring"


@pytest.mark.cic("CIC-CX-060", "CIC-CX-006")
async def test_what_can_only_be_read_offers_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    hass.states.async_set("sensor.charge", "73.4")
    hass.states.async_set("binary_sensor.plug", "on")
    hass.states.async_set("sensor.output", "Bluetooth")
    hass.states.async_set("sensor.network", "net1")
    hass.states.async_set("binary_sensor.wifi", "on")
    hass.states.async_set("person.kim", "not_home")
    lend(hass, entry, "battery", "sensor.charge", charging="binary_sensor.plug")
    lend(hass, entry, "sound_output", "sensor.output")
    lend(hass, entry, "wifi", "binary_sensor.wifi", network="sensor.network")
    lend(hass, entry, "gps", "person.kim")
    assert await told_state(hass, entry) == {
        "battery": {"actions": [], "charging": True, "value": 73},
        "soundOutput": {"type": "bluetooth"},
        "wifi": {
            "actions": [],
            "networks": [{"name": "net1", "connected": True}],
            "state": "on",
        },
        "gps": {"actions": [], "state": "off"},
    }
    outcome, _ = await order(emulator, "TurnOff", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOff", "wifi")


@pytest.mark.parametrize("charge", ["full", "unknown", "unavailable", "nan", ""])
async def test_a_battery_without_a_number_is_not_told(
    hass: HomeAssistant, entry: MockConfigEntry, charge: str
) -> None:
    hass.states.async_set("sensor.charge", charge)
    lend(hass, entry, "battery", "sensor.charge")
    assert await told_state(hass, entry) == {}


@pytest.mark.parametrize(("charge", "told"), [("-3", 0), ("140", 100), ("0", 0), ("99.6", 100)])
async def test_a_battery_is_told_in_percent(
    hass: HomeAssistant, entry: MockConfigEntry, charge: str, told: int
) -> None:
    hass.states.async_set("sensor.charge", charge)
    lend(hass, entry, "battery", "sensor.charge")
    assert (await told_state(hass, entry))["battery"]["value"] == told


@pytest.mark.parametrize(
    ("domain", "state", "attributes", "service", "data"),
    [
        ("light", "off", {"supported_color_modes": ["brightness"]}, "turn_on", {"brightness": 166}),
        (
            "fan",
            "on",
            {"supported_features": 1, "percentage": 10},
            "set_percentage",
            {"percentage": 65},
        ),
        ("number", "3", {"min": -10, "max": 10, "step": 0.1}, "set_value", {"value": 3.0}),
    ],
)
async def test_whatever_has_a_value_can_be_set(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    domain: str,
    state: str,
    attributes: dict[str, Any],
    service: str,
    data: dict[str, Any],
) -> None:
    entity = f"{domain}.thing"
    hass.states.async_set(entity, state, attributes)

    async def obey(call: Any) -> None:
        calls.append(dict(call.data))
        done = {"brightness": 166, "percentage": 65}
        hass.states.async_set(entity, "3.0" if domain == "number" else "on", attributes | done)

    calls: list[dict[str, Any]] = []
    hass.services.async_register(domain, service, obey)
    lend(hass, entry, "screen_brightness", entity)
    outcome, told = await order(emulator, "SetValue", {"target": BRIGHTNESS, "value": "65"})
    assert outcome == ("Executed", "SetValue", BRIGHTNESS)
    assert calls == [{"entity_id": entity} | data]
    assert told["screenBrightness"]["value"] == 65


async def test_a_light_without_brightness_has_none(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.states.async_set("light.thing", "on", {"supported_color_modes": ["onoff"]})
    lend(hass, entry, "screen_brightness", "light.thing")
    told = await told_state(hass, entry)
    assert told["screenBrightness"]["actions"] == []
