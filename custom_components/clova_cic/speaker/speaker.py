"""The device's speaker: the media player that gives CLOVA a sound in this home."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.homeassistant import SERVICE_UPDATE_ENTITY
from homeassistant.components.media_player.const import (
    ATTR_MEDIA_VOLUME_MUTED,
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID, SERVICE_VOLUME_MUTE
from homeassistant.core import CALLBACK_TYPE, DOMAIN as CORE_DOMAIN, HomeAssistant, callback
from yarl import URL

from ..cic.playback import Loss, Lost, SpeakerChanged
from ..const import DOMAIN
from ..issues.machine import async_player_url
from ..media.view import async_media_shelf
from ..music.player_view import PlayerView, Status
from .announcing import Announcing
from .calls import PlayerCalls
from .following import News, Surroundings
from .hush import async_hush
from .media import Media, absolute, extra_of
from .music import PlayerMusic
from .target import SpeakerTarget
from .volume import Ducking

type SpeakerNews = News | SpeakerChanged


class Speaker:
    """Plays music and announcements on the player that the options name.

    `report` hears what becomes of music, as `cic.playback` wants it. Nothing here raises because a
    player is slow, gone or out of order.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Play nothing yet."""
        self.report: Callable[[SpeakerNews], None] | None = None
        self._hass = hass
        self._entry = entry
        self._target = SpeakerTarget(hass, entry)
        self._calls = PlayerCalls(hass, entry.title)
        self._ducking = Ducking(hass, entry, self._calls)
        self._announcing = Announcing(hass, self._calls, self._surroundings)
        self._music: PlayerMusic | None = None
        self._home: str | None = None  # where music plays, or played last
        self._unlisten: CALLBACK_TYPE | None = entry.add_update_listener(self._async_changed)

    async def async_load(self) -> None:
        """Undo what a crash has left of the last time; once, before the start."""
        await self._ducking.async_recover()

    # What it is

    @property
    def entity_id(self) -> str | None:
        """The player: that of the music while there is some, else the one that is chosen."""
        if self._music is not None:
            return self._music.entity_id
        return self._target.entity_id

    @property
    def available(self) -> bool:
        """Whether something could be played."""
        return self._view.status is not Status.GONE

    @property
    def volume(self) -> float | None:
        """The volume, 0…1; lowering it for a while does not count (CIC-PB-079)."""
        entity_id = self.entity_id
        return None if entity_id is None else self._ducking.volume(entity_id)

    @property
    def muted(self) -> bool | None:
        """Whether it is muted, None if the player does not tell."""
        return self._view.muted

    @property
    def can_duck(self) -> bool:
        """Whether music can be lowered; it has to be paused otherwise."""
        return self._view.can(Feature.VOLUME_SET)  # many tell no volume before they play

    @property
    def announces_over_music(self) -> bool:
        """Whether an announcement leaves the music to the player, which lowers or pauses it itself."""
        target = self._target.entity_id
        music = self._music
        if target is None or (music is not None and music.entity_id != target):
            return True
        return PlayerView.of(self._hass.states.get(target)).can(Feature.MEDIA_ANNOUNCE)

    @property
    def _view(self) -> PlayerView:
        entity_id = self.entity_id
        return PlayerView.of(None if entity_id is None else self._hass.states.get(entity_id))

    @callback
    def async_asked_by(self, device_id: str | None) -> None:
        """Take note of the device through which somebody asked for something."""
        self._target.asked_by(device_id)

    @callback
    def async_begin_anew(self) -> None:
        """Take note that other music is to begin: it sounds where it was asked for."""
        if self._target.just_asked:
            self._home = None

    # Music

    async def async_play(
        self,
        sound: int,
        path_or_url: str,
        media_type: str,
        *,
        offset_ms: int = 0,
        title: str | None = None,
        artist: str | None = None,
        album: str | None = None,
        art: str | None = None,
    ) -> None:
        """Play this instead of what plays for us; everything that becomes of it is reported.

        Raises a translated HomeAssistantError if no player could reach Home Assistant.
        """
        base = async_player_url(self._hass)
        entity_id = self._place_of_music()
        old, self._music = self._music, None
        if old is not None and old.entity_id == entity_id:
            old.close()
        elif old is not None:
            await old.async_stop()
        if entity_id is None:
            self._tell(Lost(sound, Loss.VANISHED))
            return
        self._home = entity_id
        music = self._music = PlayerMusic(
            self._hass,
            entity_id,
            self._calls,
            sound=sound,
            media=Media(
                url=absolute(base, path_or_url),
                media_type=media_type,
                extra=extra_of(title, artist, album, None if art is None else absolute(base, art)),
            ),
            report=lambda news: self._tell(news) if self._music is music else None,
            surroundings=self._surroundings(entity_id),
        )
        music.lent = self._announcing.has(entity_id)
        await music.async_begin(float(offset_ms))

    async def async_pause(self) -> None:
        """Silence the music; `async_resume` ends that."""
        if self._music is not None:
            await self._music.async_pause()

    async def async_resume(self) -> None:
        """Go on with the music where it was paused."""
        if self._music is not None:
            await self._music.async_resume()

    async def async_stop(self) -> None:
        """End the music."""
        music, self._music = self._music, None
        if music is not None:
            await music.async_stop()

    async def async_seek(self, ms: float) -> None:
        """Go on elsewhere in the music."""
        if self._music is not None:
            await self._music.async_seek(ms)

    # Announcements

    async def async_announce(
        self,
        url: str,
        media_type: str,
        seconds: float | None,
        started: Callable[[], None] | None = None,
    ) -> bool:
        """Say something over whatever plays, after what is being said; True if heard to its end.

        Whoever is cancelled in this silences it. Raises HomeAssistantError as `async_play` does.
        """
        base = async_player_url(self._hass)
        entity_id = self._target.entity_id or self.entity_id
        if entity_id is None:
            return False
        await self._ducking.async_suspend()
        try:
            return await self._announcing.async_say(
                entity_id,
                Media(
                    url=absolute(base, url),
                    media_type=media_type,
                    length=None if seconds is None else seconds * 1000,
                ),
                music=lambda: self._music,
                hush=lambda: async_hush(self._hass, base),
                started=started,
            )
        finally:
            await self._ducking.async_continue()

    # Volume

    async def async_duck(self) -> None:
        """Lower the music, once, unless its player does so itself: somebody speaks to it."""
        music = self._music
        if music is not None and not self._target.listens(music.entity_id):
            await self._ducking.async_duck(music.entity_id)

    async def async_unduck(self) -> None:
        """Put the volume back to what it was."""
        await self._ducking.async_unduck()

    async def async_set_volume(self, level: float) -> None:
        """Set the volume, 0…1."""
        entity_id = self.entity_id
        if entity_id is not None:
            await self._ducking.async_set(entity_id, min(max(level, 0.0), 1.0))

    async def async_mute(self, muted: bool) -> None:
        """Mute, or end that."""
        entity_id = self.entity_id
        if entity_id is not None:
            await self._calls.async_try(
                entity_id, SERVICE_VOLUME_MUTE, **{ATTR_MEDIA_VOLUME_MUTED: muted}
            )

    # The end

    @callback
    def close(self) -> None:
        """Report nothing any more, and look at no player."""
        if self._unlisten is not None:
            self._unlisten()
            self._unlisten = None
        self._ducking.close()
        if self._music is not None:
            self._music.close()
            self._music = None

    # inside

    def _place_of_music(self) -> str | None:
        """Return where the next music plays: where the last did, if it follows the asker."""
        if self._target.follows and self._home is not None:
            return self._home
        return self._target.entity_id

    async def _async_changed(self, *_: object) -> None:
        """The options have changed: silence the music if another player is meant now."""
        music = self._music
        if self._target.follows or music is None or music.entity_id == self._target.entity_id:
            return
        self._music = None
        await self._ducking.async_unduck()
        await music.async_stop()
        self._tell(SpeakerChanged())

    def _tell(self, news: SpeakerNews) -> None:
        if self.report is not None:
            self.report(news)

    def _surroundings(self, entity_id: str) -> Surroundings:
        return Surroundings(
            is_foreign=self._calls.is_foreign,
            ask=lambda: self._ask(entity_id),
            begin=lambda url: async_media_shelf(self._hass).async_begin(URL(url).path),
            is_fetched=lambda url: async_media_shelf(self._hass).is_fetched(URL(url).path),
            is_broken=lambda url: async_media_shelf(self._hass).is_broken(URL(url).path),
        )

    @callback
    def _ask(self, entity_id: str) -> None:
        """Have a player that is only asked now and then tell its state now."""
        self._entry.async_create_background_task(
            self._hass,
            self._hass.services.async_call(
                CORE_DOMAIN, SERVICE_UPDATE_ENTITY, {ATTR_ENTITY_ID: entity_id}, blocking=True
            ),
            f"{DOMAIN} look at the speaker",
        )
