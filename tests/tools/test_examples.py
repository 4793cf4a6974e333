"""The examples of the documentation are automations that Home Assistant takes as they are."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

import homeassistant
from homeassistant.components.automation.config import async_validate_config_item
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.script import async_validate_actions_config
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol
import yaml

from custom_components.clova_cic.const import DOMAIN
from emulator import Emulator
from scripts.lib.checks.__main__ import ROOT
from scripts.lib.checks.finding import INTEGRATION
from tests.ha import hurry, set_up, trust

from .tables import REFERENCE, by_key, rows_of, yaml_blocks

PAGES = ("README.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))
ELSEWHERE = frozenset({"docs/scenarios.md"})  # its YAML is for the emulator
AUTOMATION = frozenset({"actions", "triggers"})
SEQUENCE = frozenset({"actions"})

_OURS = re.compile(r"\b[a-z_]+\.clova(?:_[a-z_]+)?\b")  # an entity of a device called CLOVA


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """The device that the examples speak of."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    entry = await set_up(hass, emulator)
    assert await async_setup_component(hass, "automation", {})
    return entry


def actions_in(node: Any) -> Iterator[dict[str, Any]]:
    """Yield the actions that are called, however deep."""
    if isinstance(node, dict):
        if isinstance(node.get("action"), str):
            yield node
        for value in node.values():
            yield from actions_in(value)
    elif isinstance(node, list):
        for each in node:
            yield from actions_in(each)


def fields_of(action: str) -> set[str]:
    """Return the fields of an action of Home Assistant or of this integration; it has to be there."""
    domain, name = action.split(".")
    components = Path(homeassistant.__file__).parent / "components"
    folder = ROOT / INTEGRATION if domain == DOMAIN else components / domain
    described = yaml.safe_load((folder / "services.yaml").read_text("utf-8"))
    assert name in described, action
    fields: set[str] = set()
    for field, about in ((described[name] or {}).get("fields") or {}).items():
        fields |= set((about or {}).get("fields", {field}))  # a group of fields, or one
    return fields


async def check(hass: HomeAssistant, example: dict[str, Any]) -> None:
    """Have Home Assistant check an automation, a sequence of actions, or one action."""
    if set(example) >= AUTOMATION:
        assert await async_validate_config_item(hass, "example", {"alias": "Example", **example})
        return
    sequence = example["actions"] if set(example) >= SEQUENCE else [example]
    await async_validate_actions_config(hass, cv.SCRIPT_SCHEMA(sequence))


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ELSEWHERE])
async def test_home_assistant_takes_every_example(
    hass: HomeAssistant, entry: MockConfigEntry, page: str
) -> None:
    ours = {
        each.entity_id
        for each in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    }
    bus_events = set(by_key(rows_of(REFERENCE, "Bus events"), "Event"))
    for block in yaml_blocks(ROOT / page):
        example = parse_yaml(block)
        if isinstance(example, list):
            example = {"actions": example}
        assert isinstance(example, dict), block
        if set(example) == {"recorder"}:
            assert set(example["recorder"]["exclude"]["event_types"]) <= bus_events
            continue
        await check(hass, example)
        for called in actions_in(example):
            assert set(called.get("data", {})) <= fields_of(called["action"]), called
            if called["action"].startswith(f"{DOMAIN}."):
                service = hass.services.async_services()[DOMAIN][called["action"].split(".")[1]]
                assert service.schema is not None
                service.schema(dict(called["data"]))
        assert set(_OURS.findall(block)) <= ours, block


@pytest.mark.parametrize(
    "wrong",
    [
        {"triggers": [{"trigger": "clova_cic.thunder"}], "actions": []},
        {"triggers": [{"trigger": "clova_cic.alert", "options": {"kind": 1}}], "actions": []},
        {"action": "clova_cic.ask", "date": {}},
    ],
)
async def test_home_assistant_does_not_take_everything(
    hass: HomeAssistant, entry: MockConfigEntry, wrong: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await check(hass, wrong)


def test_there_are_examples() -> None:
    for page in ("README.md", "docs/automations.md"):
        assert len(list(yaml_blocks(ROOT / page))) >= 3, page
