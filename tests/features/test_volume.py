"""The volume of the speaker: nothing has to be set up for it."""

import asyncio
from typing import Any, override

from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.const import (
    DOMAIN as MEDIA_PLAYER,
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.const import (
    CONF_SPEAKER,
    CONF_VOLUME_MAXIMUM,
    CONF_VOLUME_MINIMUM,
    CONF_VOLUME_STEP,
    CONF_VOLUME_WARNING,
)
from custom_components.clova_cic.media.melody import SUFFIX
from emulator import Emulator
from tests.featured import EXECUTED, events, order, told_state
from tests.ha import LIMIT, coordinator_of

KITCHEN = "media_player.kitchen"


class Kitchen(MediaPlayerEntity):
    """A player with a volume."""

    entity_id = KITCHEN
    _attr_name = "Kitchen"
    _attr_state = MediaPlayerState.IDLE
    _attr_volume_level = 0.4
    _attr_is_volume_muted = False
    _attr_supported_features = (
        Feature.VOLUME_SET | Feature.VOLUME_MUTE | Feature.PLAY_MEDIA | Feature.MEDIA_ANNOUNCE
    )

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.silenced = asyncio.Event()

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        self._attr_volume_level = volume
        self.async_write_ha_state()

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        self._attr_is_volume_muted = mute
        self.async_write_ha_state()
        self.silenced.set()

    @override
    async def async_play_media(self, media_type: Any, media_id: str, **kwargs: Any) -> None:
        self.heard.append(media_id)


def choose(hass: HomeAssistant, entry: MockConfigEntry, **options: Any) -> None:
    """Choose options, while the device is running."""
    hass.config_entries.async_update_entry(entry, options={**entry.options, **options})


@pytest.fixture
async def kitchen(hass: HomeAssistant, entry: MockConfigEntry) -> Kitchen:
    """The speaker."""
    assert await async_setup_component(hass, MEDIA_PLAYER, {})
    player = Kitchen()
    await hass.data[DATA_INSTANCES][MEDIA_PLAYER].async_add_entities([player])
    choose(hass, entry, **{CONF_SPEAKER: KITCHEN})
    return player


@pytest.mark.cic("CIC-DC-020", "CIC-DC-021", "CIC-DC-016")
async def test_the_volume_works_without_any_set_up(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, kitchen: Kitchen
) -> None:
    steps: list[tuple[str, str | None, int]] = [
        ("SetValue", "5", 5),
        ("Increase", None, 6),
        ("Increase", "2", 8),
        ("Decrease", None, 7),
        ("Decrease", "99", 0),
        ("SetValue", "99", 10),
    ]
    for command, value, level in steps:
        payload = {"target": "volume"} | ({} if value is None else {"value": value})
        outcome, told = await order(emulator, command, payload)
        assert outcome == ("Executed", command, "volume")
        assert told["volume"] == {
            "actions": ["Decrease", "Increase", "SetValue"],
            "min": 0,
            "max": 10,
            "value": level,
        }
        assert kitchen.volume_level == level / 10


@pytest.mark.cic("CIC-DC-022", "CIC-DC-005")
@pytest.mark.parametrize(
    ("command", "value", "level"),
    [
        ("SetValue", "-5", 0),
        ("SetValue", "9" * 200, 10),
        ("SetValue", 1e300, 10),
        ("Increase", "9" * 200, 10),
        ("Decrease", 2**60, 0),
        ("SetValue", "loud", None),
        ("SetValue", "", None),
        ("Increase", "-2", None),
        ("Decrease", "a bit", None),
    ],
)
async def test_a_volume_off_the_scale_is_at_its_end_and_nonsense_is_refused(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    kitchen: Kitchen,
    command: str,
    value: Any,
    level: int | None,
) -> None:
    outcome, told = await order(emulator, command, {"target": "volume", "value": value})
    assert outcome == ("Failed" if level is None else "Executed", command, "volume")
    assert told["volume"]["value"] == (4 if level is None else level)
    assert kitchen.volume_level == (0.4 if level is None else level / 10)


@pytest.mark.cic("CIC-PB-035")
async def test_the_scale_the_step_and_the_warning_are_options(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, kitchen: Kitchen
) -> None:
    scale = {CONF_VOLUME_MINIMUM: 10, CONF_VOLUME_MAXIMUM: 110, CONF_VOLUME_STEP: 20}
    choose(hass, entry, **scale, **{CONF_VOLUME_WARNING: 90})
    told = (await told_state(hass, entry))["volume"]
    assert (told["min"], told["max"], told["value"], told["warning"]) == (10, 110, 50, 90)
    _, state = await order(emulator, "Increase", {"target": "volume"})
    assert state["volume"]["value"] == 70
    assert kitchen.volume_level == 0.6


@pytest.mark.cic("CIC-CX-080", "CIC-DC-112")
async def test_muting_changes_no_level(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, kitchen: Kitchen
) -> None:
    assert emulator.push("PlaybackController", "Mute", {}) == 1
    coordinator = coordinator_of(entry)
    async with asyncio.timeout(LIMIT):
        await kitchen.silenced.wait()
    await hass.async_block_till_done()
    (state,) = [each.payload for each in coordinator.context() if each.namespace == "Speaker"]
    assert state == {"volume": 4, "muted": True}
    assert (await told_state(hass, entry))["volume"]["value"] == 4


async def test_a_player_without_a_volume_has_none(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, kitchen: Kitchen
) -> None:
    kitchen._attr_volume_level = None  # type: ignore[assignment]
    kitchen.async_write_ha_state()
    assert await told_state(hass, entry) == {}
    outcome, _ = await order(emulator, "Increase", {"target": "volume"})
    assert outcome == ("Failed", "Increase", "volume")


async def test_a_player_that_is_off_keeps_the_volume_it_told_last(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, kitchen: Kitchen
) -> None:
    """Some players are off whenever nothing plays, and tell no volume then."""
    assert (await told_state(hass, entry))["volume"]["value"] == 4
    kitchen._attr_state = MediaPlayerState.OFF
    kitchen.async_write_ha_state()
    outcome, told = await order(emulator, "Increase", {"target": "volume"})
    assert outcome == ("Executed", "Increase", "volume")
    assert told["volume"]["value"] == 5
    assert kitchen.volume_level == 0.5


async def test_a_player_that_is_lowered_gets_its_new_volume_afterwards(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, kitchen: Kitchen
) -> None:
    """Lowering it for a while does not count (CIC-PB-079)."""
    kitchen._attr_state = MediaPlayerState.PLAYING
    kitchen.async_write_ha_state()
    ducking = coordinator_of(entry).speaker._ducking
    await ducking.async_duck(KITCHEN)
    assert (kitchen.volume_level or 0) < 0.4
    outcome, told = await order(emulator, "SetValue", {"target": "volume", "value": "8"})
    assert outcome == ("Executed", "SetValue", "volume")
    assert told["volume"]["value"] == 8
    assert (kitchen.volume_level or 0) < 0.4
    await ducking.async_unduck()
    assert kitchen.volume_level == 0.8


async def test_a_player_that_only_tells_its_volume_is_only_read(
    hass: HomeAssistant, entry: MockConfigEntry, kitchen: Kitchen
) -> None:
    kitchen._attr_supported_features = Feature.PLAY_MEDIA
    kitchen.async_write_ha_state()
    assert (await told_state(hass, entry))["volume"]["actions"] == []


@pytest.mark.cic("CIC-DC-110", "CIC-DC-024")
async def test_a_new_volume_can_be_heard_where_nothing_plays(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, kitchen: Kitchen
) -> None:
    await hass.config.async_update(internal_url="http://192.0.2.1:8123")
    await order(emulator, "Increase", {"target": "volume"})
    await emulator.wait_for(lambda: kitchen.heard, LIMIT)
    (url,) = kitchen.heard
    assert url.endswith(SUFFIX)
    kitchen._attr_state = MediaPlayerState.PLAYING
    kitchen.async_write_ha_state()
    await order(emulator, "Increase", {"target": "volume"})
    await hass.async_block_till_done()
    assert kitchen.heard == [url]


async def test_a_player_out_of_reach_costs_only_the_tone(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, kitchen: Kitchen
) -> None:
    outcome, _ = await order(emulator, "Increase", {"target": "volume"})
    assert outcome == ("Executed", "Increase", "volume")
    assert len(events(emulator, EXECUTED)) == 1
