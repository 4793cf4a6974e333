"""The volume of the device's speaker. Nothing has to be set up for it."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_VOLUME_LEVEL,
    DOMAIN as MEDIA_PLAYER,
    MediaPlayerEntityFeature,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_ENTITY_ID,
    SERVICE_VOLUME_SET,
    STATE_BUFFERING,
    STATE_OFF,
    STATE_PLAYING,
)
from homeassistant.core import Context, HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError

from ..cic.audio_focus import SoundType
from ..cic.interfaces.device_control import Decrease, Increase, SetValue
from ..cic.interfaces.device_features import Volume, volume
from ..cic.interfaces.speaker import VolumeState, volume_state
from ..const import LOGGER
from ..media.melody import CONTENT_TYPE, SUFFIX, async_local
from ..music.player_view import PlayerView
from ..options import ClovaOptions
from ..speaker.speaker import Speaker
from ..speaker.stage import Stage
from .feature import Feature, Plan, RefusedError
from .levels import Range, Scale, amount_of, number_of
from .settings import FeatureSettings
from .sources import live_state
from .spelling import Kind
from .steps import ServiceStep, Step
from .tone import TONE

_SOUNDING: Final = frozenset({STATE_PLAYING, STATE_BUFFERING})


@dataclass(frozen=True, slots=True)
class LoweredStep:
    """A new volume for a player that is lowered at this moment: it counts from afterwards on."""

    speaker: Speaker
    level: float

    async def async_take(self, hass: HomeAssistant, context: Context) -> None:
        """Have the speaker remember it."""
        await self.speaker.async_set_volume(self.level)


class VolumeFeature(Feature):
    """How loud the speaker is, on the scale of the options."""

    kind = Kind.VOLUME
    directives = ("Decrease", "Increase", "SetValue")
    acting = (MEDIA_PLAYER,)

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], speaker: Speaker, stage: Stage
    ) -> None:
        """Belong to the speaker of this device."""
        super().__init__(hass, FeatureSettings(kind=Kind.VOLUME))
        self._entry = entry
        self._speaker = speaker
        self._stage = stage
        self._last: tuple[str, float] | None = None  # the player, and the volume it told last

    @property
    @override
    def entities(self) -> set[str]:
        speaker = self._speaker.entity_id
        return {speaker} if speaker else set()

    @property
    @override
    def entity(self) -> State | None:
        state = live_state(self.hass, self._speaker.entity_id)
        return state if state is not None and state.domain in self.acting else None

    @property
    def _options(self) -> ClovaOptions:
        return ClovaOptions.of(self.hass, self._entry)

    @property
    def scale(self) -> Scale:
        """The scale of the options over what a player can be set to."""
        options = self._options
        return Scale(options.volume_minimum, options.volume_maximum, Range(0.0, 1.0))

    @property
    def raw(self) -> float | None:
        """The player's volume, 0 to 1; None while it is not known.

        A player that is off tells none, and some are off whenever nothing plays: there it is what
        was told last.
        """
        state = self.entity
        if state is None:
            return None
        told = self._speaker.volume
        if told is not None:
            self._last = state.entity_id, told
            return told
        if state.state == STATE_OFF and self._last is not None:
            player, last = self._last
            return last if player == state.entity_id else None
        return None

    @override
    def _entity_can(self, directive: str) -> bool:
        return PlayerView.of(self.entity).can(MediaPlayerEntityFeature.VOLUME_SET)

    @override
    def info(self, can: frozenset[str] = frozenset()) -> Volume | None:
        """Tell the level (CIC-CX-076)."""
        raw, scale, warning = self.raw, self.scale, self._options.volume_warning
        if raw is None:
            return None
        return volume(
            scale.level(raw),
            can,
            minimum=scale.low,
            maximum=scale.high,
            warning=None if warning is None else scale.clamp(warning),
        )

    def state(self) -> VolumeState | None:
        """Tell the same for Speaker.VolumeState (CIC-CX-080, CIC-DC-112)."""
        told = self.info()
        return None if told is None else volume_state(told, muted=bool(self._speaker.muted))

    @override
    def plan(self, directive: object, word: str) -> Plan:
        """Set the level; beyond the end of the scale is at its end (CIC-DC-022)."""
        raw, scale = self.raw, self.scale
        if raw is None:
            raise RefusedError("the speaker does not tell its volume")
        match directive:
            case SetValue():
                level = scale.clamp(number_of(directive.value))
            case Increase() | Decrease():
                step = amount_of(directive.value, self._options.volume_step)
                up = isinstance(directive, Increase)
                level = scale.clamp(scale.level(raw) + (step if up else -step))
            case _:
                raise RefusedError("the volume is a value")
        wanted = scale.raw_of(level)

        def reached() -> bool:
            state = self.entity
            if state is not None and self._speaker.volume is None and state.state == STATE_OFF:
                self._last = state.entity_id, wanted  # nobody can see it before it is on
            return scale.meets(self.raw, wanted)

        return Plan((self._set(wanted),), reached)

    def _set(self, wanted: float) -> Step:
        if self._speaker.volume != PlayerView.of(self.entity).volume:
            return LoweredStep(self._speaker, wanted)
        data = {ATTR_ENTITY_ID: self._speaker.entity_id, ATTR_MEDIA_VOLUME_LEVEL: wanted}
        return ServiceStep(MEDIA_PLAYER, SERVICE_VOLUME_SET, data)

    async def async_confirm(self) -> None:
        """Let a change be heard where nothing plays (CIC-DC-110)."""
        state = self.entity
        if state is None or state.state in _SOUNDING or self._speaker.muted:
            return
        try:
            await self._stage.async_sound(
                SoundType.EFFECT,
                async_local(self.hass, TONE),
                CONTENT_TYPE,
                TONE.seconds,
                suffix=SUFFIX,
            )
        except HomeAssistantError as err:
            LOGGER.debug("%s: no tone for the volume: %s", self._entry.title, err)
