"""What the player wants done, one thing after another, however slow the speaker is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..cic.playback import Effect
from ..const import DOMAIN, LOGGER

MAX_WORK: Final = 1000  # effects that wait for a slow speaker; a queue of music is one or two each


class MusicWork:
    """A queue of effects, and the task that does them."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        *,
        do: Callable[[Effect], Awaitable[None]],
        failed: Callable[[Effect], None],
    ) -> None:
        """Do nothing before `async_start`; `failed` hears of what broke in a way not foreseen."""
        self._hass = hass
        self._entry = entry
        self._do = do
        self._failed = failed
        self._waiting: asyncio.Queue[Effect] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    @property
    def full(self) -> bool:
        """Whether more waits than can be of use."""
        return self._waiting.qsize() >= MAX_WORK

    @callback
    def put(self, effect: Effect) -> None:
        """Have this done after all before it."""
        self._waiting.put_nowait(effect)

    @callback
    def async_start(self) -> None:
        """Begin, in a task of the entry."""
        self._task = self._entry.async_create_background_task(
            self._hass, self._async_run(), f"{DOMAIN} music"
        )

    async def async_join(self) -> None:
        """Return when all is done."""
        await self._waiting.join()

    async def async_close(self, limit: float) -> None:
        """Do what waits, if that is possible within `limit` seconds, and nothing more."""
        if self._task is None:
            return
        idle = asyncio.ensure_future(self._waiting.join())
        await asyncio.wait([idle, self._task], timeout=limit, return_when="FIRST_COMPLETED")
        idle.cancel()
        self._task.cancel()

    async def _async_run(self) -> None:
        while True:
            effect = await self._waiting.get()
            try:
                await self._do(effect)
            except Exception:  # noqa: BLE001 (it is logged; the logger comes from another module)
                LOGGER.exception("%s: music failed in a way not foreseen", self._entry.title)
                self._failed(effect)
            finally:
                self._waiting.task_done()
