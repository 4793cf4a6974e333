"""Sensors that tell how the connection and the last turn went."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from homeassistant.const import (
    EVENT_STATE_CHANGED,
    EVENT_STATE_REPORTED,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    EntityCategory,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.cic import Mark
from custom_components.clova_cic.sensor import STATS_SENSORS
from emulator import Emulator, Fault, FaultKind
from tests.ha import (
    CONNECTIVITY,
    LIMIT,
    ask,
    coordinator_of,
    hurry,
    set_up,
    state_of,
    trust,
    wait_for_state,
)
from tests.voice import prepare_pipeline, say

CONNECTED_SINCE = "sensor.clova_connected_since"
RECONNECTS = "sensor.clova_reconnections"
ROUND_TRIP = "sensor.clova_round_trip_time"
FIRST_ANSWER = "sensor.clova_last_turn_time_to_first_answer"
FIRST_SOUND = "sensor.clova_last_turn_time_to_first_sound"
HEARD = "sensor.clova_last_turn_time_to_end_of_listening"
DURATION = "sensor.clova_last_turn_duration"
TURN = (FIRST_ANSWER, FIRST_SOUND, HEARD, DURATION)


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


@pytest.fixture
async def entry(
    hass: HomeAssistant, cloud: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """A device whose owner has enabled everything."""
    monkeypatch.setattr(Entity, "entity_registry_enabled_default", True)
    return await set_up(hass, cloud)


def writes(hass: HomeAssistant, *entity_ids: str) -> list[str]:
    """Return a list that grows with each state of these entities."""
    seen: list[str] = []

    @callback
    def concerns(data: Mapping[str, Any]) -> bool:
        return data["entity_id"] in entity_ids

    @callback
    def note(event: Event[Any]) -> None:
        seen.append(event.data["entity_id"])

    for kind in (EVENT_STATE_CHANGED, EVENT_STATE_REPORTED):
        hass.bus.async_listen(kind, note, event_filter=concerns)
    return seen


async def test_most_people_see_one_of_them(
    hass: HomeAssistant, cloud: Emulator, entity_registry: er.EntityRegistry
) -> None:
    await set_up(hass, cloud)
    shown = [
        entity_id
        for entity_id in (CONNECTED_SINCE, RECONNECTS, ROUND_TRIP, *TURN)
        if (entity := entity_registry.async_get(entity_id)) and entity.disabled_by is None
    ]
    assert shown == [CONNECTED_SINCE]
    for description in STATS_SENSORS:
        assert description.entity_category is EntityCategory.DIAGNOSTIC


async def test_since_when_it_is_connected(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    since = dt_util.parse_datetime(state_of(hass, CONNECTED_SINCE))
    assert since is not None
    assert abs(dt_util.utcnow() - since) < timedelta(seconds=LIMIT)
    assert state_of(hass, RECONNECTS) == "0"
    cloud.inject(Fault(FaultKind.NO_HELLO))
    cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(hass, CONNECTED_SINCE, STATE_UNAVAILABLE)
    assert state_of(hass, ROUND_TRIP) == STATE_UNAVAILABLE
    assert state_of(hass, RECONNECTS) == "0"
    await wait_for_state(hass, CONNECTIVITY, "on")
    await wait_for_state(hass, RECONNECTS, "1")
    again = dt_util.parse_datetime(state_of(hass, CONNECTED_SINCE))
    assert again is not None
    assert again >= since


async def test_the_round_trip_is_written_once_for_each_ping_and_nothing_else_is(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert state_of(hass, ROUND_TRIP) == STATE_UNKNOWN
    everything = hass.states.async_entity_ids()
    seen = writes(hass, *everything)
    coordinator_of(entry).stats.pinged(0.0421)
    await hass.async_block_till_done()
    assert float(state_of(hass, ROUND_TRIP)) == pytest.approx(42.1)
    assert seen == [ROUND_TRIP]


async def test_a_typed_turn_shows_its_stages(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    assert {state_of(hass, entity_id) for entity_id in TURN} == {STATE_UNKNOWN}
    cloud.inject(Fault(FaultKind.LATENCY, seconds=0.1))
    await ask(hass, "hello")
    await hass.async_block_till_done()
    assert 0.1 <= float(state_of(hass, FIRST_ANSWER)) <= float(state_of(hass, DURATION)) < LIMIT
    assert state_of(hass, HEARD) == STATE_UNKNOWN
    # It is still true while the connection is lost.
    cloud.inject(Fault(FaultKind.NO_HELLO))
    cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(hass, CONNECTIVITY, "off")
    assert state_of(hass, DURATION) not in {STATE_UNAVAILABLE, STATE_UNKNOWN}
    await wait_for_state(hass, CONNECTIVITY, "on")


async def test_a_spoken_turn_shows_all_its_stages(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    await prepare_pipeline(hass)
    run = await say(hass)
    await run.sound()
    await hass.async_block_till_done(wait_background_tasks=False)
    turn = coordinator_of(entry).stats.last_turn
    assert turn is not None
    shown: dict[str, Callable[[], float | None]] = {
        FIRST_ANSWER: lambda: turn.between(Mark.SENT, Mark.FIRST_DIRECTIVE),
        FIRST_SOUND: lambda: turn.between(Mark.SENT, Mark.FIRST_AUDIO),
        HEARD: lambda: turn.between(Mark.LAST_AUDIO_SENT, Mark.STOP_CAPTURE),
        DURATION: lambda: turn.at_mark(Mark.END),
    }
    for entity_id, value in shown.items():
        assert float(state_of(hass, entity_id)) == pytest.approx(value())


async def test_who_is_removed_no_longer_listens(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    stats = coordinator_of(entry).stats
    assert await hass.config_entries.async_unload(entry.entry_id)
    seen = writes(hass, ROUND_TRIP)
    stats.pinged(0.1)
    await hass.async_block_till_done()
    assert seen == []
