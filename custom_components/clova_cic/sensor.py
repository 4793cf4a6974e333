"""What came last from CLOVA, which extension is running, and how the connection fares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription
from homeassistant.components.sensor.const import SensorDeviceClass, SensorStateClass
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .alerts.entities import NextAlertSensor
from .cic import Mark, News, Stats
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity

PARALLEL_UPDATES = 0  # the coordinator pushes

ATTR_RECEIVED_AT: Final = "received_at"


@dataclass(frozen=True, kw_only=True)
class StatsSensorDescription(SensorEntityDescription):
    """A value of the client's statistics."""

    value: Callable[[Stats], float | datetime | None]
    news: News | None = None
    """After which it is written, besides the changes that all entities follow."""
    outlasts_connection: bool = False
    """Whether it still says something while the channel is lost."""


def _connected_since(stats: Stats) -> datetime | None:
    since = stats.connected_since
    return None if since is None else dt_util.utc_from_timestamp(since)


def _round_trip(stats: Stats) -> float | None:
    """Return milliseconds."""
    return None if stats.round_trip is None else stats.round_trip * 1000


def _of_last_turn(*marks: Mark) -> Callable[[Stats], float | None]:
    """Return what finds the seconds between two stages of the last turn, or from its beginning."""

    def find(stats: Stats) -> float | None:
        turn = stats.last_turn
        if turn is None:
            return None
        return turn.between(*marks) if len(marks) > 1 else turn.at_mark(marks[0])

    return find


def _turn_sensor(key: str, *marks: Mark) -> StatsSensorDescription:
    """Describe a stage of the last turn. For those who look for what is slow, so off at first."""
    return StatsSensorDescription(
        key=key,
        translation_key=key,
        device_class=SensorDeviceClass.DURATION,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=2,
        value=_of_last_turn(*marks),
        news=News.TURN,
        outlasts_connection=True,
    )


STATS_SENSORS: Final = (
    StatsSensorDescription(
        key="connected_since",
        translation_key="connected_since",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=_connected_since,
    ),
    StatsSensorDescription(
        key="reconnects",
        translation_key="reconnects",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        state_class=SensorStateClass.TOTAL_INCREASING,
        value=lambda stats: stats.reconnects,
        outlasts_connection=True,
    ),
    StatsSensorDescription(
        key="round_trip",
        translation_key="round_trip",
        device_class=SensorDeviceClass.DURATION,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        native_unit_of_measurement=UnitOfTime.MILLISECONDS,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value=_round_trip,
        news=News.PING,
    ),
    _turn_sensor("turn_heard", Mark.LAST_AUDIO_SENT, Mark.STOP_CAPTURE),
    _turn_sensor("turn_first_directive", Mark.SENT, Mark.FIRST_DIRECTIVE),
    _turn_sensor("turn_first_sound", Mark.SENT, Mark.FIRST_AUDIO),
    _turn_sensor("turn_duration", Mark.END),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors."""
    coordinator = entry.runtime_data
    async_add_entities(
        [
            ExtensionSensor(coordinator),
            LastDirectiveSensor(coordinator),
            NextAlertSensor(coordinator),
            *(StatsSensor(coordinator, description) for description in STATS_SENSORS),
        ]
    )


class ExtensionSensor(ClovaEntity, SensorEntity):
    """The extension in whose mode the device is, unknown if in none. Few homes use any: off at first."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False
    _attr_translation_key = "extension"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "extension")

    @property
    @override
    def native_value(self) -> str | None:
        """Return the name that CLOVA gave it."""
        extension = self.coordinator.data.extension
        return extension[:MAX_LENGTH_STATE_STATE] if extension else None


class LastDirectiveSensor(ClovaEntity, SensorEntity):
    """The name of the last directive, never its content. For those who debug, so off at first."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False
    _attr_translation_key = "last_directive"
    _unrecorded_attributes = frozenset({ATTR_RECEIVED_AT})

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "last_directive")

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the directives; other entities need not write their states for each."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.announcer.async_listen(lambda _: self.async_write_ha_state())
        )

    @property
    @override
    def native_value(self) -> str | None:
        """Return a name such as "Clova.RenderText"."""
        last = self.coordinator.data.last_directive
        return last.name if last else None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return when it came."""
        last = self.coordinator.data.last_directive
        return {ATTR_RECEIVED_AT: last.received_at} if last else None


class StatsSensor(ClovaEntity, SensorEntity):
    """How the connection or the last turn went."""

    entity_description: StatsSensorDescription

    def __init__(self, coordinator: ClovaCoordinator, description: StatsSensorDescription) -> None:
        """Belong to the device."""
        super().__init__(coordinator, description.key)
        self.entity_description = description

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the news of this value alone."""
        await super().async_added_to_hass()
        if (news := self.entity_description.news) is not None:
            self.async_on_remove(self.coordinator.stats.listen(news, self.async_write_ha_state))

    @property
    @override
    def available(self) -> bool:
        """Return whether the value says something now."""
        return self.entity_description.outlasts_connection or super().available

    @property
    @override
    def native_value(self) -> float | datetime | None:
        """Return it."""
        return self.entity_description.value(self.coordinator.stats)
