"""Directives in Home Assistant's logbook, read from its database."""

from collections.abc import Callable, Iterator
from datetime import timedelta
import logging
from typing import Any

from homeassistant.components.logbook.const import DOMAIN as LOGBOOK_DOMAIN
from homeassistant.components.logbook.models import LogbookConfig
from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from emulator import Emulator
from tests.ha import hurry, set_up, trust
from tests.pushing import PERSONAL, WORDS, device_of, push

RECORDER = Recorder.__module__.rpartition(".")[0]


@pytest.fixture
def quiet_database() -> Iterator[None]:
    """Keep what the database's thread logs between two tests out of the output."""
    before = {name: logging.getLogger(name).level for name in (RECORDER, "sqlalchemy.engine")}
    for name in before:
        logging.getLogger(name).setLevel(logging.WARNING)
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(
    quiet_database: None, recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Let Home Assistant remember; the recorder has to be there before anything else."""


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


async def read_logbook(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, device_id: str
) -> list[dict[str, Any]]:
    """Return what the logbook of a device says of directives."""
    await async_wait_recording_done(hass)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": (dt_util.utcnow() - timedelta(hours=1)).isoformat(),
            "device_ids": [device_id],
        }
    )
    answer = await client.receive_json()
    assert answer["success"]
    return [line for line in answer["result"] if line.get("domain") == "clova_cic"]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "received: Text to show"),
        ("ko", "받음: 텍스트 표시"),
        ("ja", "受信: テキストの表示"),
        ("de", "received: Text to show"),
    ],
)
async def test_a_directive_is_told_in_the_language_of_home_assistant(
    hass: HomeAssistant,
    cloud: Emulator,
    hass_ws_client: WebSocketGenerator,
    device_registry: dr.DeviceRegistry,
    language: str,
    message: str,
) -> None:
    hass.config.language = language
    entry = await set_up(hass, cloud)
    device = device_of(hass, entry)
    device_registry.async_update_device(device.id, name_by_user="Kitchen")
    assert await async_setup_component(hass, LOGBOOK_DOMAIN, {})
    await push(hass, cloud, "Clova", "RenderText", {"text": WORDS})
    (line,) = await read_logbook(hass, hass_ws_client, device.id)
    assert (line["name"], line["message"]) == ("Kitchen", message)


async def test_nothing_personal_is_in_the_logbook(
    hass: HomeAssistant, cloud: Emulator, hass_ws_client: WebSocketGenerator
) -> None:
    entry = await set_up(hass, cloud)
    assert await async_setup_component(hass, LOGBOOK_DOMAIN, {})
    for namespace, name, payload in PERSONAL:
        await push(hass, cloud, namespace, name, payload)
    lines = await read_logbook(hass, hass_ws_client, device_of(hass, entry).id)
    assert len(lines) == len(PERSONAL)
    assert lines[-1]["message"] == "received: NewThing.Appear"
    assert WORDS not in str(lines)


@pytest.fixture
async def describe(
    hass: HomeAssistant, cloud: Emulator
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What the logbook says of an event with this data."""
    await set_up(hass, cloud)
    assert await async_setup_component(hass, LOGBOOK_DOMAIN, {})
    config = hass.data[LOGBOOK_DOMAIN]
    assert isinstance(config, LogbookConfig)
    domain, described = config.external_events[EVENT_DIRECTIVE]
    assert domain == "clova_cic"

    class Fired:
        def __init__(self, data: dict[str, Any]) -> None:
            self.data = data

    return lambda data: described(Fired(data))  # type: ignore[arg-type]


async def test_a_device_that_is_gone_is_still_told(
    describe: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    told = describe({"device_id": "gone", "namespace": "PlaybackController", "name": "Mute"})
    assert told == {"name": "CLOVA", "message": "received: Mute"}


async def test_an_event_that_somebody_else_fired_does_no_harm(
    describe: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    assert describe({})["name"] == "CLOVA"


async def test_without_texts_the_name_of_the_directive_serves(
    hass: HomeAssistant, describe: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    hass.config.language = "fi"  # a language that was not loaded
    told = describe({"namespace": "PlaybackController", "name": "Mute"})
    assert told["message"] == "PlaybackController.Mute"
