"""Clients that use the connection wrongly: channels, requests, bodies, headers."""

from collections.abc import Awaitable, Callable

import pytest

from emulator import Emulator, Fault, FaultKind, Place

from .broken import rule_of, rules
from .client import (
    AUDIO_HEADERS,
    METADATA_HEADERS,
    Client,
    event_body,
    multipart,
    new_id,
    text_event,
)
from .conftest import ClientFactory, EmulatorFactory

Broken = Callable[[Emulator, Client, ClientFactory], Awaitable[None]]


async def event_before_the_channel(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.ask("hello")


async def event_before_hello(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    cloud.inject(Fault(FaultKind.NO_HELLO))
    await client.ask_for_channel().until(lambda it: it.headers)
    await client.ask("hello")


async def second_channel(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.open_channel()
    await client.open_channel()


async def channel_of_another_connection(
    cloud: Emulator, client: Client, connect: ClientFactory
) -> None:
    await client.open_channel()
    await (await connect()).ask("hello")


async def channels_at_once(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.DOWNCHANNEL, seconds=0.2))
    first = client.ask_for_channel()
    await client.ask_for_channel().finished()
    await first.until(lambda it: b"Hello" in it.body)


async def two_requests_at_once(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.open_channel()
    cloud.inject(Fault(FaultKind.SILENCE))
    client.post(event_body(text_event("hello")))
    await client.ask("hello")


async def no_token(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.get("/ping", client.headers(authorization=None))


async def no_user_agent(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.get("/ping", client.headers(user_agent=None))


async def user_agent_without_a_version(
    cloud: Emulator, client: Client, connect: ClientFactory
) -> None:
    await client.get("/v1/directives", client.headers(user_agent="Acme/DeskBot (Linux;x86)"))


async def tags_with_spaces(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.get("/ping", client.headers(x_clova_device_tags="one, two"))


async def posted(client: Client, body: bytes, content_type: str | None = None) -> None:
    await client.open_channel()
    kind = content_type or "multipart/form-data; boundary=q7"
    await client.post(body, client.event_headers(content_type=kind)).finished()


async def no_multipart(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await posted(client, b"{}", "application/json")


async def another_boundary(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await posted(client, event_body(text_event("hello")), "multipart/form-data; boundary=q8")


async def no_closing_delimiter(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await posted(client, event_body(text_event("hello")).removesuffix(b"--\r\n") + b"\r\n")


async def bytes_after_the_end(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await posted(client, event_body(text_event("hello")) + b"and more")


async def boundary_in_the_text(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await posted(client, event_body(text_event("--q7")))


async def metadata_without_charset(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    body = event_body(text_event("hello")).replace(b"; charset=UTF-8", b"")
    await posted(client, body)


async def audio_as_another_type(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    message = text_event("x")
    message["event"]["header"]["namespace"] = "SpeechRecognizer"
    message["event"]["payload"] = {"lang": "en"}
    body = event_body(message, bytes(6400))
    await posted(client, body.replace(AUDIO_HEADERS[1].encode(), b"Content-Type: audio/l16"))


async def text_with_audio(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await posted(client, event_body(text_event("hello"), bytes(6400)))


async def nothing_but_a_part(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await posted(client, multipart((METADATA_HEADERS, b"hello")))


async def message_id_again(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.open_channel()
    first, second = text_event("hello"), text_event("hello")
    second["event"]["header"]["messageId"] = first["event"]["header"]["messageId"]
    await client.send(first)
    await client.send(second)


async def dialogue_again(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.open_channel()
    dialogue_id = new_id()
    await client.ask("hello", dialogue_id)
    await client.ask("hello", dialogue_id)


async def no_dialogue(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.open_channel()
    message = text_event("hello")
    del message["event"]["header"]["dialogRequestId"]
    await client.send(message)


async def no_context(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.open_channel()
    await client.send(text_event("hello") | {"context": None})


async def no_event(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.open_channel()
    await client.send({"context": []})


async def same_object_twice(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    await client.open_channel()
    message = text_event("hello")
    await client.send(message | {"context": message["context"] + message["context"][:1]})


CLIENTS = [
    pytest.param(event_before_the_channel, marks=pytest.mark.cic("CIC-T-009")),
    pytest.param(event_before_hello, marks=pytest.mark.cic("CIC-CL-011")),
    pytest.param(second_channel, marks=pytest.mark.cic("CIC-T-014")),
    pytest.param(channel_of_another_connection, marks=pytest.mark.cic("CIC-T-030")),
    pytest.param(channels_at_once, marks=pytest.mark.cic("CIC-T-016")),
    pytest.param(two_requests_at_once, marks=pytest.mark.cic("CIC-T-044")),
    pytest.param(no_token, marks=pytest.mark.cic("CIC-T-003")),
    pytest.param(no_user_agent, marks=pytest.mark.cic("CIC-T-004")),
    pytest.param(user_agent_without_a_version, marks=pytest.mark.cic("CIC-T-005")),
    pytest.param(tags_with_spaces, marks=pytest.mark.cic("CIC-T-008")),
    pytest.param(no_multipart, marks=pytest.mark.cic("CIC-T-031")),
    pytest.param(another_boundary, marks=pytest.mark.cic("CIC-T-034")),
    pytest.param(no_closing_delimiter, marks=pytest.mark.cic("CIC-T-034")),
    pytest.param(bytes_after_the_end, marks=pytest.mark.cic("CIC-T-034")),
    pytest.param(boundary_in_the_text, marks=pytest.mark.cic("CIC-T-035")),
    pytest.param(metadata_without_charset, marks=pytest.mark.cic("CIC-T-032")),
    pytest.param(nothing_but_a_part, marks=pytest.mark.cic("CIC-T-032")),
    pytest.param(audio_as_another_type, marks=pytest.mark.cic("CIC-T-033")),
    pytest.param(text_with_audio, marks=pytest.mark.cic("CIC-TX-002")),
    pytest.param(message_id_again, marks=pytest.mark.cic("CIC-T-047")),
    pytest.param(dialogue_again, marks=pytest.mark.cic("CIC-T-072", "CIC-TX-003")),
    pytest.param(no_dialogue, marks=pytest.mark.cic("CIC-T-048")),
    pytest.param(no_context, marks=pytest.mark.cic("CIC-CX-003")),
    pytest.param(no_event, marks=pytest.mark.cic("CIC-T-046")),
    pytest.param(same_object_twice, marks=pytest.mark.cic("CIC-CX-004")),
]


@pytest.mark.parametrize("broken", CLIENTS)
async def test_a_client_that_breaks_a_rule(
    cloud: Emulator,
    client: Client,
    connect: ClientFactory,
    request: pytest.FixtureRequest,
    broken: Broken,
) -> None:
    await broken(cloud, client, connect)
    assert rules(cloud) == [rule_of(request)], cloud.violations


async def test_an_honest_client(cloud: Emulator, client: Client, connect: ClientFactory) -> None:
    """All of it in order, then once more on a new connection."""
    await client.open_channel()
    await client.get("/ping", client.headers(x_clova_device_tags="one,two"))
    for _ in range(2):
        assert (await client.ask("hello")).status == 200
    await client.close()
    await cloud.wait_for(lambda: cloud.downchannels_open == 0)
    again = await connect()
    await again.open_channel()
    assert (await again.ask("hello")).status == 200
    assert cloud.violations == []


async def test_a_client_of_many_words_is_quoted_shortly(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    """What is noted stays bounded, whatever arrives."""
    cloud = await make_emulator(strict=False)
    client = await connect(cloud)
    await client.open_channel()
    message = text_event("hello")
    message["event"]["payload"] |= {f"{number}" * 200: number for number in range(30)}
    await client.send(message)
    assert len(cloud.violations) == 20
    assert max(map(len, cloud.violations)) < 200
