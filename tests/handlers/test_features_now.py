"""DeviceControl: what can be done at this moment, and what never can."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.features import NEVER
from custom_components.clova_cic.features.readings import BatteryFeature
from emulator import Emulator
from tests.featured import LAMP, LEVEL, furnish, lend, order, told_state
from tests.ha import coordinator_of, state_of

THING = "switch.thing"


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Something to control."""
    await furnish(hass)


@pytest.mark.cic("CIC-CX-061", "CIC-CX-062")
async def test_actions_are_what_works_at_this_moment(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    player = "media_player.tv"
    hass.states.async_set(player, "on", {"supported_features": 256})
    lend(hass, entry, "power", player)
    assert (await told_state(hass, entry))["power"] == {"actions": ["TurnOff"], "state": "active"}
    hass.states.async_set(player, "standby", {"supported_features": 128})
    assert (await told_state(hass, entry))["power"] == {"actions": ["TurnOn"], "state": "idle"}
    hass.states.async_set(player, "unavailable")
    assert await told_state(hass, entry) == {}
    hass.states.async_remove(player)
    assert await told_state(hass, entry) == {}


@pytest.mark.parametrize("state", ["unavailable", "unknown", None])
async def test_an_entity_that_is_not_there_is_no_feature(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, state: str | None
) -> None:
    lend(hass, entry, "wifi", THING)
    if state is not None:
        hass.states.async_set(THING, state)
    outcome, told = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")
    assert "wifi" not in told


async def test_an_entity_that_gets_another_name_is_followed(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    registry = er.async_get(hass)
    old = registry.async_get_or_create("switch", "other", "1", object_id_base="old").entity_id
    hass.states.async_set(old, "on")
    subentry = lend(hass, entry, "wifi", old)
    registry.async_update_entity(old, new_entity_id="switch.new")
    hass.states.async_set("switch.new", "off")
    await hass.async_block_till_done()
    assert entry.subentries[subentry.subentry_id].data["entity_id"] == "switch.new"
    assert (await told_state(hass, entry))["wifi"]["state"] == "off"


@pytest.mark.parametrize("domain", sorted(NEVER))
async def test_locks_and_their_like_are_never_controlled(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, domain: str
) -> None:
    """Not even if somebody writes one into the settings by hand."""
    hass.states.async_set(f"{domain}.door", "on")
    for kind in ("power", "screen_brightness", "channel", "sound_mode"):
        lend(hass, entry, kind, f"{domain}.door")
    told = await told_state(hass, entry)
    assert [each for each in told.values() if each["actions"]] == []
    outcome, _ = await order(emulator, "TurnOff", {"target": "power"})
    assert outcome == ("Failed", "TurnOff", "power")


async def test_a_kind_that_is_not_known_is_left_out(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "teleporter", LAMP)
    lend(hass, entry, "wifi", LAMP)
    assert list(await told_state(hass, entry)) == ["wifi"]


async def test_a_feature_that_fails_costs_only_itself(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of order")

    lend(hass, entry, "wifi", LAMP)
    lend(hass, entry, "battery", LEVEL)
    monkeypatch.setattr(BatteryFeature, "info", fail)
    assert list(await told_state(hass, entry)) == ["wifi"]
    assert list(await told_state(hass, entry)) == ["wifi"]
    assert caplog.text.count("the feature battery cannot be told") == 1


async def test_features_come_change_and_go_on_the_same_connection(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    subentry = lend(hass, entry, "wifi", LAMP)
    await order(emulator, "TurnOn", {"target": "wifi"})
    hass.config_entries.async_update_subentry(
        entry, subentry, data={**subentry.data, "read_only": True}
    )
    assert (await told_state(hass, entry))["wifi"]["actions"] == []
    outcome, _ = await order(emulator, "TurnOff", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOff", "wifi")
    hass.config_entries.async_remove_subentry(entry, subentry.subentry_id)
    assert await told_state(hass, entry) == {}
    assert coordinator_of(entry).stats.connects == 1
    assert state_of(hass, LAMP) == "on"
