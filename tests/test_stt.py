"""CLOVA's ear outside a pipeline: formats, languages, uploads."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
import io
from pathlib import Path
from typing import Any
import wave

from homeassistant.components.stt import (
    SpeechResult,
    SpeechResultState,
    SpeechToTextEntity,
    async_get_speech_to_text_entity,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.chat_session import async_get_chat_session
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.clova_cic import stt as clova_stt
from custom_components.clova_cic.speech.voice import UNHEARD_TEXT
from emulator import Emulator, EmulatorConfig, RecordedRequest
from tests.conftest import ACCESS_TOKEN
from tests.ha import LIMIT, ask, hurry, set_up, trust
from tests.voice import (
    RATE,
    RECOGNIZE,
    STT,
    TYPED,
    metadata,
    microphone,
    named,
    prepare_pipeline,
    say,
    shown,
    speak,
    spoken,
    until_told,
    utterance,
    voice,
)

SPEECH = "format=wav; codec=pcm; sample_rate=16000; bit_rate=16; channel=1; language={}"


@pytest.fixture(params=[False, True], ids=["untold", "told"])
async def cloud(
    hass: HomeAssistant,
    emulator_state: Path,
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Emulator]:
    """A cloud that tells what it has understood, or does not, and a device."""
    config = EmulatorConfig(
        state_dir=emulator_state, token=ACCESS_TOKEN, tells_text=request.param, shows_text=False
    )
    async with Emulator(config) as running:
        trust(running, monkeypatch)
        hurry(monkeypatch)
        await set_up(hass, running)
        yield running
        violations = list(running.violations)
    assert violations == []


def ear(hass: HomeAssistant) -> SpeechToTextEntity:
    """Return the device's ear."""
    entity = async_get_speech_to_text_entity(hass, STT)
    assert entity is not None
    return entity


def recognized(cloud: Emulator) -> RecordedRequest:
    """Return the one spoken request."""
    (request,) = named(cloud, RECOGNIZE)
    return request


def wav(samples: bytes) -> bytes:
    """Return a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    return buffer.getvalue()


async def upload(
    client: ClientSessionGenerator, body: bytes, language: str = "en"
) -> tuple[int, dict[str, Any]]:
    """Upload speech the way applications do; return status and result."""
    http = await client()
    response = await http.post(
        f"/api/stt/{STT}", data=body, headers={"X-Speech-Content": SPEECH.format(language)}
    )
    return response.status, await response.json() if response.status == HTTPStatus.OK else {}


@pytest.mark.cic("CIC-SR-002")
@pytest.mark.parametrize("packed", [bytes, wav], ids=["samples", "file"])
async def test_an_upload_is_understood_and_nothing_else_happens(
    hass: HomeAssistant, cloud: Emulator, hass_client: ClientSessionGenerator, packed: Any
) -> None:
    cloud.hear_next("hello there")
    status, result = await upload(hass_client, packed(utterance()))
    assert status == HTTPStatus.OK
    if cloud.config.tells_text:
        assert result == {"text": "hello there", "result": "success"}
    else:
        assert result == {"text": None, "result": "error"}
    audio = recognized(cloud).audio
    assert utterance().startswith(audio)
    assert len(audio) > RATE


@pytest.mark.parametrize(
    ("language", "lang"),
    [("en", "en"), ("en-US", "en"), ("ko", "ko"), ("ko-KR", "ko"), ("ja-JP", "ja")],
)
@pytest.mark.cic("CIC-SR-013")
async def test_a_language_of_home_assistant_is_one_of_clova(
    hass: HomeAssistant, cloud: Emulator, language: str, lang: str
) -> None:
    await ear(hass).async_process_audio_stream(metadata(language), microphone())
    event = recognized(cloud).event
    assert event is not None
    assert event["event"]["payload"]["lang"] == lang


@pytest.mark.parametrize("language", ["de", "zh", "en_US", ""])
async def test_a_language_that_clova_does_not_hear_is_refused(
    hass: HomeAssistant, cloud: Emulator, hass_client: ClientSessionGenerator, language: str
) -> None:
    status, _ = await upload(hass_client, utterance(), language)
    assert status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    assert named(cloud, RECOGNIZE) == []


async def test_without_pipelines_nobody_can_be_in_the_way(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    """A conversation that something else than a pipeline leads."""
    cloud.hear_next("hello")
    with async_get_chat_session(hass) as session:
        result = await ear(hass).async_process_audio_stream(metadata(), microphone())
    assert result.text == ("hello" if cloud.config.tells_text else UNHEARD_TEXT)
    answered = await ask(hass, str(result.text), conversation_id=session.conversation_id)
    assert answered.response.error_code is None
    assert len(named(cloud, RECOGNIZE)) == 1
    assert named(cloud, TYPED) == []


@pytest.mark.cic("CIC-SS-014")
async def test_who_speaks_cuts_off_what_sounds_before_anybody_takes_the_answer_up(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    """Nothing but the new words: no agent, no voice."""
    await prepare_pipeline(hass)
    sound = voice(20)
    cloud.answer_next(spoken(shown("A story."), speak(sound), sound))
    story = await say(hass)
    assert await story.sound() == sound.data
    await until_told(cloud, ("SpeechStarted", "t-1"))
    await ear(hass).async_process_audio_stream(metadata(), microphone())
    await until_told(cloud, ("SpeechStarted", "t-1"), ("SpeechStopped", "t-1"))


async def test_the_ear_hears_the_end_itself(hass: HomeAssistant, cloud: Emulator) -> None:
    assert not ear(hass).audio_processing.requires_external_vad


async def test_a_cancelled_request_ends_in_the_cloud_too(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield utterance()[:12_800]
        await asyncio.Event().wait()

    listening = hass.async_create_task(ear(hass).async_process_audio_stream(metadata(), endless()))
    await cloud.wait_for(lambda: [r for r in cloud.requests if r.audio_times], LIMIT)
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    (request,) = [r for r in cloud.requests if r.method == "POST"]
    await cloud.wait_for(lambda: request.reset is not None, LIMIT)


async def test_a_stream_that_fails_ends_its_request(hass: HomeAssistant, cloud: Emulator) -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield utterance()[:12_800]
        await cloud.wait_for(lambda: [r for r in cloud.requests if r.audio_times], LIMIT)
        raise RuntimeError("the microphone is gone")

    with pytest.raises(RuntimeError):
        await ear(hass).async_process_audio_stream(metadata(), failing())
    (request,) = [r for r in cloud.requests if r.method == "POST"]
    await cloud.wait_for(lambda: request.reset is not None, LIMIT)


async def test_without_a_connection_nothing_is_understood(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await cloud.stop()
    result = await ear(hass).async_process_audio_stream(metadata(), microphone())
    assert result.result is SpeechResultState.ERROR


@dataclass
class Partial:
    """What Home Assistant 2026.11 has for words that may still change."""

    text: str


@pytest.mark.cic("CIC-SR-041")
async def test_words_are_shown_while_one_speaks(
    hass: HomeAssistant,
    emulator_state: Path,
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clova_stt, "PARTIAL_RESULT", Partial)
    config = EmulatorConfig(
        state_dir=emulator_state, token=ACCESS_TOKEN, tells_text=True, shows_text=True
    )
    async with Emulator(config) as cloud:
        trust(cloud, monkeypatch)
        hurry(monkeypatch)
        await set_up(hass, cloud)
        cloud.hear_next("turn on the light")
        told = [result async for result in in_progress(ear(hass), microphone())]
        assert told == [
            Partial("turn on t"),
            Partial("turn on the light"),
            SpeechResult("turn on the light", SpeechResultState.SUCCESS),
        ]
        cloud.hear_next("turn it off")
        results = in_progress(ear(hass), microphone())
        assert await anext(results) == Partial("turn i")
        await results.aclose()
        (_, request) = [r for r in cloud.requests if r.method == "POST"]
        await cloud.wait_for(lambda: request.reset is not None, LIMIT)
        assert cloud.violations == []


async def test_without_words_on_the_way_there_is_only_the_result(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.hear_next("hello")
    (result,) = [result async for result in in_progress(ear(hass), microphone())]
    assert result == (
        SpeechResult("hello", SpeechResultState.SUCCESS)
        if cloud.config.tells_text
        else SpeechResult(None, SpeechResultState.ERROR)
    )


def in_progress(entity: SpeechToTextEntity, audio: AsyncIterator[bytes]) -> AsyncGenerator[Any]:
    """Let the ear hear the way Home Assistant 2026.11 does."""
    assert isinstance(entity, clova_stt.ClovaSpeechToTextEntity)
    return entity.async_process_audio_stream_with_progress(metadata(), audio)
