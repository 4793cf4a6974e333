"""What automations are told of a directive."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.clova_cic import announcer
from custom_components.clova_cic.announcing import (
    EVENT_DIRECTIVE,
    EVENT_TYPES,
    UNKNOWN,
    announcement_of,
    event_type_of,
)
from custom_components.clova_cic.cic import Directive
from custom_components.clova_cic.cic.interfaces.message import DIRECTIVES, read_directive
from custom_components.clova_cic.const import CONF_DIRECTIVE_CONTENT, CONTENT_SHOWN, DOMAIN
from emulator import Answer, Emulator, directive
from tests.ha import ask, coordinator_of, hurry, set_up, trust, until_told

SECRET = "kim's secret"


@pytest.mark.parametrize(
    ("name", "event_type"),
    [
        ("Clova.LaunchURI", "clova_launch_uri"),
        ("DeviceControl.BtConnectByPINCode", "device_control_bt_connect_by_pin_code"),
        ("PlaybackController.VolumeUp", "playback_controller_volume_up"),
        ("PlaybackController.volumeUp", "playback_controller_volume_up"),
        ("Clova.Dance", UNKNOWN),
    ],
)
def test_event_types_are_names_in_snake_case(name: str, event_type: str) -> None:
    assert event_type_of(name) == event_type


def test_every_directive_has_an_event_type() -> None:
    assert {event_type_of(name) for name in DIRECTIVES} == set(EVENT_TYPES) - {UNKNOWN}
    assert EVENT_TYPES[-1] == UNKNOWN
    # 101 directives, of which nine are old spellings of others in lower case.
    assert len(EVENT_TYPES) == 101 - 9 + 1


@pytest.mark.parametrize(
    ("shows_content", "payload"),
    [(False, {"target": "volume"}), (True, {"target": "volume", "value": SECRET})],
)
def test_personal_parts_are_told_to_those_who_want_them(
    shows_content: bool, payload: dict[str, Any]
) -> None:
    received = Directive(
        namespace="DeviceControl", name="SetValue", payload={"target": "volume", "value": SECRET}
    )
    found = announcement_of(
        received, read_directive(received), handled=True, shows_content=shows_content
    )
    assert found.payload == payload
    assert found.as_event_data("d") == {
        "device_id": "d",
        "namespace": "DeviceControl",
        "name": "SetValue",
        "handled": True,
        "payload": payload,
    }


@pytest.fixture
async def home(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> HomeAssistant:
    """Home Assistant with a connected device."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    await set_up(hass, emulator)
    return hass


def told(events: list[Any]) -> list[tuple[str, bool]]:
    """Return names, and whether anybody acted."""
    return [(f"{e.data['namespace']}.{e.data['name']}", e.data["handled"]) for e in events]


@pytest.mark.cic("CIC-T-060", "CIC-CL-003")
async def test_one_bad_directive_of_an_answer_costs_nothing_but_itself(
    home: HomeAssistant, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    events = async_capture_events(home, EVENT_DIRECTIVE)
    emulator.answer_next(
        Answer(
            [
                directive("Clova", "StartExtension", {"extension": {"of": SECRET}}),
                directive("Nobody", "Knows", {"what": SECRET}),
                directive("Clova", "RenderText", {"text": "맑아요"}),
                directive("Clova", "StartExtension", {"extension": "Quiz"}),
                directive("Alerts", "GetAlert", {"type": "ALARM"}),
            ]
        )
    )
    result = await ask(home, "날씨 어때?", language="ko")
    assert result.response.speech["plain"]["speech"] == "맑아요"
    await until_told(home, events, 5)
    assert told(events) == [
        ("Clova.StartExtension", False),
        ("Nobody.Knows", False),
        ("Clova.RenderText", True),
        ("Clova.StartExtension", True),
        ("Alerts.GetAlert", False),
    ]
    assert SECRET not in str([event.data for event in events])
    warnings = [record for record in caplog.records if record.levelname == "WARNING"]
    assert len([each for each in warnings if "clova_cic" in each.name]) == 2
    assert SECRET not in caplog.text


async def test_a_device_is_named_in_what_automations_hear(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(emulator, monkeypatch)
    entry = await set_up(hass, emulator)
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    hass.config_entries.async_update_entry(entry, options={CONF_DIRECTIVE_CONTENT: CONTENT_SHOWN})
    emulator.push("Clova", "RenderText", {"text": "hello"})
    await until_told(hass, events, 1)
    (event,) = events
    assert event.data["payload"] == {"text": "hello"}
    assert event.data["handled"] is False
    assert event.data["device_id"] == coordinator_of(entry).announcer.device_id


async def test_who_no_longer_listens_hears_nothing(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(emulator, monkeypatch)
    entry = await set_up(hass, emulator)
    heard: list[str] = []
    stop = coordinator_of(entry).announcer.async_listen(lambda found: heard.append(found.name))
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    emulator.push("Clova", "RenderText", {"text": "a"})
    await until_told(hass, events, 1)
    stop()
    emulator.push("Clova", "RenderText", {"text": "b"})
    await until_told(hass, events, 2)
    assert heard == ["RenderText"]


async def test_a_listener_that_fails_keeps_nobody_from_acting(
    hass: HomeAssistant,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    trust(emulator, monkeypatch)
    entry = await set_up(hass, emulator)
    coordinator = coordinator_of(entry)

    def fail(_: object) -> None:
        raise ValueError("no")

    coordinator.announcer.async_listen(fail)
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    emulator.push("Clova", "StartExtension", {"extension": "Quiz"})
    await until_told(hass, events, 1)
    await hass.async_block_till_done()
    assert coordinator.data.extension == "Quiz"
    assert "A listener to directives failed" in caplog.text


async def test_what_came_together_is_told_together_and_in_order(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The voice goes first: nobody writes a state in the moment in which an answer arrives."""
    monkeypatch.setattr(announcer, "DELAY", 60.0)
    heard: list[str] = []
    telling = announcer.Announcer(hass, MockConfigEntry(domain=DOMAIN))
    telling.async_listen(lambda found: heard.append(found.name))
    for name in ("Hello", "RenderText"):
        telling.async_announce(Directive(namespace="Clova", name=name), None, handled=True)
    await hass.async_block_till_done()
    assert heard == []
    telling.async_tell()
    assert heard == ["Hello", "RenderText"]
    assert telling._timer is None
