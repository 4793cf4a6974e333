"""Which player it is: the one that is chosen, or the one near who asked."""

from pathlib import Path
import re

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic import flow
from custom_components.clova_cic.cic.playback import Loss, Lost, SpeakerChanged, Started
from custom_components.clova_cic.const import CONF_FOLLOW_ASKER, CONF_SPEAKER, DOMAIN

from .bench import OTHER_SONG, Bench
from .conftest import MakeBench
from .player import PLAYER, FakePlayer, Kind

BATH = "media_player.bath"


def choose(bench: Bench, **options: object) -> None:
    """Change the options."""
    bench.hass.config_entries.async_update_entry(bench.entry, options=options)


async def asker(bench: Bench, room: str, *players: str) -> str:
    """Put players and a device that hears into a room; return the id of that device."""
    hass = bench.hass
    area = ar.async_get(hass).async_get_or_create(room)
    other = MockConfigEntry(domain="esphome", title=room)
    other.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("esphome", room)}
    )
    dr.async_get(hass).async_update_device(device.id, area_id=area.id)
    for player in players:
        er.async_get(hass).async_update_entity(player, area_id=area.id)
    return device.id


async def test_without_a_speaker_nothing_sounds(make: MakeBench) -> None:
    bench = await make()
    choose(bench)
    await bench.play()
    assert bench.told == [Lost(1, Loss.VANISHED)]
    assert not bench.speaker.available
    assert bench.speaker.volume is None
    assert not await bench.speaker.async_announce("/x", "audio/mpeg", 1.0)


async def test_a_player_of_clovas_own_is_never_the_speaker(make: MakeBench) -> None:
    bench = await make()
    own = er.async_get(bench.hass).async_get_or_create(
        "media_player", DOMAIN, "own", config_entry=bench.entry
    )
    choose(bench, **{CONF_SPEAKER: own.entity_id})
    assert bench.speaker.entity_id is None


async def test_another_speaker_while_music_plays(make: MakeBench) -> None:
    bath = FakePlayer(Kind(), "bath")
    bench = await make(bath)
    await bench.play()
    await bench.speaker.async_duck()
    choose(bench, **{CONF_SPEAKER: BATH})
    await bench.clock.settle()
    assert bench.player.did[1:] == ["volume 0.15", "volume 0.50", "stop"]
    assert bench.told == [Started(1), SpeakerChanged()]
    await bench.play(2, OTHER_SONG)
    assert bath.did
    assert bench.told[-1] == Started(2)


async def test_other_options_leave_the_music_alone(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    choose(bench, **{CONF_SPEAKER: PLAYER, "language": "ja"})
    await bench.clock.settle()
    assert bench.told == [Started(1)]


async def test_music_plays_where_it_was_asked_for(make: MakeBench) -> None:
    bath = FakePlayer(Kind(), "bath")
    bench = await make(bath)
    choose(bench, **{CONF_FOLLOW_ASKER: True, CONF_SPEAKER: PLAYER})
    device = await asker(bench, "Bath", BATH)
    assert bench.speaker.entity_id == PLAYER  # nobody has asked yet
    bench.speaker.async_asked_by(device)
    assert bench.speaker.entity_id == BATH
    await bench.play()
    assert bath.did
    assert bench.player.did == []


async def test_music_stays_where_it_is_until_other_music_is_asked_for(make: MakeBench) -> None:
    bath = FakePlayer(Kind(), "bath")
    bench = await make(bath)
    choose(bench, **{CONF_FOLLOW_ASKER: True})
    in_bath = await asker(bench, "Bath", BATH)
    in_kitchen = await asker(bench, "Kitchen", PLAYER)
    bench.speaker.async_asked_by(in_kitchen)
    bench.speaker.async_begin_anew()
    await bench.play()
    bench.speaker.async_asked_by(in_bath)  # for the time, say
    await bench.play(2, OTHER_SONG)  # the next of the queue
    assert bench.speaker.entity_id == PLAYER
    await bench.clock.pass_by(61)
    bench.speaker.async_begin_anew()  # by a button
    await bench.play(3)
    assert bench.speaker.entity_id == PLAYER
    bench.speaker.async_asked_by(in_bath)
    bench.speaker.async_begin_anew()
    await bench.play(4)
    assert bench.speaker.entity_id == BATH
    assert bench.player.did[-1] == "stop"


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ({"kitchen": "tv", "bath": "speaker"}, BATH),
        ({"kitchen": "receiver", "bath": "speaker"}, BATH),
        ({"kitchen": None, "bath": "tv"}, PLAYER),
    ],
    ids=str,
)
async def test_the_better_of_two_players(
    make: MakeBench, classes: dict[str, str | None], expected: str
) -> None:
    bench = await make(FakePlayer(Kind(), "bath"))
    choose(bench, **{CONF_FOLLOW_ASKER: True})
    device = await asker(bench, "Loft", PLAYER, BATH)
    for name, kind in classes.items():
        er.async_get(bench.hass).async_update_entity(f"media_player.{name}", device_class=kind)
    bench.speaker.async_asked_by(device)
    assert bench.speaker.entity_id == expected


async def test_who_asks_from_nowhere_changes_nothing(make: MakeBench) -> None:
    bench = await make()
    choose(bench, **{CONF_FOLLOW_ASKER: True})
    device = await asker(bench, "Kitchen", PLAYER)
    bench.speaker.async_asked_by(device)
    empty = await asker(bench, "Attic")
    for elsewhere in (None, "no such device", empty):
        bench.speaker.async_asked_by(elsewhere)
        assert bench.speaker.entity_id == PLAYER


async def test_a_device_that_listens_lowers_itself(hass: HomeAssistant, make: MakeBench) -> None:
    bench = await make()
    device = await asker(bench, "Kitchen")
    entities = er.async_get(hass)
    entities.async_update_entity(PLAYER, device_id=device)
    satellite = entities.async_get_or_create("assist_satellite", "esphome", "ear", device_id=device)
    hass.states.async_set(satellite.entity_id, "listening")
    await bench.play()
    await bench.speaker.async_duck()
    assert bench.player.did[1:] == []
    hass.states.async_set(satellite.entity_id, "idle")
    await bench.speaker.async_duck()
    assert bench.player.did[1:] == ["volume 0.15"]


def test_no_dialog_reloads_by_a_helper_that_allows_no_listener() -> None:
    """The speaker listens to the options; Home Assistant refuses that beside these from 2026.12 on."""
    helpers = re.compile(
        "async_update_reload_and_abort|OptionsFlowWithReload|_abort_if_unique_id_configured\\(."
    )
    sources = [file.read_text() for file in Path(flow.__file__).parent.glob("*.py")]
    assert len(sources) > 5
    assert [helpers.findall(source) for source in sources] == [[]] * len(sources)
