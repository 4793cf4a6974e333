"""What becomes of music while something else is heard: lowered, or silent where that is needed."""

import asyncio
from collections.abc import Callable
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN
from .speaker import Speaker


class MusicBackground:
    """Lowers music by the volume, or has it paused; the effects on the volume come one by one."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        speaker: Speaker,
        tell: Callable[[bool], None],
    ) -> None:
        """Music, if any, is in the foreground; `tell` says whether it may sound."""
        self._hass = hass
        self._entry = entry
        self._speaker = speaker
        self._tell = tell
        self._silent = False  # it has been told so
        self._lower = False  # what the volume should be
        self._lowered = False  # what it is
        self._task: asyncio.Task[None] | None = None

    @callback
    def settle(self, *, background: bool, paused: bool, occupied: bool) -> None:
        """Take note of what music has to be.

        `background`: something else is in the foreground. `paused`: it cannot be lowered.
        `occupied`: that something is heard on the speaker itself.
        """
        if not occupied:
            silent = paused
        elif self._speaker.announces_over_music:
            silent = False  # the player lowers it, and the announcement with it if we did
        else:
            silent = background or paused
        if silent != self._silent:
            self._silent = silent
            self._tell(not silent)
        self._lower = background and not occupied and not silent
        if self._lower != self._lowered and (self._task is None or self._task.done()):
            self._task = self._entry.async_create_background_task(
                self._hass, self._async_adjust(), f"{DOMAIN} volume of music"
            )

    async def async_close(self) -> None:
        """Leave the volume as it was."""
        self._lower = False
        if self._task is not None:
            await asyncio.wait([self._task])
        await self._speaker.async_unduck()

    async def _async_adjust(self) -> None:
        """Bring the volume to where it should be."""
        while self._lower != self._lowered:
            self._lowered = self._lower
            if self._lowered:
                await self._speaker.async_duck()
            else:
                await self._speaker.async_unduck()
