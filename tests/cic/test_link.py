"""The link against the emulator: how a device comes up, stays up, and comes back."""

import asyncio
from dataclasses import replace
from functools import partial
import gc
import ssl
from unittest.mock import patch

import pytest

from custom_components.clova_cic.cic import (
    CicError,
    ConnectFailedError,
    ConnectionLostError,
    DownchannelEndedError,
    GoAwayError,
    HelloTimeoutError,
    NoDownchannelError,
    NotReadyError,
    PingTimeoutError,
    RequestRejectedError,
    Stage,
    StaticToken,
    TokenProvider,
    TokenRefusedError,
    TooManyDownchannelsError,
    UnauthorizedError,
    probe,
)
from custom_components.clova_cic.cic.keepalive import Keepalive, Verdict
from custom_components.clova_cic.cic.retry import Backoff
from emulator import Emulator, Fault, FaultKind, Place

from .conftest import TIMING, Device, DeviceFactory
from .words import words


def channels(emulator: Emulator) -> int:
    """How many downchannels have been asked for."""
    return sum(request.path == "/v1/directives" for request in emulator.requests)


@pytest.mark.cic("CIC-T-009", "CIC-T-012", "CIC-CL-011")
async def test_the_downchannel_comes_first_and_hello_makes_it_ready(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.NO_HELLO))
    device = make_device()
    async with device.running(ready=False):
        await emulator.wait_for(lambda: emulator.downchannels_open, 5)
        asking = asyncio.create_task(device.client.ask("hello", conversation="kitchen"))
        await asyncio.sleep(0)
        assert not device.client.ready
        emulator.push("Clova", "RenderText", {"text": "no Hello yet"})
        await device.host.until(lambda: device.host.received)
        # The question waits: it is not on the wire, though the channel has been open for a while.
        assert not device.client.ready
        assert [request.path for request in emulator.requests] == ["/v1/directives"]
        emulator.push("Clova", "Hello", {})
        await device.host.until(lambda: device.host.log)
        assert device.client.ready
        assert words(await asking)
    assert [request.path for request in emulator.requests] == ["/v1/directives", "/v1/events"]
    assert [item.qualified_name for item in device.host.received[:1]] == ["Clova.RenderText"]
    # For the emulator only the Hello that it sends itself counts.
    assert [text.partition(":")[0] for text in emulator.violations] == ["CIC-CL-011"]
    emulator.violations.clear()


@pytest.mark.cic("CIC-T-010", "CIC-T-013", "CIC-CL-010")
async def test_the_request_for_a_downchannel(device: Device, emulator: Emulator) -> None:
    (request,) = emulator.requests
    assert (request.method, request.path, request.body) == ("GET", "/v1/directives", b"")
    assert request.header("content-type") is None
    assert device.host.log == ["connected"]


@pytest.mark.cic("CIC-T-019", "CIC-T-082", "CIC-CL-001")
async def test_a_push_is_handled_as_it_arrives(device: Device, emulator: Emulator) -> None:
    for number in range(3):
        emulator.push("Clova", "RenderText", {"text": str(number)})
        await device.host.until(lambda: str(number) in texts(device))  # noqa: B023 (awaited here)
    assert texts(device) == ["0", "1", "2"]


def texts(device: Device) -> list[str]:
    """The words of what was handled."""
    return [item.payload["text"] for item in device.host.handled]


@pytest.mark.cic("CIC-T-020")
async def test_a_closing_delimiter_does_not_close_the_channel(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.HELLO_CLOSED))
    async with make_device().running() as device:
        emulator.push("Clova", "RenderText", {"text": "still here"})
        emulator.push("Clova", "Hello", {})
        emulator.push("Clova", "RenderText", {"text": "and here"})
        await device.host.until(lambda: len(device.host.handled) == 2)
        assert device.host.log == ["connected"]
    assert channels(emulator) == 1


async def test_parts_that_cannot_be_read_are_counted_and_told_once(
    device: Device, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    nameless = {"directive": {"header": {"namespace": "", "name": "Nameless"}, "payload": {}}}
    for _ in range(2):
        emulator.push(nameless)
    emulator.push_raw(b"\r\n--x\r\n")
    emulator.push(nameless)  # the raw bytes stand where its headers begin
    emulator.push("Clova", "RenderText", {"text": "fine"})
    await device.host.until(lambda: device.host.handled)
    assert device.host.dropped == ["malformed"] * 3
    assert caplog.text.count("a JSON part names no message") == 1
    assert device.host.log == ["connected"]


@pytest.mark.cic("CIC-T-018", "CIC-T-014")
async def test_a_downchannel_that_ends_is_opened_again_on_its_connection(
    device: Device, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
    await device.host.until(lambda: device.host.log == ["connected", "disconnected", "connected"])
    assert isinstance(device.host.errors[0], DownchannelEndedError)
    assert (emulator.connections_made, channels(emulator), emulator.downchannels_open) == (1, 2, 1)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(FaultKind.DROP), ConnectionLostError),
        (Fault(FaultKind.GOAWAY, when="now"), GoAwayError),
        (Fault(FaultKind.RESET, on=Place.NOW), CicError),
    ],
    ids=["dropped", "going away", "channel reset"],
)
@pytest.mark.cic("CIC-T-018", "CIC-T-030")
async def test_a_lost_connection_is_replaced_at_once(
    fault: Fault, error: type[CicError], device: Device, emulator: Emulator
) -> None:
    emulator.inject(fault)
    await device.host.until(lambda: device.host.log == ["connected", "disconnected", "connected"])
    assert isinstance(device.host.errors[0], error)
    assert emulator.downchannels_open == 1
    assert words(await device.client.ask("hello", conversation="kitchen"))
    channel, event = emulator.requests[-2:]
    assert (channel.path, event.path) == ("/v1/directives", "/v1/events")
    assert channel.connection == event.connection


@pytest.mark.cic("CIC-T-021")
async def test_pings_go_out_and_are_timed(make_device: DeviceFactory, emulator: Emulator) -> None:
    async with make_device(timing=replace(TIMING, ping_interval=0.01)).running() as device:
        await emulator.wait_for(lambda: emulator.pings >= 3, 5)
        assert device.client.stats.round_trip is not None
        assert 0 < device.client.stats.round_trip < 5
        assert device.host.log == ["connected"]


@pytest.mark.cic("CIC-T-022")
async def test_a_missing_ack_means_a_new_connection(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    timing = replace(TIMING, ping_interval=0.02, ping_ack=0.02)
    async with make_device(timing=timing).running() as device:
        emulator.inject(Fault(FaultKind.NO_PING_ACK, times=1))
        await device.host.until(lambda: device.host.log.count("connected") == 2)
        assert isinstance(device.host.errors[0], PingTimeoutError)
        assert emulator.connections_made == 2


async def test_a_channel_that_stays_silent_is_given_up(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.NO_HELLO))
    async with make_device(timing=replace(TIMING, hello=0.05)).running() as device:
        assert isinstance(device.host.errors[0], HelloTimeoutError)
        assert device.host.log == ["disconnected", "connected"]


@pytest.mark.parametrize(
    ("fault", "stage"),
    [
        (Fault(FaultKind.HTTP11), Stage.ALPN),
        (Fault(FaultKind.CLOSE_AT_ONCE), Stage.DOWNCHANNEL),
        (Fault(FaultKind.DOWNCHANNEL_STATUS, status=500), Stage.DOWNCHANNEL),
        (Fault(FaultKind.RESET, on=Place.DOWNCHANNEL), Stage.DOWNCHANNEL),
        (Fault(FaultKind.DROP, on=Place.DOWNCHANNEL), Stage.DOWNCHANNEL),
    ],
    ids=["http/1.1", "closed at once", "status 500", "reset", "dropped"],
)
async def test_a_failed_attempt_is_told_once_and_repeated(
    fault: Fault, stage: Stage | None, make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.inject(replace(fault, times=2))
    with patch.object(Backoff, "delay", return_value=0.0):
        async with make_device().running() as device:
            assert device.host.log == ["disconnected", "connected"]
            assert device.host.errors[0].stage is stage
            assert device.client.stats.dials == 3


@pytest.mark.cic("CIC-T-016", "CIC-T-017")
async def test_a_429_calls_for_patience(make_device: DeviceFactory, emulator: Emulator) -> None:
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=429))
    device = make_device()
    with (
        patch.object(Backoff, "longest", return_value=0.0) as longest,
        patch.object(Backoff, "delay", return_value=0.0) as delay,
    ):
        async with device.running():
            assert isinstance(device.host.errors[0], TooManyDownchannelsError)
    assert (longest.call_count, delay.call_count) == (1, 0)


async def test_retries_grow_apart_and_a_stable_connection_forgets_them(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    delays: list[str] = []
    with (
        patch.object(Backoff, "delay", lambda _: _note(delays, "delay")),
        patch.object(Backoff, "reset", lambda _: _note(delays, "reset")),
    ):
        async with make_device(timing=replace(TIMING, stable=0.0)).running() as device:
            emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
            await device.host.until(lambda: device.host.log.count("connected") == 2)
        assert delays == ["reset", "delay"]
        delays.clear()
        async with make_device(timing=replace(TIMING, stable=60)).running() as device:
            emulator.inject(Fault(FaultKind.DROP))
            await device.host.until(lambda: device.host.log.count("connected") == 2)
        assert delays == ["delay"]


def _note(log: list[str], what: str) -> float:
    """Write down; no delay."""
    log.append(what)
    return 0.0


async def test_a_delay_is_waited_for(make_device: DeviceFactory, emulator: Emulator) -> None:
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=500))
    with patch.object(Backoff, "delay", return_value=0.05):
        async with make_device().running() as device:
            assert device.host.log == ["disconnected", "connected"]
    first, second = (request for request in emulator.requests)
    assert second.began_at - first.began_at >= 0.05


class Renewing:
    """Tokens that replace each other."""

    def __init__(self, *tokens: str, error: CicError | None = None) -> None:
        self.tokens = list(tokens)
        self.rejected: list[str] = []
        self.error = error

    async def token(self) -> str:
        return self.tokens[0]

    async def renew(self, rejected: str) -> str:
        self.rejected.append(rejected)
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        self.tokens.pop(0)
        return self.tokens[0]

    async def keep_fresh(self) -> None:
        """They have no known end."""


@pytest.mark.cic("CIC-T-027")
async def test_a_401_on_the_channel_is_answered_with_another_token(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    tokens = Renewing("expired", emulator.token)
    async with make_device(token=tokens).running() as device:
        assert device.host.log == ["disconnected", "connected"]
        assert isinstance(device.host.errors[0], UnauthorizedError)
    assert tokens.rejected == ["expired"]


async def test_an_auth_server_that_is_down_is_no_refusal(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    tokens = Renewing("expired", emulator.token, error=CicError("the auth server is down"))
    async with make_device(token=tokens).running() as device:
        assert device.host.log == ["disconnected", "connected"]
    assert tokens.rejected == ["expired", "expired"]


@pytest.mark.parametrize(
    "tokens",
    [Renewing("bad", "bad-too", "never-used"), StaticToken("bad")],
    ids=["a renewal that does not help", "no renewal"],
)
@pytest.mark.cic("CIC-T-028")
async def test_a_token_that_cannot_be_made_valid_ends_the_link(
    tokens: TokenProvider, make_device: DeviceFactory
) -> None:
    device = make_device(token=tokens)
    async with asyncio.timeout(5):
        await device.client.run()
    assert device.host.log == ["disconnected", "sign in"]
    assert isinstance(device.host.errors[-1], TokenRefusedError)
    # Nobody waits for what will not come.
    with pytest.raises(NotReadyError) as caught:
        await device.client.wait_ready(3600)
    assert isinstance(caught.value.__cause__, TokenRefusedError)


async def test_who_waits_hears_at_once_that_the_token_is_refused(
    make_device: DeviceFactory,
) -> None:
    device = make_device(token=StaticToken("bad"))
    waiting = asyncio.create_task(device.client.wait_ready(3600))
    async with asyncio.timeout(5):
        await device.client.run()
        with pytest.raises(NotReadyError):
            await waiting


async def test_an_attempt_that_takes_long_says_where_it_is(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.NO_HELLO))
    device = make_device()
    with pytest.raises(NotReadyError) as caught:
        await device.client.wait_ready(0)
    assert caught.value.stage is Stage.TCP
    async with device.running(ready=False):
        await emulator.wait_for(lambda: emulator.downchannels_open, 5)
        with pytest.raises(NotReadyError) as caught:
            await device.client.wait_ready(0.01)
        assert caught.value.stage is Stage.HELLO


async def test_a_token_that_was_renewed_in_the_meantime_is_not_renewed_again(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    tokens = Renewing(emulator.token, emulator.token + "-other")
    async with make_device(token=tokens).running() as device:
        await device.client._link.renew_token("an older one")
        assert tokens.rejected == []


async def test_a_renewed_token_that_worked_may_be_renewed_again(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.tokens.add("second")
    tokens = Renewing(emulator.token, "second", emulator.token)
    async with make_device(token=tokens).running() as device:
        for _ in range(2):
            emulator.inject(Fault(FaultKind.EVENT_STATUS, status=401))
            await device.client.ask("hello", conversation="kitchen")
    assert tokens.rejected == [emulator.token, "second"]


@pytest.mark.parametrize("moment", ["dialling", "opening", "ready", "asking"])
async def test_stopping_at_any_moment_leaves_nothing(
    moment: str, make_device: DeviceFactory, emulator: Emulator
) -> None:
    if moment in ("opening", "asking"):
        emulator.inject(
            Fault(FaultKind.NO_HELLO) if moment == "opening" else Fault(FaultKind.SILENCE)
        )
    async with make_device().running(ready=moment in ("ready", "asking")) as device:
        asking = None
        if moment == "opening":
            await emulator.wait_for(lambda: emulator.requests, 5)
        if moment == "asking":
            asking = asyncio.create_task(device.client.ask("hello", conversation="kitchen"))
            await emulator.wait_for(lambda: len(emulator.requests) == 2, 5)
    if asking is not None:
        with pytest.raises(CicError):
            await asking
    assert not device.client.ready
    await emulator.wait_for(lambda: emulator.downchannels_open == 0, 5)
    # A stop that was asked for is no loss to be told.
    assert "disconnected" not in device.host.log
    gc.collect()


@pytest.mark.cic("CIC-T-014")
async def test_the_old_channel_is_given_up_before_a_new_one_is_asked_for(
    device: Device, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.SILENCE))
    asking = asyncio.create_task(device.client.ask("hello", conversation="kitchen"))
    await emulator.wait_for(lambda: len(emulator.requests) == 2, 5)
    emulator.inject(Fault(FaultKind.GOAWAY, when="now", last_stream=2**31 - 1))
    await emulator.wait_for(lambda: channels(emulator) == 2, 5)
    assert emulator.requests[0].reset is not None
    asking.cancel()


async def test_streams_end_on_the_old_connection_after_goaway(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    async with make_device(timing=replace(TIMING, drain=0.05)).running() as device:
        emulator.inject(Fault(FaultKind.SILENCE))
        asking = asyncio.create_task(device.client.ask("hello", conversation="kitchen"))
        await emulator.wait_for(lambda: len(emulator.requests) == 2, 5)
        emulator.inject(Fault(FaultKind.GOAWAY, when="now", last_stream=2**31 - 1))
        await device.host.until(lambda: device.host.log.count("connected") == 2)
        assert emulator.connections_made == 2
        # It had its time; a stream that does not end is given up with the connection.
        with pytest.raises(ConnectionLostError):
            await asking


def _connected_times(device: Device, times: int) -> bool:
    """Whether the device has come up this often."""
    return device.host.log.count("connected") == times


async def test_stopping_closes_connections_that_drain(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    async with make_device().running() as device:
        for expected in (2, 3):
            emulator.inject(Fault(FaultKind.SILENCE))
            asking = asyncio.create_task(
                device.client.ask("hello", conversation=f"room {expected}")
            )
            await emulator.wait_for(lambda: emulator.requests[-1].path == "/v1/events", 5)
            emulator.inject(Fault(FaultKind.GOAWAY, when="now", last_stream=2**31 - 1))
            await device.host.until(partial(_connected_times, device, expected))
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)


async def test_probing_a_server_that_works(device: Device, emulator: Emulator) -> None:
    other = "another-token"
    emulator.tokens.add(other)
    link = device.client._link
    await probe(link._config, token=StaticToken(other), tls=link._tls)
    await emulator.wait_for(lambda: emulator.downchannels_open == 1, 5)
    assert device.host.log == ["connected"]


@pytest.mark.parametrize(
    ("fault", "error", "stage"),
    [
        (Fault(FaultKind.HTTP11), ConnectFailedError, Stage.ALPN),
        (Fault(FaultKind.CLOSE_AT_ONCE), ConnectionLostError, Stage.DOWNCHANNEL),
        (
            Fault(FaultKind.DOWNCHANNEL_STATUS, status=500),
            RequestRejectedError,
            Stage.DOWNCHANNEL,
        ),
        (Fault(FaultKind.DOWNCHANNEL_STATUS, status=401), UnauthorizedError, Stage.TOKEN),
        (Fault(FaultKind.NO_HELLO), HelloTimeoutError, Stage.HELLO),
        (Fault(FaultKind.DROP, on=Place.DOWNCHANNEL), ConnectionLostError, Stage.DOWNCHANNEL),
    ],
    ids=["http/1.1", "closed at once", "status 500", "status 401", "no Hello", "dropped"],
)
async def test_probing_a_server_that_does_not(
    fault: Fault,
    error: type[CicError],
    stage: Stage,
    make_device: DeviceFactory,
    emulator: Emulator,
) -> None:
    emulator.inject(fault)
    link = make_device(timing=replace(TIMING, hello=0.1)).client._link
    with pytest.raises(error) as caught:
        await probe(link._config, token=link._token, tls=link._tls, timing=link._timing)
    assert caught.value.stage is stage


async def test_a_late_412_does_not_close_the_channel_that_was_opened_since(
    device: Device, emulator: Emulator
) -> None:
    link = device.client._link
    missed = link.downchannel
    error = NoDownchannelError(412, stage=Stage.EVENT)
    link.reopen(error, None)
    assert link.ready
    link.reopen(error, missed)
    assert not link.ready
    await device.host.until(lambda: device.host.log.count("connected") == 2)
    link.reopen(error, missed)
    assert link.ready
    assert channels(emulator) == 2


@pytest.mark.parametrize(
    "fault",
    [Fault(FaultKind.RESET, on=Place.NOW), None],
    ids=["reset", "a part that is too long"],
)
@pytest.mark.cic("CIC-T-018")
async def test_a_channel_that_breaks_costs_no_more_than_itself(
    fault: Fault | None, device: Device, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.LATENCY, seconds=0.1))
    asking = asyncio.create_task(device.client.ask("hello", conversation="kitchen"))
    await emulator.wait_for(lambda: len(emulator.requests) == 2, 5)
    if fault is not None:
        emulator.inject(fault)
    else:
        emulator.push_raw(b"x: y\r\n" * 3000)
    await device.host.until(lambda: device.host.log.count("connected") == 2)
    assert words(await asking)
    assert (emulator.connections_made, emulator.downchannels_open) == (1, 1)


async def test_a_connection_that_is_lost_is_not_handed_out_any_more(
    device: Device, emulator: Emulator
) -> None:
    link = device.client._link
    lost = await link.connection(5)
    lost.fail(ConnectionLostError("just now"))
    assert await link.connection(5) is not lost
    assert emulator.connections_made == 2


async def test_two_refusals_of_one_token_are_one_renewal(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    class Slow(Renewing):
        async def renew(self, rejected: str) -> str:
            await asyncio.sleep(0)
            return await super().renew(rejected)

    emulator.tokens.add("second")
    tokens = Slow(emulator.token, "second", "third")
    async with make_device(token=tokens).running() as device:
        link = device.client._link
        await asyncio.gather(*(link.renew_token(emulator.token) for _ in range(2)))
    assert tokens.rejected == [emulator.token]


async def test_a_token_that_cannot_be_had_for_a_moment(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    class Flaky(StaticToken):
        failed = False

        async def token(self) -> str:
            if not self.failed:
                self.failed = True
                raise CicError("the token file is locked")
            return await super().token()

    async with make_device(token=Flaky(emulator.token)).running() as device:
        assert device.host.log == ["disconnected", "connected"]


async def test_a_tick_that_comes_late_waits_once_more(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    timing = replace(TIMING, ping_interval=0.01)
    verdicts = [Verdict.PING, Verdict.WAIT, Verdict.DEAD]
    with patch.object(Keepalive, "tick", lambda _self, now: verdicts.pop(0)):
        device = make_device(timing=timing)
        async with device.running():
            await device.host.until(lambda: device.host.errors)
            assert isinstance(device.host.errors[0], PingTimeoutError)
            verdicts.extend([Verdict.WAIT] * 1000)


async def test_a_fault_of_the_host_is_told_and_does_not_end_the_link(
    make_device: DeviceFactory, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(StaticToken):
        failed = False

        async def token(self) -> str:
            if not self.failed:
                self.failed = True
                raise ZeroDivisionError("a bug")
            return await super().token()

    async with make_device(token=Broken(emulator.token)).running() as device:
        assert device.host.log == ["disconnected", "connected"]
    assert isinstance(device.host.errors[0].__cause__, ZeroDivisionError)
    assert "not foreseen" in caplog.text


async def test_a_fault_of_the_renewal_does_not_end_the_link_either(
    make_device: DeviceFactory, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Renewing):
        async def renew(self, rejected: str) -> str:
            if not self.rejected:
                self.rejected.append(rejected)
                raise ZeroDivisionError("a bug")
            return await super().renew(rejected)

    tokens = Broken("expired", emulator.token)
    async with make_device(token=tokens).running() as device:
        assert device.host.log == ["disconnected", "connected"]
    assert "not foreseen" in caplog.text


async def test_certificates_that_cannot_be_loaded_fail_at_the_stage_of_tls(
    make_device: DeviceFactory, tls: ssl.SSLContext
) -> None:
    device = make_device()
    attempts: list[str] = []

    async def load() -> ssl.SSLContext:
        attempts.append("load")
        if len(attempts) == 1:
            raise FileNotFoundError("ca.pem")
        return tls

    with patch.object(device.client._link, "_tls", load):
        async with device.running():
            assert device.host.errors[0].stage is Stage.TLS
