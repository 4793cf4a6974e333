"""The server's voice: silence, tones, or espeak-ng and ffmpeg."""

import asyncio
from hashlib import sha256
import logging
from pathlib import Path

import pytest

from emulator import Emulator, EmulatorConfig, cli
from emulator.answers import Attachment, Spoken
from emulator.interfaces.speech import speak_parts
from emulator.speech import espeak
from emulator.speech.voice import MAX_KEPT, Voice
from emulator.wire import encode_parts

from .client import Client, Response, event, event_body
from .conftest import ClientFactory, EmulatorFactory
from .sound import RATE, level, samples


async def sound_of(client: Client, text: str, lang: str) -> bytes:
    """What the server says on request."""
    response = await client.send(event("SpeechSynthesizer.Request", {"text": text, "lang": lang}))
    part = response.parts[-1]
    assert response.directives["Speak"]["url"] == f"cid:{part.headers['content-id']}"
    return part.body


async def speaker(cloud: Emulator, connect: ClientFactory) -> Client:
    client = await connect(cloud)
    await client.open_channel()
    return client


def program(directory: Path, name: str, script: str) -> None:
    """A program in place of a real one."""
    file = directory / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only directory in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


async def test_silence_is_the_default(client: Client, channel: Response) -> None:
    heard = samples(await sound_of(client, "몇 시예요?", "ko"))
    assert not any(heard)
    assert 0.84 <= len(heard) / RATE < 1


async def test_tones(make_emulator: EmulatorFactory, connect: ClientFactory) -> None:
    client = await speaker(await make_emulator(voice_kind="tones"), connect)
    heard = samples(await sound_of(client, "몇 시예요?", "ko"))
    assert level(heard) > 1000
    assert 0.84 <= len(heard) / RATE < 1.1


@pytest.mark.cic("CIC-SS-051")
@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("지금은 오후 세 시예요.", "ko"),
        ("いまはさんじです。", "ja"),
        ("It is three o'clock.", "en"),
        ("现在三点。", "zh"),
        ("--help", "en"),
    ],
)
@pytest.mark.parametrize("kind", ["espeak", "auto"])
async def test_speech(
    make_emulator: EmulatorFactory, connect: ClientFactory, kind: str, text: str, lang: str
) -> None:
    client = await speaker(await make_emulator(voice_kind=kind), connect)
    heard = samples(await sound_of(client, text, lang))
    assert level(heard) > 1000
    assert 0.5 < len(heard) / RATE < 5


async def test_each_language_has_a_voice_of_its_own() -> None:
    sounds = {await espeak.speak("123", lang) for lang in ("ko", "ja", "en", "zh")}
    assert len(sounds) == 4
    assert await espeak.speak("123", "xx") == await espeak.speak("123", "en")


async def test_very_long_sentences_are_cut() -> None:
    whole = await espeak.speak("a " * (espeak.MAX_CHARACTERS // 2), "en")
    assert await espeak.speak("a " * espeak.MAX_CHARACTERS, "en") == whole


async def test_the_answer_tells_what_was_sent(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(voice_kind="espeak")
    client = await speaker(cloud, connect)
    response = await client.ask("hello")
    assert list(response.directives) == ["RenderText", "Speak"]
    (sent,) = cloud.events[-1].attachments
    body = response.parts[-1].body
    assert sent.content_id == response.parts[-1].headers["content-id"]
    assert (sent.size, sent.sha256) == (len(body), sha256(body).hexdigest())


async def test_what_was_said_once_is_not_made_again(
    make_emulator: EmulatorFactory, connect: ClientFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await make_emulator(voice_kind="espeak")
    client = await speaker(cloud, connect)
    first = await sound_of(client, "Hello.", "en")
    monkeypatch.setenv("PATH", "")
    assert await sound_of(client, "Hello.", "en") == first


def finish(voice: Voice, *sentences: Spoken) -> list[list[object]]:
    """The parts with which the voice has called back so far."""
    given: list[list[object]] = []
    voice.spoken(sentences, lambda parts: given.append([*parts]))
    return given


async def test_only_the_latest_sentences_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async def speak(text: str, language: str) -> bytes:
        return text.encode()

    monkeypatch.setattr(espeak, "speak", speak)
    voice = Voice("espeak")
    for number in range(MAX_KEPT + 1):
        finish(voice, Spoken("a", str(number), "en"))
    await asyncio.gather(*voice._tasks)
    assert finish(voice, Spoken("a", "1", "en")) == [[Attachment("a", b"1")]]
    assert finish(voice, Spoken("a", "0", "en")) == []
    await voice.stop()


async def test_a_push_waits_for_its_voice(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(voice_kind="espeak")
    client = await connect(cloud)
    channel = await client.open_channel()
    (device,) = cloud._service.reachable
    assert cloud._service.push(device, *speak_parts("Hello.", "en"))
    sound = await espeak.speak("Hello.", "en")
    await channel.until(lambda it: sound in it.body)
    assert b'"name":"Speak"' in channel.body


async def test_a_push_to_who_has_left(
    make_emulator: EmulatorFactory, connect: ClientFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await make_emulator(voice_kind="espeak")
    client = await connect(cloud)
    await client.open_channel()
    (device,) = cloud._service.reachable

    async def speak(text: str, language: str) -> bytes:
        await client.close()
        await cloud.wait_for(lambda: not cloud.downchannels_open)
        return b"sound"

    monkeypatch.setattr(espeak, "speak", speak)
    assert cloud._service.push(device, *speak_parts("Hello.", "en"))
    await asyncio.gather(*cloud._service.voice._tasks)
    assert not cloud._service.push(device, *speak_parts("Hello.", "en"))


async def test_who_hangs_up_is_not_answered(
    make_emulator: EmulatorFactory, connect: ClientFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await make_emulator(voice_kind="espeak")
    client = await speaker(cloud, connect)
    message = event("SpeechSynthesizer.Request", {"text": "Hello.", "lang": "en"})

    async def speak(text: str, language: str) -> bytes:
        client.h2.reset_stream(response.stream_id, 8)
        client.flush()
        await cloud.wait_for(lambda: cloud.events[-1].reset == 8)
        return b"sound"

    monkeypatch.setattr(espeak, "speak", speak)
    response = client.post(event_body(message))
    await cloud.wait_for(lambda: cloud.events)
    await asyncio.gather(*cloud._service.voice._tasks)
    assert (cloud.events[-1].status, cloud.events[-1].attachments) == (None, [])


async def test_the_end_does_not_wait_for_speech(
    make_emulator: EmulatorFactory, connect: ClientFactory, programs: Path
) -> None:
    for name in (espeak.ESPEAK, espeak.FFMPEG):
        program(programs, name, "exec /bin/sleep 60")
    cloud = await make_emulator(voice_kind="espeak")
    client = await speaker(cloud, connect)
    message = event("SpeechSynthesizer.Request", {"text": "Hello.", "lang": "en"})
    client.post(event_body(message))
    await cloud.wait_for(lambda: cloud.events)
    assert cloud._service.voice._tasks
    await cloud.stop()
    assert not cloud._service.voice._tasks


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("exit 3", "espeak-ng ended with status 3"),
        ("exit 0", "espeak-ng ended with status 0"),
        ("exec /bin/sleep 60", "not done after 0.3 s"),
        (None, "espeak-ng cannot be started: No such file or directory"),
    ],
)
async def test_tones_take_the_place_of_speech_that_fails(
    make_emulator: EmulatorFactory,
    connect: ClientFactory,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    script: str | None,
    why: str,
) -> None:
    monkeypatch.setattr(espeak, "TIME_LIMIT", 0.3)
    for name in (espeak.ESPEAK, espeak.FFMPEG):
        program(programs, name, script or "")
    cloud = await make_emulator(voice_kind="espeak")
    client = await speaker(cloud, connect)
    if script is None:
        (programs / espeak.ESPEAK).unlink()
    with caplog.at_level(logging.WARNING):
        sound = await sound_of(client, "Hello.", "en")
    assert f"a sentence is told by tones: {why}" in caplog.text
    assert "Hello" not in caplog.text
    tones = await make_emulator(voice_kind="tones")
    assert sound == await sound_of(await speaker(tones, connect), "Hello.", "en")


def test_what_is_missing(programs: Path) -> None:
    assert Voice("auto").kind == "tones"
    with pytest.raises(OSError, match="`espeak` needs espeak-ng and ffmpeg"):
        Voice("espeak")
    program(programs, "espeak-ng", "")
    with pytest.raises(OSError, match="`espeak` needs ffmpeg"):
        Voice("espeak")
    program(programs, "ffmpeg", "")
    assert Voice("auto").kind == "espeak"


def test_the_program_says_what_is_missing(
    programs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--voice", "espeak", "--state", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "The voice `espeak` needs espeak-ng and ffmpeg.\n"


def test_the_program_speaks_where_it_can() -> None:
    assert cli.config_of(cli._parser().parse_args([])).voice_kind == "auto"
    assert cli.config_of(cli._parser().parse_args(["--voice", "tones"])).voice_kind == "tones"
    assert EmulatorConfig().voice_kind == "silence"


def test_a_sentence_without_sound_is_not_sent() -> None:
    with pytest.raises(TypeError):
        encode_parts([Spoken.of("Hello.", "en")], EmulatorConfig().style)
