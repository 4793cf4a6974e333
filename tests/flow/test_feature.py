"""The dialog of features: what it asks, what it refuses and why, and that it counts at once."""

import json
from pathlib import Path
from typing import Any

from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData, section
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.features import KINDS, NEVER
from custom_components.clova_cic.flow.feature_forms import step_of
from custom_components.clova_cic.phrases import LANGUAGES
from emulator import Emulator
from tests.featured import CHOICE, LAMP, LEVEL, furnish, lend, order, told_state
from tests.ha import TRANSLATIONS, coordinator_of, hurry, set_up, state_of, translation, trust

NOTHING: dict[str, Any] = {"actions": {}}
TOGGLE = [{"action": "input_boolean.toggle", "target": {"entity_id": LAMP}}]


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """A device that is connected, in a home with something to lend."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    await furnish(hass)
    return await set_up(hass, emulator)


async def begin(hass: HomeAssistant, entry: MockConfigEntry, kind: str) -> dict[str, Any]:
    """Open the dialog and say what it is; return the form that asks for the rest."""
    flows = hass.config_entries.subentries
    result: Any = await flows.async_init(
        (entry.entry_id, "feature"), context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    result = await flows.async_configure(result["flow_id"], {"kind": kind})
    assert result["type"] is FlowResultType.FORM
    return dict(result)


async def fill_in(hass: HomeAssistant, form: dict[str, Any], **entered: Any) -> dict[str, Any]:
    """Fill a form in; return what comes of it."""
    shape = {str(key): field for key, field in form["data_schema"].schema.items()}
    sections: dict[str, Any] = {
        key: {} for key, field in shape.items() if isinstance(field, section)
    }
    result: Any = await hass.config_entries.subentries.async_configure(
        form["flow_id"], sections | entered
    )
    await hass.async_block_till_done()
    return dict(result)


def only(entry: MockConfigEntry) -> ConfigSubentry:
    """Return the only feature."""
    (subentry,) = entry.subentries.values()
    return subentry


async def test_a_feature_is_added_and_counts_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    form = await begin(hass, entry, "wifi")
    assert form["step_id"] == "switch"
    assert form["description_placeholders"]["feature"] == "Wi-Fi"
    result = await fill_in(hass, form, entity_id=LAMP)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert (only(entry).title, only(entry).unique_id) == ("Wi-Fi", "wifi")
    assert only(entry).data == {
        "kind": "wifi",
        "entity_id": LAMP,
        "read_only": False,
        "cuts_link": False,
    }
    outcome, _ = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Executed", "TurnOn", "wifi")
    assert coordinator_of(entry).stats.connects == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_feature_is_called_by_its_name_in_the_language_of_home_assistant(
    hass: HomeAssistant, entry: MockConfigEntry, language: str
) -> None:
    hass.config.language = language
    await fill_in(hass, await begin(hass, entry, "battery"), state="50")
    assert only(entry).title == translation(language, "selector.feature_kind.options.battery")


async def test_there_is_one_feature_of_each_kind(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    flows = hass.config_entries.subentries
    for kind in KINDS:
        lend(hass, entry, kind, LAMP)
    result: Any = await flows.async_init(
        (entry.entry_id, "feature"), context={"source": SOURCE_USER}
    )
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "all_added")


async def test_two_dialogs_do_not_add_the_same_kind(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    forms = [await begin(hass, entry, "wifi") for _ in range(2)]
    results = [await fill_in(hass, form, entity_id=LAMP) for form in forms]
    assert results[0]["type"] is FlowResultType.CREATE_ENTRY
    assert (results[1]["type"], results[1]["reason"]) == (
        FlowResultType.ABORT,
        "already_configured",
    )


async def test_a_kind_that_is_taken_is_not_offered(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    lend(hass, entry, "wifi", LAMP)
    result: Any = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "feature"), context={"source": SOURCE_USER}
    )
    (choice,) = result["data_schema"].schema.values()
    assert choice.config["options"] == [str(kind) for kind in KINDS if kind != "wifi"]


async def test_a_feature_is_changed_and_removed_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP, actions={"TurnOn": TOGGLE}, read_only=True)
    flows = hass.config_entries.subentries
    form: Any = await flows.async_init(
        (entry.entry_id, "feature"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": only(entry).subentry_id},
    )
    assert form["step_id"] == "switch"
    shown = {
        str(key): key.description["suggested_value"]
        for key in form["data_schema"].schema
        if key.description
    }
    assert (shown["entity_id"], shown["read_only"]) == (LAMP, True)
    result = await fill_in(hass, form, entity_id=LAMP, actions={"turn_off": TOGGLE})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert only(entry).data["actions"] == {"TurnOff": TOGGLE}
    assert (await told_state(hass, entry))["wifi"]["actions"] == ["TurnOff", "TurnOn"]
    hass.config_entries.async_remove_subentry(entry, only(entry).subentry_id)
    assert await told_state(hass, entry) == {}
    assert coordinator_of(entry).stats.connects == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_only_what_makes_sense_is_offered(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str
) -> None:
    form = await begin(hass, entry, kind)
    shape = {str(key): field for key, field in form["data_schema"].schema.items()}
    domains = shape["entity_id"].config["domain"]
    assert domains
    assert NEVER.isdisjoint(domains)
    own = [
        each.entity_id for each in er.async_get(hass).entities.values() if each.platform == DOMAIN
    ]
    assert own
    assert shape["entity_id"].config["exclude_entities"] == own


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("wifi", {}, "entity_id", "nothing"),
    ("wifi", {"entity_id": "switch.nowhere"}, "entity_id", "entity_missing"),
    ("wifi", {"entity_id": "sensor.word"}, "entity_id", "meaningless"),
    ("wifi", {"state": "banana"}, "state", "meaningless"),
    ("wifi", {"state": "{{ 1 / 0 }}"}, "state", "template"),
    ("wifi", {"actions": {"turn_on": TOGGLE}}, "state", "state_missing"),
    ("wifi", {"entity_id": LAMP, "network": "sensor.nowhere"}, "network", "entity_missing"),
    (
        "wifi",
        {"entity_id": LAMP, "actions": {"turn_on": [{"action": "lock.unlock"}]}},
        "actions",
        "actions_never",
    ),
    (
        "wifi",
        {
            "entity_id": LAMP,
            "actions": {
                "turn_on": [
                    {
                        "if": [],
                        "then": [
                            {"action": "homeassistant.turn_on", "target": {"entity_id": "cover.x"}}
                        ],
                    }
                ]
            },
        },
        "actions",
        "actions_never",
    ),
    (
        "wifi",
        {"entity_id": LAMP, "actions": {"turn_on": [{"nonsense": 1}]}},
        "actions",
        "actions",
    ),
    (
        "wifi",
        {"entity_id": LAMP, "actions": {"turn_on": [{"device_id": "gone", "domain": "switch"}]}},
        "actions",
        "actions",
    ),
    ("screen_brightness", {"entity_id": LEVEL, "minimum": 5, "maximum": 5}, "maximum", "range"),
    ("sound_mode", {"entity_id": CHOICE}, "modes", "modes"),
    ("battery", {"entity_id": "sensor.word"}, "entity_id", "meaningless"),
    ("sound_output", {"state": "the moon"}, "state", "meaningless"),
    ("bluetooth", {"paired": "none of them"}, "paired", "no_list"),
    ("screens", {}, "entity_id", "nothing"),
    ("channel", {}, "entity_id", "nothing"),
]


@pytest.mark.parametrize(("kind", "entered", "where", "error"), REFUSED)
async def test_what_cannot_be_a_feature_is_refused_with_a_reason(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    kind: str,
    entered: dict[str, Any],
    where: str,
    error: str,
) -> None:
    hass.states.async_set("sensor.word", "banana")
    form = await begin(hass, entry, kind)
    result = await fill_in(hass, form, **entered)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {where: error}
    for language in LANGUAGES:
        text = translation(
            language,
            f"config_subentries.feature.error.{error}",
            **result["description_placeholders"],
        )
        assert "{" not in text
    assert entry.subentries == {}
    fixed = {"wifi": {"entity_id": LAMP}, "channel": {"entity_id": CHOICE}}.get(kind)
    if fixed is not None:
        result = await fill_in(hass, result, **fixed)
        assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "entity",
    [*(f"{domain}.door" for domain in sorted(NEVER)), LEVEL, "binary_sensor.clova_connectivity"],
)
async def test_what_is_not_offered_is_not_taken(
    hass: HomeAssistant, entry: MockConfigEntry, entity: str
) -> None:
    form = await begin(hass, entry, "wifi")
    with pytest.raises(InvalidData):
        await fill_in(hass, form, entity_id=entity)


GOOD: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("screen_brightness", {"entity_id": LEVEL, "step": 5}, {"value": 50}),
    (
        "sound_mode",
        {"entity_id": CHOICE, "modes": {"ring": "Loud", "silent": "Quiet"}},
        {"state": "ring"},
    ),
    ("battery", {"state": "{{ 42 }}"}, {"value": 42}),
    ("sound_output", {"state": "HDMI", "modes": {"aux": "HDMI"}}, {"type": "aux"}),
    ("bluetooth", {"entity_id": LAMP, "paired": "{{ [] }}", "pairing": LAMP}, {"btlist": []}),
    ("channel", {"entity_id": CHOICE}, {"actions": ["Decrease", "Increase", "SetValue"]}),
    ("energy_saving", {"state": "{{ false }}", "actions": {"turn_on": TOGGLE}}, {"state": "off"}),
]


@pytest.mark.parametrize(("kind", "entered", "told"), GOOD)
async def test_every_form_makes_a_feature(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    kind: str,
    entered: dict[str, Any],
    told: dict[str, Any],
) -> None:
    result = await fill_in(hass, await begin(hass, entry, kind), **entered)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (state,) = (await told_state(hass, entry)).values()
    assert told.items() <= state.items()


async def test_screens_are_nothing_that_clova_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    form = await begin(hass, entry, "screens")
    result = await fill_in(hass, form, actions={"open": TOGGLE})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert await told_state(hass, entry) == {}
    outcome, _ = await order(emulator, "Open", {"target": "home"})
    assert outcome == ("Executed", "Open", "home")
    assert state_of(hass, LAMP) == "on"


@pytest.mark.parametrize("kind", KINDS)
async def test_every_field_says_what_it_is_for(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str
) -> None:
    form = await begin(hass, entry, kind)
    texts = json.loads((TRANSLATIONS / "en.json").read_text("utf-8"))
    step = texts["config_subentries"]["feature"]["step"][step_of(kind)]  # type: ignore[arg-type]
    for key, field in form["data_schema"].schema.items():
        if isinstance(field, section):
            names = {str(each) for each in field.schema.schema}
            assert set(step["sections"][str(key)]["data"]) == names
            assert set(step["sections"][str(key)]["data_description"]) == names
        else:
            assert str(key) in step["data"]
            assert str(key) in step["data_description"]


def test_no_step_asks_for_what_no_form_has() -> None:
    """A text that nobody sees is a text that nobody mends."""
    texts = json.loads((TRANSLATIONS / "en.json").read_text("utf-8"))
    steps = set(texts["config_subentries"]["feature"]["step"])
    assert steps == {"user", *(step_of(kind) for kind in KINDS)}
    assert Path(TRANSLATIONS).is_dir()
