"""A home with a speaker and a device whose alerts the emulator keeps."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from homeassistant.components.media_player.const import MediaPlayerEntityFeature as Feature
from homeassistant.core import Event, HomeAssistant, ServiceCall, callback
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from custom_components.clova_cic.alerts.keeper import AlertKeeper
from custom_components.clova_cic.alerts.telling import EVENT_ALERT
from custom_components.clova_cic.cic.alerts import Entry
from custom_components.clova_cic.cic.alerts.book import Run
from custom_components.clova_cic.const import CONF_SPEAKER
from emulator import Emulator
from tests.ha import LIMIT, coordinator_of
from tests.pushing import push

KITCHEN = "media_player.kitchen"
RINGING = "binary_sensor.clova_alert"
NEXT = "sensor.clova_next_alert"
CALENDAR = "calendar.clova_alerts"
ACTIVITY = "event.clova_alert_activity"
STOP = "button.clova_stop_alert"
DELETE = "button.clova_delete_next_alert"

Json = dict[str, Any]


def at(seconds: float) -> str:
    """A scheduledTime so many seconds from now, to the millisecond, as seen from Seoul."""
    moment = dt_util.utcnow() + timedelta(seconds=seconds)
    return (moment + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+09:00"


def alert(token: str, seconds: float = 3600, kind: str = "ALARM", **more: Any) -> Json:
    """An alert as SetAlert has it."""
    return {"token": token, "type": kind, "scheduledTime": at(seconds)} | more


@dataclass(slots=True)
class AlertHome:
    """What a test does, and sees."""

    hass: HomeAssistant
    cloud: Emulator
    entry: MockConfigEntry
    plays: list[ServiceCall]
    told: list[Event] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.hass.bus.async_listen(EVENT_ALERT, self._take)

    @callback
    def _take(self, event: Event) -> None:
        self.told.append(event)
        self._news.set()

    @property
    def alerts(self) -> AlertKeeper:
        """The alerts of the device."""
        return coordinator_of(self.entry).alerts

    @property
    def tokens(self) -> list[str]:
        """What is set."""
        return [each.token for each in self.alerts.state.all_alerts]

    @property
    def happened(self) -> list[str]:
        """What automations were told."""
        return [f"{event.data['what']} {event.data['type']}" for event in self.told]

    async def push(self, name: str, payload: Json) -> None:
        """CLOVA sends a directive of this interface."""
        await push(self.hass, self.cloud, "Alerts", name, payload)

    async def hears(self, name: str, count: int = 1) -> Json:
        """Wait until CLOVA has had so many of these events, and return the last one's message."""
        qualified = f"Alerts.{name}"
        await self.cloud.wait_for(
            lambda: sum(each.name == qualified for each in self.cloud.events) >= count, LIMIT
        )
        found = [each.event for each in self.cloud.events if each.name == qualified]
        assert found[-1] is not None
        return found[-1]

    def heard(self) -> list[str]:
        """The events of this interface so far, but for the request for the list."""
        names = [each.name or "" for each in self.cloud.events]
        short = [each.partition(".")[2] for each in names if each.startswith("Alerts.")]
        return [each for each in short if each != "RequestSynchronizeAlert"]

    async def until(self, what: str) -> None:
        """Wait until automations are told this."""
        async with asyncio.timeout(LIMIT):
            while what not in self.happened:
                self._news.clear()
                await self._news.wait()
        await self.hass.async_block_till_done()

    async def until_true(self, condition: Callable[[], Any]) -> None:
        """Wait for something that the network, the disk or a player brings."""
        async with asyncio.timeout(LIMIT):
            while not condition():
                await self.hass.async_block_till_done()
                await asyncio.sleep(0)

    async def rings(self, token: str = "a", kind: str = "ALARM", **more: Any) -> None:
        """Have an alert that rings, and that CLOVA knows to."""
        await self.push("SetAlert", alert(token, 0.2, kind, **more))
        await self.until(f"ringing {kind.lower()}")
        await self.hears("AlertStarted")
        await self.until_true(lambda: all(run.start_told for _, run in self._ringing()))

    def _ringing(self) -> list[tuple[Entry, Run]]:
        return self.alerts._alerts.book.ringing()

    def state_told(self, message: Json) -> Json:
        """AlertsState in the context of an event."""
        (state,) = [
            each["payload"]
            for each in message["context"]
            if each["header"] == {"namespace": "Alerts", "name": "AlertsState"}
        ]
        return dict(state)

    def choose(self, **options: Any) -> None:
        """Change options of the device."""
        self.hass.config_entries.async_update_entry(
            self.entry, options={**self.entry.options, **options}
        )


async def speaker_of(hass: HomeAssistant) -> list[ServiceCall]:
    """A player that takes announcements and shows nothing; returns what it is told to play."""
    assert await async_setup_component(hass, "media_player", {})
    hass.states.async_set(KITCHEN, "idle", {"supported_features": int(_FEATURES)})
    await hass.config.async_update(internal_url="http://192.0.2.1:8123")
    return async_mock_service(hass, "media_player", "play_media")


_FEATURES = Feature.PLAY_MEDIA | Feature.MEDIA_ANNOUNCE

OPTIONS = {CONF_SPEAKER: KITCHEN}
