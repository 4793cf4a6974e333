"""The options: what the dialog offers, what it stores, what it refuses."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData, section
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.options import ClovaOptions
from emulator import Emulator
from tests.ha import coordinator_of, hurry, phase, set_up, trust

CHOSEN: dict[str, Any] = {
    "language": "ja",
    "directive_content": "shown",
    "speaker": "media_player.kitchen",
    "follow_asker": True,
    "voice_setting": "Voice",
    "alert_grace": 1.5,
    "volume": {
        "volume_minimum": 5,
        "volume_maximum": 45,
        "volume_step": 4,
        "volume_warning": 40,
    },
    "places": {
        "share_location": True,
        "home_zone": "zone.home",
        "office_zone": "zone.office",
    },
}
LEAST: dict[str, Any] = {
    "language": "ko",
    "directive_content": "hidden",
    "follow_asker": False,
    "alert_grace": 24.0,
    "volume": {"volume_minimum": 0, "volume_maximum": 10, "volume_step": 1},
    "places": {"share_location": False},
}


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """A device that is connected."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return await set_up(hass, emulator)


async def open_dialog(hass: HomeAssistant, entry: MockConfigEntry) -> tuple[str, vol.Schema]:
    """Open the dialog and return its id and form."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "init"
    assert not result["errors"]
    schema = result["data_schema"]
    assert schema is not None
    return result["flow_id"], schema


async def choose(hass: HomeAssistant, entry: MockConfigEntry, chosen: dict[str, Any]) -> None:
    """Fill the dialog in."""
    flow_id, _ = await open_dialog(hass, entry)
    result = await hass.config_entries.options.async_configure(flow_id, chosen)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()


def suggested(schema: vol.Schema) -> dict[str, Any]:
    """Return what a form shows when it opens, without what is empty."""
    found: dict[str, Any] = {}
    for marker, field in schema.schema.items():
        if isinstance(field, section):
            found[marker.schema] = suggested(field.schema)
        elif marker.description and marker.description["suggested_value"] is not None:
            found[marker.schema] = marker.description["suggested_value"]
    return found


@pytest.mark.parametrize(
    ("system", "language"), [("ko", "ko"), ("ja", "ja"), ("en-GB", "en"), ("de", "en")]
)
async def test_a_new_device_shares_nothing_and_speaks_the_language_of_home_assistant(
    hass: HomeAssistant, entry: MockConfigEntry, system: str, language: str
) -> None:
    hass.config.language = system
    _, schema = await open_dialog(hass, entry)
    assert suggested(schema) == LEAST | {"language": language}


async def test_what_is_chosen_is_stored_side_by_side_and_shown_again(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await choose(hass, entry, CHOSEN)
    assert entry.options == {
        "language": "ja",
        "directive_content": "shown",
        "speaker": "media_player.kitchen",
        "follow_asker": True,
        "voice_setting": "Voice",
        "alert_grace": 1.5,
        **CHOSEN["volume"],
        "share_location": True,
        "home_zone": "zone.home",
        "office_zone": "zone.office",
    }
    assert ClovaOptions.of(hass, entry) == ClovaOptions(
        language="ja",
        shows_content=True,
        speaker="media_player.kitchen",
        follows_asker=True,
        voice_setting="Voice",
        alert_grace=1.5,
        volume_minimum=5,
        volume_maximum=45,
        volume_step=4,
        volume_warning=40,
        shares_location=True,
        home_zone="zone.home",
        office_zone="zone.office",
    )
    _, schema = await open_dialog(hass, entry)
    assert suggested(schema) == CHOSEN


async def test_what_is_left_empty_is_forgotten(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await choose(hass, entry, CHOSEN)
    await choose(hass, entry, LEAST)
    assert entry.options == {
        "language": "ko",
        "directive_content": "hidden",
        "follow_asker": False,
        "alert_grace": 24.0,
        **LEAST["volume"],
        "share_location": False,
    }
    _, schema = await open_dialog(hass, entry)
    assert suggested(schema) == LEAST


async def test_the_connection_stays_while_options_change(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    before = coordinator_of(entry)
    await choose(hass, entry, CHOSEN)
    assert phase(entry) is ConfigEntryState.LOADED
    assert coordinator_of(entry) is before
    assert before.client.ready


@pytest.mark.parametrize(
    "changes",
    [
        {"language": "de"},
        {"directive_content": "some"},
        {"speaker": "light.kitchen"},
        {"speaker": "media_player.clova"},
        {"places": {"share_location": True, "home_zone": "sensor.home"}},
        {"places": {"share_location": True, "office_zone": "sensor.office"}},
        {"places": {}},
    ],
    ids=str,
)
async def test_what_does_not_fit_is_refused(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    entity_registry: er.EntityRegistry,
    changes: dict[str, Any],
) -> None:
    own = entity_registry.async_get("media_player.clova")
    assert own is not None
    assert own.platform == DOMAIN
    entity_registry.async_get_or_create("media_player", "other", "x", suggested_object_id="kitchen")
    flow_id, _ = await open_dialog(hass, entry)
    with pytest.raises(InvalidData):
        await hass.config_entries.options.async_configure(flow_id, CHOSEN | changes)
    assert entry.options == {}
    result = await hass.config_entries.options.async_configure(flow_id, CHOSEN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.cic("CIC-CX-075")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"volume_minimum": 45}, "volume_range"),
        ({"volume_step": 0}, "volume_step"),
        ({"volume_step": 41}, "volume_step"),
        ({"volume_warning": 46}, "volume_warning"),
        ({"volume_warning": 4}, "volume_warning"),
    ],
)
async def test_a_scale_that_makes_no_sense_is_refused_with_a_reason(
    hass: HomeAssistant, entry: MockConfigEntry, changes: dict[str, int], error: str
) -> None:
    flow_id, _ = await open_dialog(hass, entry)
    wrong = CHOSEN | {"volume": CHOSEN["volume"] | changes}
    result = await hass.config_entries.options.async_configure(flow_id, wrong)
    assert result["errors"] == {"base": error}
    schema = result["data_schema"]
    assert schema is not None
    assert suggested(schema) == wrong
    result = await hass.config_entries.options.async_configure(flow_id, CHOSEN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_places_are_folded_away(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    _, schema = await open_dialog(hass, entry)
    places = schema.schema["places"]
    assert isinstance(places, section)
    assert places.options == {"collapsed": True}
