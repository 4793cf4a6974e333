"""What the tests of speech share: something to say, a pipeline to say it to, something to hear."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import cache
import math
import struct
from typing import Any, ClassVar, override

from homeassistant.components import tts
from homeassistant.components.assist_pipeline import (
    AudioSettings,
    Pipeline,
    PipelineEvent,
    PipelineEventType,
    async_pipeline_from_audio_stream,
    async_update_pipeline,
)
from homeassistant.components.assist_pipeline.models import PipelineStage
from homeassistant.components.assist_pipeline.pipeline import (
    PipelineInput,
    PipelineRun,
    async_get_pipeline,
)
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
)
from homeassistant.components.stt.const import DATA_COMPONENT as STT_COMPONENT
from homeassistant.components.tts import TextToSpeechEntity
from homeassistant.components.tts.const import DATA_COMPONENT as TTS_COMPONENT
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers.chat_session import async_get_chat_session
from homeassistant.setup import async_setup_component

from emulator import Answer, Attachment, Emulator, directive
from emulator.answers import Part
from emulator.recorder import RecordedRequest
from emulator.speech.mp3 import silence as mp3
from tests.ha import AGENT, LIMIT

STT = "stt.clova"
TTS = "tts.clova"
EAR = "stt.other"  # of somebody else
EAR_HEARD = "are you there"
OTHER_VOICE = "tts.other"
VOICE_LANGUAGE = "en"

RATE = 16_000
RECOGNIZE = "SpeechRecognizer.Recognize"
TYPED = "TextRecognizer.Recognize"
REQUEST = "SpeechSynthesizer.Request"


@cache
def tone(seconds: float) -> bytes:
    """Return something that is loud enough to be speech."""
    count = int(seconds * RATE)
    return struct.pack(f"<{count}h", *(int(8000 * math.sin(n * 0.2)) for n in range(count)))


def quiet(seconds: float) -> bytes:
    """Return what a microphone hears in an empty room."""
    return bytes(int(seconds * RATE) * 2)


def utterance() -> bytes:
    """Return a short sentence and the pause after it."""
    return tone(0.6) + quiet(0.8)


async def microphone(audio: bytes | None = None, *, ends: bool = False) -> AsyncIterator[bytes]:
    """Yield what is said in chunks of 20 ms; it never stops by itself unless `ends`."""
    audio = utterance() if audio is None else audio
    for start in range(0, len(audio), 640):
        yield audio[start : start + 640]
        await asyncio.sleep(0)
    if not ends:
        await asyncio.Event().wait()


def metadata(language: str = VOICE_LANGUAGE) -> SpeechMetadata:
    """Describe what a pipeline sends."""
    return SpeechMetadata(
        language=language,
        format=AudioFormats.WAV,
        codec=AudioCodecs.PCM,
        bit_rate=AudioBitRates.BITRATE_16,
        sample_rate=AudioSampleRates.SAMPLERATE_16000,
        channel=AudioChannels.CHANNEL_MONO,
    )


@dataclass
class Run:
    """What a run of a pipeline told."""

    hass: HomeAssistant
    conversation_id: str = ""
    events: list[PipelineEvent] = field(default_factory=list)
    watchers: list[Callable[[PipelineEvent], None]] = field(default_factory=list)

    def take(self, event: PipelineEvent) -> None:
        """Note an event."""
        self.events.append(event)
        for watcher in self.watchers:
            watcher(event)

    @property
    def types(self) -> list[str]:
        """The kinds of the events, in their order."""
        return [str(event.type) for event in self.events]

    def data(self, kind: PipelineEventType) -> dict[str, Any]:
        """Return what the one event of this kind told."""
        (event,) = [event for event in self.events if event.type is kind]
        assert event.data is not None
        return event.data

    @property
    def heard(self) -> str:
        """What speech-to-text understood."""
        text = self.data(PipelineEventType.STT_END)["stt_output"]["text"]
        assert isinstance(text, str)
        return text

    @property
    def intent(self) -> dict[str, Any]:
        """What the agent returned."""
        output: dict[str, Any] = self.data(PipelineEventType.INTENT_END)["intent_output"]
        return output

    @property
    def answer(self) -> str:
        """What the agent said."""
        text = self.intent["response"]["speech"]["plain"]["speech"]
        assert isinstance(text, str)
        return text

    @property
    def error(self) -> str | None:
        """The code with which the run failed, None if it did not."""
        errors = [event for event in self.events if event.type is PipelineEventType.ERROR]
        return str(errors[0].data["code"]) if errors and errors[0].data else None

    @property
    def streamed(self) -> bool:
        """Whether speech began before the agent had finished."""
        return any(
            (event.data or {}).get("tts_start_streaming")
            for event in self.events
            if event.type is PipelineEventType.INTENT_PROGRESS
        )

    @property
    def url(self) -> str:
        """Where the speech is."""
        url = self.data(PipelineEventType.RUN_START)["tts_output"]["url"]
        assert isinstance(url, str)
        return url

    async def sound(self) -> bytes:
        """Return the speech, as a client that reads it to its end gets it."""
        token = self.data(PipelineEventType.RUN_START)["tts_output"]["token"]
        stream = tts.async_get_stream(self.hass, token)
        assert stream is not None
        async with asyncio.timeout(LIMIT):
            return b"".join([chunk async for chunk in stream.async_stream_result()])


async def prepare_pipeline(hass: HomeAssistant, **changes: Any) -> Pipeline:
    """Make a pipeline of this device's ear, agent and voice, and return it."""
    assert await async_setup_component(hass, "assist_pipeline", {})
    await hass.async_block_till_done()
    return await change_pipeline(
        hass,
        **{
            "stt_engine": STT,
            "stt_language": VOICE_LANGUAGE,
            "conversation_engine": AGENT,
            "conversation_language": VOICE_LANGUAGE,
            "tts_engine": TTS,
            "tts_language": VOICE_LANGUAGE,
        }
        | changes,
    )


async def change_pipeline(hass: HomeAssistant, **changes: Any) -> Pipeline:
    """Change the pipeline that is preferred, and return it."""
    await async_update_pipeline(hass, async_get_pipeline(hass), **changes)
    return async_get_pipeline(hass)


async def say(
    hass: HomeAssistant,
    audio: AsyncIterator[bytes] | None = None,
    *,
    run: Run | None = None,
    conversation_id: str | None = None,
    end_stage: PipelineStage = PipelineStage.TTS,
    tts_audio_output: str | None = None,
) -> Run:
    """Speak to the pipeline and return what it told."""
    run = run or Run(hass)
    with async_get_chat_session(hass, conversation_id) as session:
        run.conversation_id = session.conversation_id
        async with asyncio.timeout(LIMIT):
            await async_pipeline_from_audio_stream(
                hass,
                context=Context(),
                event_callback=run.take,
                stt_metadata=metadata(),
                stt_stream=audio or microphone(),
                conversation_id=session.conversation_id,
                end_stage=end_stage,
                tts_audio_output=tts_audio_output,
                audio_settings=AudioSettings(is_vad_enabled=False),
            )
    return run


async def type_in(
    hass: HomeAssistant,
    text: str,
    *,
    conversation_id: str | None = None,
    end_stage: PipelineStage = PipelineStage.TTS,
) -> Run:
    """Type something to the pipeline and return what it told."""
    run = Run(hass)
    with async_get_chat_session(hass, conversation_id) as session:
        run.conversation_id = session.conversation_id
        pipeline_input = PipelineInput(
            session=session,
            intent_input=text,
            run=PipelineRun(
                hass,
                context=Context(),
                pipeline=async_get_pipeline(hass),
                start_stage=PipelineStage.INTENT,
                end_stage=end_stage,
                event_callback=run.take,
            ),
        )
        async with asyncio.timeout(LIMIT):
            await pipeline_input.execute(validate=True)
    return run


def speak(
    sound: Attachment | str, token: str = "t-1", *, pause: int | None = None, **more: Any
) -> dict[str, Any]:
    """Build a Speak of an attachment, or of an address."""
    url = sound if isinstance(sound, str) else f"cid:{sound.content_id}"
    payload = {"format": "AUDIO_MPEG", "token": token, "url": url} | more
    if pause is not None:
        payload["x-clova-pause-before"] = pause
    return directive("SpeechSynthesizer", "Speak", payload)


def shown(text: str) -> dict[str, Any]:
    """Build a RenderText."""
    return directive("Clova", "RenderText", {"text": text})


def voice(seconds: float = 0.2) -> Attachment:
    """Return speech of this length."""
    return Attachment.of(mp3(seconds))


def spoken(*parts: Part, to: str = RECOGNIZE, bytes_per_second: float | None = None) -> Answer:
    """Answer the next spoken request with these parts, or what else `to` names."""
    return Answer(list(parts), to=to, bytes_per_second=bytes_per_second)


def named(cloud: Emulator, name: str) -> list[RecordedRequest]:
    """Return the events of this name that have arrived."""
    return [request for request in cloud.requests if request.event and request.name == name]


def messages(cloud: Emulator, name: str) -> list[dict[str, Any]]:
    """Return header and payload of the events of this name."""
    return [dict(request.event["event"]) for request in named(cloud, name) if request.event]


def told(cloud: Emulator) -> list[tuple[str, str]]:
    """Return the reports on speech that have arrived: what happened, and to which item."""
    return [
        (str(request.name).partition(".")[2], request.event["event"]["payload"]["token"])
        for request in cloud.requests
        if request.event and str(request.name).startswith("SpeechSynthesizer.Speech")
    ]


async def until_told(cloud: Emulator, *reports: tuple[str, str]) -> None:
    """Return once exactly these reports have arrived and have been answered."""
    await cloud.wait_for(lambda: len(told(cloud)) >= len(reports), LIMIT)
    assert told(cloud) == list(reports)


class OtherEar(SpeechToTextEntity):
    """Speech-to-text that understands the same whatever is said."""

    entity_id = EAR
    supported_languages: ClassVar = [VOICE_LANGUAGE]
    supported_formats: ClassVar = [AudioFormats.WAV]
    supported_codecs: ClassVar = [AudioCodecs.PCM]
    supported_bit_rates: ClassVar = [AudioBitRates.BITRATE_16]
    supported_sample_rates: ClassVar = [AudioSampleRates.SAMPLERATE_16000]
    supported_channels: ClassVar = [AudioChannels.CHANNEL_MONO]

    @override
    async def async_process_audio_stream(
        self, metadata: SpeechMetadata, stream: AsyncIterable[bytes]
    ) -> SpeechResult:
        async for _ in stream:
            pass
        return SpeechResult(EAR_HEARD, SpeechResultState.SUCCESS)


class OtherVoice(TextToSpeechEntity):
    """Text-to-speech whose sound is the text."""

    entity_id = OTHER_VOICE
    _attr_name = "Other voice"
    _attr_default_language = VOICE_LANGUAGE

    def __init__(self) -> None:
        self._attr_supported_languages = [VOICE_LANGUAGE]

    @override
    async def async_get_tts_audio(
        self, message: str, language: str, options: dict[str, Any]
    ) -> tuple[str, bytes]:
        return "mp3", message.encode()


async def add_ear(hass: HomeAssistant) -> None:
    """Add another speech-to-text."""
    await hass.data[STT_COMPONENT].async_add_entities([OtherEar()])


async def add_voice(hass: HomeAssistant) -> None:
    """Add another text-to-speech."""
    await hass.data[TTS_COMPONENT].async_add_entities([OtherVoice()])
