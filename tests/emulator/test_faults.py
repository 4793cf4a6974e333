"""What goes wrong on order."""

import asyncio
from dataclasses import replace
import ssl
from typing import Any

import pytest

from emulator import Answer, Attachment, Emulator, Fault, FaultKind, Place, directive
from emulator.faults import PLACES, FaultBook

from .client import Client, Response, client_of, event, event_body, text_event
from .conftest import ClientFactory


def post(client: Client, text: str = "hello") -> Response:
    return client.post(event_body(text_event(text)))


# On connect.


async def test_close_at_once(cloud: Emulator, connect: ClientFactory) -> None:
    cloud.inject(Fault(FaultKind.CLOSE_AT_ONCE))
    client = await connect()
    await client.until_closed()
    assert client.settings == {}
    assert (await (await connect()).get("/ping")).status == 204


async def test_drop_on_connect(cloud: Emulator, connect: ClientFactory) -> None:
    cloud.inject(Fault(FaultKind.DROP, on=Place.CONNECT))
    client = await connect()
    await client.until_closed()
    assert client.settings == {}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("offered", [("h2", "http/1.1"), ("h2",)])
async def test_http11(
    cloud: Emulator, connect: ClientFactory, offered: tuple[str, ...], host: str
) -> None:
    cloud.inject(Fault(FaultKind.HTTP11))
    context = await asyncio.to_thread(cloud.client_context)
    context.set_alpn_protocols(list(offered))
    reader, writer = await asyncio.open_connection(host, cloud.port, ssl=context)
    tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
    assert tls.selected_alpn_protocol() == ("http/1.1" if len(offered) > 1 else None)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 5)
    assert answer.startswith(b"HTTP/1.1 505 ")
    writer.close()
    assert cloud.violations == []
    assert (await connect()).alpn == "h2"


async def test_without_http2_there_is_a_violation(cloud: Emulator, connect: ClientFactory) -> None:
    client = await connect(alpn=["http/1.1"])
    await client.until_closed()
    assert cloud.violations == ["CIC-T-001: no HTTP/2 (ALPN h2) was agreed (connection 1)"]


async def test_zero_window_until_lifted(cloud: Emulator, connect: ClientFactory) -> None:
    cloud.inject(Fault(FaultKind.ZERO_WINDOW))
    client = await connect()
    await client.open_channel()
    response = client.post(b"", end=False)
    assert client.h2.local_flow_control_window(response.stream_id) == 0
    assert cloud.pending_faults() == ()
    assert cloud.lift_faults() == 1
    await client.until(lambda: client.h2.local_flow_control_window(response.stream_id))
    client.h2.send_data(response.stream_id, event_body(text_event("hello")), end_stream=True)
    client.flush()
    assert (await response.finished()).status == 200


async def test_zero_window_for_a_while(cloud: Emulator, connect: ClientFactory) -> None:
    cloud.inject(Fault(FaultKind.ZERO_WINDOW, seconds=0.05))
    client = await connect()
    await client.open_channel()
    response = client.post(b"", end=False)
    await client.until(lambda: client.h2.local_flow_control_window(response.stream_id) == 65535)
    assert cloud.lift_faults() == 0


# PING.


async def test_lost_ping_acks(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.NO_PING_ACK, times=2))
    for number in range(3):
        client.h2.ping(bytes([number]) * 8)
    client.flush()
    assert (await client.ask("hello")).status == 200
    await client.until(lambda: client.ping_acks)
    assert client.ping_acks == 1
    assert cloud.pings == 3


async def test_silence_of_ping_requests(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.SILENCE, on=Place.PING))
    silent = client.request("GET", "/ping")
    assert (await client.get("/ping")).status == 204
    assert silent.headers == {}


async def test_late_ping_requests(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.PING, seconds=0.05))
    assert (await client.get("/ping")).status == 204
    (record,) = cloud.requests
    assert record.answered_at is not None
    assert record.answered_at - record.began_at >= 0.04


# The downchannel.


@pytest.mark.parametrize("status", [401, 429, 500])
@pytest.mark.parametrize("bare", [False, True])
async def test_downchannel_status(cloud: Emulator, client: Client, status: int, bare: bool) -> None:
    cloud.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=status, bare=bare))
    response = await client.ask_for_channel().finished()
    assert response.status == status
    (message,) = response.messages
    code = message["payload"]["code"] if bare else message["directive"]["payload"]["code"]
    assert code == (str(status) if bare else status)
    assert (await client.open_channel()).status == 200


async def test_no_hello(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.NO_HELLO))
    response = await client.ask_for_channel().until(lambda it: it.headers)
    assert (await client.get("/ping")).status == 204
    assert (response.status, response.body, response.complete) == (200, b"", False)


async def test_hello_closed(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.HELLO_CLOSED))
    response = await client.open_channel()
    boundary = response.headers["content-type"].rstrip(";").partition("boundary=")[2]
    assert response.body.endswith(f"\r\n--{boundary}--\r\n".encode())
    cloud.push("Clova", "Help")
    messages = await response.pushed(2)
    assert messages[1]["directive"]["header"]["name"] == "Help"
    assert response.body.endswith(f"\r\n--{boundary}--\r\n".encode())
    assert not response.complete


async def test_the_end_of_an_open_downchannel(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.inject(Fault(FaultKind.DOWNCHANNEL_END))
    assert cloud.downchannels_open == 0
    await channel.finished()
    assert channel.complete
    assert (await client.open_channel()).status == 200
    assert cloud.violations == []


async def test_what_cannot_happen_now_waits_for_the_next_channel(
    cloud: Emulator, client: Client
) -> None:
    cloud.inject(Fault(FaultKind.DOWNCHANNEL_END))
    response = await client.open_channel()
    await response.finished()
    assert response.complete
    assert cloud.pending_faults() == ()


async def test_several_downchannels_in_turn(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.inject(Fault(FaultKind.DOWNCHANNEL_END, times=2))
    await channel.finished()
    second = await client.open_channel()
    await second.finished()
    third = await client.open_channel()
    await client.get("/ping")
    assert not third.complete


async def test_a_reset_downchannel(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.RESET, on=Place.NOW, code=11))
    await channel.finished()
    assert channel.reset == 11
    assert (await client.ask("hello")).status == 412


async def test_a_channel_request_that_is_reset(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.RESET, on=Place.DOWNCHANNEL, code=7))
    response = await client.ask_for_channel().finished()
    assert response.reset == 7
    assert (await client.open_channel()).status == 200


async def test_a_silent_channel_request(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.SILENCE, on=Place.DOWNCHANNEL))
    response = client.ask_for_channel()
    await client.get("/ping")
    assert response.headers == {}
    client.h2.reset_stream(response.stream_id, 8)
    assert (await client.open_channel()).status == 200


async def test_a_late_channel(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.DOWNCHANNEL, seconds=0.05))
    response = await client.open_channel()
    assert response.status == 200
    record = cloud.requests[0]
    assert record.answered_at is not None
    assert record.answered_at - record.began_at >= 0.04


async def test_a_late_channel_that_nobody_wants_any_more(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.DOWNCHANNEL, seconds=0.02))
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.PING, seconds=0.05))
    response = client.ask_for_channel()
    await cloud.wait_for(lambda: cloud.requests)
    client.h2.reset_stream(response.stream_id, 8)
    assert (await client.get("/ping")).status == 204
    assert cloud.downchannels_open == 0


async def test_a_slow_channel(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.SLOW, on=Place.DOWNCHANNEL))
    response = client.ask_for_channel()
    await response.pushed(1)
    assert {len(chunk) for chunk in response.chunks} == {1}


# Events.


@pytest.mark.parametrize("bare", [False, True])
async def test_event_status(cloud: Emulator, client: Client, channel: Response, bare: bool) -> None:
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=418, bare=bare))
    response = await client.ask("hello")
    assert response.status == 418
    (message,) = response.messages
    assert ("directive" in message) is not bare
    assert (await client.ask("hello")).status == 200


async def test_event_status_without_a_body(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=429, body=False))
    response = await client.ask("hello")
    assert (response.status, response.body) == (429, b"")
    assert "content-type" not in response.headers


async def test_an_order_comes_before_a_refusal_of_its_own(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=500))
    response = client.post(event_body(text_event("hello"))[:20], end=False)
    client.h2.send_data(response.stream_id, event_body(text_event("x"))[20:], end_stream=True)
    client.flush()
    assert (await response.finished()).status == 500


async def test_silence(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.SILENCE))
    silent = post(client)
    await cloud.wait_for(lambda: cloud.events)
    client.h2.reset_stream(silent.stream_id, 8)
    assert (await client.ask("hello")).status == 200
    assert cloud.events[0].status is None
    assert cloud.events[0].reset == 8
    assert silent.headers == {}


async def test_reset(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.RESET, code=13))
    response = await client.ask("hello")
    assert (response.reset, response.headers) == (13, {})
    assert cloud.events[0].status is None
    assert not channel.complete


async def test_reset_in_the_middle(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.RESET, at=30))
    response = await client.ask("hello")
    assert response.status == 200
    assert len(response.body) == 30
    assert response.reset == 2
    assert not response.complete


async def test_truncate(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.TRUNCATE))
    response = await client.ask("hello")
    assert response.complete
    head, _, body = response.body.partition(b"\r\n\r\n")
    assert head.count(b"--") == 1
    assert 0 < len(body) < 30
    assert body.startswith(b'{"directive"')


async def test_truncate_where_told(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.answer_next(Answer([Attachment("a", bytes(5000))]))
    cloud.inject(Fault(FaultKind.TRUNCATE, at=1000))
    response = await client.ask("hello")
    assert (response.complete, len(response.body)) == (True, 1000)


async def test_truncate_of_nothing(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.TRUNCATE))
    response = await client.send(event("DeviceControl.ReportState"))
    assert response.status == 200
    assert response.body.endswith(b'{"directive":{"heade')


async def test_slow(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.SLOW))
    cloud.answer_next(Answer([directive("Clova", "RenderText", {"text": "안녕하세요"})]))
    response = await client.ask("hello")
    assert {len(chunk) for chunk in response.chunks} == {1}
    assert response.directives == {"RenderText": {"text": "안녕하세요"}}


async def test_slow_by_the_clock(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.SLOW, seconds=0.002))
    cloud.answer_next(Answer(raw=bytes(20), content_type="text/plain"))
    loop = asyncio.get_running_loop()
    began = loop.time()
    await client.ask("hello")
    assert loop.time() - began >= 0.03


async def test_latency(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, seconds=0.05))
    assert (await client.ask("hello")).status == 200
    record = cloud.events[0]
    assert record.ended_at is not None
    assert record.answered_at is not None
    assert record.answered_at - record.ended_at >= 0.04


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.SLOW, FaultKind.EVENT_STATUS])
async def test_the_stream_goes_while_an_answer_is_late(
    cloud: Emulator, client: Client, channel: Response, kind: FaultKind
) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, seconds=0.02))
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.PING, seconds=0.05))
    cloud.inject(Fault(kind))
    response = post(client)
    await cloud.wait_for(lambda: cloud.events)
    client.h2.reset_stream(response.stream_id, 8)
    assert (await client.get("/ping")).status == 204
    assert cloud.events[0].status is None


async def test_goaway_while_an_answer_is_slow(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.inject(Fault(FaultKind.SLOW))
    cloud.answer_next(Answer(raw=bytes(50_000), content_type="text/plain"))
    response = post(client)
    await response.until(lambda it: it.body)
    client.h2.close_connection()
    client.flush()
    await cloud.wait_for(lambda: cloud.goaways)
    assert cloud.push("Clova", "Help") == 0
    await client.until_closed()
    assert len(response.body) < 50_000
    assert cloud.violations == []


async def test_the_connection_goes_while_an_answer_is_late(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, seconds=3600))
    post(client)
    await cloud.wait_for(lambda: cloud.events)
    await client.close()
    await cloud.wait_for(lambda: cloud.connections_open == 0)
    assert cloud.events[0].status is None


async def test_goaway_before(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.GOAWAY))
    response = post(client)
    await client.until(lambda: client.goaways)
    assert client.goaways == [(response.stream_id - 2, 0)]
    assert response.headers == {}
    cloud.push("Clova", "Help")
    await cloud.wait_for(lambda: cloud.downchannels_open == 1)
    assert cloud.events[0].status is None


async def test_goaway_after(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.GOAWAY, when="after"))
    response = post(client)
    await client.until(lambda: client.goaways)
    assert client.goaways == [(response.stream_id, 0)]
    assert response.complete
    assert response.status == 200


async def test_goaway_as_told(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.GOAWAY, when="now", last_stream=2**31 - 1, code=11))
    await client.until(lambda: client.goaways)
    assert client.goaways == [(2**31 - 1, 11)]


async def test_streams_after_goaway_are_refused_and_earlier_ones_go_on(
    cloud: Emulator, socket_enabled: None
) -> None:
    """By hand: h2 as a client opens no streams after GOAWAY."""
    async with client_of(cloud) as client:
        channel = await client.open_channel()
        client.h2.receive_data = _without_goaway(client.h2.receive_data)  # type: ignore[method-assign]  # hides the GOAWAY from h2
        cloud.inject(Fault(FaultKind.GOAWAY, when="now"))
        refused = await client.request("GET", "/ping").finished()
        assert refused.reset == 7  # REFUSED_STREAM
        cloud.push("Clova", "Help")
        await channel.pushed(2)


def _without_goaway(receive: Any) -> Any:
    def wrapper(data: bytes) -> Any:
        goaway = bytes.fromhex("000008070000000000") + (1).to_bytes(4) + bytes(4)
        return receive(data.replace(goaway, b""))

    return wrapper


async def test_settings_in_mid_flight(cloud: Emulator, client: Client, channel: Response) -> None:
    assert client.h2.remote_settings.max_concurrent_streams == 100
    cloud.inject(Fault(FaultKind.SETTINGS, max_concurrent_streams=2))
    await client.until(lambda: client.h2.remote_settings.max_concurrent_streams == 2)
    assert (await client.ask("hello")).status == 200


async def test_drop_now(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.DROP))
    await client.until_closed()
    await cloud.wait_for(lambda: cloud.connections_open == 0)
    assert cloud.downchannels_open == 0


async def test_drop_on_an_event(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.DROP, on=Place.EVENT))
    response = post(client)
    await client.until_closed()
    assert response.headers == {}


async def test_faults_at_the_same_place_come_together(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=500))
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=503))
    cloud.inject(Fault(FaultKind.SLOW))
    first = await client.ask("hello")
    second = await client.ask("hello")
    assert (first.status, second.status) == (500, 503)
    assert {len(chunk) for chunk in first.chunks} == {1}
    assert len(second.chunks) == 1


async def test_for_ever_until_lifted(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.EVENT_STATUS, times=None))
    for _ in range(3):
        assert (await client.ask("hello")).status == 500
    assert cloud.lift_faults() == 1
    assert (await client.ask("hello")).status == 200


# Orders.


@pytest.mark.parametrize(
    "wrong",
    [
        {"times": 0},
        {"status": 99},
        {"status": 600},
        {"seconds": -1.0},
        {"at": -1},
        {"on": Place.CONNECT},
        {"max_concurrent_streams": -1},
        {"max_concurrent_streams": 2**32},
        {"code": -1},
        {"code": 2**32},
        {"last_stream": -1},
        {"last_stream": 2**31},
    ],
)
def test_senseless_orders(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"`|happens"):
        Fault(FaultKind.EVENT_STATUS, **wrong)


def test_more_senseless_orders() -> None:
    with pytest.raises(ValueError, match="needs `seconds`"):
        Fault(FaultKind.LATENCY)
    with pytest.raises(ValueError, match=r"before, after, now"):
        Fault(FaultKind.GOAWAY, when="never")


def test_every_kind_has_a_place() -> None:
    assert set(PLACES) == set(FaultKind)


def test_taking_leaves_the_others() -> None:
    book = FaultBook()
    twice = Fault(FaultKind.EVENT_STATUS, times=2)
    silence = Fault(FaultKind.SILENCE, on=Place.PING)
    book.add(twice)
    book.add(silence)
    assert book.take(Place.CONNECT) == {}
    assert book.take(Place.EVENT, (FaultKind.SLOW,)) == {}
    assert book.take(Place.EVENT) == {FaultKind.EVENT_STATUS: twice}
    assert list(book.pending) == [replace(twice, times=1), silence]
    assert book.take(Place.EVENT) == {FaultKind.EVENT_STATUS: replace(twice, times=1)}
    assert list(book.pending) == [silence]
    assert book.clear() == 1
    assert not book
