"""The emulator as an object: start, stop, waiting, bounds; and an independent client."""

import asyncio
import gc
import json
from pathlib import Path
import subprocess
import sys

import httpx
import pytest

from emulator import (
    Answer,
    Emulator,
    EmulatorConfig,
    Fault,
    FaultKind,
    RecordedRequest,
    recorder as recorder_module,
)
from emulator.clients import ChannelGate, Clients, IdMemory
from emulator.listening import ListenError, name_in_url
from emulator.recorder import Recorder

from .client import BOUNDARY, USER_AGENT, Client, Response, client_of, event_body, text_event
from .conftest import EmulatorFactory


async def test_httpx_understands_it(cloud: Emulator) -> None:
    """A second client that shares nothing with the first but h2."""
    context = await asyncio.to_thread(cloud.client_context)
    headers = {"authorization": f"Bearer {cloud.token}", "user-agent": USER_AGENT}
    async with httpx.AsyncClient(
        http2=True, verify=context, base_url=f"https://127.0.0.1:{cloud.port}", headers=headers
    ) as client:
        assert (await client.get("/ping")).status_code == 204
        async with client.stream("GET", "/v1/directives") as channel:
            received = b""
            async for piece in channel.aiter_bytes():
                received += piece
                if b'"Help"' in received:
                    cloud.inject(Fault(FaultKind.DOWNCHANNEL_END))  # and with it this loop
                    continue
                assert b'"Hello"' in received
                response = await client.post(
                    "/v1/events",
                    content=event_body(text_event("안녕")),
                    headers={"content-type": f"multipart/form-data; boundary={BOUNDARY}"},
                )
                cloud.push("Clova", "Help")
    assert response.status_code == 200
    assert response.http_version == "HTTP/2"
    assert "안녕하세요" in response.text
    assert cloud.violations == []


async def test_a_temporary_directory_is_removed(socket_enabled: None) -> None:
    async with Emulator() as emulator:
        directory = emulator.state_dir
        assert emulator.ca_file.parent == directory
        assert len(emulator.token) >= 32
        assert emulator.tokens == {emulator.token}
    assert not directory.exists()


async def test_the_token_is_kept_in_the_state_directory(
    tmp_path: Path, socket_enabled: None
) -> None:
    tokens = []
    for _ in range(2):
        async with Emulator(EmulatorConfig(state_dir=tmp_path)) as emulator:
            tokens.append((emulator.token, emulator.control_token))
            assert (tmp_path / "control_token").read_text() == emulator.control_token
    assert tokens[0][0] == tokens[1][0]
    assert tokens[0][1] != tokens[1][1]


def test_before_the_start() -> None:
    emulator = Emulator()
    with pytest.raises(RuntimeError, match="not been started"):
        _ = emulator.state_dir
    with pytest.raises(RuntimeError, match="not been started"):
        _ = emulator.ca_file


async def test_a_start_without_its_port(cloud: Emulator, tmp_path: Path) -> None:
    with pytest.raises(ListenError, match=rf"^Port {cloud.port} on 127.0.0.1 .* --port\.$"):
        await Emulator(EmulatorConfig(state_dir=tmp_path, port=cloud.port)).__aenter__()
    control_port = int(cloud.control_url.rpartition(":")[2])
    with pytest.raises(ListenError, match=rf"^Port {control_port} .* --control-port\.$"):
        await Emulator(EmulatorConfig(state_dir=tmp_path, control_port=control_port)).__aenter__()
    assert not (tmp_path / "control_token").exists()


async def test_an_address_that_is_not_there(tmp_path: Path, socket_enabled: None) -> None:
    with pytest.raises(ListenError, match=r"^Cannot listen on 192.0.2.1, port 0 \(--port\): "):
        await Emulator(EmulatorConfig(state_dir=tmp_path, host="192.0.2.1")).__aenter__()


async def test_the_end_is_announced(make_emulator: EmulatorFactory) -> None:
    before = asyncio.all_tasks()
    emulator = await make_emulator()
    async with client_of(emulator) as client, client_of(emulator) as idle:
        channel = await client.open_channel()
        await idle.get("/ping")
        emulator.inject(Fault(FaultKind.LATENCY, seconds=3600))
        client.post(event_body(text_event("hello")))
        await emulator.wait_for(lambda: emulator.events)
        await emulator.stop()
        await client.until_closed()
        await idle.until_closed()
        assert client.goaways == [(3, 0)]
        assert idle.goaways == [(1, 0)]
        assert not channel.complete
    assert emulator.connections_open == 0
    assert asyncio.all_tasks() == before


async def test_clients_that_do_not_follow_are_cut_off(make_emulator: EmulatorFactory) -> None:
    emulator = await make_emulator()
    context = await asyncio.to_thread(emulator.client_context)
    _, quiet = await asyncio.open_connection("127.0.0.1", emulator.port)  # no TLS handshake
    _, deaf = await asyncio.open_connection("127.0.0.1", emulator.port, ssl=context)
    assert isinstance(deaf.transport, asyncio.Transport)
    deaf.transport.pause_reading()
    await emulator.wait_for(lambda: emulator.connections_made)
    async with asyncio.timeout(4):
        await emulator.stop()
    assert emulator.connections_open == 0
    quiet.transport.abort()
    deaf.transport.abort()


async def test_stopping_twice(make_emulator: EmulatorFactory) -> None:
    emulator = await make_emulator()
    await emulator.stop()
    await emulator.stop()


async def test_nothing_is_left_behind(tmp_path: Path, socket_enabled: None) -> None:
    async with (
        Emulator(EmulatorConfig(state_dir=tmp_path)) as emulator,
        client_of(emulator) as client,
    ):
        await client.open_channel()
        await client.ask("hello")
    await asyncio.to_thread(gc.collect)
    loop = asyncio.get_running_loop()
    scheduled = [handle for handle in loop._scheduled if not handle.cancelled()]  # type: ignore[attr-defined]  # of BaseEventLoop
    assert scheduled == []


# Waiting.


async def test_waiting_for_something(cloud: Emulator, client: Client) -> None:
    waiting = asyncio.create_task(cloud.wait_for(lambda: cloud.requests[-1:]))
    await client.get("/ping")
    assert [each.path for each in await waiting] == ["/ping"]


async def test_waiting_in_vain(cloud: Emulator, client: Client) -> None:
    with pytest.raises(TimeoutError):
        await cloud.wait_for(lambda: cloud.events, 0.01)
    await client.get("/ping")


async def test_waiting_with_a_predicate_that_fails(cloud: Emulator, client: Client) -> None:
    def predicate() -> bool:
        return bool(cloud.requests) and 1 // 0 == 0

    waiting = asyncio.create_task(cloud.wait_for(predicate))
    await client.get("/ping")
    with pytest.raises(ZeroDivisionError):
        await waiting
    assert (await client.get("/ping")).status == 204


# Bounds.


def request(body: bytes = b"") -> RecordedRequest:
    return RecordedRequest(1, 1, "GET", "/", [], 0.0, body)


def test_only_the_latest_requests_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder_module, "MAX_REQUESTS_KEPT", 3)
    recorder = Recorder()
    for number in range(5):
        recorder.add(request(bytes(number)))
    assert [len(each.body) for each in recorder.requests] == [2, 3, 4]


def test_only_so_many_bytes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder_module, "MAX_RECORDED_BYTES", 100)
    recorder = Recorder()
    for _ in range(5):
        each = request(bytes(40))
        recorder.add(each)
        recorder.ended(each, 1.0)
    assert len(recorder.requests) == 2
    huge = request(bytes(1000))
    recorder.add(huge)
    recorder.ended(huge, 1.0)
    assert recorder.requests == [huge]
    assert recorder.forget_requests() == 1
    small = request(bytes(90))
    recorder.add(small)
    recorder.ended(small, 1.0)
    assert recorder.requests == [small]


def test_only_so_many_violations_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder_module, "MAX_VIOLATIONS_KEPT", 2)
    recorder = Recorder()
    for number in range(5):
        recorder.violation(str(number))
    assert recorder.violations == ["0", "1"]
    assert recorder.violations_dropped == 3


def test_quiet_clients_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.clients.MAX_CLIENTS", 2)
    clients = Clients(0.0, 5)
    first = clients.of("a")
    clients.of("b")
    assert clients.of("a") is first
    clients.of("c")
    assert clients.of("a") is first
    assert clients.of("b").number == 4


def test_ids_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.clients.MAX_IDS_KEPT", 2)
    ids = IdMemory()
    for value in "abc":
        ids.add(value)
    assert [value in ids for value in "abc"] == [False, True, True]


def test_the_gate_of_channel_requests() -> None:
    gate = ChannelGate(0.1, 3)
    assert gate.admits(10.0, None, reopening=False)
    assert not gate.admits(10.05, 10.0, reopening=False)
    assert gate.admits(10.05, 10.0, reopening=True)
    assert not gate.admits(10.2, 10.0, reopening=False)  # the fourth within a second
    assert gate.admits(11.2, 10.0, reopening=False)


# In general.


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1", "localhost"),
        ("0.0.0.0", "localhost"),
        ("::1", "[::1]"),
        ("cic.test", "cic.test"),
    ],
)
def test_the_name_in_the_url(host: str, name: str) -> None:
    assert name_in_url(host) == name


async def test_forgetting(cloud: Emulator, client: Client) -> None:
    await client.get("/ping")
    await client.get("/ping")
    assert cloud.forget_requests() == 2
    assert cloud.requests == []


async def test_clients_keep_their_dialogues_apart(cloud: Emulator, channel: Response) -> None:
    cloud.tokens.add("tok-B")
    message = text_event("hello")
    async with client_of(cloud, token="tok-B") as other:
        await other.open_channel()
        await channel.client.send(message)
        await other.send(message)
    assert cloud.violations == []


def test_it_needs_neither_home_assistant_nor_the_integration() -> None:
    program = (
        "import sys; sys.modules['homeassistant'] = sys.modules['custom_components'] = None;"
        " import emulator, emulator.cli; print('fine')"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout == "fine\n"


def test_an_answer_knows_its_status() -> None:
    assert Answer().code == 204
    assert Answer([{}]).code == 200
    assert Answer(raw=b"").code == 200
    assert Answer([{}], status=500).code == 500
    assert json.dumps(Answer([{"a": 1}, b"x"]).messages) == '[{"a": 1}]'
