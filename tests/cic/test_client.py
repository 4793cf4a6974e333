"""CicClient against the emulator: what a request costs, brings and survives."""

import asyncio
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.clova_cic.cic import (
    ConnectionLostError,
    ContextObject,
    Event,
    MultipartError,
    NoAnswerError,
    NotReadyError,
    RequestRejectedError,
    Stage,
    StreamFailedError,
    StreamRefusedError,
    TokenRefusedError,
    TurnInterruptedError,
    UnauthorizedError,
    UsageError,
)
from custom_components.clova_cic.cic.history import Mark
from custom_components.clova_cic.cic.interfaces.speech_recognizer import EXPECT_SPEECH
from emulator import Answer, Attachment, Emulator, Fault, FaultKind, Place

from .conftest import DEVICE, TIMING, Device, DeviceFactory
from .words import words


def directive(name: str, **payload: Any) -> dict[str, Any]:
    """Make a directive for a scripted answer; ids are filled in by the emulator."""
    namespace, _, name = name.partition(".")
    return {"directive": {"header": {"namespace": namespace, "name": name}, "payload": payload}}


def text(words: str) -> dict[str, Any]:
    return directive("Clova.RenderText", text=words)


def question(speech_id: str, *, explicit: bool = True) -> dict[str, Any]:
    return directive(
        EXPECT_SPEECH, expectSpeechId=speech_id, explicit=explicit, timeoutInMilliseconds=7000
    )


def events(emulator: Emulator) -> list[dict[str, Any]]:
    """The events that arrived."""
    return [request.event["event"] for request in emulator.requests if request.event]


@pytest.mark.cic("CIC-T-029", "CIC-TX-002", "CIC-T-046")
async def test_a_sentence_is_one_request_on_the_open_connection(
    device: Device, emulator: Emulator
) -> None:
    before = len(emulator.requests)
    emulator.answer_next(Answer([text("맑아요")]))
    reply = await device.client.ask("날씨 어때?", conversation="kitchen")
    assert words(reply) == "맑아요"
    assert not reply.continues
    (request,) = emulator.requests[before:]
    assert (request.method, request.path, request.connection) == ("POST", "/v1/events", 1)
    assert emulator.connections_made == 1
    assert request.audio == b""
    assert request.event is not None
    assert request.event["context"] == [each.to_dict() for each in DEVICE]
    assert request.event["event"]["payload"] == {"text": "날씨 어때?"}
    assert request.body.count(b"Content-Disposition") == 1


@pytest.mark.cic("CIC-T-003", "CIC-T-004", "CIC-T-008")
async def test_every_request_says_who_sends_it(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    async with make_device(device_tags=("Tag1", "Tag2")).running() as device:
        await device.client.ask("안녕", conversation="kitchen")
    channel, event = emulator.requests
    for request in (channel, event):
        assert request.header("authorization") == f"Bearer {emulator.token}"
        assert request.header("user-agent") == "Test Lab/desk-bot/3.0.4 (Linux 6.1;x86_64)"
        assert request.header("x-clova-device-tags") == "Tag1,Tag2"
    assert channel.header("content-type") is None
    assert channel.body == b""


@pytest.mark.cic("CIC-T-031", "CIC-T-032", "CIC-T-034")
async def test_the_body_of_an_event_on_the_wire(device: Device, emulator: Emulator) -> None:
    await device.client.ask("hello", conversation="kitchen")
    request = emulator.requests[-1]
    content_type = request.header("content-type")
    assert content_type is not None
    assert content_type.startswith("multipart/form-data; boundary=")
    term = content_type.partition("boundary=")[2].encode()
    head, _, rest = request.body.partition(b"\r\n\r\n")
    assert head.split(b"\r\n") == [
        b"--" + term,
        b'Content-Disposition: form-data; name="metadata"',
        b"Content-Type: application/json; charset=UTF-8",
    ]
    assert rest.endswith(b"}\r\n--" + term + b"--\r\n")
    assert request.body.count(term) == 2


@pytest.mark.cic("CIC-T-049", "CIC-CX-002")
async def test_an_event_carries_the_state_of_its_moment(device: Device, emulator: Emulator) -> None:
    for volume in (3, 4):
        state = ContextObject(
            namespace="Speaker", name="VolumeState", payload={"volume": volume, "muted": False}
        )
        device.host.state = [state]
        await device.client.ask("hello", conversation="kitchen")
    contexts = [request.event["context"] for request in emulator.requests if request.event]
    assert [context[0]["payload"]["volume"] for context in contexts] == [3, 4]
    assert contexts[0][0]["header"] == {"namespace": "Speaker", "name": "VolumeState"}


@pytest.mark.cic("CIC-PB-003")
async def test_an_event_that_waited_tells_the_state_of_its_own_moment(
    device: Device, emulator: Emulator
) -> None:
    then, now = (
        ContextObject(
            namespace="AudioPlayer",
            name="PlaybackState",
            payload={"playerActivity": "IDLE", "repeatMode": mode},
        )
        for mode in ("REPEAT_ONE", "NONE")
    )
    device.host.state = [now]
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=412))
    await device.client.send(Event(namespace="DeviceControl", name="ReportState"), context=[then])
    await device.client.send(Event(namespace="DeviceControl", name="ReportState"))
    told = [request.event["context"] for request in emulator.requests if request.event]
    # The first one had to be sent twice; of everything else the device tells as it is.
    rest = [each.to_dict() for each in DEVICE]
    assert told == [[*rest, then.to_dict()], [*rest, then.to_dict()], [now.to_dict(), *rest]]


@pytest.mark.cic("CIC-T-072", "CIC-T-047", "CIC-TX-003")
async def test_each_sentence_is_a_dialogue_of_its_own(device: Device, emulator: Emulator) -> None:
    for _ in range(2):
        await device.client.ask("hello", conversation="kitchen")
    headers = [event["header"] for event in events(emulator)]
    assert len({header["dialogRequestId"] for header in headers}) == 2
    assert len({header["messageId"] for header in headers}) == 2
    assert all("speechId" not in event["payload"] for event in events(emulator))


@pytest.mark.cic("CIC-T-076", "CIC-T-077", "CIC-TX-005")
@pytest.mark.parametrize("explicit", [True, False])
async def test_the_answer_to_a_question_stays_in_its_dialogue(
    explicit: bool, device: Device, emulator: Emulator
) -> None:
    emulator.answer_next(Answer([text("How long?"), question("q-1", explicit=explicit)]))
    reply = await device.client.ask("set a timer", conversation="kitchen")
    assert reply.continues
    await device.client.ask("ten minutes", conversation="kitchen")
    await device.client.ask("hello", conversation="kitchen")
    asked, answered, unrelated = events(emulator)
    assert answered["header"]["dialogRequestId"] == asked["header"]["dialogRequestId"]
    assert answered["header"]["messageId"] != asked["header"]["messageId"]
    assert answered["payload"] == {"text": "ten minutes", "speechId": "q-1", "explicit": explicit}
    assert unrelated["header"]["dialogRequestId"] != asked["header"]["dialogRequestId"]
    assert unrelated["payload"] == {"text": "hello"}


@pytest.mark.cic("CIC-TX-006", "CIC-SR-068")
async def test_a_question_is_void_once_another_room_has_asked(
    device: Device, emulator: Emulator
) -> None:
    emulator.answer_next(Answer([text("How long?"), question("q-1")]))
    await device.client.ask("set a timer", conversation="kitchen")
    await device.client.ask("hello", conversation="bedroom")
    await device.client.ask("ten minutes", conversation="kitchen")
    assert [event["payload"] for event in events(emulator)[1:]] == [
        {"text": "hello"},
        {"text": "ten minutes"},
    ]


async def test_a_question_nobody_answers_is_forgotten(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    async with make_device(timing=replace(TIMING, follow_up=-1)).running() as device:
        emulator.answer_next(Answer([text("How long?"), question("q-1")]))
        await device.client.ask("set a timer", conversation="kitchen")
        await device.client.ask("ten minutes", conversation="kitchen")
    assert events(emulator)[1]["payload"] == {"text": "ten minutes"}


async def test_a_question_that_cannot_be_read_is_none(device: Device, emulator: Emulator) -> None:
    broken = directive(EXPECT_SPEECH, expectSpeechId=7, explicit="yes")
    emulator.answer_next(Answer([text("How long?"), broken]))
    reply = await device.client.ask("set a timer", conversation="kitchen")
    assert not reply.continues
    assert words(reply) == "How long?"


@pytest.mark.cic("CIC-T-058", "CIC-T-060", "CIC-T-061")
async def test_everything_of_an_answer_arrives_and_what_is_unknown_stops_nothing(
    device: Device, emulator: Emulator
) -> None:
    device.host.knows = False
    no_payload = {"directive": {"header": {"namespace": "Odd", "name": "Null"}, "payload": None}}
    emulator.answer_next(
        Answer(
            [
                text("one"),
                directive("Nobody.Knows", x=[1, 2]),
                b'Content-Type: application/json\r\n\r\n{"directive": {}}',
                no_payload,
                Attachment("a", b"\r\n--" + bytes(5000)),
                directive("SpeechSynthesizer.Speak", format="AUDIO_MPEG", token="t", url="cid:a"),
            ]
        )
    )
    reply = await device.client.ask("hello", conversation="kitchen")
    names = ["Clova.RenderText", "Nobody.Knows", "Odd.Null", "SpeechSynthesizer.Speak"]
    assert [item.qualified_name for item in reply.directives] == names
    assert reply.spoken
    await device.host.until(lambda: len(device.host.handled) == 4)
    assert device.host.names == names
    assert device.host.dropped == ["malformed"]
    assert device.client.stats.unhandled == {
        "Clova.RenderText": 1,
        "SpeechSynthesizer.Speak": 1,
        "unknown": 2,
    }


@pytest.mark.cic("CIC-T-059")
async def test_accepted_with_nothing_to_say(device: Device, emulator: Emulator) -> None:
    emulator.answer_next(Answer(status=204))
    event = Event(namespace="System", name="RequestSynchronizeState")
    assert await device.client.send(event) == ()
    emulator.answer_next(Answer(status=204))
    with pytest.raises(NoAnswerError):
        await device.client.ask("hello", conversation="kitchen")


@pytest.mark.cic("CIC-T-050", "CIC-T-051")
@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/related; boundary={boundary};",
        "multipart/form-data; boundary={boundary}",
        'Multipart/Related; charset=utf-8; boundary="{boundary}" ;',
    ],
)
async def test_the_content_types_of_an_answer(
    content_type: str, device: Device, emulator: Emulator
) -> None:
    emulator.answer_next(Answer([text("fine")], content_type=content_type))
    assert words(await device.client.ask("hello", conversation="kitchen")) == "fine"


@pytest.mark.parametrize("content_type", ["application/json", "multipart/related", "", "text/html"])
async def test_an_answer_that_is_not_multipart(
    content_type: str, device: Device, emulator: Emulator
) -> None:
    emulator.answer_next(Answer(raw=b'{"directive": {}}', content_type=content_type))
    with pytest.raises(MultipartError):
        await device.client.ask("hello", conversation="kitchen")
    await still_works(device)


async def still_works(device: Device) -> None:
    """The client answers as if nothing had been, on the same connection."""
    assert words(await device.client.ask("hello", conversation="kitchen"))
    assert device.host.log == ["connected"]


@pytest.mark.cic("CIC-T-062", "CIC-T-063", "CIC-T-066")
@pytest.mark.parametrize("status", [400, 404, 418, 500, 503])
@pytest.mark.parametrize(("bare", "body"), [(False, True), (True, True), (False, False)])
async def test_error_statuses_in_both_forms(
    status: int, bare: bool, body: bool, device: Device, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=status, bare=bare, body=body))
    with pytest.raises(RequestRejectedError) as caught:
        await device.client.ask("hello", conversation="kitchen")
    error = caught.value
    assert (error.status, error.stage) == (status, Stage.EVENT)
    assert error.code == (status if body else None)
    assert bool(error.description) is body
    assert str(error) == f"event: the server answered with status {status}"
    await still_works(device)


async def test_an_answer_cut_short_keeps_what_was_complete(
    device: Device, emulator: Emulator
) -> None:
    emulator.answer_next(Answer([text("all of it"), text("x" * 4000)]))
    emulator.inject(Fault(FaultKind.TRUNCATE, at=1000))
    assert words(await device.client.ask("hello", conversation="kitchen")) == "all of it"
    assert device.host.dropped == ["malformed"]
    await still_works(device)


async def test_an_answer_that_comes_byte_by_byte(device: Device, emulator: Emulator) -> None:
    emulator.answer_next(Answer([text("안녕하세요"), Attachment("a", bytes(300)), text("끝")]))
    emulator.inject(Fault(FaultKind.SLOW, seconds=0))
    reply = await device.client.ask("안녕", conversation="kitchen")
    assert words(reply) == "안녕하세요\n끝"


async def test_a_stream_that_is_reset(device: Device, emulator: Emulator) -> None:
    emulator.inject(Fault(FaultKind.RESET, code=2))
    with pytest.raises(StreamFailedError):
        await device.client.ask("hello", conversation="kitchen")
    await still_works(device)


async def test_a_request_that_the_server_refused_to_begin_is_sent_again(
    device: Device, emulator: Emulator
) -> None:
    """RFC 9113 §8.7: with REFUSED_STREAM nothing has been done with it."""
    emulator.inject(Fault(FaultKind.RESET, code=7))
    assert words(await device.client.ask("hello", conversation="kitchen"))
    first, again = (r for r in emulator.requests if r.name == "TextRecognizer.Recognize")
    assert first.body == again.body
    emulator.inject(Fault(FaultKind.RESET, code=7, times=2))
    with pytest.raises(StreamRefusedError):
        await device.client.ask("hello", conversation="kitchen")
    await still_works(device)


async def test_silence_is_given_up(make_device: DeviceFactory, emulator: Emulator) -> None:
    async with make_device(timing=replace(TIMING, first_directive=0.05)).running() as device:
        emulator.inject(Fault(FaultKind.SILENCE))
        with pytest.raises(NoAnswerError):
            await device.client.ask("hello", conversation="kitchen")
        # The server is told that nobody waits any more.
        await emulator.wait_for(lambda: emulator.requests[-1].reset is not None, 5)
        event = Event(namespace="System", name="RequestSynchronizeState")
        emulator.inject(Fault(FaultKind.SILENCE))
        quick = Event(namespace="System", name="RequestSynchronizeState")
        device.client._timing = replace(TIMING, turn=0.05)
        with pytest.raises(NoAnswerError):
            await device.client.send(event)
        device.client._timing = TIMING
        assert len(await device.client.send(quick)) == 1


@pytest.mark.cic("CIC-T-027", "CIC-SY-022")
async def test_a_401_is_answered_with_another_token_once(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    tokens = Renewing(emulator.token)
    async with make_device(token=tokens).running() as device:
        emulator.inject(Fault(FaultKind.EVENT_STATUS, status=401))
        assert words(await device.client.ask("hello", conversation="kitchen"))
        assert tokens.renewals == 1
        emulator.inject(Fault(FaultKind.EVENT_STATUS, status=401, times=2))
        with pytest.raises(UnauthorizedError):
            await device.client.ask("hello", conversation="kitchen")
        assert tokens.renewals == 2
        assert device.host.log == ["connected"]
        assert device.client.stats.resent == 2


class Renewing:
    """A token that can be renewed, though it stays what it was: the emulator knows no other."""

    def __init__(self, token: str) -> None:
        self.value = token
        self.renewals = 0

    async def token(self) -> str:
        return self.value

    async def renew(self, rejected: str) -> str:
        assert rejected == self.value
        self.renewals += 1
        return self.value


@pytest.mark.cic("CIC-T-028")
async def test_a_401_without_another_token_asks_for_the_user(
    device: Device, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=401))
    with pytest.raises(TokenRefusedError):
        await device.client.ask("hello", conversation="kitchen")
    await device.host.until(lambda: "sign in" in device.host.log)
    assert device.host.log == ["connected", "disconnected", "sign in"]


@pytest.mark.cic("CIC-T-069")
async def test_a_412_opens_the_downchannel_anew_and_sends_again(
    device: Device, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=412))
    assert words(await device.client.ask("hello", conversation="kitchen"))
    paths = [request.path for request in emulator.requests]
    assert paths == ["/v1/directives", "/v1/events", "/v1/directives", "/v1/events"]
    assert len({request.connection for request in emulator.requests}) == 1
    first, second = events(emulator)
    assert first == second


async def test_a_412_twice_is_told(device: Device, emulator: Emulator) -> None:
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=412, times=2))
    with pytest.raises(RequestRejectedError):
        await device.client.ask("hello", conversation="kitchen")


async def test_a_request_the_server_had_not_begun_goes_to_the_next_connection(
    device: Device, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.GOAWAY, when="before"))
    assert words(await device.client.ask("hello", conversation="kitchen"))
    assert emulator.connections_made == 2
    assert device.client.stats.resent == 1


async def test_an_answer_after_goaway_still_counts(device: Device, emulator: Emulator) -> None:
    emulator.answer_next(Answer([text("before I go")]))
    emulator.inject(Fault(FaultKind.GOAWAY, when="after"))
    assert words(await device.client.ask("hello", conversation="kitchen")) == "before I go"
    await device.host.until(lambda: device.host.log.count("connected") == 2)
    assert device.client.stats.resent == 0


async def test_a_lost_connection_is_no_reason_to_ask_twice(
    device: Device, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.DROP, on=Place.EVENT))
    with pytest.raises(ConnectionLostError):
        await device.client.ask("turn the light on", conversation="kitchen")
    await device.host.until(lambda: device.host.log.count("connected") == 2)
    assert len(events(emulator)) == 1
    assert words(await device.client.ask("hello", conversation="kitchen"))


async def test_a_server_that_takes_no_body_for_a_while(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.ZERO_WINDOW, seconds=0.05))
    async with make_device().running() as device:
        assert words(await device.client.ask("hello", conversation="kitchen"))


async def test_a_limit_on_streams_in_mid_flight(device: Device, emulator: Emulator) -> None:
    emulator.inject(Fault(FaultKind.SETTINGS, max_concurrent_streams=2))
    replies = await asyncio.gather(
        *(device.client.ask("hello", conversation=f"room {n}") for n in range(4))
    )
    assert all(words(reply) for reply in replies)


@pytest.mark.parametrize("sentence", ["", "   ", "\n"])
@pytest.mark.cic("CIC-TX-001")
async def test_an_empty_sentence_is_not_sent(
    sentence: str, device: Device, emulator: Emulator
) -> None:
    before = len(emulator.requests)
    with pytest.raises(UsageError):
        await device.client.ask(sentence, conversation="kitchen")
    assert len(emulator.requests) == before


async def test_a_very_long_sentence(device: Device, emulator: Emulator) -> None:
    sentence = "날씨 " * 5000
    await device.client.ask(sentence, conversation="kitchen")
    assert events(emulator)[0]["payload"]["text"] == sentence.strip()


async def test_without_a_connection_the_caller_hears_why(make_device: DeviceFactory) -> None:
    timing = replace(TIMING, ready_wait=0.05)
    device = make_device(base_url="https://localhost:1", timing=timing)
    async with device.running(ready=False):
        await device.host.until(lambda: device.host.errors)
        with pytest.raises(NotReadyError) as caught:
            await device.client.ask("hello", conversation="kitchen")
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.stage is Stage.TCP  # type: ignore[attr-defined]


@pytest.mark.cic("CIC-T-044", "CIC-T-045")
async def test_two_rooms_at_once_get_their_own_answers_in_order(
    device: Device, emulator: Emulator
) -> None:
    emulator.answer_next(Answer([text("for the kitchen")]), Answer([text("for the bedroom")]))
    emulator.inject(Fault(FaultKind.LATENCY, seconds=0.05))
    kitchen, bedroom = await asyncio.gather(
        device.client.ask("hello", conversation="kitchen"),
        device.client.ask("hello", conversation="bedroom"),
    )
    assert (words(kitchen), words(bedroom)) == ("for the kitchen", "for the bedroom")
    first, second = (request for request in emulator.requests if request.event)
    assert first.answered_at is not None
    assert second.began_at > first.answered_at
    assert device.host.dropped == []


@pytest.mark.cic("CIC-T-078")
async def test_the_same_room_interrupts_itself(device: Device, emulator: Emulator) -> None:
    emulator.inject(Fault(FaultKind.SILENCE))
    old = asyncio.create_task(device.client.ask("tell me a story", conversation="kitchen"))
    await emulator.wait_for(lambda: events(emulator), 5)
    emulator.answer_next(Answer([text("new")]))
    assert words(await device.client.ask("stop", conversation="kitchen")) == "new"
    with pytest.raises(TurnInterruptedError):
        await old
    story, stop = (request for request in emulator.requests if request.event)
    assert story.reset is not None
    assert stop.reset is None


async def test_a_room_that_waits_too_long_takes_over(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    async with make_device(timing=replace(TIMING, turn_wait=0.05)).running() as device:
        emulator.inject(Fault(FaultKind.SILENCE))
        old = asyncio.create_task(device.client.ask("tell me a story", conversation="kitchen"))
        await emulator.wait_for(lambda: events(emulator), 5)
        assert words(await device.client.ask("hello", conversation="bedroom"))
        with pytest.raises(TurnInterruptedError):
            await old


async def test_a_cancelled_question_resets_its_stream(device: Device, emulator: Emulator) -> None:
    emulator.inject(Fault(FaultKind.SILENCE))
    task = asyncio.create_task(device.client.ask("tell me a story", conversation="kitchen"))
    await emulator.wait_for(lambda: events(emulator), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await emulator.wait_for(lambda: emulator.requests[-1].reset is not None, 5)
    await still_works(device)


@pytest.mark.cic("CIC-T-081", "CIC-T-079")
async def test_what_belongs_to_an_older_dialogue_is_left_out(
    device: Device, emulator: Emulator
) -> None:
    await device.client.ask("hello", conversation="kitchen")
    stale = events(emulator)[0]["header"]["dialogRequestId"]
    await device.client.ask("hello", conversation="kitchen")
    current = events(emulator)[1]["header"]["dialogRequestId"]
    await device.host.until(lambda: not device.client.stats.unhandled and device.host.handled)
    before = len(device.host.received)
    emulator.push("Clova", "RenderText", {"text": "old"}, dialogue_id=stale)
    emulator.push("Clova", "RenderText", {"text": "foreign"}, dialogue_id="never-seen")
    emulator.push("Clova", "RenderText", {"text": "new"}, dialogue_id=current)
    await device.host.until(lambda: len(device.host.received) > before)
    assert [item.payload["text"] for item in device.host.received[before:]] == ["new"]
    assert device.host.dropped == ["stale", "stale"]


@pytest.mark.cic("CIC-T-085")
async def test_an_answer_may_come_in_part_on_the_downchannel(
    device: Device, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.SILENCE))
    task = asyncio.create_task(device.client.ask("hello", conversation="kitchen"))
    await emulator.wait_for(lambda: events(emulator), 5)
    current = events(emulator)[0]["header"]["dialogRequestId"]
    device.client._timing = TIMING
    emulator.push("Clova", "RenderText", {"text": "pushed"}, dialogue_id=current)
    await device.host.until(lambda: device.host.received)
    turn = device.client._router.turn
    assert turn is not None
    turn.end(None)
    assert words(await task) == "pushed"


async def test_an_answer_without_dialogue_id_is_an_answer_all_the_same(
    device: Device, emulator: Emulator
) -> None:
    anonymous = text("fine")
    anonymous["directive"]["header"]["dialogRequestId"] = None
    emulator.answer_next(Answer([anonymous]))
    assert words(await device.client.ask("hello", conversation="kitchen")) == "fine"


async def test_counters(device: Device, emulator: Emulator) -> None:
    emulator.answer_next(Answer([text("fine")]))
    await device.client.ask("hello", conversation="kitchen")
    stats = device.client.stats
    assert (stats.dials, stats.connects, stats.losses) == (1, 1, 0)
    assert (stats.events, stats.turns, stats.directives, stats.resent) == (1, 1, 1, 0)
    assert stats.last_turn is not None
    took = stats.last_turn.at_mark(Mark.END)
    assert took is not None
    assert 0 < took < 5


async def test_an_event_outside_a_dialogue(device: Device, emulator: Emulator) -> None:
    event = Event(namespace="System", name="RequestSynchronizeState")
    emulator.answer_next(
        Answer([directive("System.SynchronizeState"), Attachment("a", bytes(100))])
    )
    (answered,) = await device.client.send(event)
    assert answered.qualified_name == "System.SynchronizeState"
    await device.host.until(lambda: device.host.names == ["System.SynchronizeState"])
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=500))
    with pytest.raises(RequestRejectedError):
        await device.client.send(Event(namespace="System", name="RequestSynchronizeState"))
    assert all("dialogRequestId" not in event["header"] for event in events(emulator))


async def test_a_connection_that_goes_away_between_ready_and_request(device: Device) -> None:
    connection = await device.client._link.connection(5)
    with (
        patch.object(connection, "request", side_effect=ConnectionLostError("gone")),
        pytest.raises(ConnectionLostError),
    ):
        await device.client.ask("hello", conversation="kitchen")
    await still_works(device)


@pytest.mark.cic("CIC-T-087")
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
async def test_the_order_of_an_answer_is_up_to_the_server(
    order: tuple[int, ...], device: Device, emulator: Emulator
) -> None:
    parts: list[dict[str, Any] | Attachment] = [
        text("How long?"),
        directive("SpeechSynthesizer.Speak", format="AUDIO_MPEG", token="t", url="cid:a"),
        Attachment("a", bytes(100)),
        question("q-1"),
    ]
    emulator.answer_next(Answer([parts[place] for place in order]))
    reply = await device.client.ask("set a timer", conversation="kitchen")
    assert (words(reply), reply.spoken, reply.continues) == ("How long?", True, True)
    await device.client.ask("ten minutes", conversation="kitchen")
    assert events(emulator)[1]["payload"]["speechId"] == "q-1"


@pytest.mark.cic("CIC-TX-008")
async def test_a_typed_request_waits_for_no_sign_of_speech(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    # Whatever comes on the downchannel, or does not: the response alone is the answer.
    async with make_device(timing=replace(TIMING, first_directive=0.5)).running() as device:
        reply = await device.client.ask("hello", conversation="kitchen")
        assert words(reply)
        assert device.host.received == list(reply.directives)
