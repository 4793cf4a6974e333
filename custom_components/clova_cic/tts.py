"""CLOVA as a voice: of its own answers, and of any text."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, Final, override

from homeassistant.components.tts import (
    ATTR_PREFERRED_BITRATE,
    ATTR_PREFERRED_FORMAT,
    ATTR_PREFERRED_SAMPLE_BYTES,
    ATTR_PREFERRED_SAMPLE_CHANNELS,
    ATTR_PREFERRED_SAMPLE_RATE,
    TextToSpeechEntity,
    TTSAudioResponse,
)
from homeassistant.components.tts.entity import TTSAudioRequest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.chat_session import current_session
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cic import CicError
from .cic.client import Voice
from .const import DOMAIN
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity
from .errors import describe
from .media.ffmpeg_pipe import TO_WAV, async_through_ffmpeg
from .options import ClovaOptions
from .speech.audio import SpeechPlayer
from .speech.playback import Playback

PARALLEL_UPDATES = 0  # ring 1 decides who waits for whom

# Home Assistant takes a language only as it is listed.
LANGUAGES: Final[dict[str, Voice]] = {
    "en": "en",
    "en-GB": "en",
    "en-US": "en",
    "ja": "ja",
    "ja-JP": "ja",
    "ko": "ko",
    "ko-KR": "ko",
    "zh": "zh",
    "zh-CN": "zh",
    "zh-TW": "zh",
}
FORMAT: Final = "mp3"  # what CLOVA speaks
# What Home Assistant converts from without delay; it waits for more than a second of MP3.
CONVERTIBLE_FORMAT: Final = "wav"
_SHAPE_OPTIONS: Final = (
    ATTR_PREFERRED_BITRATE,
    ATTR_PREFERRED_SAMPLE_BYTES,
    ATTR_PREFERRED_SAMPLE_CHANNELS,
    ATTR_PREFERRED_SAMPLE_RATE,
)
TEXT_LIMIT: Final = 70.0  # seconds for a text that still comes; an answer ends within 60


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the voice."""
    async_add_entities([ClovaTextToSpeechEntity(entry.runtime_data)])


class ClovaTextToSpeechEntity(ClovaEntity, TextToSpeechEntity):
    """The device's voice.

    In a pipeline with the device's agent it is the answer's own speech, as it arrives. Any other
    text is sent to CLOVA to be spoken.
    """

    # Home Assistant refuses a voice without a name, so it has the device's.
    _attr_has_entity_name = False

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "tts")
        config = coordinator.client_config
        self._attr_name = coordinator.config_entry.title
        self._attr_supported_languages = list(LANGUAGES)
        self._attr_supported_options = [ATTR_PREFERRED_FORMAT, *_SHAPE_OPTIONS]
        self._player = SpeechPlayer(
            coordinator.hass,
            coordinator.name,
            server=config.base_url,
            user_agent=config.user_agent,
        )

    @property
    @override
    def default_language(self) -> str:
        """Return the language of the device's options."""
        return ClovaOptions.of(self.hass, self.coordinator.config_entry).language

    @override
    async def async_stream_tts_audio(self, request: TTSAudioRequest) -> TTSAudioResponse:
        """Return the voice of the answer that this conversation waits for, else that of the text."""
        session = current_session.get()
        conversation = session.conversation_id if session else None
        sound = self._async_audio(request, conversation)
        if not _is_converted(request.options):
            return TTSAudioResponse(FORMAT, sound)
        return TTSAudioResponse(CONVERTIBLE_FORMAT, async_through_ffmpeg(self.hass, TO_WAV, sound))

    async def _async_audio(
        self, request: TTSAudioRequest, conversation: str | None
    ) -> AsyncGenerator[bytes]:
        """Yield MP3. Raises HomeAssistantError if there is nothing to hear, or not all of it."""
        voice = self.coordinator.voice
        # Only now that somebody reads is the answer taken: it would wait for a reader for ever.
        answer = voice.answer_of(conversation) if conversation else None
        playback = voice.play(conversation)
        heard = False
        try:
            if answer is not None:
                async with aclosing(self._player.async_stream(answer.speech, playback)) as sound:
                    async for chunk in sound:
                        heard = True
                        yield chunk
            if not heard:
                text = await _async_text(request)
                async with aclosing(self._async_spoken(text, request.language, playback)) as sound:
                    async for chunk in sound:
                        yield chunk
        finally:
            playback.close()
            await request.message_gen.aclose()

    async def _async_spoken(
        self, text: str, language: str, playback: Playback
    ) -> AsyncGenerator[bytes]:
        """Yield the speech of a text; a part of it would be kept for ever, so it is an error."""
        turn = self.coordinator.client.synthesize(text, LANGUAGES[language])
        heard = False
        try:
            async with aclosing(self._player.async_stream(turn.speech, playback)) as sound:
                async for chunk in sound:
                    heard = True
                    yield chunk
            await turn.reply()
        except CicError as err:
            problem = describe(err, self.coordinator.client_config.base_url)
            raise HomeAssistantError(**problem.as_exception()) from err
        finally:
            turn.discard()
        if not heard:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="no_speech")


def _is_converted(options: Mapping[str, Any]) -> bool:
    """Tell whether Home Assistant is going to make something else of MP3."""
    wants_shape = any(options.get(option) is not None for option in _SHAPE_OPTIONS)
    return wants_shape or options.get(ATTR_PREFERRED_FORMAT, FORMAT) != FORMAT


async def _async_text(request: TTSAudioRequest) -> str:
    """Return the whole text. Raises HomeAssistantError if there is none, or if it never ends."""
    try:
        async with asyncio.timeout(TEXT_LIMIT):
            text = "".join([part async for part in request.message_gen]).strip()
    except TimeoutError:
        text = ""
    if not text:
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="no_speech")
    return text
