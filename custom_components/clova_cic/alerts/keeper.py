"""The alerts of one device in Home Assistant: the pure book, a clock, the disk, a bell, and CLOVA."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..cic import (
    CicClient,
    CicError,
    ClientConfig,
    NoAnswerError,
    ProtocolViolationError,
    RequestRejectedError,
    UsageError,
)
from ..cic.alerts import (
    Alerts,
    Changed,
    ClockSet,
    Connected,
    Disconnected,
    Effect,
    Entry,
    Happened,
    Overfull,
    PressDelete,
    PressStop,
    Ring,
    RingOver,
    SendEvent,
    Sent,
    Start,
    StopRinging,
    Tick,
    Unsent,
    WakeAt,
)
from ..cic.interfaces.alerts import AlertsState, RequestSynchronizeAlert
from ..cic.interfaces.message import context_of, event_of
from ..const import DOMAIN, LOGGER
from ..options import ClovaOptions
from ..speaker.stage import Stage
from .clock import AlertClock
from .ring import AlertRinger
from .store import AlertStore

CLOSING_LIMIT: Final = 3.0  # seconds for the last write

# What CLOVA may take another time, though it answered; so it may after a fault of its own.
_PASSING: Final = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.TOO_MANY_REQUESTS}
)

type AlertListener = Callable[[Happened | None], None]


class AlertKeeper:
    """Feeds the book with all that happens, and does what it wants."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        *,
        client: Callable[[], CicClient],
        config: ClientConfig,
        stage: Stage,
    ) -> None:
        """Belong to an entry's device; nothing happens before `async_load` and `async_start`."""
        self._hass = hass
        self._entry = entry
        self._client = client
        self._store = AlertStore(hass, entry)
        self._alerts = Alerts()
        self._clock = AlertClock(
            hass,
            ticked=lambda: self._feed(Tick()),
            jumped=lambda by: self._feed(ClockSet(by)),
        )
        self._ringer = AlertRinger(
            hass, entry, config, stage, over=lambda number: self._feed(RingOver(number))
        )
        self._listeners: set[AlertListener] = set()
        self._sending: asyncio.Task[None] | None = None
        self._save_news = asyncio.Event()
        self._saved = asyncio.Event()
        self._saved.set()
        self._closed = False

    # The life of it

    async def async_load(self) -> None:
        """Read the disk; once, before the start."""
        self._alerts = await self._store.async_load(grace=self._grace)

    @callback
    def async_start(self) -> None:
        """Begin to keep the time; what rang when Home Assistant ended rings on."""
        self._entry.async_create_background_task(self._hass, self._async_save(), f"{DOMAIN} alerts")
        self._feed(Start())

    @callback
    def async_connected(self, *, connected: bool) -> None:
        """Take note whether CLOVA can be told anything."""
        self._feed(Connected() if connected else Disconnected())

    @callback
    def async_end(self) -> None:
        """Be silent; what rings goes on after the next start."""
        self._closed = True
        self._clock.async_close()
        self._ringer.async_close()

    async def async_close(self) -> None:
        """Be silent, and leave the disk in order: it knows by then what CLOVA knows."""
        self.async_end()
        if self._sending is not None:
            await asyncio.wait([self._sending], timeout=CLOSING_LIMIT)
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSING_LIMIT):
                await self._saved.wait()

    @classmethod
    async def async_forget(cls, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Forget all alerts of an entry: the account is its own again (CIC-AL-043)."""
        await AlertStore(hass, entry).async_remove()

    # What is shown

    @property
    def state(self) -> AlertsState:
        """What the context of every event tells (CIC-AL-004)."""
        return self._alerts.state()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All alerts."""
        return tuple(self._alerts.book)

    @property
    def next(self) -> Entry | None:
        """The alert that rings next."""
        return self._alerts.next

    @property
    def ringing(self) -> Entry | None:
        """The alert that rings, the latest if there are several."""
        found = self._alerts.book.ringing()
        return found[-1][0] if found else None

    @callback
    def async_listen(self, listener: AlertListener) -> CALLBACK_TYPE:
        """Call `listener` with what happens to an alert, and with None when something changed.

        Returns what ends that.
        """
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    # What happens

    @callback
    def async_take(self, payload: object) -> None:
        """Take a directive's payload."""
        self._feed(payload)

    @callback
    def async_press_stop(self, token: str | None = None) -> bool:
        """Silence an alert, or all, and ask CLOVA to stop it; False if nothing rings."""
        found = [
            entry for entry, _ in self._alerts.book.ringing() if token in {None, entry.alert.token}
        ]
        self._feed(PressStop(token))
        return bool(found)

    @callback
    def async_press_delete(self, token: str) -> None:
        """Ask CLOVA to delete an alert; there has to be a connection."""
        self._feed(PressDelete(token))

    # The book

    @property
    def _grace(self) -> timedelta:
        return timedelta(hours=ClovaOptions.of(self._hass, self._entry).alert_grace)

    def _feed(self, news: object) -> None:
        """Let the book decide, and do what it wants; in the end only what was told still counts."""
        if self._closed and not isinstance(news, Sent | Unsent):
            return
        now = self._clock.async_now()
        self._alerts.grace = self._grace
        for effect in self._alerts.feed(now, news):
            if not self._closed or isinstance(effect, Changed):
                self._do(effect)

    def _do(self, effect: Effect) -> None:
        match effect:
            case WakeAt():
                self._clock.async_wake_at(effect.at)
            case Ring():
                self._ringer.async_ring(effect)
            case StopRinging():
                self._ringer.async_silence(effect.number)
            case Happened():
                self._tell(effect)
            case Changed():
                self._saved.clear()
                self._save_news.set()
                self._tell(None)
            case SendEvent():  # one at a time; it begins at once: nobody else comes before
                self._sending = self._entry.async_create_background_task(
                    self._hass, self._async_send(effect), f"{DOMAIN} alert report"
                )
            case Overfull():
                LOGGER.warning(
                    "%s: CLOVA has more alerts than fit; the last %s are left out",
                    self._entry.title,
                    effect.count,
                )

    def _tell(self, what: Happened | None) -> None:
        """Tell everybody; whatever somebody makes of it, the others still hear of it."""
        for listener in tuple(self._listeners):
            try:
                listener(what)
            except Exception:  # noqa: BLE001 (it is logged; the logger comes from another module)
                LOGGER.exception("%s: a listener to alerts failed", self._entry.title)

    # The disk and CLOVA

    async def _async_save(self) -> None:
        """Write the book whenever it is another; what changes meanwhile is written once."""
        while True:
            await self._save_news.wait()
            self._save_news.clear()
            await self._store.async_save(self._alerts)
            if not self._save_news.is_set():
                self._saved.set()

    async def _async_send(self, effect: SendEvent) -> None:
        """Send an event once what it says is on the disk; a request for the list says nothing new."""
        if not isinstance(effect.event, RequestSynchronizeAlert):
            await self._saved.wait()
        self._feed(await self._async_report(effect))

    async def _async_report(self, effect: SendEvent) -> Sent | Unsent:
        name = type(effect.event).__name__
        try:
            await self._client().send(event_of(effect.event), context=[context_of(effect.state)])
        except CicError as err:
            LOGGER.debug("%s: CLOVA was not told %s: %s", self._entry.title, name, err)
            return Unsent(effect.number, again=_is_passing(err))
        return Sent(effect.number)


def _is_passing(error: CicError) -> bool:
    """Tell whether an event has not been taken, and may be another time."""
    if isinstance(error, RequestRejectedError):
        return error.status >= HTTPStatus.INTERNAL_SERVER_ERROR or error.status in _PASSING
    return not isinstance(error, UsageError | ProtocolViolationError | NoAnswerError)
