"""GET /v1/directives."""

import asyncio

import pytest

from emulator import Emulator, Fault, FaultKind, Place, ResponseStyle

from .client import Client, Response, client_of
from .conftest import ClientFactory, EmulatorFactory


@pytest.mark.cic("CIC-T-011", "CIC-CL-012", "CIC-T-010")
async def test_hello_is_the_first_message(client: Client) -> None:
    response = await client.open_channel()
    assert response.status == 200
    (hello,) = await response.pushed(1)
    assert hello["directive"]["payload"] == {}
    header = hello["directive"]["header"]
    assert (header["namespace"], header["name"]) == ("Clova", "Hello")
    assert "dialogRequestId" not in header
    assert not response.complete


async def test_hello_is_followed_by_an_open_delimiter(channel: Response) -> None:
    boundary = channel.headers["content-type"].rstrip(";").partition("boundary=")[2]
    assert channel.headers["content-type"] == f"multipart/related; boundary={boundary};"
    assert channel.body.startswith(f"--{boundary}\r\n".encode())
    assert channel.body.endswith(f"\r\n--{boundary}\r\n".encode())


async def test_parts_can_be_pushed_at_any_time(cloud: Emulator, channel: Response) -> None:
    assert cloud.push("Clova", "HandleDelegatedEvent", {"delegationId": "d-1"}) == 1
    _, first = await channel.pushed(2)
    assert first["directive"]["payload"] == {"delegationId": "d-1"}
    assert "dialogRequestId" not in first["directive"]["header"]
    cloud.push({"directive": {"header": {"namespace": "Clova", "name": "Help"}}}, dialogue_id="d")
    *_, second = await channel.pushed(3)
    assert second["directive"]["payload"] == {}
    assert second["directive"]["header"]["dialogRequestId"] == "d"
    assert second["directive"]["header"]["messageId"]


async def test_raw_bytes_are_pushed_as_they_are(cloud: Emulator, channel: Response) -> None:
    cloud.push_raw(b"\x00 anything \r\n--")
    await channel.until(lambda it: it.body.endswith(b"\x00 anything \r\n--"))


async def test_nobody_to_push_to(cloud: Emulator) -> None:
    assert cloud.push("Clova", "Help") == 0
    assert cloud.push_raw(b"x") == 0


@pytest.mark.cic("CIC-T-015")
async def test_a_second_request_closes_the_first(
    cloud: Emulator, connect: ClientFactory, channel: Response
) -> None:
    other = await connect()
    second = await other.open_channel()
    await channel.finished()
    assert channel.complete
    before = channel.body
    assert cloud.push("Clova", "Help") == 1
    await second.pushed(2)
    assert channel.body == before
    assert [text.split(":")[0] for text in cloud.violations] == ["CIC-T-014"]


async def test_a_second_request_on_the_same_connection(client: Client, channel: Response) -> None:
    second = await client.open_channel()
    await channel.finished()
    assert not second.complete
    assert (await client.ask("hello")).status == 200


async def test_each_token_is_a_client_of_its_own(cloud: Emulator, channel: Response) -> None:
    cloud.tokens.add("tok-B")
    async with client_of(cloud, token="tok-B") as other:
        await other.open_channel()
        assert cloud.downchannels_open == 2
        assert cloud.push("Clova", "Help") == 2
    await cloud.wait_for(lambda: cloud.downchannels_open == 1)
    assert not channel.complete
    assert cloud.violations == []


@pytest.mark.cic("CIC-T-017")
async def test_two_requests_at_once(make_emulator: EmulatorFactory, connect: ClientFactory) -> None:
    cloud = await make_emulator(quick_succession=0.2)
    client = await connect(cloud)
    first = client.ask_for_channel(flush=False)
    second = client.ask_for_channel(flush=False)
    client.flush()
    await second.finished()
    assert second.status == 429
    assert second.messages[0]["directive"]["payload"]["code"] == 429
    await first.pushed(1)
    assert not first.complete
    assert [text.split(":")[0] for text in cloud.violations] == ["CIC-T-016"]


@pytest.mark.cic("CIC-T-017")
async def test_a_request_while_another_is_being_opened(
    cloud: Emulator, client: Client, connect: ClientFactory
) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.DOWNCHANNEL, seconds=60))
    client.ask_for_channel()
    await cloud.wait_for(lambda: cloud.requests)
    other = await connect()
    assert (await other.ask_for_channel().finished()).status == 429
    await client.close()
    await cloud.wait_for(lambda: cloud.connections_open == 1)
    await other.open_channel()


async def test_requests_in_quick_succession(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(channel_burst=3)
    client = await connect(cloud)
    for _ in range(3):
        await client.open_channel()
    assert (await client.ask_for_channel().finished()).status == 429


async def test_an_evicted_client_may_ask_again_at_once(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    """It is told to (transport.md §10); only racing requests are refused."""
    cloud = await make_emulator(quick_succession=0.5, channel_burst=10_000)
    first, second = await connect(cloud), await connect(cloud)
    channel = await first.open_channel()
    while (await second.ask_for_channel().until(lambda it: it.headers)).status != 200:
        assert not channel.complete
    await channel.finished()
    assert (await first.open_channel()).status == 200


async def test_the_client_may_end_its_channel(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    client.h2.reset_stream(channel.stream_id, 8)
    client.flush()
    await cloud.wait_for(lambda: cloud.downchannels_open == 0)
    assert cloud.requests[0].reset == 8
    assert (await client.ask("hello")).status == 412


@pytest.mark.parametrize("subtype", ["related", "form-data"])
async def test_styles(make_emulator: EmulatorFactory, connect: ClientFactory, subtype: str) -> None:
    style = ResponseStyle(subtype=subtype, trailing_semicolon=False, content_id="Content-Id")
    cloud = await make_emulator(style=style)
    client = await connect(cloud)
    channel = await client.open_channel()
    assert channel.headers["content-type"].startswith(f"multipart/{subtype}; boundary=")
    assert not channel.headers["content-type"].endswith(";")
    answer = await client.ask("hello")
    assert b"\r\nContent-Id: " in answer.body


async def test_attachments_can_come_first(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(style=ResponseStyle(attachments_first=True))
    client = await connect(cloud)
    await client.open_channel()
    first, *_ = (await client.ask("hello")).parts
    assert first.headers["content-type"] == "application/octet-stream"


async def test_channels_stay_open_without_traffic(cloud: Emulator, channel: Response) -> None:
    loop = asyncio.get_running_loop()
    timers = [handle for handle in loop._scheduled if not handle.cancelled()]  # type: ignore[attr-defined]  # of BaseEventLoop
    assert not [handle for handle in timers if "emulator" in repr(handle)]
    assert cloud.downchannels_open == 1
