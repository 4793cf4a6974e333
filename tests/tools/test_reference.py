"""docs/reference.md names everything that the integration adds, and nothing else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
import json
import re

from homeassistant.components.event import EventEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import async_get_platforms
import pytest
import yaml

from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.event_trigger import EventTrigger
from custom_components.clova_cic.features import KINDS
from custom_components.clova_cic.trigger import async_get_triggers
from emulator import Emulator, Fault, FaultKind
from scripts.lib.checks.__main__ import ROOT
from scripts.lib.checks.finding import INTEGRATION
from tests.alerts.home import OPTIONS, AlertHome, alert, speaker_of
from tests.ha import CONNECTIVITY, LIMIT, coordinator_of, hurry, set_up, trust, wait_for_state
from tests.pushing import push, show_content

from .tables import REFERENCE, by_key, rows_of, word, words

SOURCE = ROOT / INTEGRATION
TEXTS = json.loads((SOURCE / "translations" / "en.json").read_text("utf-8"))
LOCAL = " *"  # behind the name of an entity that does not need the connection
LIKE_THE_DEVICE = "the device's name"

# What CLOVA has to send before there are all entities, and which of them come of it.
APPEARANCES = {"GetMemo": "todo.clova_memos", "GetReminder": "todo.clova_reminders"}


@dataclass(frozen=True, slots=True)
class Home:
    """A home with all entities there are, also those that are hidden at first."""

    hass: HomeAssistant
    cloud: Emulator
    alerts: AlertHome
    at_first: dict[str, er.RegistryEntry]
    """By key."""

    @property
    def entities(self) -> dict[str, Entity]:
        """The entities by key."""
        prefix = f"{self.alerts.entry.unique_id}-"
        return {
            (entity.unique_id or "").removeprefix(prefix): entity
            for platform in async_get_platforms(self.hass, DOMAIN)
            for entity in platform.entities.values()
        }


@pytest.fixture
async def home(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Home]:
    """A home whose CLOVA device has been told of everything."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    entry = await set_up(hass, emulator)
    show_content(hass, entry)
    alerts = AlertHome(hass, emulator, entry, await speaker_of(hass))
    alerts.choose(**OPTIONS)
    for name, entity_id in APPEARANCES.items():
        await push(hass, emulator, "Clova", name)
        await wait_for_state(hass, entity_id, "0")
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, entry.entry_id)
    prefix = f"{entry.unique_id}-"
    at_first = {entity.unique_id.removeprefix(prefix): entity for entity in entities}
    for entity in entities:
        registry.async_update_entity(entity.entity_id, disabled_by=None)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await coordinator_of(entry).client.wait_ready(LIMIT)
    await hass.async_block_till_done()
    yield Home(hass, emulator, alerts, at_first)
    await hass.config_entries.async_unload(entry.entry_id)


async def test_entities(home: Home) -> None:
    rows = by_key(rows_of(REFERENCE, "Entities"), "Key")
    assert set(rows) == set(home.at_first)
    assert set(rows) == set(home.entities)
    title = home.alerts.entry.title
    for key, entity in home.at_first.items():
        row = rows[key]
        shown = entity.original_name in {None, title}
        name = LIKE_THE_DEVICE if shown else entity.original_name
        hidden = "hidden" if entity.disabled else "shown"
        assert (row["Entity"].removesuffix(LOCAL), word(row["Platform"]), row["At first"]) == (
            name,
            entity.domain,
            hidden,
        ), key
        assert row["Shows or does"], key


async def test_entities_that_do_not_need_the_connection(home: Home) -> None:
    rows = by_key(rows_of(REFERENCE, "Entities"), "Key")
    local = {key for key, row in rows.items() if row["Entity"].endswith(LOCAL)}
    connected = {key for key, entity in home.entities.items() if entity.available}
    home.cloud.inject(Fault(FaultKind.NO_HELLO))
    home.cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(home.hass, CONNECTIVITY, "off")
    assert {key for key, entity in home.entities.items() if entity.available} == local
    assert local < connected
    await wait_for_state(home.hass, CONNECTIVITY, "on")


async def test_texts_and_icons_belong_to_an_entity(home: Home) -> None:
    there = {(each.domain, each.translation_key) for each in home.at_first.values()}
    icons = json.loads((SOURCE / "icons.json").read_text("utf-8"))
    for texts in (TEXTS["entity"], icons["entity"]):
        named = {(platform, key) for platform, keys in texts.items() for key in keys}
        assert named <= there


async def test_attributes_and_event_types(home: Home) -> None:
    await home.alerts.push("SetAlert", alert("later", label="Dentist"))
    await home.alerts.rings("now", label="Rise")
    light = {"light": "DEFAULT", "assets": [], "assetPlayOrder": []}
    await push(home.hass, home.cloud, "Notifier", "Notify", light)

    attributes: dict[str, set[str]] = {}
    for key, entity in home.entities.items():
        own = set(entity.extra_state_attributes or {})
        if isinstance(entity, EventEntity):
            own |= set(entity.state_attributes or {}) - {"event_type"}
        if own:
            attributes[key] = own
    rows = by_key(rows_of(REFERENCE, "Attributes"), "Key")
    assert {key: set(words(row["Attributes"])) for key, row in rows.items()} == attributes

    rows = by_key(rows_of(REFERENCE, "Event entities"), "Key")
    events = {k: each for k, each in home.entities.items() if isinstance(each, EventEntity)}
    assert set(rows) == set(events)
    for key, event in events.items():
        told = rows[key]["Event types"]
        assert set(words(told)) <= set(event.event_types), key
        assert "…" in told or set(words(told)) == set(event.event_types), key


async def test_actions(home: Home) -> None:
    rows = by_key(rows_of(REFERENCE, "Actions"), "Action")
    described = yaml.safe_load((SOURCE / "services.yaml").read_text("utf-8"))
    registered = home.hass.services.async_services()[DOMAIN]
    names = {f"{DOMAIN}.{name}" for name in registered}
    assert set(rows) == names == {f"{DOMAIN}.{name}" for name in described}
    for name, action in described.items():
        row = rows[f"{DOMAIN}.{name}"]
        fields = action["fields"]
        needed = {field for field, about in fields.items() if (about or {}).get("required")}
        assert set(words(row["Needs"])) == needed, name
        assert set(words(row["May have"])) == set(fields) - needed, name
        checked = getattr(registered[name].schema, "schema", None)
        assert isinstance(checked, dict)
        assert {str(field) for field in checked} == set(fields), name


async def test_triggers(hass: HomeAssistant) -> None:
    rows = by_key(rows_of(REFERENCE, "Triggers"), "Trigger")
    described = yaml.safe_load((SOURCE / "triggers.yaml").read_text("utf-8"))
    classes = await async_get_triggers(hass)
    assert set(rows) == {f"{DOMAIN}.{name}" for name in described}
    assert set(classes) == set(described)
    for name, trigger in classes.items():
        row = rows[f"{DOMAIN}.{name}"]
        assert set(words(row["Options"])) == set(described[name]["fields"]), name
        assert issubclass(trigger, EventTrigger)
        assert set(words(row["Variables"])) == set(trigger.variables), name


def test_bus_events() -> None:
    named = re.compile(rf'^EVENT_[A-Z_]+: Final = "({DOMAIN}_\w+)"', re.MULTILINE)
    found = [
        event for path in SOURCE.rglob("*.py") for event in named.findall(path.read_text("utf-8"))
    ]
    assert set(by_key(rows_of(REFERENCE, "Bus events"), "Event")) == set(found)


async def test_options(home: Home) -> None:
    shown = await home.hass.config_entries.options.async_init(home.alerts.entry.entry_id)
    schema = shown["data_schema"]
    assert schema is not None
    asked: set[str] = set()
    for field, selector in schema.schema.items():
        inner = getattr(selector, "schema", None)
        asked |= {str(field)} if inner is None else {str(each) for each in inner.schema}
    step = TEXTS["options"]["step"]["init"]
    labels = dict(step["data"])
    for section in step["sections"].values():
        labels |= section["data"]

    rows = by_key(rows_of(REFERENCE, "Options"), "Key")
    assert set(rows) == asked
    assert {key: row["Option"] for key, row in rows.items()} == labels
    for key, row in rows.items():
        assert row["Meaning"], key
        assert row["At first"], key


async def test_features(home: Home) -> None:
    assert set(home.alerts.entry.supported_subentry_types) == {"feature"}
    rows = by_key(rows_of(REFERENCE, "Features"), "Kind")
    names = TEXTS["selector"]["feature_kind"]["options"]
    assert {kind: row["Feature"] for kind, row in rows.items()} == names
    assert {kind: set(words(row["What CLOVA can send"])) for kind, row in rows.items()} == {
        str(kind): set(feature.directives) for kind, feature in KINDS.items()
    }


def test_repairs() -> None:
    rows = by_key(rows_of(REFERENCE, "Repairs"), "Key")
    issues = TEXTS["issues"]
    assert {key: row["Repair"] for key, row in rows.items()} == {
        key: issue["title"] for key, issue in issues.items()
    }
    code = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    for key in issues:
        assert f'"{key}"' in code, key


def test_blueprints() -> None:
    folder = ROOT / "blueprints" / "automation" / DOMAIN
    texts = {path.stem: path.read_text("utf-8") for path in folder.iterdir()}
    rows = by_key(rows_of(REFERENCE, "Blueprints"), "File")
    assert set(rows) == set(texts)
    for name, row in rows.items():
        assert f'name: "{row["Blueprint"]}"\n' in texts[name], name
