"""The files beside the code: manifest, icons, quality scale."""

import json
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import load_yaml_dict
import pytest

from custom_components.clova_cic.cic import check_user_agent
from custom_components.clova_cic.client import async_client_config

FOLDER = Path(__file__).parents[1] / "custom_components" / "clova_cic"
RULES = 54  # of the integration quality scale


def read(name: str) -> Any:
    """Return a JSON file of the integration."""
    return json.loads((FOLDER / name).read_text("utf-8"))


def test_the_manifest_is_as_hassfest_wants_it() -> None:
    manifest = read("manifest.json")
    keys = list(manifest)
    assert keys == ["domain", "name", *sorted(set(keys) - {"domain", "name"})]
    assert manifest["domain"] == FOLDER.name
    assert manifest["config_flow"] is True
    assert manifest["integration_type"] == "service"
    assert manifest["iot_class"] == "cloud_push"
    # hpack logs headers, and with them the token, when it is told to log.
    assert "hpack" not in manifest["loggers"]


def test_icons_belong_to_entities_that_are_translated() -> None:
    icons, texts = read("icons.json")["entity"], read("translations/en.json")["entity"]
    for platform, entities in icons.items():
        assert set(entities) <= set(texts[platform])
        for entity in entities.values():
            assert entity["default"].startswith("mdi:")


def test_every_rule_of_the_quality_scale_is_assessed() -> None:
    rules = load_yaml_dict(str(FOLDER / "quality_scale.yaml"))["rules"]
    assert len(rules) == RULES
    for name, rule in rules.items():
        status = rule if isinstance(rule, str) else rule["status"]
        assert status in {"done", "exempt", "todo"}, name
        if status != "done":
            assert rule["comment"], name


@pytest.mark.cic("CIC-T-005")
@pytest.mark.parametrize("machine", ["x86_64", "aarch64", ""])
async def test_the_user_agent_follows_the_grammar(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    config = await async_client_config(hass, "https://cloud.example")
    check_user_agent(config.user_agent)
    assert config.user_agent.startswith("Home Assistant/clova-cic/0.1.0 (Home Assistant 20")
    assert config.user_agent.endswith(f";{machine or 'unknown'})")
