"""What a satellite shows, and what is made of it where it shows little."""

import asyncio
from collections.abc import Callable

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.speech import playback as speech_playback
from custom_components.clova_cic.speech.playback import Playback, Playing
from custom_components.clova_cic.speech.satellite import (
    DOMAIN,
    IDLE,
    LISTENING,
    RESPONDING,
    async_follow,
    satellite_of,
)
from tests.ha import LIMIT

ROOM = "assist_satellite.room"
PROCESSING = "processing"
SHORT = 0.05
LONG = 60.0  # seconds of speech: no test hears its end


class Told:
    """What was told, in its order."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str | None]] = []
        self.more = asyncio.Event()

    def _add(self, what: str, item: Playing) -> None:
        self.all.append((what, item.token))
        self.more.set()

    async def async_started(self, item: Playing) -> bool:
        self._add("started", item)
        return True

    async def async_ended(self, item: Playing, *, cut_off: bool) -> None:
        self._add("stopped" if cut_off else "finished", item)

    async def until(self, count: int) -> None:
        """Return once so much was told."""
        async with asyncio.timeout(LIMIT):
            while len(self.all) < count:
                self.more.clear()
                await self.more.wait()


class Room:
    """A playback on a satellite that is nothing but a state."""

    def __init__(self, hass: HomeAssistant, state: str | None = PROCESSING) -> None:
        self.hass = hass
        self.told = Told()
        self.playback = Playback(self.told)
        self.show(state)
        self.unfollow: Callable[[], None] = async_follow(hass, ROOM, self.playback)
        self.task = asyncio.create_task(self.playback.async_run(None))

    def show(self, state: str | None) -> None:
        if state is None:
            self.hass.states.async_remove(ROOM)
        else:
            self.hass.states.async_set(ROOM, state)

    def read(self, *lengths: float, close: bool = True) -> None:
        """Read items of these lengths, the first is called a."""
        for token, seconds in zip("abc", lengths, strict=False):
            self.playback.item(token, 0).seconds = seconds
        if close:
            self.playback.close()

    async def ends(self, *expected: tuple[str, str]) -> None:
        """Return at the end, when exactly this was told."""
        async with asyncio.timeout(LIMIT):
            await self.task
        self.unfollow()
        assert self.told.all == list(expected)


WHOLE = (("started", "a"), ("finished", "a"))
CUT = (("started", "a"), ("stopped", "a"))


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait long only where a test does not wait for that."""
    monkeypatch.setattr(speech_playback, "RESPONSE_LIMIT", LONG)
    monkeypatch.setattr(speech_playback, "LATE_LIMIT", LONG)


@pytest.mark.parametrize("state", [None, STATE_UNAVAILABLE, "unknown"])
async def test_a_satellite_that_shows_nothing_is_not_waited_for(
    hass: HomeAssistant, state: str | None
) -> None:
    room = Room(hass, state)
    room.read(SHORT)
    await room.ends(*WHOLE)


async def test_one_that_responds_already_has_begun(hass: HomeAssistant) -> None:
    room = Room(hass, RESPONDING)
    room.read(SHORT)
    await room.told.until(1)
    room.show(IDLE)
    await room.ends(*WHOLE)


@pytest.mark.parametrize("length", [0.0, SHORT])
async def test_one_that_never_responds_is_not_waited_for_for_ever(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, length: float
) -> None:
    monkeypatch.setattr(speech_playback, "RESPONSE_LIMIT", 0.02)
    room = Room(hass)
    room.read(length, length)
    await room.ends(*WHOLE, ("started", "b"), ("finished", "b"))


async def test_it_is_waited_for_while_speech_still_arrives(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_playback, "RESPONSE_LIMIT", 0.0)
    room = Room(hass)
    room.read(SHORT, close=False)
    hass.loop.call_later(0.1, room.show, RESPONDING)
    hass.loop.call_later(0.1, room.playback.close)
    hass.loop.call_later(0.1, room.show, IDLE)
    await room.ends(*WHOLE)


async def test_one_that_listens_before_it_has_responded_never_sounded(hass: HomeAssistant) -> None:
    room = Room(hass)
    room.read(SHORT)
    room.show(LISTENING)
    await room.ends()


async def test_one_that_rests_before_it_responds_is_waited_for(hass: HomeAssistant) -> None:
    room = Room(hass)
    room.read(SHORT)
    for state in (IDLE, RESPONDING, IDLE):
        room.show(state)
    await room.ends(*WHOLE)


@pytest.mark.cic("CIC-SS-032", "CIC-SS-033")
@pytest.mark.parametrize("state", [IDLE, LISTENING, PROCESSING])
async def test_one_that_leaves_much_has_stopped(hass: HomeAssistant, state: str) -> None:
    room = Room(hass)
    room.read(LONG, SHORT)
    room.show(RESPONDING)
    await room.told.until(1)
    room.show(state)
    room.show(RESPONDING)
    await room.ends(*CUT)


@pytest.mark.parametrize("state", [IDLE, LISTENING])
async def test_one_that_leaves_little_has_finished(hass: HomeAssistant, state: str) -> None:
    room = Room(hass)
    room.read(0.5)
    room.show(RESPONDING)
    await room.told.until(1)
    room.show(state)
    await room.ends(*WHOLE)


@pytest.mark.parametrize(("state", "expected"), [(IDLE, WHOLE), (LISTENING, CUT)])
async def test_one_that_is_done_may_have_begun_before_it_showed_so(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    expected: tuple[tuple[str, str], ...],
) -> None:
    """Speech that arrives as fast as it plays sounds while the agent still tells the answer."""
    monkeypatch.setattr(speech_playback, "TAIL", 0.0)
    room = Room(hass)
    room.read(0.3)
    hass.loop.call_later(0.35, room.show, RESPONDING)
    await room.told.until(1)
    room.show(state)
    await room.ends(*expected)


async def test_something_else_that_it_shows_changes_nothing(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_playback, "TAIL", 0.0)
    room = Room(hass, RESPONDING)
    room.read(0.2)
    hass.loop.call_later(0.3, hass.states.async_set, ROOM, RESPONDING, {"loud": True})
    hass.loop.call_later(0.3, room.show, LISTENING)
    await room.ends(*WHOLE)


async def test_one_that_is_done_while_speech_still_arrives_was_cut_off(hass: HomeAssistant) -> None:
    room = Room(hass, RESPONDING)
    room.read(SHORT, close=False)
    await room.told.until(1)
    room.show(IDLE)
    await room.ends(*CUT)


async def test_one_that_begins_and_ends_without_speech_tells_nothing(hass: HomeAssistant) -> None:
    room = Room(hass, RESPONDING)
    room.show(IDLE)
    room.read(SHORT)
    await room.ends()


async def test_all_items_are_told_when_it_is_done(hass: HomeAssistant) -> None:
    room = Room(hass, RESPONDING)
    room.read(0.3, 0.3, 0.3)
    await room.told.until(1)
    room.show(IDLE)
    await room.ends(*((what, token) for token in "abc" for what in ("started", "finished")))


async def test_one_that_never_ends_is_not_waited_for_for_ever(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_playback, "LATE_LIMIT", 0.05)
    room = Room(hass, RESPONDING)
    room.read(SHORT)
    await room.ends(*WHOLE)


@pytest.mark.parametrize("state", [None, STATE_UNAVAILABLE])
@pytest.mark.parametrize("length", [0.0, 0.2])
async def test_one_that_is_lost_has_its_time(
    hass: HomeAssistant, state: str | None, length: float
) -> None:
    """Nothing tells whether it plays on."""
    room = Room(hass, RESPONDING)
    room.read(length)
    await room.told.until(1)
    room.show(state)
    await room.ends(*WHOLE)


@pytest.mark.cic("CIC-SS-033")
async def test_what_has_ended_is_not_cut_off(hass: HomeAssistant) -> None:
    room = Room(hass, RESPONDING)
    room.read(SHORT)
    await room.told.until(1)
    room.show(IDLE)
    room.playback.stop()
    await room.ends(*WHOLE)


@pytest.mark.cic("CIC-SS-014")
async def test_what_never_sounded_can_be_stopped(hass: HomeAssistant) -> None:
    room = Room(hass)
    room.read(SHORT)
    room.playback.stop()
    await room.ends()


async def test_the_satellite_of_a_turn(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(domain="test")
    entry.add_to_hass(hass)
    devices = dr.async_get(hass)
    room, other = (
        devices.async_get_or_create(config_entry_id=entry.entry_id, identifiers={("test", name)})
        for name in ("room", "other")
    )
    entities = er.async_get(hass)
    entities.async_get_or_create("select", "test", "1", device_id=room.id)
    satellite = entities.async_get_or_create(DOMAIN, "test", "2", device_id=room.id)
    assert satellite_of(hass, ROOM, room.id) == ROOM
    assert satellite_of(hass, None, room.id) == satellite.entity_id
    assert satellite_of(hass, None, other.id) is None
    assert satellite_of(hass, None, None) is None
