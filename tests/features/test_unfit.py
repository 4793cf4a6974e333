"""What does not fit: entities that change under a feature, templates that fail, values of nonsense."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.features import runner
from emulator import Emulator
from tests.featured import LAMP, LEVEL, furnish, lend, order, outcomes, told_state
from tests.ha import LIMIT, state_of

THING = "switch.thing"


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Something to control."""
    await furnish(hass)


async def test_an_entity_of_a_domain_that_only_tells_is_only_read(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    subentry = lend(hass, entry, "wifi", LAMP)
    assert (await told_state(hass, entry))["wifi"]["actions"] == ["TurnOff", "TurnOn"]
    hass.states.async_set("binary_sensor.lamp", "on")
    hass.config_entries.async_update_subentry(
        entry, subentry, data={**subentry.data, "entity_id": "binary_sensor.lamp"}
    )
    told = (await told_state(hass, entry))["wifi"]
    assert (told["actions"], told["state"]) == ([], "on")
    outcome, _ = await order(emulator, "TurnOff", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOff", "wifi")


@pytest.mark.parametrize(
    ("kind", "entity"),
    [
        ("wifi", LEVEL),
        ("screen_brightness", LAMP),
        ("battery", LAMP),
        ("sound_output", LAMP),
        ("bluetooth", LEVEL),
    ],
)
async def test_an_entity_of_another_domain_is_no_feature(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, kind: str, entity: str
) -> None:
    lend(hass, entry, kind, entity)
    assert await told_state(hass, entry) == {}
    outcome, _ = await order(emulator, "TurnOn", {"target": kind})
    assert outcome[0] == "Failed"
    assert state_of(hass, LAMP) == "off"


@pytest.mark.parametrize("then", ["unavailable", None])
async def test_an_entity_that_goes_away_while_its_directive_runs(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    then: str | None,
) -> None:
    async def vanish(call: ServiceCall) -> None:
        if then is None:
            hass.states.async_remove(THING)
        else:
            hass.states.async_set(THING, then)

    monkeypatch.setattr(runner, "LIMIT", 0.1)
    hass.states.async_set(THING, "off")
    hass.services.async_register("switch", "turn_on", vanish)
    lend(hass, entry, "wifi", THING)
    outcome, told = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")
    assert "wifi" not in told


async def test_an_entity_that_is_renamed_while_its_directive_runs(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    registry = er.async_get(hass)
    old = registry.async_get_or_create("switch", "other", "1", object_id_base="old").entity_id
    hass.states.async_set(old, "off")

    async def rename(call: ServiceCall) -> None:
        if registry.async_get(old) is not None:
            registry.async_update_entity(old, new_entity_id=THING)
        hass.states.async_set(THING, "on")
        await renamed.wait()

    renamed = asyncio.Event()
    hass.services.async_register("switch", "turn_on", rename)
    subentry = lend(hass, entry, "wifi", old)
    emulator.push("DeviceControl", "TurnOn", {"target": "wifi"})
    await emulator.wait_for(
        lambda: entry.subentries[subentry.subentry_id].data["entity_id"] == THING, LIMIT
    )
    renamed.set()
    await emulator.wait_for(lambda: outcomes(emulator), LIMIT)
    assert len(outcomes(emulator)) == 1
    assert (await told_state(hass, entry))["wifi"]["state"] == "on"
    outcome, _ = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Executed", "TurnOn", "wifi")


@pytest.mark.parametrize("bad", ["{{ 1 / 0 }}", "{{ [1, 2] }}", "{{ 'none' }}", "{{ {'a': 1} }}"])
async def test_templates_of_peers_that_fail_are_no_peers(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, bad: str
) -> None:
    lend(hass, entry, "bluetooth", LAMP, paired=bad, found=bad, actions={"BtConnect": []})
    told = (await told_state(hass, entry))["bluetooth"]
    assert (told["btlist"], told["scanlist"]) == ([], [])
    outcome, _ = await order(emulator, "BtConnect", {})
    assert outcome == ("Failed", "BtConnect", "bluetooth")


@pytest.mark.cic("CIC-DC-023", "CIC-DC-005")
@pytest.mark.parametrize(
    ("value", "tuned"),
    [
        *[(each, None) for each in ("-1", "0", "100", "1000000", "loud", "", "9" * 400)],
        *[("1", 1), ("99", 99)],
        (7.5, 7.5),  # the entity itself says what is between two channels
    ],
)
async def test_a_channel_that_is_nowhere_is_refused(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    value: Any,
    tuned: float | None,
) -> None:
    hass.states.async_set("number.channel", "7", {"min": 1, "max": 99, "step": 1})
    calls: list[Any] = []

    async def tune(call: ServiceCall) -> None:
        calls.append(call.data["value"])
        hass.states.async_set("number.channel", str(call.data["value"]), {"min": 1, "max": 99})

    hass.services.async_register("number", "set_value", tune)
    lend(hass, entry, "channel", "number.channel")
    outcome, _ = await order(emulator, "SetValue", {"target": "channel", "value": value})
    assert outcome == ("Failed" if tuned is None else "Executed", "SetValue", "channel")
    assert calls == ([] if tuned is None else [tuned])
