"""The features of one device, as the user has settled them at this moment."""

from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigSubentry,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.start import async_at_started

from ..const import LOGGER
from ..speaker.speaker import Speaker
from ..speaker.stage import Stage
from . import KINDS
from .feature import Feature
from .settings import ENTITIES, SUBENTRY_TYPE, FeatureSettings
from .sources import async_track
from .spelling import Kind, field_of
from .volume import VolumeFeature


class FeatureBook:
    """Keeps the features, tells their states, and whom it concerns when one may have changed.

    Subentries that are added, changed or removed count at once, on the same connection.
    """

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], speaker: Speaker, stage: Stage
    ) -> None:
        """Be empty; `async_start` fills it."""
        self._hass = hass
        self._entry = entry
        self._kept: dict[Kind, tuple[FeatureSettings, Feature, CALLBACK_TYPE]] = {}
        self._listeners: list[Callable[[], None]] = []
        self._told: set[str] = set()  # kinds whose failure the log knows
        self._ends: list[CALLBACK_TYPE] = []
        self._speaker_tracked: tuple[set[str], CALLBACK_TYPE] | None = None
        self.started = False  # Home Assistant has: before that, states are not what they seem
        self.pin_typed: Callable[[str], Awaitable[None]] | None = None  # in Home Assistant
        self.volume = VolumeFeature(hass, entry, speaker, stage)

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Take up the features, and follow what the user changes; return the end of it."""
        self._ends = [
            async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed),
            self._hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._entity_changed),
            async_at_started(self._hass, self._home_started),
        ]
        self._take_up()
        return self._end

    def find(self, kind: Kind | None) -> Feature | None:
        """Return the feature of this kind, if the device has one."""
        if kind is Kind.VOLUME:
            return self.volume
        kept = self._kept.get(kind) if kind is not None else None
        return kept[1] if kept is not None else None

    def states(self) -> dict[str, Any]:
        """Return the fields of Device.DeviceState that are true now; none before the start.

        A feature that fails costs only itself, and is told to the log once.
        """
        if not self.started:
            return {}
        self._follow_speaker()
        found: dict[str, Any] = {}
        for feature in (self.volume, *(feature for _, feature, _ in self._kept.values())):
            field = field_of(feature.kind)
            try:
                told = feature.info(feature.able())
            except Exception:  # noqa: BLE001 (it is logged; the logger comes from another module)
                if feature.kind not in self._told:
                    self._told.add(feature.kind)
                    LOGGER.exception("%s: %s cannot be told", self._entry.title, feature.name)
                continue
            if field is not None and told is not None:
                found[field] = told
        return found

    @callback
    def async_listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have a listener called whenever a state may have changed; return the end of that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def _changed(self) -> None:
        for listener in list(self._listeners):
            listener()

    @callback
    def _home_started(self, _: HomeAssistant) -> None:
        self.started = True
        self._changed()

    @callback
    def _entry_changed(self, change: ConfigEntryChange, entry: ConfigEntry[Any]) -> None:
        """Take up what the user changed, if it is of this device."""
        if change is ConfigEntryChange.UPDATED and entry.entry_id == self._entry.entry_id:
            self._take_up()
            self._changed()

    @callback
    def _entity_changed(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Follow an entity that gets another name."""
        if event.data["action"] != "update":
            return
        old, new = event.data.get("old_entity_id"), event.data["entity_id"]
        if old is None:
            return
        for subentry in list(self._features()):
            renamed = {key: new for key in ENTITIES if subentry.data.get(key) == old}
            if renamed:
                self._hass.config_entries.async_update_subentry(
                    self._entry, subentry, data={**subentry.data, **renamed}
                )

    def _features(self) -> list[ConfigSubentry]:
        return [
            each for each in self._entry.subentries.values() if each.subentry_type == SUBENTRY_TYPE
        ]

    @callback
    def _follow_speaker(self) -> None:
        """Follow the player that is the speaker now; it may be the one near who asked last."""
        entities = self.volume.entities
        if self._speaker_tracked is not None:
            if self._speaker_tracked[0] == entities:
                return
            self._speaker_tracked[1]()
        self._speaker_tracked = entities, self._track(self.volume)

    @callback
    def _take_up(self) -> None:
        """Make the features that the subentries describe; those that are the same stay."""
        self._follow_speaker()
        wanted = {found.kind: found for each in self._features() if (found := _settings(each))}
        for kind, (settings, feature, untrack) in list(self._kept.items()):
            if wanted.get(kind) != settings:
                del self._kept[kind]
                untrack()
                feature.async_remove()
        for kind, settings in wanted.items():
            if kind in KINDS and kind not in self._kept:
                feature = KINDS[kind](self._hass, settings)
                self._kept[kind] = settings, feature, self._track(feature)
                self._told.discard(kind)

    @callback
    def _track(self, feature: Feature) -> CALLBACK_TYPE:
        @callback
        def changed() -> None:
            feature.async_changed()
            self._changed()

        return async_track(self._hass, feature.entities, feature.templates, changed)

    @callback
    def _end(self) -> None:
        for end in self._ends:
            end()
        for _, feature, untrack in self._kept.values():
            untrack()
            feature.async_remove()
        self._kept.clear()
        if self._speaker_tracked is not None:
            self._speaker_tracked[1]()
            self._speaker_tracked = None
        self.volume.async_remove()


def _settings(subentry: ConfigSubentry) -> FeatureSettings | None:
    return FeatureSettings.of(subentry)
