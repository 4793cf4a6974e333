"""Telling automations and people which directives came."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from .announcing import EVENT_DIRECTIVE, Announcement, announcement_of, device_namer
from .cic import Directive
from .const import LOGGER
from .options import ClovaOptions

# Seconds. Long enough for the first sound of an answer to leave before anybody writes a state;
# too short to be noticed.
DELAY: Final = 0.02

type DirectiveListener = Callable[[Announcement], None]


@dataclass(frozen=True, slots=True)
class _Pending:
    """A directive that is not told yet."""

    directive: Directive
    typed: object | None
    handled: bool


class Announcer:
    """Announces directives in their order, a moment after they came.

    What waits is bounded by what one reader of the network hands over within that moment.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Announce the directives of an entry's device."""
        self.device_id = ""  # in the device registry
        self._hass = hass
        self._entry = entry
        self._name_device = device_namer(entry)
        self._listeners: set[DirectiveListener] = set()
        self._pending: deque[_Pending] = deque()
        self._timer: asyncio.TimerHandle | None = None

    @callback
    def async_listen(self, listener: DirectiveListener) -> CALLBACK_TYPE:
        """Call `listener` with the announcement of each directive; returns what ends that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    @callback
    def async_announce(self, directive: Directive, typed: object | None, *, handled: bool) -> None:
        """Let a directive be told; `typed` is its payload, None if that could not be read."""
        if self._timer is None:
            self._timer = self._hass.loop.call_later(DELAY, self.async_tell)
        self._pending.append(_Pending(directive, typed, handled))

    @callback
    def async_tell(self) -> None:
        """Tell at once what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._pending:
            pending = self._pending.popleft()
            if not self._hass.is_stopping:
                self._tell(pending)

    def _tell(self, pending: _Pending) -> None:
        """Tell one; whatever somebody makes of it, the others are still told."""
        announcement = announcement_of(
            pending.directive,
            pending.typed,
            handled=pending.handled,
            shows_content=ClovaOptions.of(self._hass, self._entry).shows_content,
            name_device=self._name_device,
        )
        self._hass.bus.async_fire(EVENT_DIRECTIVE, announcement.as_event_data(self.device_id))
        for listener in tuple(self._listeners):
            try:
                listener(announcement)
            except Exception:  # noqa: BLE001 (it is logged; the logger comes from another module)
                LOGGER.exception("%s: A listener to directives failed", self._entry.title)
