"""CLOVA as an ear: what is said goes up while it is said, and CLOVA tells when it has heard enough."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from typing import Any, Final, override
from uuid import uuid4

from homeassistant.components.stt import (
    AudioBitRates,
    AudioChannels,
    AudioCodecs,
    AudioFormats,
    AudioSampleRates,
    SpeechMetadata,
    SpeechResult,
    SpeechResultState,
    SpeechToTextEntity,
    models,
)
from homeassistant.components.stt.models import SpeechAudioProcessing
from homeassistant.core import HomeAssistant
from homeassistant.helpers.chat_session import current_session
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cic import CicError, VoiceTurn
from .cic.voice_turn import Language
from .const import DOMAIN, LOGGER
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity
from .speech.pcm import samples
from .speech.voice import UNHEARD_TEXT
from .speech.wordless import WordlessIssue

PARALLEL_UPDATES = 0  # ring 1 decides who waits for whom

# Home Assistant takes a language only as it is listed.
LANGUAGES: Final[dict[str, Language]] = {
    "en": "en",
    "en-GB": "en",
    "en-US": "en",
    "ja": "ja",
    "ja-JP": "ja",
    "ko": "ko",
    "ko-KR": "ko",
}

_PROCESSING: Final = SpeechAudioProcessing(
    requires_external_vad=False,  # CLOVA hears the end itself
    prefers_auto_gain_enabled=True,
    prefers_noise_reduction_enabled=True,
)
# What is understood so far; Home Assistant 2026.10 has no such thing.
PARTIAL_RESULT: Final[Callable[[str], Any] | None] = getattr(models, "PartialSpeechResult", None)
_FAILED: Final = SpeechResult(None, SpeechResultState.ERROR)
_NOTHING_SAID: Final = SpeechResult("", SpeechResultState.SUCCESS)  # a pipeline ends quietly


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the ear."""
    async_add_entities([ClovaSpeechToTextEntity(entry.runtime_data)])


class ClovaSpeechToTextEntity(ClovaEntity, SpeechToTextEntity):
    """The device's ear. CLOVA answers in the same round trip; the agent takes the answer up."""

    _attr_name = None  # the device hears

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "stt")
        self._wordless = WordlessIssue(coordinator)

    @property
    @override
    def supported_languages(self) -> list[str]:
        """Return the languages that CLOVA recognises."""
        return list(LANGUAGES)

    @property
    @override
    def supported_formats(self) -> list[AudioFormats]:
        """Return the only one; a pipeline sends bare samples under this name."""
        return [AudioFormats.WAV]

    @property
    @override
    def supported_codecs(self) -> list[AudioCodecs]:
        """Return the only one (CIC-SR-002)."""
        return [AudioCodecs.PCM]

    @property
    @override
    def supported_bit_rates(self) -> list[AudioBitRates]:
        """Return the only one (CIC-SR-002)."""
        return [AudioBitRates.BITRATE_16]

    @property
    @override
    def supported_sample_rates(self) -> list[AudioSampleRates]:
        """Return the only one (CIC-SR-002)."""
        return [AudioSampleRates.SAMPLERATE_16000]

    @property
    @override
    def supported_channels(self) -> list[AudioChannels]:
        """Return the only one (CIC-SR-002)."""
        return [AudioChannels.CHANNEL_MONO]

    @property
    @override
    def audio_processing(self) -> SpeechAudioProcessing:
        """Ask for the whole stream, without an end that somebody else has found."""
        return _PROCESSING

    @override
    async def async_process_audio_stream(
        self, metadata: SpeechMetadata, stream: AsyncIterable[bytes]
    ) -> SpeechResult:
        """Let CLOVA hear, and return its words; in a pipeline the answer waits for the agent."""
        return await self._async_hear(metadata, stream, None)

    async def async_process_audio_stream_with_progress(
        self, metadata: SpeechMetadata, stream: AsyncIterable[bytes]
    ) -> AsyncGenerator[Any]:
        """Do the same, and yield what CLOVA shows on the way; Home Assistant 2026.11 asks for it."""
        shown: asyncio.Queue[str | None] = asyncio.Queue()
        hearing = self.coordinator.config_entry.async_create_background_task(
            self.hass, self._async_hear(metadata, stream, shown.put_nowait), f"{DOMAIN} hearing"
        )
        hearing.add_done_callback(lambda _: shown.put_nowait(None))
        try:
            while (text := await shown.get()) is not None:
                if PARTIAL_RESULT is not None:
                    yield PARTIAL_RESULT(text)
            yield hearing.result()
        finally:
            if not hearing.done():  # whoever listened has gone
                hearing.cancel()
                await asyncio.wait([hearing])

    async def _async_hear(
        self,
        metadata: SpeechMetadata,
        stream: AsyncIterable[bytes],
        partial: Callable[[str], None] | None,
    ) -> SpeechResult:
        """Send what is said until CLOVA has heard enough; nothing if nobody answers a question."""
        session = current_session.get()
        stage = self.coordinator.stage
        dialogue = stage.listening()
        turn = self.coordinator.client.listen(
            lang=LANGUAGES[metadata.language],
            conversation=session.conversation_id if session else uuid4().hex,
            initiator=self.coordinator.voice.initiator,
        )
        turn.partial = partial
        try:
            words = await turn.hear(samples(stream))
        except (CicError, TimeoutError) as err:
            LOGGER.debug("%s: nothing was understood: %s", self.coordinator.name, err)
            turn.discard()
            stage.dialogue_ended(dialogue)
            return _FAILED
        except BaseException:
            turn.discard()
            stage.dialogue_ended(dialogue)
            raise
        if turn.silent:
            stage.dialogue_ended(dialogue)
            return _NOTHING_SAID  # CIC-SR-066
        self.coordinator.voice.reports.cut_off()  # a new dialogue has begun (CIC-SS-014)
        stage.processing(dialogue)
        return self._result(turn, (words or "").strip(), dialogue, in_pipeline=session is not None)

    def _result(
        self, turn: VoiceTurn, words: str, dialogue: int, *, in_pipeline: bool
    ) -> SpeechResult:
        """Keep the turn for the agent, or end it if nobody could use it."""
        text = words
        if not words and in_pipeline and self._wordless.async_judge(self.entity_id):
            text = UNHEARD_TEXT
        if not text or not in_pipeline:
            turn.discard()
            self.coordinator.stage.dialogue_ended(dialogue)
            return SpeechResult(text, SpeechResultState.SUCCESS) if text else _FAILED
        self.coordinator.voice.hold(turn, text, dialogue)
        return SpeechResult(text, SpeechResultState.SUCCESS)
