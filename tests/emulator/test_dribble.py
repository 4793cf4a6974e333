"""Answers whose sound comes as fast as it plays."""

import asyncio
from hashlib import sha256
from typing import Any

import pytest

from emulator import Answer, Attachment, Emulator, Fault, FaultKind, ResponseStyle, directive
from emulator.answers import Part
from emulator.control.errors import BadInputError
from emulator.control.parsing import answer_from, fault_from, request_to_json
from emulator.dribble import OTHER_SPEED, STEP
from emulator.speech.mp3 import melody

from .client import Client, Response, event, event_body, text_event
from .conftest import ClientFactory, EmulatorFactory

TEXT = directive("Clova", "RenderText", {"text": "네"})
AFTER = directive("SpeechRecognizer", "ExpectSpeech", {"expectSpeechId": "1", "explicit": True})


def post(client: Client) -> Response:
    return client.post(event_body(text_event("hello")))


async def seconds_of(response: Response) -> float:
    """From the first byte to the last one."""
    loop = asyncio.get_running_loop()
    await response.until(lambda it: it.headers)
    began = loop.time()
    await response.finished()
    return loop.time() - began


@pytest.mark.parametrize("before", [True, False])
async def test_sound_comes_by_the_clock(
    cloud: Emulator, client: Client, channel: Response, before: bool
) -> None:
    """What is said in words does not wait for it."""
    sound = bytes(range(200)) * 4
    spoken = Attachment("a", sound)
    parts: list[Part] = [TEXT, spoken] if before else [spoken, AFTER]
    cloud.answer_next(Answer(parts, bytes_per_second=2000))
    response = post(client)
    await response.until(lambda it: it.chunks)
    first = len(response.body)
    assert (b"RenderText" in response.body) is before
    assert b"ExpectSpeech" not in response.body
    took = await seconds_of(response)
    assert took >= 0.4 - STEP - 0.02
    assert len(response.body) - first > len(sound) * 0.7
    pieces = [chunk for chunk in response.chunks if 0 < len(chunk) < len(sound) / 2]
    assert 4 <= len(pieces) <= 12
    part = response.parts[1 if before else 0]
    assert part.body == sound
    (sent,) = cloud.events[-1].attachments
    assert (sent.size, sent.sha256) == (800, sha256(sound).hexdigest())


async def test_each_attachment_has_a_time_of_its_own(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    sounds = [Attachment(each, bytes(size)) for each, size in (("a", 400), ("b", 400), ("c", 0))]
    parts: list[Part] = [sounds[0], TEXT, *sounds[1:]]
    cloud.answer_next(Answer(parts, bytes_per_second=2000))
    response = post(client)
    assert await seconds_of(response) >= 0.4 - 2 * STEP - 0.02
    assert [len(part.body) for part in response.parts if "content-id" in part.headers] == [
        400,
        400,
        0,
    ]
    assert [each.size for each in cloud.events[-1].attachments] == [400, 400, 0]


@pytest.mark.parametrize(
    ("sound", "seconds"), [(melody("네", 0.4), 0.4), (bytes(int(OTHER_SPEED * 0.3)), 0.3)]
)
async def test_playing_speed(
    cloud: Emulator, client: Client, channel: Response, sound: bytes, seconds: float
) -> None:
    cloud.answer_next(Answer([Attachment("a", sound)], bytes_per_second="playing"))
    response = post(client)
    took = await seconds_of(response)
    assert took >= seconds - STEP - 0.02
    assert response.parts[0].body == sound


@pytest.mark.parametrize(("speed", "least"), [(None, 0.3), (4000.0, 0.05), (1_000_000.0, 0.0)])
async def test_the_fault(
    cloud: Emulator, client: Client, channel: Response, speed: float | None, least: float
) -> None:
    cloud.answer_next(Answer([TEXT, Attachment("a", melody("네", 0.4))]))
    cloud.inject(Fault(FaultKind.DRIBBLE, bytes_per_second=speed))
    response = post(client)
    assert await seconds_of(response) >= least
    assert list(response.directives) == ["RenderText"]
    assert cloud.pending_faults() == ()


async def test_nothing_to_say(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.DRIBBLE))
    assert (await client.send(event("DeviceControl.ReportState"))).status == 204


async def test_the_slowest(cloud: Emulator, client: Client, channel: Response) -> None:
    """A byte at each step at least: no answer takes for ever."""
    cloud.answer_next(Answer([Attachment("a", b"abc")], bytes_per_second=0.001))
    response = post(client)
    assert await seconds_of(response) >= 2 * STEP - 0.02
    assert response.parts[0].body == b"abc"


async def test_who_hangs_up_ends_it(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.answer_next(Answer([Attachment("a", bytes(10_000))], bytes_per_second=1000))
    response = post(client)
    await response.until(lambda it: it.chunks)
    client.h2.reset_stream(response.stream_id, 8)
    client.flush()
    await cloud.wait_for(lambda: cloud.events[-1].reset == 8)
    assert (await client.ask("hello")).status == 200
    assert len(response.body) < 1000


@pytest.mark.parametrize("speed", [0, -1.0])
def test_a_speed_that_is_none(speed: float) -> None:
    with pytest.raises(ValueError, match="bytes_per_second"):
        Fault(FaultKind.DRIBBLE, bytes_per_second=speed)


@pytest.mark.parametrize(
    ("given", "speed"), [(None, None), ("playing", "playing"), (1000, 1000.0), (0.5, 0.5)]
)
def test_by_the_control_api(given: Any, speed: Any) -> None:
    assert answer_from({"parts": [{}], "bytes_per_second": given}).bytes_per_second == speed


@pytest.mark.parametrize("given", ["fast", 0, -1, True, [], {}])
def test_what_the_control_api_takes_for_no_speed(given: Any) -> None:
    with pytest.raises(BadInputError, match="bytes_per_second"):
        answer_from({"parts": [{}], "bytes_per_second": given})


def test_the_fault_by_the_control_api() -> None:
    fault = fault_from({"kind": "dribble", "bytes_per_second": 2000, "times": None})
    assert fault == Fault(FaultKind.DRIBBLE, times=None, bytes_per_second=2000)
    with pytest.raises(BadInputError, match="bytes_per_second"):
        fault_from({"kind": "dribble", "bytes_per_second": "fast"})


async def test_the_control_api_tells_what_was_sent(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.answer_next(Answer([Attachment("a", b"sound")]))
    await client.ask("hello")
    sent = {"content_id": "a", "size": 5, "sha256": sha256(b"sound").hexdigest()}
    assert request_to_json(cloud.events[-1])["attachments"] == [sent]


@pytest.mark.parametrize("speed", [None, 1_000_000.0])
async def test_the_order_of_sending(
    make_emulator: EmulatorFactory, connect: ClientFactory, speed: float | None
) -> None:
    cloud = await make_emulator(style=ResponseStyle(attachments_first=True))
    client = await connect(cloud)
    await client.open_channel()
    parts: list[Part] = [Attachment("a", b"1"), TEXT, Attachment("b", b"2"), b"X-Odd: 1\r\n\r\nodd"]
    cloud.answer_next(Answer(parts, bytes_per_second=speed))
    response = await client.ask("hello")
    assert [part.body for part in response.parts[:2]] == [b"1", b"2"]
    assert response.parts[2].message["directive"]["header"]["name"] == "RenderText"
    assert response.parts[3].body == b"odd"
    assert [each.content_id for each in cloud.events[-1].attachments] == ["a", "b"]
