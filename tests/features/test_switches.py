"""Features that are on or off, and the directives that switch them."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from emulator import Emulator
from tests.featured import LAMP, furnish, lend, order
from tests.ha import state_of


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Something to switch."""
    await furnish(hass)


SWITCHES = [
    ("airplane", "airplane", "airplane", "airplane"),
    ("cellular", "cellular", "cellular", "cellular"),
    ("energy_saving", "energysave", "energySavingMode", "powersave"),
    ("energy_saving", "powersave", "energySavingMode", "powersave"),
    ("flashlight", "flashlight", "flashLight", "flashlight"),
    ("gps", "gps", "gps", "gps"),
    ("screen_auto_brightness", "screenautobrightness", "screenAutoBrightness", None),
    ("wifi", "wifi", "wifi", "wifi"),
    ("bluetooth", "bluetooth", "bluetooth", "bluetooth"),
]


@pytest.mark.cic("CIC-DC-001", "CIC-DC-012", "CIC-CX-064")
@pytest.mark.parametrize(("kind", "target", "field", "report"), SWITCHES)
async def test_a_switch_is_switched_and_reported_by_its_names(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    kind: str,
    target: str,
    field: str,
    report: str | None,
) -> None:
    lend(hass, entry, kind, LAMP)
    for command, state in (("TurnOn", "on"), ("TurnOff", "off")):
        outcome, told = await order(emulator, command, {"target": target})
        assert outcome == ("Executed", command, report or target)
        assert state_of(hass, LAMP) == state
        assert told[field]["state"] == state
        assert told[field]["actions"][:2] == ["TurnOff", "TurnOn"]


@pytest.mark.cic("CIC-DC-004")
@pytest.mark.parametrize(
    ("kind", "target", "report"),
    [
        ("energy_saving", "powersave", "powersave"),
        ("screen_auto_brightness", "screenautobrightness", "screenautobrightness"),
        ("sound_mode", "soundmode", "soundmode"),
    ],
)
async def test_targets_that_the_directives_own_list_leaves_out_are_taken(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    kind: str,
    target: str,
    report: str,
) -> None:
    lend(hass, entry, kind, LAMP)
    outcome, _ = await order(emulator, "TurnOn", {"target": target})
    assert outcome == ("Executed", "TurnOn", report)


@pytest.mark.cic("CIC-DC-030", "CIC-DC-013")
async def test_power_is_active_or_idle(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "power", LAMP)
    _, told = await order(emulator, "TurnOn", {"target": "power"})
    assert told["power"] == {"actions": ["TurnOff", "TurnOn"], "state": "active"}
    outcome, told = await order(emulator, "TurnOff", {"target": "power"})
    assert outcome == ("Executed", "TurnOff", "power")
    assert told["power"]["state"] == "idle"
    assert state_of(hass, LAMP) == "off"
