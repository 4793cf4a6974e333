"""HTTP/2 underneath: flow control, broken rules, bounds."""

import asyncio

from hyperframe.frame import PingFrame
import pytest

from emulator import Answer, Attachment, Emulator, Fault, FaultKind
from emulator.http2 import stream as stream_module

from .client import Client, Response, client_of, event_body, text_event
from .conftest import ClientFactory


async def test_an_answer_larger_than_the_window(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    client.consume = False
    cloud.answer_next(Answer([Attachment("a", bytes(range(256)) * 1024)]))
    response = client.post(event_body(text_event("hello")))
    await response.until(lambda it: len(it.body) == 65535 - len(channel.body))
    assert not response.complete
    client.consume = True
    client.h2.increment_flow_control_window(65535)
    client.h2.increment_flow_control_window(65535, response.stream_id)
    client.flush()
    await response.finished()
    assert response.parts[0].body == bytes(range(256)) * 1024


async def test_other_streams_go_on_while_one_is_stuck(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    client.h2.update_settings({4: 100})  # SETTINGS_INITIAL_WINDOW_SIZE
    client.flush()
    cloud.answer_next(Answer([Attachment("a", bytes(1000))]))
    client.consume = False
    stuck = client.post(event_body(text_event("hello")))
    await stuck.until(lambda it: len(it.body) == 100)
    assert (await client.get("/ping")).status == 204
    client.h2.update_settings({4: 5000})
    client.flush()
    await stuck.finished()
    assert stuck.complete


async def test_a_client_that_does_not_read_is_cut_off(
    cloud: Emulator, client: Client, channel: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "MAX_QUEUED", 100_000)
    client.consume = False
    for _ in range(10):
        cloud.push_raw(bytes(20_000))
    await channel.finished()
    assert channel.reset == 11  # ENHANCE_YOUR_CALM
    assert cloud.downchannels_open == 0


async def test_a_client_that_reads_nothing_at_all_is_not_served_on(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    """Its requests stay unread instead of filling the server with answers."""
    assert client._task is not None
    client._task.cancel()
    client.h2.update_settings({4: 2**31 - 1})
    client.h2.increment_flow_control_window(2**30)
    client.flush()
    (connection,) = cloud._listener.connections
    sent = 0
    while connection.writable:
        cloud.answer_next(Answer([Attachment("a", bytes(2_000_000))]))
        client.post(event_body(text_event("hello")))
        sent += 1
        await cloud.wait_for(lambda: len(cloud.events) == sent)  # noqa: B023 - done at once
    transport = connection._transport
    assert transport is not None
    assert not transport.is_reading()
    client.closed = False
    last = client.post(event_body(text_event("hello")))
    client._task = asyncio.create_task(client._read())
    await last.finished()
    assert transport.is_reading()


async def test_a_broken_preface(cloud: Emulator, socket_enabled: None) -> None:
    context = await asyncio.to_thread(cloud.client_context)
    reader, writer = await asyncio.open_connection("127.0.0.1", cloud.port, ssl=context)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.wait_for(reader.read(), 5)
    writer.close()
    (violation,) = cloud.violations
    assert violation.startswith("HTTP/2: ")
    assert violation.endswith("(connection 1)")


async def test_a_broken_frame(cloud: Emulator, client: Client) -> None:
    client.write(bytes.fromhex("000001000000000000ff"))  # DATA on stream 0
    await client.until_closed()
    assert client.goaways[0][1] == 1  # PROTOCOL_ERROR
    assert cloud.violations[0].startswith("HTTP/2: ")


async def test_too_many_streams(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.SETTINGS, max_concurrent_streams=1))
    await client.until(lambda: client.h2.remote_settings.max_concurrent_streams == 1)
    await cloud.wait_for(lambda: True)
    client.h2.remote_settings.update({3: 100})  # ignore what the server said
    client.h2.remote_settings.acknowledge()
    client.request("GET", "/ping")
    await client.until_closed()
    assert "TooManyStreams" in cloud.violations[0]


async def test_a_client_that_takes_its_leave(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    client.h2.close_connection()
    client.flush()
    client.write(PingFrame(0, bytes(8)).serialize())
    await client.until_closed()
    assert cloud.goaways == [0]
    assert cloud.violations == []


async def test_a_client_that_gives_up_with_an_error(cloud: Emulator, client: Client) -> None:
    client.h2.close_connection(error_code=3)
    client.flush()
    await client.until_closed()
    assert cloud.goaways == [3]
    assert cloud.violations == ["HTTP/2: the client gave up with error 3 (connection 1)"]


@pytest.mark.parametrize("fault", [None, FaultKind.SLOW, FaultKind.RESET, FaultKind.EVENT_STATUS])
async def test_a_request_that_is_reset_in_the_same_breath(
    cloud: Emulator, client: Client, channel: Response, fault: FaultKind | None
) -> None:
    """h2 knows of the reset before the request is dealt with."""
    if fault is not None:
        cloud.inject(Fault(fault))
    response = client.post(event_body(text_event("hello")), flush=False)
    client.h2.reset_stream(response.stream_id, 8)
    client.flush()
    assert (await client.get("/ping")).status == 204
    assert cloud.violations == []


async def test_a_channel_that_is_reset_in_the_same_breath(cloud: Emulator, client: Client) -> None:
    response = client.ask_for_channel(flush=False)
    client.h2.reset_stream(response.stream_id, 8)
    client.flush()
    assert (await client.get("/ping")).status == 204
    assert cloud.downchannels_open == 0


async def test_goaway_in_the_same_breath(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    client.post(event_body(text_event("hello")), flush=False)
    client.h2.close_connection()
    client.flush()
    await client.until_closed()
    await cloud.wait_for(lambda: cloud.connections_open == 0)
    assert cloud.violations == []


async def test_streams_are_forgotten(cloud: Emulator, client: Client, channel: Response) -> None:
    for _ in range(5):
        await client.ask("hello")
    early = client.post(b"", client.event_headers(authorization=None), end=False)
    await early.finished()
    client.h2.end_stream(early.stream_id)
    client.flush()
    cloud.inject(Fault(FaultKind.RESET))
    await client.ask("hello")
    lost = client.post(b"x", end=False)
    client.h2.reset_stream(lost.stream_id, 8)
    client.flush()
    await client.get("/ping")
    (connection,) = cloud._listener.connections
    assert list(connection.inbox.streams) == [channel.stream_id]
    assert connection.inbox.open_bodies <= {channel.stream_id}


async def test_data_after_an_early_answer_is_recorded_and_ignored(
    cloud: Emulator, client: Client
) -> None:
    body = event_body(text_event("hello"))
    response = client.post(body, client.event_headers(authorization=None), end=False)
    await response.finished()
    client.h2.end_stream(response.stream_id)
    client.flush()
    await cloud.wait_for(lambda: cloud.requests[0].ended_at)
    assert response.status == 401
    assert cloud.requests[0].body == body


async def test_trailers_do_no_harm(cloud: Emulator, client: Client, channel: Response) -> None:
    response = client.post(event_body(text_event("hello")), end=False)
    client.h2.send_headers(response.stream_id, [("x-trailer", "1")], end_stream=True)
    client.flush()
    assert (await response.finished()).status == 200


async def test_connections_are_numbered(cloud: Emulator, connect: ClientFactory) -> None:
    for _ in range(3):
        await (await connect()).get("/ping")
    assert [request.connection for request in cloud.requests] == [1, 2, 3]
    assert cloud.connections_made == cloud.connections_open == 3


async def test_many_clients_at_once(cloud: Emulator, socket_enabled: None) -> None:
    async def one(number: int) -> int:
        token = f"tok-{number}"
        cloud.tokens.add(token)
        async with client_of(cloud, token=token) as client:
            await client.open_channel()
            return (await client.ask(f"{number} + 1")).status

    assert set(await asyncio.gather(*(one(number) for number in range(10)))) == {200}
    assert cloud.violations == []
