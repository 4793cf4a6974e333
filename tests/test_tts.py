"""CLOVA's voice: any text on request, and the speech of an answer in one piece."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from uuid import uuid4

from homeassistant.components import tts
from homeassistant.components.tts.media_source import generate_media_source_id
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic import tts as clova_tts
from custom_components.clova_cic.cic.mp3 import Mp3Meter
from custom_components.clova_cic.const import CONF_LANGUAGE
from custom_components.clova_cic.speech import voice as voice_module
from emulator import Answer, Attachment, Emulator, Fault, FaultKind
from emulator.speech.mp3 import FRAME_SAMPLES, SAMPLE_RATE, silence
from tests.ha import hurry, set_up, trust
from tests.voice import (
    REQUEST,
    TTS,
    named,
    prepare_pipeline,
    say,
    shown,
    speak,
    spoken,
    told,
    until_told,
    voice,
)

NOT_MP3 = Attachment.of(b"this is no speech at all, and there is a lot of it. " * 2000)


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """A device with a pipeline of its own."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    entry = await set_up(hass, emulator)
    await prepare_pipeline(hass)
    return entry


async def say_text(hass: HomeAssistant, text: str, language: str | None = None) -> bytes:
    """Let the device say a text, as the action tts.speak does."""
    extension, data = await tts.async_get_media_source_audio(
        hass, generate_media_source_id(hass, text, engine=TTS, language=language)
    )
    assert extension == "mp3"
    return data


def requests(cloud: Emulator) -> list[dict[str, Any]]:
    """Return the texts that were to be spoken."""
    return [r.event["event"]["payload"] for r in named(cloud, REQUEST) if r.event]


@pytest.mark.cic("CIC-SS-050", "CIC-SS-052")
async def test_any_text_is_spoken_and_kept(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice()
    emulator.answer_next(spoken(speak(sound), sound, to=REQUEST))
    first = await say_text(hass, "The door is open.")
    assert first == sound.data
    assert await say_text(hass, "The door is open.") == first
    (request,) = named(emulator, REQUEST)
    assert request.event is not None
    assert request.event["event"]["payload"] == {"text": "The door is open.", "lang": "en"}
    assert "dialogRequestId" not in request.event["event"]["header"]
    await until_told(emulator, ("SpeechStarted", "t-1"), ("SpeechFinished", "t-1"))


@pytest.mark.parametrize(
    ("language", "lang"),
    [
        ("ko", "ko"),
        ("ko-KR", "ko"),
        ("ja-JP", "ja"),
        ("zh-CN", "zh"),
        ("zh", "zh"),
        ("en-GB", "en"),
    ],
)
async def test_a_language_of_home_assistant_is_one_of_clova(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, language: str, lang: str
) -> None:
    await say_text(hass, "x", language)
    assert requests(emulator) == [{"text": "x", "lang": lang}]


async def test_a_language_that_clova_does_not_speak_is_refused(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    with pytest.raises(HomeAssistantError):
        await say_text(hass, "x", "de")
    assert requests(emulator) == []


async def test_the_language_of_the_device_counts_if_none_is_named(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, options={CONF_LANGUAGE: "ja"})
    await say_text(hass, "こんにちは")
    assert requests(emulator) == [{"text": "こんにちは", "lang": "ja"}]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=500, to=REQUEST),
        Answer(status=204, to=REQUEST),
        spoken(speak(NOT_MP3), NOT_MP3, to=REQUEST),
        spoken(speak(voice()), to=REQUEST),
        spoken(shown("No voice."), to=REQUEST),
    ],
    ids=["error", "nothing", "no MP3", "part missing", "no speech"],
)
async def test_a_text_that_is_not_spoken_is_an_error_and_not_kept(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, answer: Answer
) -> None:
    emulator.answer_next(answer)
    with pytest.raises(HomeAssistantError):
        await say_text(hass, "The door is open.")
    assert told(emulator) == []
    sound = voice()
    emulator.answer_next(spoken(speak(sound), sound, to=REQUEST))
    assert await say_text(hass, "The door is open.") == sound.data


async def test_speech_that_breaks_off_is_not_kept(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(20)
    emulator.answer_next(spoken(speak(sound), sound, to=REQUEST))
    emulator.inject(Fault(FaultKind.RESET, at=len(sound.data) // 2))
    with pytest.raises(HomeAssistantError):
        await say_text(hass, "The door is open.")
    sound = voice()
    emulator.answer_next(spoken(speak(sound, "t-2"), sound, to=REQUEST))
    assert await say_text(hass, "The door is open.") == sound.data


async def test_a_blank_text_is_an_error(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    with pytest.raises(HomeAssistantError):
        await say_text(hass, "  ")
    assert requests(emulator) == []


@pytest.mark.cic("CIC-SS-001", "CIC-SS-002", "CIC-SS-004")
async def test_items_are_heard_in_the_order_of_their_directives(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    first, second = voice(0.1), voice(0.2)
    emulator.answer_next(
        spoken(speak(first, "a"), speak(second, "b"), shown("Both."), second, first)
    )
    run = await say(hass)
    assert await run.sound() == first.data + second.data
    await until_told(
        emulator,
        ("SpeechStarted", "a"),
        ("SpeechFinished", "a"),
        ("SpeechStarted", "b"),
        ("SpeechFinished", "b"),
    )


@pytest.mark.cic("CIC-SS-003", "CIC-SS-011")
async def test_an_item_is_the_part_that_it_names(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    token = "a~token/with=signs&그리고 글자"
    other, sound = voice(0.3), voice(0.1)
    emulator.answer_next(spoken(speak(sound, token), shown("One."), other, sound))
    assert await (await say(hass)).sound() == sound.data
    await until_told(emulator, ("SpeechStarted", token), ("SpeechFinished", token))


@pytest.mark.parametrize("name", [b"Content-Id", b"content-id", b"CONTENT-ID"])
@pytest.mark.parametrize("brackets", [b"%s", b"<%s>"])
@pytest.mark.cic("CIC-SS-006")
async def test_a_part_is_found_however_its_header_is_spelled(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, name: bytes, brackets: bytes
) -> None:
    sound = voice(0.1)
    content_id = brackets % sound.content_id.encode()
    part = (
        b'content-disposition: form-data; name="attachment-1"\r\n'
        + (name + b": " + content_id + b"\r\n")
        + b"content-type: application/octet-stream\r\n\r\n"
        + sound.data
    )
    emulator.answer_next(spoken(speak(sound), shown("One."), part))
    assert await (await say(hass)).sound() == sound.data


@pytest.mark.cic("CIC-SS-012")
async def test_speech_of_another_dialogue_is_not_heard(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    stale, sound = voice(0.3), voice(0.1)
    foreign = speak(stale, "stale")
    foreign["directive"]["header"]["dialogRequestId"] = str(uuid4())
    emulator.answer_next(spoken(foreign, stale, speak(sound, "b"), sound, shown("One.")))
    assert await (await say(hass)).sound() == sound.data
    await until_told(emulator, ("SpeechStarted", "b"), ("SpeechFinished", "b"))


@pytest.mark.cic("CIC-SS-009")
async def test_a_pause_is_silence_of_the_same_kind(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    first, second = voice(0.1), voice(0.2)
    emulator.answer_next(
        spoken(speak(first, "a"), first, speak(second, "b", pause=240), second, shown("Both."))
    )
    heard = await (await say(hass)).sound()
    assert heard.startswith(first.data)
    assert heard.endswith(second.data)
    quiet = heard[len(first.data) : -len(second.data)]
    assert quiet == silence(240 * 0.001)
    meter = Mp3Meter()
    meter.feed(quiet)
    assert meter.seconds == pytest.approx(0.24, abs=FRAME_SAMPLES / SAMPLE_RATE)


@pytest.mark.cic("CIC-SS-005")
async def test_an_item_whose_part_never_comes_is_left_out(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    lost, sound = voice(), voice()
    emulator.answer_next(spoken(speak(lost, "a"), speak(sound, "b"), sound, shown("One.")))
    assert await (await say(hass)).sound() == sound.data
    await until_told(emulator, ("SpeechStarted", "b"), ("SpeechFinished", "b"))


@pytest.mark.cic("CIC-SS-015")
async def test_an_item_that_is_no_mp3_does_not_stop_the_others(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sound = voice()
    emulator.answer_next(
        spoken(speak(NOT_MP3, "a"), NOT_MP3, speak(sound, "b"), sound, shown("One."))
    )
    assert await (await say(hass)).sound() == sound.data
    assert "a part of the speech is left out: it is no MP3" in caplog.text
    await until_told(emulator, ("SpeechStarted", "b"), ("SpeechFinished", "b"))


async def test_an_answer_of_which_nothing_can_be_heard_is_spoken_on_request(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice()
    emulator.answer_next(spoken(speak(NOT_MP3, "a"), NOT_MP3, shown("It is sunny.")))
    emulator.answer_next(spoken(speak(sound, "b"), sound, to=REQUEST))
    assert await (await say(hass)).sound() == sound.data
    assert requests(emulator) == [{"text": "It is sunny.", "lang": "en"}]


async def test_an_item_may_be_a_single_frame(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    click = Attachment.of(silence(FRAME_SAMPLES / SAMPLE_RATE))
    emulator.answer_next(spoken(speak(click, pause=24), click, shown("Click.")))
    assert await (await say(hass)).sound() == 2 * click.data


async def test_damage_in_the_middle_is_passed_on_as_it_came(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = Attachment.of(silence(0.1) + b"damage" * 100 + silence(0.1))
    emulator.answer_next(spoken(speak(sound), sound, shown("One.")))
    assert await (await say(hass)).sound() == sound.data
    await until_told(emulator, ("SpeechStarted", "t-1"), ("SpeechFinished", "t-1"))


async def test_a_text_that_never_ends_is_an_error(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def endless() -> AsyncGenerator[str]:
        yield "And "
        await asyncio.Event().wait()

    monkeypatch.setattr(clova_tts, "TEXT_LIMIT", 0.05)
    stream = tts.async_create_stream(hass, TTS)
    stream.async_set_message_stream(endless())
    with pytest.raises(HomeAssistantError):
        async for _ in stream.async_stream_result():
            pass
    assert requests(emulator) == []


async def test_an_answer_that_home_assistant_cannot_convert_does_not_wait_for_a_listener(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without ffmpeg nobody ever reads the speech, of which there is more than is kept."""
    monkeypatch.setattr(voice_module, "LISTENER_LIMIT", 0.05)
    monkeypatch.setattr(hass.data["ffmpeg"], "_bin", "/nowhere/ffmpeg")
    sound = voice(300)
    emulator.answer_next(spoken(speak(sound), sound, shown("Last.")))
    run = await say(hass, tts_audio_output="wav")
    assert run.answer == "Last."
    with pytest.raises(FileNotFoundError):
        await run.sound()
    assert told(emulator) == []


@pytest.mark.parametrize(
    ("output", "extension", "marks"),
    [
        ({"preferred_format": "wav"}, "wav", b"RIFF"),
        ({"preferred_format": "flac", "preferred_sample_rate": 48_000}, "flac", b"fLaC"),
        ({"preferred_format": "mp3", "preferred_sample_rate": 16_000}, "mp3", b"\xff"),
    ],
)
async def test_a_player_hears_the_format_that_it_asks_for(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    output: dict[str, Any],
    extension: str,
    marks: bytes,
) -> None:
    sound = voice()
    emulator.answer_next(spoken(speak(sound), sound, to=REQUEST))
    made, data = await tts.async_get_media_source_audio(
        hass, generate_media_source_id(hass, "The door is open.", engine=TTS, options=output)
    )
    assert made == extension
    assert data.startswith((marks, b"ID3"))
    await until_told(emulator, ("SpeechStarted", "t-1"), ("SpeechFinished", "t-1"))
