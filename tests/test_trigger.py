"""The trigger `clova_cic.directive_received`, in automations as people write them."""

from typing import Any

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers.trigger import async_get_all_descriptions
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.cic.interfaces.message import CURRENT, DIRECTIVES
from custom_components.clova_cic.trigger import NAMESPACES
from emulator import Emulator
from tests.ha import hurry, set_up, state_of, trust
from tests.pushing import PERSONAL, WORDS, device_of, push, show_content

AUTOMATION = "automation.told_by_clova"

YAML = """
alias: Told by CLOVA
triggers:
  - trigger: clova_cic.directive_received
    options: {options}
actions:
  - action: test.note
    data:
      device: "{{{{ trigger.device_id }}}}"
      what: "{{{{ trigger.namespace }}}}.{{{{ trigger.name }}}}"
      handled: "{{{{ trigger.handled }}}}"
      payload: "{{{{ trigger.payload }}}}"
      description: "{{{{ trigger.description }}}}"
      whole: "{{{{ trigger | string }}}}"
"""


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


@pytest.fixture
async def entry(hass: HomeAssistant, cloud: Emulator) -> MockConfigEntry:
    """The device that is told."""
    return await set_up(hass, cloud)


async def automate(hass: HomeAssistant, options: dict[str, Any]) -> list[ServiceCall]:
    """Write an automation; returns the list that its actions fill."""
    calls = async_mock_service(hass, "test", "note")
    automation = parse_yaml(YAML.format(options=options))
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hass.async_block_till_done()
    return calls


async def test_an_automation_runs_and_knows_why(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    calls = await automate(hass, {})
    told = await push(hass, cloud, "DeviceControl", "TurnOn", {"target": "flashlight"})
    (call,) = calls
    assert call.data["device"] == device_of(hass, entry).id
    assert call.data["what"] == "DeviceControl.TurnOn"
    assert call.data["handled"] is told.data["handled"]
    assert call.data["payload"] == {"target": "flashlight"}
    assert call.data["description"] == "directive DeviceControl.TurnOn"
    assert call.context.parent_id == told.context.id


@pytest.mark.parametrize(
    ("options", "runs"),
    [
        ({"namespace": "Clova"}, True),
        ({"namespace": ["Alerts", "Clova"]}, True),
        ({"namespace": ["Alerts"]}, False),
        ({"namespace": []}, True),
        ({"name": "RenderText"}, True),
        ({"name": ["RenderText", "SomethingNew"]}, True),
        ({"name": ["SomethingNew"]}, False),
        ({"namespace": ["Clova"], "name": ["Play"]}, False),
        ({"device_id": "another"}, False),
    ],
)
async def test_an_automation_runs_for_what_it_waits_for(
    hass: HomeAssistant,
    cloud: Emulator,
    entry: MockConfigEntry,
    options: dict[str, Any],
    runs: bool,
) -> None:
    calls = await automate(hass, options)
    await push(hass, cloud, "Clova", "RenderText", {"text": WORDS})
    assert len(calls) == int(runs)


@pytest.mark.parametrize("handled", [True, False])
async def test_an_automation_can_wait_for_what_is_or_is_not_carried_out(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry, handled: bool
) -> None:
    calls = await automate(hass, {"handled": handled})
    told = [
        await push(hass, cloud, "Clova", "Help"),
        await push(hass, cloud, "NewThing", "Appear"),
    ]
    assert [event.data["handled"] for event in told] == [True, False]
    assert [call.data["what"] for call in calls] == ["Clova.Help" if handled else "NewThing.Appear"]


async def test_an_automation_can_wait_for_one_device(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    calls = await automate(hass, {"device_id": device_of(hass, entry).id})
    await push(hass, cloud, "PlaybackController", "Mute")
    assert len(calls) == 1
    hass.bus.async_fire(EVENT_DIRECTIVE, {"device_id": "another", "name": "Mute"})
    await hass.async_block_till_done()
    assert len(calls) == 1


async def test_an_automation_that_is_off_hears_nothing(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    calls = await automate(hass, {})
    before = hass.bus.async_listeners()[EVENT_DIRECTIVE]
    assert state_of(hass, AUTOMATION) == STATE_ON
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": AUTOMATION}, blocking=True
    )
    assert state_of(hass, AUTOMATION) == STATE_OFF
    await push(hass, cloud, "PlaybackController", "Mute")
    assert calls == []
    assert hass.bus.async_listeners().get(EVENT_DIRECTIVE, 0) == before - 1


@pytest.mark.parametrize(("namespace", "name", "payload"), PERSONAL)
async def test_an_automation_sees_nothing_personal_unless_the_user_allows_it(
    hass: HomeAssistant,
    cloud: Emulator,
    entry: MockConfigEntry,
    namespace: str,
    name: str,
    payload: dict[str, Any],
) -> None:
    calls = await automate(hass, {})
    await push(hass, cloud, namespace, name, payload)
    assert calls[0].data["what"] == f"{namespace}.{name}"
    assert WORDS not in str(calls[0].data)
    show_content(hass, entry)
    await push(hass, cloud, namespace, name, payload)
    assert calls[1].data["payload"] == payload


@pytest.mark.parametrize(
    "options",
    [
        {"namespace": ["Clovva"]},
        {"nmae": "Play"},
        {"handled": "perhaps"},
        {"device_id": ["a", "b"]},
    ],
    ids=str,
)
async def test_an_automation_with_a_mistake_is_refused(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    options: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await automate(hass, options)
    assert state_of(hass, AUTOMATION) == STATE_UNAVAILABLE
    assert next(iter(options)) in caplog.text


async def test_the_editor_offers_what_the_protocol_has(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert await async_setup_component(hass, "automation", {})
    description = (await async_get_all_descriptions(hass))["clova_cic.directive_received"]
    assert description is not None
    fields = description["fields"]
    assert set(fields) == {"device_id", "namespace", "name", "handled"}
    assert not any(field.get("required") for field in fields.values())
    assert fields["device_id"]["selector"]["device"]["filter"] == [{"integration": "clova_cic"}]
    namespaces = fields["namespace"]["selector"]["select"]
    assert namespaces["options"] == NAMESPACES
    assert namespaces["multiple"] is True
    names = fields["name"]["selector"]["select"]
    assert names["options"] == sorted(
        {known.name for known in DIRECTIVES.values() if known.edition == CURRENT}
    )
    assert names["multiple"] is names["custom_value"] is True
