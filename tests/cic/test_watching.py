"""What a client that runs leaves in its statistics: connections, turns, clock, what was unreadable."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.clova_cic.cic import (
    CertificateRefusedError,
    Directive,
    Dispatcher,
    Mark,
    News,
    NoAnswerError,
    StaticToken,
    Stats,
)
from custom_components.clova_cic.cic.client import CicClient
from custom_components.clova_cic.cic.dial import dial
from custom_components.clova_cic.cic.retry import Backoff
from emulator import Emulator, EmulatorConfig, Fault, FaultKind
from emulator.config import local_now

from .conftest import TIMING, Device, DeviceFactory
from .test_dial import HangsUpOnData
from .test_voice import SPOKEN, heard, listen, microphone
from .tls import client_context, make_certificate, server_context, serving


def told(stats: Stats) -> list[dict[str, Any]]:
    """The connection history."""
    history: list[dict[str, Any]] = stats.as_dict()["connections"]
    return history


async def test_each_failure_and_the_success_are_in_the_history(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.HTTP11))
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=500))
    with patch.object(Backoff, "delay", return_value=0.0):
        async with make_device(timing=replace(TIMING, hello=0.1)).running() as device:
            emulator.inject(Fault(FaultKind.NO_HELLO))
            emulator.inject(Fault(FaultKind.DROP))
            await device.host.until(lambda: device.host.log.count("connected") == 2)
    assert [(one["stage"], one["cause"]) for one in told(device.client.stats)] == [
        ("alpn", "the server does not offer HTTP/2"),
        ("downchannel", "the server answered with status 500"),
        ("connected", "the connection broke"),
        ("hello", "the downchannel opened but stayed silent"),
        ("connected", "stopped here"),
    ]
    came_up = [one["took"] is not None for one in told(device.client.stats)]
    assert came_up == [False, False, True, False, True]
    assert told(device.client.stats)[3]["lasted"] >= 0.1
    assert device.client.stats.reconnects == 1


async def test_a_refused_token_is_the_last_entry(make_device: DeviceFactory) -> None:
    device = make_device(token=StaticToken("bad"))
    await device.client.run()
    assert [one["stage"] for one in told(device.client.stats)] == ["token", "token"]
    assert "bad" not in str(device.client.stats.as_dict())


async def test_statistics_go_on_with_the_next_client(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    first = make_device()
    async with first.running():
        assert first.client.stats.connected_since is not None
    link = first.client._link
    second = CicClient(
        link._config,
        token=StaticToken(emulator.token),
        tls=link._tls,
        host=first.host,
        stats=first.client.stats,
    )
    assert second.stats is first.client.stats
    assert second.stats.connected_since is None


async def test_a_typed_turn_leaves_its_times(device: Device, emulator: Emulator) -> None:
    emulator.inject(Fault(FaultKind.LATENCY, seconds=0.1))
    await device.client.ask("hello", conversation="kitchen")
    times = device.client.stats.last_turn
    assert times is not None
    assert not times.spoken
    waited = times.between(Mark.SENT, Mark.FIRST_DIRECTIVE)
    end = times.at_mark(Mark.END)
    assert waited is not None
    assert end is not None
    assert 0.1 <= waited <= end < 5
    assert (times.at_mark(Mark.STOP_CAPTURE), times.at_mark(Mark.LAST_AUDIO_SENT)) == (None, None)


async def test_a_spoken_turn_leaves_all_its_times_in_order(
    device: Device, emulator: Emulator
) -> None:
    turn = listen(device)
    await turn.hear(microphone(SPOKEN))
    turn.claim()
    await heard(turn)
    await turn.reply()
    times = device.client.stats.last_turn
    assert times is not None
    assert times.spoken
    order = (
        Mark.LAST_AUDIO_SENT,
        Mark.STOP_CAPTURE,
        Mark.SENT,
        Mark.FIRST_DIRECTIVE,
        Mark.FIRST_AUDIO,
        Mark.END,
    )
    reached = [times.at_mark(mark) for mark in order]
    assert None not in reached
    assert reached == sorted(reached, key=lambda seconds: seconds or 0.0)


async def test_a_turn_without_an_answer_says_why(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.SILENCE))
    async with make_device(timing=replace(TIMING, first_directive=0.05)).running() as device:
        with pytest.raises(NoAnswerError):
            await device.client.ask("my secret", conversation="kitchen")
        (found,) = device.client.stats.as_dict()["turns"]
    assert (found["failed_at"], found["cause"]) == ("event", "no answer in time")
    assert found["sent"] is not None
    assert found["first_directive"] is None
    assert "secret" not in str(device.client.stats.as_dict())


@pytest.mark.cic("CIC-T-021")
async def test_each_ping_that_is_answered_is_news(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    device = make_device(timing=replace(TIMING, ping_interval=0.01))
    stats = device.client.stats
    stats.listen(News.PING, device.host._changed.set)
    async with device.running():
        await device.host.until(lambda: len(stats.round_trips) >= 3)
    assert 0 < min(stats.round_trips) <= max(stats.round_trips) < 5


async def test_an_ack_of_another_ping_is_no_news(device: Device) -> None:
    connection = device.client._link._connection
    assert connection is not None
    assert connection.reception.pings is not None
    connection.reception.pings.acknowledged(b"whatever", 1.0)
    assert device.client.stats.round_trip is None


async def test_what_cannot_be_read_is_counted_by_its_flaw(
    device: Device, emulator: Emulator
) -> None:
    nameless = {"directive": {"header": {"namespace": "", "name": "Nameless"}, "payload": {}}}
    for _ in range(2):
        emulator.push(nameless)
    emulator.push("Clova", "RenderText", {"text": "fine"})
    await device.host.until(lambda: device.host.handled)
    assert device.client.stats.unreadable == {"a JSON part names no message": 2}


@pytest.mark.parametrize("hours", [-1, 0, 1])
async def test_the_date_of_a_response_tells_whose_clock_is_wrong(
    hours: int, emulator_state: Path, socket_enabled: None
) -> None:
    config = EmulatorConfig(
        state_dir=emulator_state, clock=lambda: local_now() + timedelta(hours=hours)
    )
    async with Emulator(config) as emulator:
        device = Device(
            emulator.base_url, emulator.client_context(), StaticToken(emulator.token), TIMING
        )
        async with device.running():
            assert device.client.stats.clock_ahead == pytest.approx(-3600 * hours, abs=30)


@pytest.mark.parametrize(
    ("shift", "untimely"),
    [(timedelta(days=30), True), (timedelta(days=-30), True), (timedelta(), False)],
    ids=["not valid yet", "no longer valid", "of somebody else"],
)
async def test_a_certificate_that_is_not_valid_now_is_told_from_others(
    shift: timedelta, *, untimely: bool, tmp_path: Path, socket_enabled: None
) -> None:
    shown = make_certificate(tmp_path, shift=shift)
    trusted = shown
    if not untimely:
        (tmp_path / "other").mkdir()
        trusted = make_certificate(tmp_path / "other")
    async with serving(HangsUpOnData, server_context(shown, "h2")) as port:
        with pytest.raises(CertificateRefusedError) as caught:
            await dial("localhost", port, client_context(trusted), limit=5)
    assert caught.value.untimely is untimely


def test_directives_that_do_not_fit_are_counted_by_name() -> None:
    dispatcher = Dispatcher(())
    for name, payload in (("RenderText", {"text": 5}), ("Dance", {}), ("RenderText", {})):
        found = dispatcher.find(
            Directive(namespace="Clova", name=name, message_id="m", payload=payload)
        )
        assert found.payload is None
    assert dispatcher.misfits == {"Clova.RenderText": 2, "unknown": 1}
