"""Music on the speaker: what the player wants done, one thing after another."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from yarl import URL

from ..cic import ClientConfig
from ..cic.playback import (
    Effect,
    Failed,
    Loss,
    Lost,
    PauseSound,
    ResumeSound,
    SeekSound,
    StartSound,
    StopSound,
)
from ..const import LOGGER
from ..media.view import Remote, async_media_shelf
from ..speaker.issue import async_judge_speaker
from ..speaker.speaker import Speaker

# Seconds for which an address is good after it was last used. A player that rests for longer than
# playback.run.STALE_AFTER is started anew, with another address (CIC-PB-032).
LIFETIME: Final = 3600.0
_SCHEMES: Final = frozenset({"http", "https"})
_SUFFIXES: Final = {
    "audio/mpeg": ".mp3",
    "audio/aac": ".aac",
    "audio/mpegurl": ".m3u8",
    "application/vnd.apple.mpegurl": ".m3u8",
}
"""Players that do not look at the content type look at the name."""

type Trouble = Failed | Lost


class MusicSound:
    """Gives a speaker addresses of Home Assistant instead of those of the stream."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], speaker: Speaker, config: ClientConfig
    ) -> None:
        """Play on this speaker; `config` tells how to introduce oneself to servers of music."""
        self._hass = hass
        self._entry = entry
        self._speaker = speaker
        self._config = config
        self._paths: list[str] = []  # of the sound: its stream, its picture

    async def async_do(self, effect: Effect) -> Trouble | None:
        """Carry out what concerns sound; return what has gone wrong with it, if the player must know."""
        try:
            match effect:
                case StartSound():
                    return await self._async_start(effect)
                case PauseSound():
                    await self._speaker.async_pause()
                case ResumeSound():
                    self.renew()
                    await self._speaker.async_resume()
                case SeekSound():
                    self.renew()
                    await self._speaker.async_seek(effect.position)
                case StopSound(soon=True):
                    await self._speaker.async_pause()
                case StopSound():
                    await self._speaker.async_stop()
                    self.withdraw()
        except HomeAssistantError as err:
            LOGGER.warning("%s: nothing can be played: %s", self._entry.title, err)
            if isinstance(effect, StartSound | ResumeSound):
                return Lost(effect.sound, Loss.VANISHED)
        return None

    @callback
    def renew(self) -> None:
        """The addresses are still in use."""
        for path in self._paths:
            async_media_shelf(self._hass).async_renew(path)

    @callback
    def withdraw(self) -> None:
        """Nobody may fetch anything any more; where nothing was offered, nothing happens."""
        for path in self._paths:
            async_media_shelf(self._hass).async_withdraw(path)
        self._paths.clear()

    async def _async_start(self, effect: StartSound) -> Trouble | None:
        self.withdraw()
        async_judge_speaker(self._hass, self._entry, self._speaker.entity_id)
        if not _can_be_fetched(effect.url):
            return Failed(effect.sound, "its address is not one of the web")
        item = effect.entry.item
        art = item.art_image_url
        await self._speaker.async_play(
            effect.sound,
            self._offer(effect.url, _SUFFIXES.get(effect.media_type, "")),
            effect.media_type,
            offset_ms=effect.offset,
            title=item.title_text,
            artist=item.title_sub_text1,
            album=item.title_sub_text2,
            art=self._offer(art) if art is not None and _can_be_fetched(art) else None,
        )
        return None

    def _offer(self, url: str, suffix: str = "") -> str:
        """Return the path under which Home Assistant passes something on for a while."""
        remote = Remote(url=url, user_agent=self._config.user_agent, server=self._config.base_url)
        path = async_media_shelf(self._hass).async_offer(remote, suffix=suffix, lifetime=LIFETIME)
        self._paths.append(path)
        return path


def _can_be_fetched(url: str) -> bool:
    """Tell whether this is an address of the web; what may be reached there is seen when it is."""
    try:
        address = URL(url)
    except ValueError:
        return False
    return address.scheme in _SCHEMES and bool(address.host)
