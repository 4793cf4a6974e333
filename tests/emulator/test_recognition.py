"""Speech: listening while it arrives, StopCapture, the answer to what was said."""

from itertools import pairwise

import pytest

from emulator import Emulator, Fault, FaultKind
from emulator.exchanges import ear

from .asking import pushed, pushes
from .client import AUDIO_HEADERS, METADATA_HEADERS, Client, Response, event, multipart, new_id
from .conftest import ClientFactory, EmulatorFactory
from .speaking import BYTES_PER_SECOND, SLICE, UTTERANCE, Speaker, pour, send, silence, speech, tone


@pytest.mark.cic("CIC-SR-032", "CIC-SR-005", "CIC-T-043")
@pytest.mark.parametrize("many", [False, True])
async def test_stop_capture_comes_while_one_is_sending(
    cloud: Emulator, client: Client, channel: Response, many: bool
) -> None:
    cloud.hear_next("what time is it")
    speaker = Speaker(client, speech(), many=many)
    await speaker.say(UTTERANCE)
    (stop,) = await pushed(channel, 1)
    assert stop["header"]["name"] == "StopCapture"
    assert stop["header"]["dialogRequestId"] == speaker.dialogue_id
    assert stop["payload"] == {}
    assert not speaker.response.headers
    response = await speaker.end()
    assert response.directives["RenderText"] == {"text": "It is 3:05 p.m."}
    for message in response.messages:
        assert message["directive"]["header"]["dialogRequestId"] == speaker.dialogue_id
    record = cloud.events[-1]
    assert record.audio == UTTERANCE
    assert record.transcript == "what time is it"
    assert pushes(channel) == 1


@pytest.mark.cic("CIC-T-041", "CIC-SR-031")
async def test_what_is_said_later_is_not_listened_to(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    speaker = Speaker(client, speech())
    await speaker.say(UTTERANCE)
    await pushed(channel, 1)
    await speaker.say(UTTERANCE)
    await speaker.end()
    record = cloud.events[-1]
    assert len(record.audio) == 2 * len(UTTERANCE)
    assert record.heard == len(tone(0.8) + silence(0.6))
    assert pushes(channel) == 1


async def test_the_arrival_of_audio_is_recorded(
    cloud: Emulator, client: Client, channel: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ear, "MAX_AUDIO_TIMES", 3)
    speaker = Speaker(client, speech())
    for _ in range(5):
        await speaker.say(silence(0.2))
        await client.get("/ping")  # so that each piece arrives by itself
    await speaker.end()
    record = cloud.events[-1]
    assert len(record.audio_times) == 3
    assert all(before[0] < after[0] for before, after in pairwise(record.audio_times))
    assert sum(size for _, size in record.audio_times) == pytest.approx(3 * SLICE, abs=100)


@pytest.mark.parametrize(("limit", "seconds"), [(8.0, 8.0), (0.5, 0.5)])
async def test_listening_ends_some_time(
    make_emulator: EmulatorFactory, connect: ClientFactory, limit: float, seconds: float
) -> None:
    cloud = await make_emulator(listen_limit=limit)
    client = await connect(cloud)
    channel = await client.open_channel()
    speaker = Speaker(client, speech())
    await speaker.say(tone(seconds - 0.1))
    assert pushes(channel) == 0
    await speaker.say(tone(0.3))
    await pushed(channel, 1)
    await speaker.end()
    assert cloud.requests[-1].heard == seconds * BYTES_PER_SECOND


async def test_the_end_of_the_request_ends_the_speech(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    speaker = Speaker(client, speech())
    await speaker.say(tone(0.2))
    assert (await speaker.end()).status == 200
    (stop,) = await pushed(channel, 1)
    assert stop["header"]["dialogRequestId"] == speaker.dialogue_id


@pytest.mark.parametrize(
    ("lang", "answer"),
    [
        ("en", "Hello. What can I do for you?"),
        ("ja", "こんにちは。何をしましょうか。"),
        ("ko", "안녕하세요. 무엇을 도와드릴까요?"),
    ],
)
async def test_speech_is_a_greeting_if_nobody_says_what_it_is(
    cloud: Emulator, client: Client, channel: Response, lang: str, answer: str
) -> None:
    response = await send(client, speech(lang))
    assert response.directives["RenderText"] == {"text": answer}


async def test_sentences_are_heard_in_order(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.hear_next("what time is it", "thank you")
    assert cloud.transcripts_pending == ["what time is it", "thank you"]
    texts = [(await send(client, speech())).directives["RenderText"]["text"] for _ in range(3)]
    assert texts == ["It is 3:05 p.m.", "You are welcome.", "Hello. What can I do for you?"]


async def test_a_sentence_is_kept_when_speech_is_cancelled(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.hear_next("what time is it")
    speaker = Speaker(client, speech())
    await speaker.say(tone(0.2))
    await cloud.wait_for(lambda: not cloud.transcripts_pending)
    client.h2.reset_stream(speaker.response.stream_id)
    client.flush()
    await cloud.wait_for(lambda: cloud.transcripts_pending)
    response = await send(client, speech())
    assert response.directives["RenderText"] == {"text": "It is 3:05 p.m."}


async def test_after_stop_capture_it_is_used_up(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.hear_next("what time is it")
    speaker = Speaker(client, speech())
    await speaker.say(UTTERANCE)
    await pushed(channel, 1)
    client.h2.reset_stream(speaker.response.stream_id)
    client.flush()
    await cloud.wait_for(lambda: cloud.requests[-1].reset is not None)
    assert cloud.transcripts_pending == []


async def test_the_recognised_text_is_told(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(tells_text=True)
    client = await connect(cloud)
    channel = await client.open_channel()
    cloud.hear_next("what time is it")
    await send(client, speech())
    (stop,) = await pushed(channel, 1)
    assert stop["payload"] == {"recognizedText": "what time is it"}


@pytest.mark.cic("CIC-SR-042")
async def test_the_text_is_shown_as_it_grows(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(shows_text=True)
    client = await connect(cloud)
    channel = await client.open_channel()
    cloud.hear_next("play some music")
    speaker = Speaker(client, speech())
    await speaker.say(tone(0.2))
    keep, first = await pushed(channel, 2)
    assert keep["header"]["name"] == "KeepRecording"
    assert first["payload"] == {"text": "play som"}
    await speaker.say(UTTERANCE)
    messages = await pushed(channel, 5)
    await speaker.end()
    assert [each["header"]["name"] for each in messages] == [
        "KeepRecording",
        "ShowRecognizedText",
        "KeepRecording",
        "ShowRecognizedText",
        "StopCapture",
    ]
    assert messages[3]["payload"] == {"text": "play some music"}
    assert {each["header"]["dialogRequestId"] for each in messages} == {speaker.dialogue_id}


async def test_a_server_that_never_stops(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.inject(Fault(FaultKind.SILENCE))
    speaker = Speaker(client, speech())
    await speaker.say(UTTERANCE)
    await pour(speaker.response, b"\r\n--q7--\r\n", end=True)
    await cloud.wait_for(lambda: cloud.events)
    assert pushes(channel) == 0
    assert not speaker.response.headers


async def test_a_wake_word_is_no_speech(cloud: Emulator, client: Client, channel: Response) -> None:
    indices = {"startIndexInSamples": 4800, "endIndexInSamples": 4800 + 16_000}
    wake_word = {"name": "hey_clova", "indices": indices}
    initiator = {
        "type": "WAKEWORD",
        "inputSource": "SELF",
        "payload": {"deviceUUID": new_id(), "wakeWord": wake_word},
    }
    speaker = Speaker(client, speech(initiator=initiator))
    await speaker.say(silence(0.3) + tone(1.0) + silence(0.7))
    await client.get("/ping")
    assert pushes(channel) == 0
    await speaker.say(UTTERANCE)
    await pushed(channel, 1)
    await speaker.end()


async def test_a_question_is_answered_by_voice(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.hear_next("set a timer", "ten minutes")
    message = speech()
    question = await send(client, message)
    expected = question.directives["ExpectSpeech"]
    header = message["event"]["header"] | {"messageId": new_id()}
    answer = speech(speechId=expected["expectSpeechId"], explicit=expected["explicit"])
    answer["event"]["header"] = header
    response = await send(client, answer)
    assert response.directives["RenderText"] == {"text": "Your timer is set for 10 minutes."}
    stops = await pushed(channel, 2)
    assert [each["header"]["dialogRequestId"] for each in stops] == [header["dialogRequestId"]] * 2


async def test_other_events_with_audio_are_not_listened_to(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.hear_next("what time is it")
    await send(client, event("Settings.RequestVersionSpec"))
    assert pushes(channel) == 0
    assert cloud.transcripts_pending == ["what time is it"]
    assert cloud.requests[-1].transcript is None


@pytest.mark.parametrize(
    "metadata", [b"{", b"[]", b'{"event": 1}', b'{"event": {"header": 1, "payload": {}}}']
)
async def test_what_cannot_be_understood_is_not_listened_to(
    cloud: Emulator, client: Client, channel: Response, metadata: bytes
) -> None:
    body = multipart((METADATA_HEADERS, metadata), (AUDIO_HEADERS, tone(0.1)))
    assert (await client.post(body).finished()).status == 400
    assert pushes(channel) == 0


@pytest.mark.cic("CIC-SR-020")
async def test_the_bare_form_is_listened_to_by_a_lax_server(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(strict=False)
    client = await connect(cloud)
    channel = await client.open_channel()
    message = speech()
    bare = {"context": message["context"], **message["event"]}
    assert (await send(client, bare)).status == 200
    (stop,) = await pushed(channel, 1)
    assert stop["header"]["dialogRequestId"] == message["event"]["header"]["dialogRequestId"]
    assert any("CIC-SR-020" in each for each in cloud.violations)


async def test_a_broken_body_is_no_speech(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.hear_next("what time is it")
    speaker = Speaker(client, speech())
    await speaker.say(tone(0.2))
    await pour(speaker.response, b"\r\n--q7\r\nno header line\r\n\r\n", end=True)
    assert (await speaker.response.finished()).status == 400
    assert cloud.transcripts_pending == ["what time is it"]
    assert pushes(channel) == 0


async def test_speech_without_a_dialogue(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    """There is nothing to stop by name."""
    cloud = await make_emulator(strict=False)
    client = await connect(cloud)
    channel = await client.open_channel()
    message = event("SpeechRecognizer.Recognize", {"lang": "en"})
    assert (await send(client, message)).status == 200
    assert pushes(channel) == 0


async def test_speech_without_audio(make_emulator: EmulatorFactory, connect: ClientFactory) -> None:
    cloud = await make_emulator(strict=False)
    client = await connect(cloud)
    channel = await client.open_channel()
    cloud.hear_next("what time is it")
    response = await client.send(speech())
    assert response.directives["RenderText"] == {"text": "It is 3:05 p.m."}
    await pushed(channel, 1)
    assert cloud.requests[-1].audio_times == []
