"""The time of day, and somebody who sets it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
import time

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.clova_cic.alerts import clock as alert_clock
from custom_components.clova_cic.alerts.clock import LOOK, AlertClock

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


class Desk:
    """An alert clock on a wall clock that tests set, and a steady one."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.wall = NOON
        self.steady = 1000.0
        self.ticks = 0
        self.jumps: list[float] = []

    def start(self) -> None:
        """Make the clock."""
        self.clock = AlertClock(
            self.hass, ticked=self._tick, jumped=lambda by: self.jumps.append(by.total_seconds())
        )

    def _tick(self) -> None:
        self.ticks += 1

    def put(self, seconds: float) -> None:
        """Somebody sets the wall clock."""
        self.wall += timedelta(seconds=seconds)

    def passes(self, seconds: float) -> None:
        """Time goes by."""
        self.put(seconds)
        self.steady += seconds
        # Timers go by the loop's clock, whatever the wall clock shows.
        mocked = datetime.fromtimestamp(time.time() + seconds + 0.001, UTC)
        async_fire_time_changed(self.hass, mocked)


@pytest.fixture
def desk(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A clock."""
    desk = Desk(hass)
    monkeypatch.setattr(alert_clock, "_steady", lambda: desk.steady)
    monkeypatch.setattr(dt_util, "utcnow", lambda: desk.wall)
    desk.start()
    yield desk
    desk.clock.async_close()


async def test_it_ticks_at_its_time_and_once(desk: Desk) -> None:
    desk.clock.async_wake_at(NOON + timedelta(seconds=25))
    desk.passes(10)
    desk.passes(10)
    assert desk.ticks == 0
    desk.passes(5)
    assert desk.ticks == 1
    desk.passes(60)
    assert (desk.ticks, desk.jumps) == (1, [])


async def test_another_time_replaces_the_one_before(desk: Desk) -> None:
    desk.clock.async_wake_at(NOON + timedelta(seconds=5))
    desk.clock.async_wake_at(NOON + timedelta(seconds=9))
    desk.passes(5)
    assert desk.ticks == 0
    desk.clock.async_wake_at(None)
    desk.passes(5)
    assert desk.ticks == 0


@pytest.mark.parametrize("seconds", [-3600.0, 3600.0])
async def test_a_clock_that_was_set_is_noticed_within_moments(desk: Desk, seconds: float) -> None:
    desk.clock.async_wake_at(NOON + timedelta(days=1))
    desk.put(seconds)
    desk.passes(LOOK.total_seconds())
    assert desk.jumps == [seconds]
    desk.passes(LOOK.total_seconds())
    assert desk.jumps == [seconds]


async def test_a_jump_is_told_before_the_time(desk: Desk) -> None:
    desk.put(600)
    assert desk.clock.async_now() == NOON + timedelta(seconds=600)
    assert desk.jumps == [600.0]


async def test_a_clock_that_is_corrected_bit_by_bit_does_not_jump(desk: Desk) -> None:
    for _ in range(100):
        desk.put(0.5)
        desk.steady += 0.1
        desk.clock.async_now()
    assert desk.jumps == []


async def test_a_time_that_a_jump_has_reached_ticks_at_the_next_look(desk: Desk) -> None:
    desk.clock.async_wake_at(NOON + timedelta(hours=1))
    desk.put(3600)
    desk.passes(LOOK.total_seconds())
    assert (desk.ticks, desk.jumps) == (1, [3600.0])


async def test_a_listener_may_choose_another_time_while_it_hears_of_a_jump(desk: Desk) -> None:
    desk.clock._jumped = lambda _: desk.clock.async_wake_at(desk.wall + timedelta(seconds=3))
    desk.clock.async_wake_at(NOON + timedelta(hours=1))
    desk.put(-600)
    desk.passes(LOOK.total_seconds())
    assert desk.ticks == 0
    desk.passes(3)
    assert desk.ticks == 1
