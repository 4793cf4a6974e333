"""CLOVA's player: what sounds on the speaker, and buttons that ask CLOVA (CIC-PC-001)."""

from collections.abc import Coroutine
from typing import Any, Final, override

from homeassistant.components import media_source
from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.browse_media import (
    BrowseMedia,
    async_process_play_media_url,
)
from homeassistant.components.media_player.const import (
    ATTR_MEDIA_ANNOUNCE,
    MediaPlayerDeviceClass,
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState,
    MediaType,
    RepeatMode,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_track_state_change_event
from yarl import URL

from .cic import CicError
from .cic.audio_focus import SoundType
from .cic.interfaces.template_runtime import SelectCommandIssued
from .cic.playback import Button
from .const import DOMAIN
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity
from .media.view import Remote, async_fetch_image
from .music.browser import ENTRY, ITEM, MediaBrowser, picture_of
from .options import ClovaOptions
from .phrases import async_phrase
from .speech.asking import async_ask, failure_of

PARALLEL_UPDATES = 0  # the coordinator pushes

_STATES: Final = {
    "IDLE": MediaPlayerState.IDLE,
    "PLAYING": MediaPlayerState.PLAYING,
    "PAUSED": MediaPlayerState.PAUSED,
    "STOPPED": MediaPlayerState.IDLE,
}
_BUTTONS: Final = Feature.PLAY | Feature.PAUSE | Feature.STOP
_NEIGHBOURS: Final = Feature.NEXT_TRACK | Feature.PREVIOUS_TRACK
_REPEATS: Final = {"NONE": RepeatMode.OFF, "REPEAT_ONE": RepeatMode.ONE}


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the player."""
    async_add_entities([ClovaMediaPlayer(entry.runtime_data)])


class ClovaMediaPlayer(ClovaEntity, MediaPlayerEntity):
    """Available while CLOVA is there, and as long as there is music that can be stopped."""

    _attr_device_class = MediaPlayerDeviceClass.SPEAKER
    _attr_name = None  # it is the device

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Show the music of the device."""
        super().__init__(coordinator, "player")
        self._music = coordinator.music
        self._browser = MediaBrowser(
            coordinator.music, coordinator.name, self._phrase, self.get_browse_image_url
        )
        self._followed: str | None = None  # the speaker whose volume is shown
        self._unfollow: CALLBACK_TYPE | None = None
        self._art_url: str | None = None
        self._look()

    # What is shown

    @override
    async def async_added_to_hass(self) -> None:
        """Begin to follow the music and the speaker."""
        await super().async_added_to_hass()
        self.async_on_remove(self._music.async_listen(self._handle_coordinator_update))
        self.async_on_remove(
            self.coordinator.config_entry.add_update_listener(self._async_options_changed)
        )
        self.async_on_remove(lambda: self._follow(None))
        self._follow(self.coordinator.speaker.entity_id)
        self._look()

    @callback
    @override
    def _handle_coordinator_update(self, *_: Any) -> None:
        """Show what has changed."""
        self._follow(self.coordinator.speaker.entity_id)
        self._look()
        self.async_write_ha_state()

    async def _async_options_changed(self, *_: Any) -> None:
        """Another speaker may be meant."""
        self._handle_coordinator_update()

    @callback
    def _follow(self, speaker: str | None) -> None:
        """Follow the volume of this player, in place of any other."""
        if speaker == self._followed:
            return
        if self._unfollow is not None:
            self._unfollow()
        self._followed = speaker
        self._unfollow = (
            async_track_state_change_event(self.hass, speaker, self._handle_coordinator_update)
            if speaker is not None
            else None
        )

    @property
    @override
    def available(self) -> bool:
        """Return whether anything can be done here."""
        return super().available or self._music.shown.held

    @callback
    def _look(self) -> None:
        """Take over what is to be seen at this moment."""
        shown, speaker = self._music.shown, self.coordinator.speaker
        self._attr_state = _STATES[shown.activity]
        self._attr_repeat = _REPEATS[shown.repeat_mode]
        self._attr_media_title = shown.title
        self._attr_media_artist = shown.artist
        self._attr_media_album_name = shown.album
        self._attr_media_playlist = shown.playlist
        self._attr_app_name = shown.service
        has_media = shown.title is not None or shown.held
        kind = MediaType.CHANNEL if shown.live else MediaType.MUSIC
        self._attr_media_content_type = kind if has_media else None
        self._attr_media_duration = None if shown.duration is None else round(shown.duration)
        self._attr_media_position = None if shown.position is None else round(shown.position)
        self._attr_media_position_updated_at = shown.position_at
        self._art_url = shown.art_url
        self._attr_media_image_url = shown.art_url
        self._attr_volume_level = speaker.volume
        self._attr_is_volume_muted = speaker.muted
        self._attr_supported_features = self._features()

    def _features(self) -> Feature:
        """Return what can be done at this moment."""
        shown, speaker = self._music.shown, self.coordinator.speaker
        connected = self.coordinator.data.connected
        can = Feature.REPEAT_SET
        if connected:
            can |= Feature.PLAY_MEDIA | Feature.BROWSE_MEDIA | Feature.PLAY
        if shown.held:
            can |= _BUTTONS
            if connected:
                can |= _NEIGHBOURS
        if shown.activity in {"PLAYING", "PAUSED"} and shown.duration:
            can |= Feature.SEEK
        if speaker.available:
            can |= Feature.MEDIA_ANNOUNCE | Feature.PLAY_MEDIA
        if speaker.volume is not None:
            can |= Feature.VOLUME_SET | Feature.VOLUME_STEP
        if speaker.muted is not None:
            can |= Feature.VOLUME_MUTE
        return can

    @override
    async def async_get_media_image(self) -> tuple[bytes | None, str | None]:
        """Return the picture, fetched like everything that CLOVA names an address of."""
        return await self._async_picture(self._art_url)

    @override
    async def async_get_browse_image(
        self, media_content_type: str, media_content_id: str, media_image_id: str | None = None
    ) -> tuple[bytes | None, str | None]:
        """Return the picture of something that is browsed."""
        return await self._async_picture(picture_of(self._music, media_content_id))

    async def _async_picture(self, url: str | None) -> tuple[bytes | None, str | None]:
        if url is None:
            return None, None
        config = self.coordinator.client_config
        remote = Remote(url=url, user_agent=config.user_agent, server=config.base_url)
        return await async_fetch_image(self.hass, remote) or (None, None)

    # Buttons ask, CLOVA decides

    @override
    async def async_media_play(self) -> None:
        """Ask to go on, or to play something."""
        await self._async_press(Button.PLAY)

    @override
    async def async_media_pause(self) -> None:
        """Ask to pause."""
        await self._async_press(Button.PAUSE)

    @override
    async def async_media_stop(self) -> None:
        """Ask to stop."""
        await self._async_press(Button.STOP)

    @override
    async def async_media_next_track(self) -> None:
        """Ask for the next one."""
        await self._async_press(Button.NEXT)

    @override
    async def async_media_previous_track(self) -> None:
        """Ask for the one before."""
        await self._async_press(Button.PREVIOUS)

    # What is decided here

    @override
    async def async_media_seek(self, position: float) -> None:
        """Go on elsewhere in what plays."""
        self._music.async_seek(position)

    @override
    async def async_set_repeat(self, repeat: RepeatMode) -> None:
        """Repeat one or nothing: CLOVA knows no more."""
        if repeat is RepeatMode.ALL:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_repeat_all")
        self._music.async_set_repeat("REPEAT_ONE" if repeat is RepeatMode.ONE else "NONE")

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        """Set the volume of the speaker."""
        await self.coordinator.speaker.async_set_volume(volume)

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        """Silence the speaker."""
        await self.coordinator.speaker.async_mute(mute)

    # Choosing

    @override
    async def async_play_media(
        self, media_type: MediaType | str, media_id: str, **kwargs: Any
    ) -> None:
        """Play what was chosen here, announce a sound, or ask CLOVA in plain words."""
        if kwargs.get(ATTR_MEDIA_ANNOUNCE):
            await self._async_announce(media_type, media_id)
        elif media_id.startswith(ITEM):
            await self._async_ask(self._music.async_choose(media_id.removeprefix(ITEM)))
        elif media_id.startswith(ENTRY):
            event = SelectCommandIssued(token=media_id.removeprefix(ENTRY))
            await self._async_ask(self._music.asking.async_send(event))
        elif media_source.is_media_source_id(media_id) or "://" in media_id:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="only_words")
        else:
            conversation = self._context.id if self._context is not None else self.entity_id
            await async_ask(self.coordinator, media_id, conversation=conversation)

    @override
    async def async_browse_media(
        self,
        media_content_type: MediaType | str | None = None,
        media_content_id: str | None = None,
    ) -> BrowseMedia:
        """Show a page of what CLOVA shows."""
        try:
            return await self._browser.async_browse(media_content_id)
        except CicError as err:
            raise failure_of(self.coordinator, err) from err

    async def _async_announce(self, media_type: str, media_id: str) -> None:
        """Let a sound of Home Assistant's be heard over the music."""
        if media_source.is_media_source_id(media_id):
            found = await media_source.async_resolve_media(self.hass, media_id, self.entity_id)
            media_type, media_id = found.mime_type, found.url
        url = async_process_play_media_url(self.hass, media_id)
        if not URL(url).is_absolute():
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="only_sounds")
        heard = await self.coordinator.stage.async_sound(SoundType.NOTIFICATION, url, media_type)
        if not heard:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="not_heard")

    async def _async_press(self, button: Button) -> None:
        await self._async_ask(self._music.async_press(button))

    async def _async_ask(self, question: Coroutine[Any, Any, object]) -> None:
        try:
            await question
        except CicError as err:
            raise failure_of(self.coordinator, err) from err

    async def _phrase(self, key: str) -> str:
        language = ClovaOptions.of(self.hass, self.coordinator.config_entry).language
        return await async_phrase(self.hass, language, key)
