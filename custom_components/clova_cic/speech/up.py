"""What CLOVA says on the speaker: of its own accord, or because somebody wants a text announced."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError

from ..cic import ClientConfig, Speech, SpeechItem
from ..cic.audio_focus import SoundType
from ..const import DOMAIN, LOGGER
from ..media.view import Local
from ..speaker.stage import Stage
from .audio import Recording, SpeechPlayer
from .reports import SpeechReports

MP3: Final = "audio/mpeg"
MAX_WAITING: Final = 16  # items; what would wait behind more of them is out of date by then
PATIENCE: Final = 60.0  # seconds for an answer that sounds elsewhere to be over


class SpeechUp:
    """Says one item after another (CIC-SS-002), and tells CLOVA what was heard."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        *,
        config: ClientConfig,
        reports: SpeechReports,
        stage: Stage,
    ) -> None:
        """Say nothing yet."""
        self._hass = hass
        self._entry = entry
        self._reports = reports
        self._stage = stage
        self._player = SpeechPlayer(
            hass, entry.title, server=config.base_url, user_agent=config.user_agent
        )
        self._line = asyncio.Lock()
        self._waiting = 0
        reports.on_cut_off = self._cut_off

    @callback
    def take(self, item: SpeechItem) -> None:
        """Say something that nobody asked for, after what waits already (CIC-SS-013)."""
        if self._waiting >= MAX_WAITING:
            LOGGER.warning("%s: CLOVA says more than can be heard", self._entry.title)
            return
        self._waiting += 1
        self._entry.async_create_background_task(
            self._hass, self._async_pushed(item), f"{DOMAIN} pushed speech"
        )

    async def async_say(self, speech: Speech) -> bool:
        """Say all items of an answer; True if all of them were heard to their ends.

        Raises a translated HomeAssistantError if no player could reach Home Assistant.
        """
        heard = [await self._async_item(item) async for item in speech.listen()]
        return bool(heard) and all(heard)

    async def _async_pushed(self, item: SpeechItem) -> None:
        try:
            await self._async_item(item)
        except HomeAssistantError as err:
            LOGGER.warning("%s: CLOVA is not heard: %s", self._entry.title, err)
        finally:
            self._waiting -= 1

    async def _async_item(self, item: SpeechItem) -> bool:
        """Say an item when those before it are over; return whether it was heard to its end."""
        async with self._line:
            recording = await self._player.async_record(item)
            return recording is not None and await self._async_sound(recording)

    async def _async_sound(self, recording: Recording) -> bool:
        await self._reports.async_quiet(PATIENCE)
        playback = self._reports.begin(shown=True)

        @callback
        def started() -> None:
            """Tell CLOVA, once the silence before it is over (CIC-SS-030)."""
            playback.item(recording.token, recording.pause).seconds = recording.seconds
            playback.sounds()
            playback.close()

        async def chunks() -> AsyncGenerator[bytes]:
            yield recording.data

        heard = False
        try:
            heard = await self._stage.async_sound(
                SoundType.DIALOGUE,
                Local(content_type=MP3, chunks=chunks, size=len(recording.data)),
                MP3,
                recording.pause + recording.seconds,
                suffix=".mp3",
                started=started,
            )
        finally:
            playback.close()
            if heard:
                playback.silent(at_rest=True)
            else:
                playback.stop()
        return heard

    def _cut_off(self) -> None:
        """Another dialogue has begun: what is being said is silenced (CIC-SS-014)."""
        self._stage.stop(SoundType.DIALOGUE)
