"""Ringing on the speaker: the sounds of an alert in their order, again and again if need be."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.start import async_at_started

from ..cic import ClientConfig
from ..cic.alerts import Bell, Clip, Ring
from ..cic.audio_focus import SoundType
from ..const import DOMAIN, LOGGER
from ..media.melody import CONTENT_TYPE, SUFFIX, async_local
from ..media.view import Remote
from ..speaker.stage import Stage
from .bells import bell

# Seconds to the next try where nothing could be heard: the speaker may come back.
DEAF: Final = 5.0
_FETCHED: Final = "audio/mpeg"  # what an asset is that does not say it


class AlertRinger:
    """Plays one Ring at a time; what is heard together is one sound of the stage (CIC-AL-025)."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        config: ClientConfig,
        stage: Stage,
        *,
        over: Callable[[int], None],
    ) -> None:
        """`over` is called with the number of a Ring that was heard once, or cannot be."""
        self._hass = hass
        self._entry = entry
        self._config = config
        self._stage = stage
        self._over = over
        self._number: int | None = None
        self._task: asyncio.Task[None] | None = None

    @callback
    def async_ring(self, ring: Ring) -> None:
        """Ring, instead of what rang."""
        self.async_close()
        self._number = ring.number
        self._task = self._entry.async_create_background_task(
            self._hass, self._async_ring(ring), f"{DOMAIN} alert"
        )

    @callback
    def async_silence(self, number: int) -> None:
        """End a Ring; one that is over already is no matter."""
        if number == self._number:
            self.async_close()

    @callback
    def async_close(self) -> None:
        """Be silent."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _async_ring(self, ring: Ring) -> None:
        """Ring once Home Assistant has started: players are not there before."""
        started = asyncio.Event()
        cancel = async_at_started(self._hass, callback(lambda _: started.set()))
        try:
            await started.wait()
        finally:
            cancel()
        complained = False
        while True:
            try:
                await self._stage.async_turn(SoundType.ALERT, lambda: self._async_play(ring))
            except HomeAssistantError as err:
                if not complained:
                    LOGGER.warning("%s: an alert cannot be heard: %s", self._entry.title, err)
                complained = True
            except Exception:  # noqa: BLE001 (it is logged; the logger comes from another module)
                if not complained:
                    LOGGER.exception("An alert cannot be heard in a way that was not foreseen")
                complained = True
            if not ring.plan.repeats:
                self._over(ring.number)
                return
            await asyncio.sleep(DEAF)

    async def _async_play(self, ring: Ring) -> bool:
        """Play all sounds; those that repeat do so until nothing of them is heard any more."""
        while True:
            heard = [await self._async_sound(each) for each in ring.plan.sounds]
            if not any(heard) and not await self._async_sound(ring.plan.fallback):
                return False
            if not ring.plan.repeats:
                return True

    async def _async_sound(self, sound: Bell | Clip) -> bool:
        """Play one; False if it could not be heard, such as one that cannot be fetched."""
        if isinstance(sound, Bell):
            melody = bell(sound.kind)
            return await self._stage.async_say(
                async_local(self._hass, melody), CONTENT_TYPE, melody.seconds, suffix=SUFFIX
            )
        source = Remote(
            url=sound.url, user_agent=self._config.user_agent, server=self._config.base_url
        )
        return await self._stage.async_say(source, _FETCHED, suffix=".mp3")
