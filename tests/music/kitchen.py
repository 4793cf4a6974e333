"""A media player of somebody else's integration: it fetches what it is told to play, and plays it."""

import asyncio
from typing import Any, Final, override

from aiohttp import ClientError, ClientSession
from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState as State,
    MediaType,
)
from homeassistant.util import dt as dt_util

from tests.music.clock import Clock

KITCHEN = "media_player.kitchen"
BYTES_PER_SECOND: Final = 2000  # of the emulator's music in tests: 16 kbit/s
_SOUND: Final = (b"\xff", b"ID3", b"RIFF")  # how it begins
_PLAYLISTS: Final = ("mpegurl", "m3u8")


class Kitchen(MediaPlayerEntity):
    """Plays as long as it has sound, by the clock of the test."""

    _attr_should_poll = False
    _attr_supported_features = (
        Feature.PLAY_MEDIA
        | Feature.PLAY
        | Feature.PAUSE
        | Feature.STOP
        | Feature.SEEK
        | Feature.VOLUME_SET
        | Feature.VOLUME_MUTE
    )

    def __init__(self, clock: Clock, session: ClientSession, entity_id: str = KITCHEN) -> None:
        self.entity_id = entity_id
        self.session = session
        self.played: list[str] = []  # the paths that it was told to play
        self.extras: list[dict[str, Any]] = []
        self._attr_state = State.IDLE
        self._attr_volume_level = 0.5
        self._attr_is_volume_muted = False
        self._clock = clock
        self._fetching: asyncio.Task[None] | None = None
        self._loaded = 0.0  # seconds of sound that have come
        self._over = False  # no more will come
        self._position = 0.0
        self._at = clock.now()
        clock.watchers.append(self.look)

    # What it is told

    @override
    async def async_play_media(
        self, media_type: MediaType | str, media_id: str, **kwargs: Any
    ) -> None:
        self._silence()
        self.played.append(media_id)
        self.extras.append(kwargs.get("extra") or {})
        self._attr_media_content_id, self._loaded, self._over = media_id, 0.0, False
        self._fetching = self.hass.async_create_background_task(self._fetch(media_id), "kitchen")

    @override
    async def async_media_pause(self) -> None:
        self._show(State.PAUSED)

    @override
    async def async_media_play(self) -> None:
        self._show(State.PLAYING)

    @override
    async def async_media_stop(self) -> None:
        self._silence()
        self._show(State.IDLE)

    @override
    async def async_media_seek(self, position: float) -> None:
        self._position, self._at = position, self._clock.now()
        self._show(self.state)

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        self._attr_volume_level = volume
        self.async_write_ha_state()

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        self._attr_is_volume_muted = mute
        self.async_write_ha_state()

    # What happens to it

    def vanish(self, *, gone: bool = True) -> None:
        """Be unplugged, or plugged in again."""
        self._silence()
        self._attr_available = not gone
        self._show(State.IDLE)

    def look(self) -> None:
        """Time has passed."""
        if self.state is not State.PLAYING:
            return
        self._show(State.PLAYING)
        if self._over and self._position >= self._loaded:
            self._silence()
            self._show(State.IDLE)

    async def status_of(self, url: str) -> int:
        """Look whether something can be fetched."""
        async with self.session.get(url) as response:
            return response.status

    async def async_close(self) -> None:
        """Fetch no more."""
        self._silence()

    # inside

    def _show(self, state: State | None) -> None:
        now = self._clock.now()
        if self.state is State.PLAYING:
            self._position += now - self._at
        self._at = now
        self._attr_state = state
        self._attr_media_position = round(self._position) if state is not State.IDLE else None
        self._attr_media_position_updated_at = dt_util.utcnow()
        self.async_write_ha_state()

    def _silence(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetching = None
        self._position, self._over = 0.0, True
        self._attr_media_content_id = None

    async def _fetch(self, url: str) -> None:
        """Load all of it; what has come so far can be heard."""
        try:
            await self._load(url, play=True)
        except ClientError:
            pass
        finally:
            self._over = True
        if self.state is not State.PLAYING:
            self._silence()
            self._show(State.IDLE)  # nothing that could be heard

    async def _load(self, url: str, *, play: bool) -> None:
        async with self.session.get(url, raise_for_status=True) as response:
            if any(each in response.content_type for each in _PLAYLISTS):
                lines = (await response.text()).splitlines()
                for line in (each for each in lines if each and not each.startswith("#")):
                    await self._load(
                        str(response.url.join(response.url.with_path(line))), play=play
                    )
                return
            if not response.content_type.startswith("audio/"):
                return
            async for chunk in response.content.iter_any():
                if not self._loaded and not chunk.startswith(_SOUND):
                    return
                if play and self.state is not State.PLAYING:
                    self._position, self._at = 0.0, self._clock.now()
                    self._show(State.PLAYING)
                self._loaded += len(chunk) / BYTES_PER_SECOND
