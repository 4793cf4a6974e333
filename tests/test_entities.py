"""Device and entities: what they are called, what they show, when they are there."""

from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN, EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
import pytest

from custom_components.clova_cic.const import DOMAIN
from emulator import Emulator, Fault, FaultKind
from tests.ha import (
    AGENT,
    CONNECTIVITY,
    LAST_DIRECTIVE,
    hurry,
    set_up,
    state_of,
    trust,
    until_greeted,
    wait_for_state,
)
from tests.voice import STT, TTS

# By the key in the unique id, the name in the entity id.
STATISTICS = {
    "reconnects": "reconnections",
    "round_trip": "round_trip_time",
    "turn_duration": "last_turn_duration",
    "turn_first_directive": "last_turn_time_to_first_answer",
    "turn_first_sound": "last_turn_time_to_first_sound",
    "turn_heard": "last_turn_time_to_end_of_listening",
}


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


async def test_an_entry_is_one_device_with_its_entities(
    hass: HomeAssistant,
    cloud: Emulator,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
) -> None:
    entry = await set_up(hass, cloud)
    (device,) = dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    assert device.entry_type is dr.DeviceEntryType.SERVICE
    assert device.identifiers == {(DOMAIN, entry.unique_id)}
    assert (device.name, device.manufacturer) == ("CLOVA", "NAVER / LINE")

    entities = er.async_entries_for_config_entry(entity_registry, entry.entry_id)
    assert {
        entity.entity_id: (entity.unique_id, entity.entity_category, entity.disabled_by)
        for entity in entities
    } == {
        AGENT: (f"{entry.unique_id}-agent", None, None),
        CONNECTIVITY: (f"{entry.unique_id}-connected", EntityCategory.DIAGNOSTIC, None),
        "binary_sensor.clova_alert": (f"{entry.unique_id}-alert", None, None),
        "binary_sensor.clova_unread": (f"{entry.unique_id}-unread", None, None),
        "button.clova_delete_next_alert": (
            f"{entry.unique_id}-delete_next_alert",
            None,
            None,
        ),
        "button.clova_stop_alert": (f"{entry.unique_id}-stop_alert", None, None),
        "calendar.clova_alerts": (f"{entry.unique_id}-alerts", None, None),
        "event.clova_alert_activity": (f"{entry.unique_id}-alert_event", None, None),
        "sensor.clova_next_alert": (f"{entry.unique_id}-next_alert", None, None),
        "button.clova_mark_as_read": (f"{entry.unique_id}-mark_read", None, None),
        "event.clova_directive": (f"{entry.unique_id}-directive", None, None),
        "event.clova_notification": (f"{entry.unique_id}-notification", None, None),
        "select.clova_voice": (f"{entry.unique_id}-voice", EntityCategory.CONFIG, None),
        "sensor.clova_connected_since": (
            f"{entry.unique_id}-connected_since",
            EntityCategory.DIAGNOSTIC,
            None,
        ),
        **{
            f"sensor.clova_{name}": (
                f"{entry.unique_id}-{key}",
                EntityCategory.DIAGNOSTIC,
                er.RegistryEntryDisabler.INTEGRATION,
            )
            for key, name in STATISTICS.items()
        },
        "sensor.clova_extension": (
            f"{entry.unique_id}-extension",
            EntityCategory.DIAGNOSTIC,
            er.RegistryEntryDisabler.INTEGRATION,
        ),
        LAST_DIRECTIVE: (
            f"{entry.unique_id}-last_directive",
            EntityCategory.DIAGNOSTIC,
            er.RegistryEntryDisabler.INTEGRATION,
        ),
        STT: (f"{entry.unique_id}-stt", None, None),
        TTS: (f"{entry.unique_id}-tts", None, None),
        "media_player.clova": (f"{entry.unique_id}-player", None, None),
        "notify.clova_announce": (f"{entry.unique_id}-announce", None, None),
        "switch.clova_like": (f"{entry.unique_id}-like", None, None),
        "switch.clova_subscribe": (f"{entry.unique_id}-subscribe", None, None),
    }
    assert {entity.device_id for entity in entities} == {device.id}


async def test_ear_agent_and_voice_are_called_like_the_device(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await set_up(hass, cloud, title="Living room")
    for domain in ("stt", "conversation", "tts"):
        state = hass.states.get(f"{domain}.living_room")
        assert state is not None
        assert state.attributes["friendly_name"] == "Living room"


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Last directive"), ("ko", "마지막 지시 메시지"), ("ja", "最後のディレクティブ")],
)
async def test_entities_are_named_in_the_language_of_home_assistant(
    hass: HomeAssistant,
    cloud: Emulator,
    entity_registry: er.EntityRegistry,
    language: str,
    name: str,
) -> None:
    hass.config.language = language
    entry = await set_up(hass, cloud)
    names = {
        entity.unique_id.removeprefix(f"{entry.unique_id}-"): entity.original_name
        for entity in er.async_entries_for_config_entry(entity_registry, entry.entry_id)
    }
    assert names["last_directive"] == name


async def test_connectivity_is_told_by_its_device_class(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await set_up(hass, cloud)
    state = hass.states.get(CONNECTIVITY)
    assert state is not None
    assert state.state == "on"
    assert state.attributes["device_class"] == BinarySensorDeviceClass.CONNECTIVITY


async def test_the_last_directive_shows_name_and_time_while_connected(
    hass: HomeAssistant,
    cloud: Emulator,
    entity_registry: er.EntityRegistry,
) -> None:
    entry = await set_up(hass, cloud)
    entity_registry.async_update_entity(LAST_DIRECTIVE, disabled_by=None)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await until_greeted(cloud)

    before = dt_util.utcnow()
    cloud.push("Clova", "RenderText", {"text": "for nobody's eyes"})
    await wait_for_state(hass, LAST_DIRECTIVE, "Clova.RenderText")
    state = hass.states.get(LAST_DIRECTIVE)
    assert state is not None
    assert before <= state.attributes["received_at"] <= dt_util.utcnow()
    assert "nobody" not in str(state.as_dict())

    cloud.inject(Fault(FaultKind.NO_HELLO))
    cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(hass, LAST_DIRECTIVE, STATE_UNAVAILABLE)
    await wait_for_state(hass, CONNECTIVITY, "on")
    assert state_of(hass, LAST_DIRECTIVE) != STATE_UNKNOWN
