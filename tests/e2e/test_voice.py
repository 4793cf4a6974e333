"""Assist with a microphone and a loudspeaker: Home Assistant and the emulator as processes."""

import asyncio
import base64
from hashlib import sha256
import re
from typing import Any, Final

import pytest

from emulator import directive
from emulator.speech.mp3 import bytes_per_second, melody
from scripts.lib.demo import speech
from scripts.lib.demo.check import REQUESTS, UNHEARD, spoken_question
from scripts.lib.demo.control import name_of
from scripts.lib.demo.voice_turn import SpokenAnswer, speak
from scripts.lib.demo.waiting import until

from .control import Control
from .demo_process import DemoProcess
from .network import sockets
from .processes import running_module
from .signing_in import assist

pytestmark = [pytest.mark.timeout(120), pytest.mark.usefixtures("socket_enabled")]

RECOGNIZE: Final = "SpeechRecognizer.Recognize"
ENDS: Final = {"SpeechSynthesizer.SpeechFinished", "SpeechSynthesizer.SpeechStopped"}


@pytest.fixture
def control(demo: DemoProcess) -> Control:
    """The control API of the demo's emulator."""
    return Control(demo.facts["control_url"], demo.facts["control_token"])


def events_since(control: Control, count: int) -> list[dict[str, Any]]:
    """The events after so many requests."""
    return [each for each in control.requests()[count:] if each["event"] is not None]


async def ask(demo: DemoProcess, said: speech.Speech) -> SpokenAnswer:
    async with assist(demo.facts) as (rest, websocket):
        return await speak(rest, websocket, said)


@pytest.mark.cic("CIC-SR-001", "CIC-SR-030")
async def test_hearing_thinking_and_speaking_cost_one_request(
    demo: DemoProcess, control: Control
) -> None:
    question = spoken_question()
    said = await speech.say(question.text, "ko")
    home_assistant = running_module(demo.process.pid, "homeassistant")
    async with assist(demo.facts) as (rest, websocket):
        before = control.requests()
        state_before = control.get("/state")
        sockets_before = sockets(home_assistant, besides=demo.mpd_port)
        control.post("/transcript", {"text": question.text})

        answer = await speak(rest, websocket, said)

        now = sockets(home_assistant, besides=demo.mpd_port)
        made = {each.split()[-1] for each in now - sockets_before}
    assert answer.failure is None
    assert answer.heard == UNHEARD  # by its default the cloud tells no words
    assert answer.stopped
    assert question.is_right(answer.text)
    assert len(made) <= 1  # from this test, for the sound

    asked = [each for each in events_since(control, len(before)) if name_of(each) in REQUESTS]
    assert [(each["method"], each["path"], name_of(each)) for each in asked] == [
        ("POST", "/v1/events", RECOGNIZE)
    ]
    (request,) = asked
    assert request["transcript"] == question.text
    seconds = len(said.samples) / 2 / said.rate
    assert request["ended_at"] - request["began_at"] > seconds * 0.9  # it went up while it was said
    assert request["audio_bytes"] >= seconds * 0.98 * 32_000  # 16 kHz, 16 bit
    (sent,) = request["attachments"]
    assert (len(answer.sound), sha256(answer.sound).hexdigest()) == (sent["size"], sent["sha256"])
    assert control.get("/state")["connections_made"] == state_before["connections_made"]
    assert control.get("/violations") == {"violations": []}


def spoken(sound: bytes, content_id: str) -> list[dict[str, Any]]:
    """A Speak with its sound, in the control API's form."""
    payload = {"format": "AUDIO_MPEG", "token": content_id, "url": f"cid:{content_id}"}
    data = base64.b64encode(sound).decode()
    return [
        directive("SpeechSynthesizer", "Speak", payload),
        {"attachment": data, "content_id": content_id},
    ]


@pytest.mark.cic("CIC-SS-030", "CIC-SS-031", "CIC-SS-033")
async def test_the_cloud_is_told_once_that_its_voice_was_heard(
    demo: DemoProcess, control: Control
) -> None:
    text = directive("Clova", "RenderText", {"text": "하나"})
    parts = [text, *spoken(melody("하나", 0.5), "a-0")]
    control.post("/answer", {"to": RECOGNIZE, "parts": parts})
    assert (await ask(demo, speech.tone())).text == "하나"

    def reports() -> list[str]:
        events = [each for each in control.requests() if each["event"] is not None]
        return [
            name_of(each)
            for each in events
            if each["event"]["event"]["payload"].get("token") == "a-0"
        ]

    async def told() -> bool:
        return bool(ENDS & set(reports()))

    async with asyncio.timeout(20):
        await until(told)
    assert (await ask(demo, speech.tone())).failure is None
    assert reports() == ["SpeechSynthesizer.SpeechStarted", "SpeechSynthesizer.SpeechFinished"]
    assert control.get("/violations") == {"violations": []}


async def test_several_sentences_are_one_sound(demo: DemoProcess, control: Control) -> None:
    first, second = melody("하나", 0.5), melody("둘", 0.4)
    text = directive("Clova", "RenderText", {"text": "하나 둘"})
    parts = [text, *spoken(first, "a-1"), *spoken(second, "a-2")]
    control.post("/answer", {"to": RECOGNIZE, "parts": parts})

    answer = await ask(demo, speech.tone())

    assert answer.text == "하나 둘"
    assert answer.sound == first + second


async def test_sound_leaves_while_the_rest_still_arrives(
    demo: DemoProcess, control: Control
) -> None:
    sound = melody("길게 말해요", 3)
    text = directive("Clova", "RenderText", {"text": "길게 말해요"})
    parts = [text, *spoken(sound, "a-1")]
    control.post("/answer", {"to": RECOGNIZE, "parts": parts, "bytes_per_second": "playing"})

    answer = await ask(demo, speech.tone())

    assert answer.sound == sound
    seconds = len(sound) / (bytes_per_second(sound) or 0)
    assert answer.milliseconds < seconds * 1000 / 2
    assert answer.sounding > seconds / 2


async def test_a_failure_is_told_and_the_next_turn_works(
    demo: DemoProcess, control: Control
) -> None:
    control.post("/answer", {"to": RECOGNIZE, "status": 500})
    failed = await ask(demo, speech.tone())
    assert failed.failure

    control.post("/transcript", {"text": "6 곱하기 7은?"})
    assert "42" in (await ask(demo, speech.tone())).text


def test_the_log_tells_neither_trouble_nor_what_was_said(demo: DemoProcess) -> None:
    log = (demo.state / "home-assistant.log").read_text()
    complaints = [
        line
        for line in log.splitlines()
        if re.search(r" (WARNING|ERROR|CRITICAL) ", line)
        and "clova" in line.lower()
        and "which has not been tested by Home Assistant" not in line
    ]
    assert complaints == []
    logs = log + (demo.state / "emulator.log").read_text()
    assert [each for each in ("더하기", "길게 말해요", "하나 둘", "정답") if each in logs] == []
