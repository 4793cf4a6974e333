"""A media player for the tests: a real entity, with something like a real player behind it.

It plays what it is told for as long as that lasts, and shows it in the way of some kind of player.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any, override

from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.const import (
    DATA_COMPONENT,
    DOMAIN as MEDIA_PLAYER,
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState as State,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import setup_test_component_platform
from yarl import URL

from custom_components.clova_cic.media.shelf import key_of
from custom_components.clova_cic.media.view import async_media_shelf

PLAYER = "media_player.kitchen"
PLAIN = (
    Feature.PLAY_MEDIA
    | Feature.PLAY
    | Feature.PAUSE
    | Feature.STOP
    | Feature.SEEK
    | Feature.VOLUME_SET
    | Feature.VOLUME_MUTE
)
POLL = 10.0  # seconds between two looks of Home Assistant at a player that does not push


@dataclass(kw_only=True)
class Kind:
    """What kind of player it is."""

    features: Feature = PLAIN
    late: float = 0.0  # seconds after the end at which it says that it is idle
    names: bool = True  # shows content ids …
    renames: bool = False  # … of its own
    tells_position: bool = True
    tells_length: bool = True
    shows_state: bool = True  # it says that it is on, and nothing more
    polled: bool = False  # shows a change only when it is looked at
    stubborn: bool = False  # … and only every ten seconds, whoever asks
    deaf: bool = False  # does not do what it is told
    fetches: bool = True  # before it says that it plays
    hangs: bool = False  # does not come back from what it is told
    rests_as: State = State.IDLE
    plays_after: float = 0.0  # seconds of buffering
    lengths: dict[str, float] = field(default_factory=dict)  # seconds, by a part of the URL


class FakePlayer(MediaPlayerEntity):
    """Plays in silence."""

    _attr_unique_id = "kitchen"
    _attr_name = "Kitchen"
    _attr_should_poll = False

    def __init__(self, kind: Kind, name: str = "kitchen") -> None:
        self.kind = kind
        self.entity_id = f"media_player.{name}"
        self._attr_unique_id = name
        self._attr_supported_features = kind.features
        self._attr_volume_level = 0.5
        self._attr_is_volume_muted = False
        self.did: list[str] = []  # what it was told, in words
        self.broken: Exception | None = None  # with what it refuses everything
        self.url: str | None = None
        self.alias: str | None = None  # its own content id
        self.source_now: str | None = None
        self.status = State.IDLE
        self._position = 0.0
        self._since = 0.0
        self._timers: list[asyncio.TimerHandle] = []
        self._before_announcement: tuple[Any, ...] | None = None
        self.announced: list[str] = []
        self.over: str | None = None  # what it says over the music at this moment
        self._over_timer: asyncio.TimerHandle | None = None
        self._show_own()

    # The player itself

    @property
    def _now(self) -> float:
        return self.hass.loop.time()

    @property
    def position(self) -> float:
        """Where it is, in seconds."""
        running = self._now - self._since if self.status is State.PLAYING else 0.0
        return self._position + running

    @property
    def length(self) -> float:
        """How long what it plays is."""
        return next((s for part, s in self.kind.lengths.items() if part in (self.url or "")), 200.0)

    def start(self, url: str) -> None:
        """Play something, whoever wants it."""
        self._stand()
        self.url, self._position = url, 0.0
        if self.kind.fetches:
            self.fetch()
        if self.kind.plays_after:
            self.status = State.BUFFERING
            self._later(self.kind.plays_after, self._run)
        else:
            self._run()
        self.show()

    def fetch(self) -> None:
        """Get what it plays."""
        path = URL(self.url or "").path
        if (offer := async_media_shelf(self.hass).find(key_of(path))) is not None:
            offer.fetched = True

    def pause(self) -> None:
        """Pause, as by a button at the player."""
        self._stand()
        self.status = State.PAUSED
        self.show()

    def go_on(self) -> None:
        """Go on, as by a button at the player."""
        self._run()

    def stall(self) -> None:
        """Wait for data."""
        self._stand()
        self.status = State.BUFFERING
        self.show()

    def stop(self) -> None:
        """Be silent."""
        self._stand()
        self.url, self.status, self._position = None, self.kind.rests_as, 0.0
        self.show()

    def vanish(self, *, available: bool = False) -> None:
        """Be gone, or come back."""
        self._attr_available = available
        self.async_write_ha_state()

    def _run(self) -> None:
        self.status, self._since = State.PLAYING, self._now
        self._later(self.length - self._position, self._end)
        self.show()

    def _stand(self) -> None:
        self._position = self.position
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def _end(self) -> None:
        if self.kind.late:
            self._later(self.kind.late, self.stop)
        else:
            self.stop()

    def _later(self, seconds: float, act: Any) -> None:
        self._timers.append(self.hass.loop.call_later(seconds, act))

    # What it shows

    def show(self) -> None:
        """Have Home Assistant know, if this kind of player does so by itself."""
        if not self.kind.polled:
            self._show_own()
            self.async_write_ha_state()

    def look(self) -> None:
        """Be looked at by Home Assistant, as it does every ten seconds."""
        self._show_own()
        self.async_write_ha_state()

    def _show_own(self) -> None:
        self._attr_state = self.status if self.kind.shows_state else State.ON
        playing = self.url is not None
        named = playing and self.kind.names
        self._attr_media_content_id = self._name_of(self.url or "") if named else None
        self._attr_source = self.source_now if playing else None
        self._attr_media_content_type = "music" if playing else None
        told = playing and self.kind.tells_position
        self._attr_media_position = int(self.position) if told else None
        self._attr_media_position_updated_at = dt_util.utcnow() if told else None
        long = playing and self.kind.tells_length
        self._attr_media_duration = int(self.length) if long else None

    def _name_of(self, url: str) -> str:
        if not self.kind.renames:
            return url
        return self.alias or f"x-own:{hash(url) % 1000}"

    async def async_update(self) -> None:
        if not self.kind.stubborn:
            self._show_own()

    def close(self) -> None:
        """Wait for nothing any more."""
        self._stand()
        self._hush()

    # What Home Assistant tells it

    def _told(self, what: str) -> None:
        if self.broken:
            raise self.broken
        self.did.append(what)

    async def hang(self) -> None:
        """Take for ever, if it does that."""
        if self.kind.hangs:
            await asyncio.Event().wait()

    @override
    async def async_play_media(self, media_type: str, media_id: str, **kwargs: Any) -> None:
        announce = bool(kwargs.get("announce"))
        self._told(f"{'announce' if announce else 'play'} {media_id}")
        await self.hang()
        if announce and Feature.MEDIA_ANNOUNCE in self.kind.features:
            self.announced.append(media_id)
            self._announce(media_id)
        else:
            self.start(media_id)

    def _announce(self, url: str) -> None:
        """Say it over what plays, in place of what is said there; where nothing plays, show it."""
        if self.status is not State.PLAYING:
            self.start(url)
            return
        self._hush()
        self.over = url
        seconds = next((s for part, s in self.kind.lengths.items() if part in url), 200.0)
        self._over_timer = self.hass.loop.call_later(seconds, self._hush)

    def _hush(self) -> None:
        self.over = None
        if self._over_timer is not None:
            self._over_timer.cancel()
            self._over_timer = None

    @override
    async def async_media_play(self) -> None:
        self._told("resume")
        self._run()

    @override
    async def async_media_pause(self) -> None:
        self._told("pause")
        if not self.kind.deaf:
            self.pause()

    @override
    async def async_media_stop(self) -> None:
        self._told("stop")
        self.stop()

    @override
    async def async_media_seek(self, position: float) -> None:
        self._told(f"seek {position:g}")
        self._stand()
        self._position = position
        if self.status is State.PLAYING:
            self._run()
        self.show()

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        self._told(f"volume {volume:.2f}")
        self._attr_volume_level = volume
        self.show()

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        self._told(f"mute {mute}")
        self._attr_is_volume_muted = mute
        self.show()


async def add_players(hass: HomeAssistant, *players: FakePlayer) -> None:
    """Add players, of an integration of their own."""
    assert await async_setup_component(hass, "homeassistant", {})
    if MEDIA_PLAYER in hass.config.components:
        await hass.data[DATA_COMPONENT].async_add_entities(players)
        return
    setup_test_component_platform(hass, MEDIA_PLAYER, list(players))
    assert await async_setup_component(hass, MEDIA_PLAYER, {MEDIA_PLAYER: {"platform": "test"}})
    await hass.async_block_till_done()
