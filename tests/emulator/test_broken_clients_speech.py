"""Clients that send speech wrongly: its fields, its audio, its pace."""

from typing import Any

import pytest

from emulator import Answer, Emulator, directive
from emulator.checks import speech

from .broken import rule_of, rules, said
from .client import Client, event_body, new_id, text_event
from .states import Json

pytestmark = pytest.mark.usefixtures("channel")

STEP = bytes(6400)
"""200 ms."""
UUID = "d0000000-0000-4000-8000-000000000001"


def spoken(**payload: Any) -> Json:
    """A spoken request; a field of None is left out."""
    kept = {key: each for key, each in ({"lang": "en"} | payload).items() if each is not None}
    return said("SpeechRecognizer.Recognize", kept, dialogRequestId=new_id())


def woken(start: Any = 4800, end: Any = 6400, uuid: Any = UUID, **initiator: Any) -> Json:
    """A spoken request of a device that heard its wake word."""
    word = {
        "name": "hey_clova",
        "indices": {"startIndexInSamples": start, "endIndexInSamples": end},
    }
    details = {"deviceUUID": uuid, "wakeWord": word}
    kept = {"type": "WAKEWORD", "inputSource": "SELF", "payload": details} | initiator
    return spoken(initiator=kept)


async def speak(client: Client, message: Json, *steps: bytes, pieces: int = 6400) -> None:
    """One audio part, in DATA frames of its pieces."""
    whole = event_body(message, b"".join(steps))
    head = len(whole) - sum(map(len, steps)) - len(b"\r\n--q7--\r\n")
    response = client.post(whole[:head], end=False)
    stream = response.stream_id
    for at in range(head, len(whole), pieces):
        await client.until(lambda: client.h2.local_flow_control_window(stream) >= pieces)
        client.h2.send_data(stream, whole[at : at + pieces])
        client.flush()
    client.h2.end_stream(stream)
    client.flush()
    await response.finished()


WRONG: list[Any] = [
    pytest.param(spoken(lang=None), (STEP,), id="no lang", marks=pytest.mark.cic("CIC-SR-013")),
    pytest.param(
        spoken(lang="zh"), (STEP,), id="language that is none", marks=pytest.mark.cic("CIC-SR-013")
    ),
    pytest.param(spoken(format="MP3"), (STEP,), id="format", marks=pytest.mark.cic("CIC-SR-014")),
    pytest.param(
        spoken(profile="FAR_FIELD"), (STEP,), id="profile", marks=pytest.mark.cic("CIC-SR-014")
    ),
    pytest.param(
        spoken(speechId="1", explicit=True),
        (STEP,),
        id="answer to no question",
        marks=pytest.mark.cic("CIC-SR-015"),
    ),
    pytest.param(
        spoken(),
        (b"RIFF" + STEP[4:],),
        id="header of a file",
        marks=pytest.mark.cic("CIC-SR-002"),
    ),
    pytest.param(spoken(), (STEP[1:],), id="half a sample", marks=pytest.mark.cic("CIC-T-038")),
    pytest.param(
        woken(uuid="me@example.com"),
        (STEP, STEP),
        id="deviceUUID that is none",
        marks=pytest.mark.cic("CIC-SR-017"),
    ),
    pytest.param(
        woken(end=16000),
        (STEP, STEP),
        id="wake word beyond the audio",
        marks=pytest.mark.cic("CIC-SR-018"),
    ),
    pytest.param(
        woken(start=6400),
        (STEP, STEP),
        id="wake word of no length",
        marks=pytest.mark.cic("CIC-SR-019"),
    ),
    pytest.param(
        woken(start=-1), (STEP, STEP), id="before the audio", marks=pytest.mark.cic("CIC-SR-019")
    ),
    pytest.param(
        woken(type="SHOUT"), (STEP, STEP), id="initiator", marks=pytest.mark.cic("CIC-T-046")
    ),
    pytest.param(
        spoken(),
        (STEP,) * 20,
        id="four seconds at once",
        marks=pytest.mark.cic("CIC-T-037"),
    ),
]


@pytest.mark.parametrize(("message", "steps"), WRONG)
async def test_speech_that_breaks_a_rule(
    cloud: Emulator,
    client: Client,
    request: pytest.FixtureRequest,
    message: Json,
    steps: tuple[bytes, ...],
) -> None:
    await speak(client, message, *steps)
    assert rules(cloud) == [rule_of(request)], cloud.violations


HONEST: dict[str, tuple[Json, tuple[bytes, ...]]] = {
    "plain": (spoken(), (STEP, STEP, STEP[:100])),
    "fixed values": (
        spoken(format="AUDIO_L16_RATE_16000_CHANNELS_1", profile="CLOSE_TALK"),
        (STEP,),
    ),
    "wake word": (woken(), (STEP, STEP)),
    "wake word at the very beginning": (woken(start=0), (STEP, STEP)),
    "button": (woken(end=99999, type="TAP"), (STEP,)),
    "remote control": (
        spoken(
            initiator={"type": "TAP", "inputSource": "CUSTOM_7", "payload": {"deviceUUID": UUID}}
        ),
        (STEP,),
    ),
    "button, and no more": (spoken(initiator={"type": "TAP", "inputSource": "SELF"}), (STEP,)),
}


@pytest.mark.parametrize(("message", "steps"), HONEST.values(), ids=HONEST.keys())
async def test_honest_speech(
    cloud: Emulator, client: Client, message: Json, steps: tuple[bytes, ...]
) -> None:
    await speak(client, message, *steps)
    assert cloud.violations == []


@pytest.mark.cic("CIC-T-037", "CIC-SR-004")
async def test_pieces_of_half_a_second(cloud: Emulator, client: Client) -> None:
    await speak(client, spoken(), *(STEP,) * 5, pieces=16000)
    assert rules(cloud) == ["CIC-T-037"]


@pytest.mark.cic("CIC-T-036", "CIC-SR-003")
async def test_audio_that_is_left_out(cloud: Emulator, client: Client) -> None:
    await client.send(spoken())
    assert rules(cloud) == ["CIC-T-036"]


async def test_a_piece_that_was_held_up(cloud: Emulator, client: Client) -> None:
    """The network may join a few: most of the speech came in steps."""
    response = client.post(b"", end=False)
    whole = event_body(spoken(), STEP * 6)
    for at in (0, *range(1000, 33000, 6400)):
        end = {0: 1000, 26600: len(whole)}.get(at, at + 6400)
        client.h2.send_data(response.stream_id, whole[at:end])
        if end == len(whole):
            break
    client.h2.end_stream(response.stream_id)
    client.flush()
    await response.finished()
    assert cloud.violations == []


@pytest.mark.cic("CIC-SR-017")
async def test_a_device_uuid_that_changes(cloud: Emulator, client: Client) -> None:
    await speak(client, woken(), STEP, STEP)
    await speak(client, woken(uuid=UUID.upper()), STEP, STEP)
    await speak(client, woken(uuid=new_id()), STEP, STEP)
    assert rules(cloud) == ["CIC-SR-017"]


@pytest.mark.cic("CIC-SR-021")
async def test_two_requests_of_the_user_at_the_same_time(cloud: Emulator, client: Client) -> None:
    whole = event_body(spoken(), STEP)
    first = client.post(whole[:600], end=False)
    await client.send(text_event("hello"))
    client.h2.send_data(first.stream_id, whole[600:], end_stream=True)
    client.flush()
    await first.finished()
    assert rules(cloud) == ["CIC-SR-021"]


@pytest.mark.cic("CIC-SR-030", "CIC-T-040")
async def test_audio_after_stop_capture(
    cloud: Emulator, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "REACTION", 0.0)
    message = spoken()
    dialogue_id = message["event"]["header"]["dialogRequestId"]
    whole = event_body(message, STEP)
    response = client.post(whole[:600], end=False)
    await cloud.wait_for(lambda: len(cloud.requests) == 2)
    cloud.push("SpeechRecognizer", "StopCapture", dialogue_id=dialogue_id)
    client.h2.send_data(response.stream_id, whole[600:], end_stream=True)
    client.flush()
    await response.finished()
    assert rules(cloud) == ["CIC-SR-030"]


async def test_the_stop_of_an_earlier_turn_is_forgotten(
    cloud: Emulator, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A follow-up has the dialogue id of what it answers."""
    monkeypatch.setattr(speech, "REACTION", 0.0)
    expect = {"expectSpeechId": "e", "explicit": True, "timeoutInMilliseconds": 1}
    question = directive("SpeechRecognizer", "ExpectSpeech", expect)
    first, second = spoken(), spoken(speechId="e", explicit=True)
    dialogue_id = first["event"]["header"]["dialogRequestId"]
    second["event"]["header"]["dialogRequestId"] = dialogue_id
    cloud.answer_next(Answer([question], to="SpeechRecognizer.Recognize"))
    await speak(client, first, STEP)
    cloud.push("SpeechRecognizer", "StopCapture", dialogue_id=dialogue_id)
    await speak(client, second, STEP)
    assert cloud.violations == []
