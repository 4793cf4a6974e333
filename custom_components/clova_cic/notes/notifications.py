"""Unread notifications: the light, and what they sound like (docs/protocol/interfaces/notifier.md)."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError

from ..cic import ClientConfig
from ..cic.audio_focus import SoundType
from ..cic.interfaces.notifier import Notification
from ..const import DOMAIN, LOGGER
from ..device_store import DeviceStore
from ..media.melody import CONTENT_TYPE, SUFFIX, async_local
from ..media.view import Local, Remote
from ..speaker.stage import Stage
from .chime import CHIME

STORAGE_VERSION: Final = 1
FILE: Final = "notifications"

MAX_WAITING: Final = 20  # notifications whose sounds wait; more of them nobody can follow
MAX_SOUNDS: Final = 16  # of one notification

_OWN: Final = "clova://"
_SCHEMES: Final = frozenset({"http", "https"})
_UNLIT: Final = "NONE"
_ALL_READ: Final = "off"  # what the first edition said (legacy.md)


class News(StrEnum):
    """What has happened."""

    NOTIFIED = "notified"  # tell the user now
    UNREAD = "unread"  # there is something that the user has not seen
    READ = "read"  # seen, here or on another device


type NewsListener = Callable[[News, int], None]


class Notifications:
    """Keeps the light, and plays the sounds of one notification after those of another."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        client_config: ClientConfig,
        stage: Stage,
    ) -> None:
        """Know nothing before `async_load`; sound on this stage."""
        self.unread = False
        self._stage = stage
        self._hass = hass
        self._entry = entry
        self._config = client_config
        self._store = DeviceStore(hass, entry, FILE, version=STORAGE_VERSION)
        self._listeners: set[NewsListener] = set()
        self._waiting: deque[Sequence[Local | Remote]] = deque()
        self._playing: asyncio.Task[None] | None = None

    @classmethod
    async def async_forget(cls, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Delete the file of an entry."""
        await DeviceStore(hass, entry, FILE, version=STORAGE_VERSION).async_remove()

    async def async_load(self) -> None:
        """Read what was stored: a light stays on over a restart (CIC-NO-020)."""
        self.unread = (await self._store.async_load()).get("unread") is True

    @callback
    def async_listen(self, listener: NewsListener) -> CALLBACK_TYPE:
        """Call `listener` with what happens and the number of its sounds; returns what ends that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    async def async_notify(self, notification: Notification) -> None:
        """Tell the user now (CIC-NO-010)."""
        await self._async_take(News.NOTIFIED, notification, audible=True)

    async def async_indicate(self, notification: Notification, *, new: bool) -> None:
        """Show that there is something unread (CIC-NO-011); what is not new is silent (CIC-NO-019)."""
        await self._async_take(News.UNREAD, notification, audible=new)

    async def async_clear(self) -> None:
        """Everything is read: no light and no sound (CIC-NO-030), also none that waits."""
        self.async_silence()
        if self.unread:
            self.unread = False
            self._tell(News.READ, 0)
            await self._async_keep()

    @callback
    def async_silence(self) -> None:
        """End what sounds, and what waits to."""
        self._waiting.clear()
        if self._playing is not None:
            self._playing.cancel()
            self._playing = None

    # inside

    async def _async_take(self, news: News, notification: Notification, *, audible: bool) -> None:
        """Light, queue and tell at once, so that nothing comes in between; then store."""
        if notification.light == _ALL_READ:
            await self.async_clear()
            return
        sounds = self._sounds(notification) if audible else ()
        if sounds:
            self._queue(sounds)
        lit = self.unread
        if notification.light != _UNLIT:  # whatever else it says (CIC-NO-021)
            self.unread = True
        self._tell(news, len(sounds))
        if self.unread != lit:
            await self._async_keep()

    async def _async_keep(self) -> None:
        await self._store.async_save({"unread": self.unread})

    def _tell(self, news: News, sounds: int) -> None:
        for listener in tuple(self._listeners):
            listener(news, sounds)

    def _sounds(self, notification: Notification) -> Sequence[Local | Remote]:
        """Return what is to be heard, in the play order; what there is not is skipped (CIC-NO-015)."""
        urls = {each.asset_id: each.url or "" for each in notification.assets or ()}
        order = (notification.asset_play_order or ())[:MAX_SOUNDS]
        return tuple(self._sources(urls.get(each, "") for each in order))

    def _sources(self, urls: Iterable[str]) -> Iterable[Local | Remote]:
        for url in urls:
            if url.startswith(_OWN):  # whichever it is, there is one (CIC-NO-013)
                yield async_local(self._hass, CHIME)
            elif _is_fetched(url):
                yield Remote(
                    url=url, user_agent=self._config.user_agent, server=self._config.base_url
                )

    def _queue(self, sounds: Sequence[Local | Remote]) -> None:
        """Have them played in their turn (CIC-NO-017)."""
        if len(self._waiting) >= MAX_WAITING:
            LOGGER.info("%s: too many notifications wait to be heard", self._entry.title)
            return
        self._waiting.append(sounds)
        if self._playing is None:
            self._playing = self._entry.async_create_background_task(
                self._hass, self._async_play(), f"{DOMAIN} notifications"
            )

    async def _async_play(self) -> None:
        """Play what waits. A request or a loss of the channel does not end that (CIC-NO-003)."""
        while self._waiting:
            sounds = self._waiting.popleft()
            # All ask for their turn at once: nothing comes between the sounds of one (CIC-NO-016).
            heard = await asyncio.gather(
                *(self._async_sound(each) for each in sounds), return_exceptions=True
            )
            for failure in heard:
                if isinstance(failure, HomeAssistantError):
                    LOGGER.warning("%s: no notification sound: %s", self._entry.title, failure)
                elif isinstance(failure, Exception):
                    LOGGER.error("A notification sound failed", exc_info=failure)
        self._playing = None

    async def _async_sound(self, source: Local | Remote) -> bool:
        """Let one sound be heard; False if it was not, such as one that cannot be fetched."""
        if isinstance(source, Local):
            return await self._stage.async_sound(
                SoundType.NOTIFICATION,
                source,
                CONTENT_TYPE,
                CHIME.seconds,
                suffix=SUFFIX,
            )
        return await self._stage.async_sound(
            SoundType.NOTIFICATION, source, "audio/mpeg", suffix=".mp3"
        )


def _is_fetched(url: str) -> bool:
    """Tell whether there is something to fetch at an address (CIC-NO-014)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and bool(parts.hostname)
