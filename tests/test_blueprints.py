"""The blueprints: Home Assistant imports them, and automations made of them do what they say."""

from pathlib import Path
import shutil
from typing import Any

from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint.importer import fetch_blueprint_from_url
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.const import STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker

from emulator import Emulator
from tests.alerts.home import OPTIONS, AlertHome, speaker_of
from tests.ha import hurry, set_up, state_of, trust
from tests.pushing import device_of, push, show_content

SOURCE = Path(__file__).parents[1] / "blueprints" / "automation"
FOLDER = "clova_cic"
NAMES = ("alarm_lights", "notification_phone", "when_clova_says")

PHONE = "notify.phone"
LAMPS = {"entity_id": ["light.bedroom"]}


@pytest.fixture
async def entry(
    hass: HomeAssistant,
    hass_config_dir: str,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
) -> MockConfigEntry:
    """A device in a home to which the blueprints have been copied, as the README says."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    target = Path(hass_config_dir) / "blueprints" / "automation"
    await hass.async_add_executor_job(shutil.copytree, SOURCE, target)
    return await set_up(hass, emulator)


async def make(hass: HomeAssistant, name: str, **inputs: Any) -> None:
    """Make an automation of a blueprint, which starts to wait at once."""
    made = {
        "alias": "Made",
        "use_blueprint": {"path": f"{FOLDER}/{name}.yaml", "input": inputs},
    }
    assert await async_setup_component(hass, "automation", {"automation": made})
    await hass.async_block_till_done()
    assert state_of(hass, "automation.made") == STATE_ON


def test_all_of_them_are_tested() -> None:
    assert {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.yaml")} == {
        f"{FOLDER}/{name}.yaml" for name in NAMES
    }


async def test_home_assistant_finds_them_in_its_folder(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert await async_setup_component(hass, "automation", {})
    found = await async_get_blueprints(hass).async_get_blueprints()
    ours = {path: found[path] for path in found if path.startswith(f"{FOLDER}/")}
    assert set(ours) == {f"{FOLDER}/{name}.yaml" for name in NAMES}
    for path, blueprint in ours.items():
        assert isinstance(blueprint, Blueprint), (path, blueprint)
        assert blueprint.validate() is None, path  # this Home Assistant is new enough
        assert blueprint.metadata["description"], path
        for key, asked in blueprint.inputs.items():
            assert asked["name"], (path, key)
            assert asked["selector"], (path, key)


@pytest.mark.parametrize("name", NAMES)
async def test_home_assistant_imports_them_from_an_address(
    hass: HomeAssistant, aioclient_mock: AiohttpClientMocker, name: str
) -> None:
    url = f"https://files.example/{name}.yaml"
    text = (SOURCE / FOLDER / f"{name}.yaml").read_text("utf-8")
    aioclient_mock.get(url, text=text)  # type: ignore[no-untyped-call]  # the plugin has no types
    imported = await fetch_blueprint_from_url(hass, url)
    assert imported.blueprint.domain == "automation"
    assert imported.blueprint.validate() is None


@pytest.mark.parametrize("turn_off", [True, False])
async def test_lights_when_an_alarm_rings(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, turn_off: bool
) -> None:
    home = AlertHome(hass, emulator, entry, await speaker_of(hass))
    home.choose(**OPTIONS)
    on = async_mock_service(hass, "light", "turn_on")
    off = async_mock_service(hass, "light", "turn_off")
    await make(
        hass,
        "alarm_lights",
        clova=device_of(hass, entry).id,
        lights=LAMPS,
        brightness=60,
        turn_off=turn_off,
    )
    await home.rings("timer", "TIMER")
    assert on == []  # alarms only, unless somebody chooses more
    await home.rings("alarm", "ALARM")
    assert [call.data for call in on] == [{**LAMPS, "brightness_pct": 60, "transition": 30}]
    assert off == []

    home.alerts.async_press_stop()
    await home.until("stopped alarm")
    assert [call.data for call in off] == ([LAMPS] if turn_off else [])


async def test_lights_for_any_kind(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    home = AlertHome(hass, emulator, entry, await speaker_of(hass))
    home.choose(**OPTIONS)
    on = async_mock_service(hass, "light", "turn_on")
    clova = device_of(hass, entry).id
    await make(hass, "alarm_lights", clova=clova, lights=LAMPS, kinds=[], fade=0)
    await home.rings("timer", "TIMER")
    assert [call.data["transition"] for call in on] == [0]


async def test_a_notification_goes_to_the_phone(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sent = async_mock_service(hass, "notify", "send_message")
    await make(
        hass,
        "notification_phone",
        notifications="event.clova_notification",
        phone=[PHONE],
        message="Something new.",
    )
    silent = {"light": "DEFAULT", "assets": [], "assetPlayOrder": []}
    await push(hass, emulator, "Notifier", "Notify", silent)
    assert [call.data for call in sent] == [
        {"entity_id": [PHONE], "title": "CLOVA", "message": "Something new."}
    ]
    await push(hass, emulator, "Notifier", "SetIndicator", {**silent, "new": True})
    assert len(sent) == 2
    await push(hass, emulator, "Notifier", "ClearIndicator")
    assert len(sent) == 2


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("GOOD NIGHT, sleep well.", True),
        ("안녕히 주무세요.", True),
        ("A good evening.", False),
        ("", False),
    ],
)
async def test_actions_when_clova_says_certain_words(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, text: str, runs: bool
) -> None:
    show_content(hass, entry)
    calls = async_mock_service(hass, "test", "note")
    await make(
        hass,
        "when_clova_says",
        clova=device_of(hass, entry).id,
        words=["good night", "안녕히", ""],
        actions=[{"action": "test.note", "data": {"said": "{{ said }}"}}],
    )
    await push(hass, emulator, "Clova", "RenderText", {"text": text})
    assert [call.data["said"] for call in calls] == [text] * runs


async def test_what_clova_says_is_nobodys_business_unless_chosen(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    calls = async_mock_service(hass, "test", "note")
    await make(
        hass,
        "when_clova_says",
        clova=device_of(hass, entry).id,
        words=["night"],
        actions=[{"action": "test.note"}],
    )
    await push(hass, emulator, "Clova", "RenderText", {"text": "Good night."})
    assert calls == []
    show_content(hass, entry)
    await push(hass, emulator, "Clova", "RenderText", {"text": "Good night."})
    assert len(calls) == 1
