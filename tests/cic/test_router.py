"""From arrival to handler: order, bounds, and failures that end nothing but themselves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
import contextlib
import gc
import logging
from typing import override

import pytest

from custom_components.clova_cic.cic.dialogue import Source
from custom_components.clova_cic.cic.directive_queue import MAX_QUEUED
from custom_components.clova_cic.cic.messages import Directive
from custom_components.clova_cic.cic.router import MAX_AT_ONCE, Router
from custom_components.clova_cic.cic.settings import Timing
from custom_components.clova_cic.cic.stats import Stats
from custom_components.clova_cic.cic.turn import Turn

DOWN, ANSWER, PLAIN = Source.DOWNCHANNEL, Source.DIALOGUE_RESPONSE, Source.PLAIN_RESPONSE
SECRET = "kim's secret"


def directive(name: str, dialogue_id: str | None = None) -> Directive:
    """A directive "Test.<name>"."""
    return Directive(namespace="Test", name=name, dialogue_id=dialogue_id, payload={"text": SECRET})


class Host:
    """Writes down what it is told; `act` is what it does with a directive."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.dropped: list[str] = []
        self.begun: list[str] = []
        self.done: list[str] = []
        self.answers: list[bool] = []
        self.act: Callable[[str], Awaitable[bool]] = self._nothing
        self._changed = asyncio.Event()

    def directive_received(self, directive: Directive) -> None:
        self.received.append(directive.name)

    def directive_dropped(self, reason: str) -> None:
        self.dropped.append(reason)

    async def handle(self, directive: Directive, *, answers: bool) -> bool:
        self.answers.append(answers)
        self.begun.append(directive.name)
        self._changed.set()
        handled = await self.act(directive.name)
        self.done.append(directive.name)
        self._changed.set()
        return handled

    async def has_begun(self, *names: str) -> None:
        """Wait until exactly these have been begun."""
        while self.begun != list(names):
            self._changed.clear()
            await self._changed.wait()

    async def has_done(self, *names: str) -> None:
        """Wait until exactly these have been done."""
        while self.done != list(names):
            self._changed.clear()
            await self._changed.wait()

    async def _nothing(self, name: str) -> bool:
        return True


class Gate:
    """Holds every handler up until it is opened."""

    def __init__(self) -> None:
        self._opened = asyncio.Event()

    def open(self) -> None:
        self._opened.set()

    async def __call__(self, name: str) -> bool:
        await self._opened.wait()
        return True


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def router(host: Host) -> Router:
    """A router whose last dialogue is "last"; nobody handles its queue yet."""
    found = Router(host, Stats())
    found.sent("last")
    return found


@contextlib.asynccontextmanager
async def running(router: Router) -> AsyncIterator[asyncio.Task[None]]:
    """Let a router handle what comes."""
    worker = asyncio.create_task(router.run())
    await asyncio.sleep(0)
    try:
        yield worker
    finally:
        worker.cancel()
        await asyncio.wait((worker,))


@pytest.mark.cic("CIC-T-086")
async def test_queued_directives_are_handled_one_at_a_time_in_order(
    router: Router, host: Host
) -> None:
    host.act = gate = Gate()
    async with running(router):
        for name in ("First", "Second", "Third"):
            router.arrived(directive(name, "last"), ANSWER)
        await host.has_begun("First")
        await settled()
        assert host.begun == ["First"]
        gate.open()
        await host.has_done("First", "Second", "Third")
        assert host.begun == ["First", "Second", "Third"]


@pytest.mark.cic("CIC-T-085")
async def test_the_downchannel_and_an_answer_share_one_queue(router: Router, host: Host) -> None:
    for name, source in (("First", ANSWER), ("Second", DOWN), ("Third", ANSWER)):
        router.arrived(directive(name, "last"), source)
    async with running(router):
        await host.has_done("First", "Second", "Third")


def playback(name: str, dialogue_id: str | None = None) -> Directive:
    """A directive "AudioPlayer.<name>"."""
    return Directive(namespace="AudioPlayer", name=name, dialogue_id=dialogue_id)


@pytest.mark.cic("CIC-T-088", "CIC-PB-017")
async def test_playback_goes_on_while_something_else_takes_its_time(
    router: Router, host: Host
) -> None:
    gate = Gate()

    async def speak_long(name: str) -> bool:
        return await gate(name) if name == "Speak" else True

    host.act = speak_long
    async with running(router):
        router.arrived(directive("Speak", "last"), ANSWER)
        router.arrived(directive("Shown", "last"), ANSWER)
        router.arrived(playback("Play", "last"), ANSWER)
        router.arrived(playback("ClearQueue", "last"), ANSWER)
        await host.has_done("Play", "ClearQueue")
        gate.open()
        await host.has_done("Play", "ClearQueue", "Speak", "Shown")


async def test_playback_of_an_old_dialogue_is_dropped_like_the_rest(
    router: Router, host: Host
) -> None:
    for name in ("Play", "StreamDeliver"):
        router.arrived(playback(name, "last"), ANSWER)
    router.arrived(directive("Shown", "last"), ANSWER)
    router.sent("new")
    assert host.dropped == ["stale"] * 3


async def test_who_acts_is_told_what_the_answer_is_made_of(router: Router, host: Host) -> None:
    router.turn = turn = Turn("kitchen", Timing())
    turn.begin("last")
    shown = Directive(
        namespace="Clova", name="RenderText", dialogue_id="last", payload={"text": "a"}
    )
    pushed = Directive(namespace="Clova", name="RenderText", payload={"text": "b"})
    async with running(router):
        router.arrived(shown, ANSWER)
        await host.has_done("RenderText")
        router.arrived(directive("Other", "last"), ANSWER)
        await host.has_done("RenderText", "Other")
        router.arrived(pushed, DOWN)
        await host.has_done("RenderText", "Other", "RenderText")
    assert host.answers == [True, False, False]


@pytest.mark.cic("CIC-T-082")
async def test_a_directive_without_a_dialogue_does_not_wait_for_the_queue(
    router: Router, host: Host
) -> None:
    host.act = gate = Gate()
    async with running(router):
        router.arrived(directive("Queued", "last"), ANSWER)
        await host.has_begun("Queued")
        router.arrived(directive("Pushed"), DOWN)
        router.arrived(directive("Another"), DOWN)
        await host.has_begun("Queued", "Pushed", "Another")
        assert host.done == []
        gate.open()


@pytest.mark.cic("CIC-T-060", "CIC-CL-003")
async def test_a_directive_that_nobody_handles_is_left_out_alone(
    router: Router, host: Host
) -> None:
    async def act(name: str) -> bool:
        return name != "Unknown"

    host.act = act
    async with running(router):
        for name in ("First", "Unknown", "Second"):
            router.arrived(directive(name, "last"), ANSWER)
        await host.has_done("First", "Unknown", "Second")
        await settled()
    assert router._stats.unhandled == {"unknown": 1}
    assert router._stats.directives == 3


@pytest.mark.parametrize("dialogue_id", ["last", None])
async def test_a_handler_that_fails_ends_only_its_directive(
    router: Router, host: Host, caplog: pytest.LogCaptureFixture, dialogue_id: str | None
) -> None:
    async def act(name: str) -> bool:
        if name == "Bad":
            raise ValueError("no")
        return True

    host.act = act
    async with running(router) as worker:
        router.arrived(directive("Bad", dialogue_id), ANSWER)
        router.arrived(directive("Good", "last"), ANSWER)
        await host.has_done("Good")
        await settled()
        assert not worker.done()
    assert router._stats.handler_failures == 1
    assert router._stats.unhandled == {}
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "Handling Test.Bad failed" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("dialogue_id", ["last", None])
async def test_a_handler_that_was_cancelled_from_elsewhere_ends_only_its_directive(
    router: Router, host: Host, caplog: pytest.LogCaptureFixture, dialogue_id: str | None
) -> None:
    async def act(name: str) -> bool:
        if name == "Bad":
            inner = asyncio.get_running_loop().create_future()
            inner.cancel()
            await inner
        return True

    host.act = act
    async with running(router) as worker:
        router.arrived(directive("Bad", dialogue_id), ANSWER)
        router.arrived(directive("Good", "last"), ANSWER)
        await host.has_done("Good")
        await settled()
        assert not worker.done()
    assert router._stats.handler_failures == 1
    assert "Handling Test.Bad was cancelled" in caplog.text


async def test_handlers_end_with_the_router(router: Router, host: Host) -> None:
    host.act = Gate()
    async with running(router) as worker:
        router.arrived(directive("Queued", "last"), ANSWER)
        await host.has_begun("Queued")
        router.arrived(directive("Pushed"), DOWN)
        await host.has_begun("Queued", "Pushed")
    assert worker.cancelled()
    assert host.done == []
    assert router._stats.handler_failures == 0


# Held, released, removed


@pytest.mark.cic("CIC-SR-011")
async def test_an_early_answer_is_held_until_the_request_is_sent(
    router: Router, host: Host
) -> None:
    router.dialogues.begin("next")
    async with running(router):
        router.arrived(directive("Early", "next"), ANSWER)
        router.arrived(directive("Next", "next"), DOWN)
        await settled()
        assert (host.received, host.begun) == ([], [])
        router.sent("next")
        assert host.received == ["Early", "Next"]
        await host.has_done("Early", "Next")


@pytest.mark.cic("CIC-T-075")
async def test_an_early_answer_of_an_abandoned_request_is_dropped(
    router: Router, host: Host
) -> None:
    router.dialogues.begin("next")
    router.arrived(directive("Waiting", "last"), ANSWER)
    router.arrived(directive("Early", "next"), ANSWER)
    router.abandon("next")
    assert host.dropped == ["stale"]
    async with running(router):
        await host.has_done("Waiting")
    assert host.received == ["Waiting"]


async def test_the_end_of_another_request_releases_nothing(router: Router, host: Host) -> None:
    router.dialogues.begin("next")
    router.arrived(directive("Early", "next"), ANSWER)
    router.abandon("other")
    assert (host.received, host.dropped) == ([], [])
    router.sent("next")
    assert host.received == ["Early"]


@pytest.mark.cic("CIC-T-079", "CIC-TX-004", "CIC-SR-012")
async def test_a_new_dialogue_removes_what_waits_of_the_old_one(router: Router, host: Host) -> None:
    host.act = gate = Gate()
    async with running(router):
        for name in ("Running", "Waiting", "Late"):
            router.arrived(directive(name, "last"), ANSWER)
        await host.has_begun("Running")
        router.sent("next")
        assert host.dropped == ["stale", "stale"]
        router.arrived(directive("New", "next"), ANSWER)
        gate.open()
        await host.has_done("Running", "New")
    assert router._stats.dropped == {"stale": 2}


@pytest.mark.cic("CIC-T-075")
async def test_a_new_request_that_is_abandoned_removes_nothing(router: Router, host: Host) -> None:
    router.arrived(directive("Waiting", "last"), ANSWER)
    router.dialogues.begin("next")
    router.abandon("next")
    async with running(router):
        await host.has_done("Waiting")
    assert host.dropped == []


async def test_another_request_in_the_same_dialogue_removes_nothing(
    router: Router, host: Host
) -> None:
    router.arrived(directive("Waiting", "last"), ANSWER)
    router.arrived(directive("Foreign", "never issued"), PLAIN)
    router.sent("last")
    async with running(router):
        await host.has_done("Waiting", "Foreign")


@pytest.mark.cic("CIC-T-081")
async def test_a_stale_directive_reaches_nobody(router: Router, host: Host) -> None:
    router.turn = turn = Turn("kitchen", Timing())
    turn.begin("last")
    async with running(router):
        router.arrived(directive("Stale", "old"), ANSWER)
        await settled()
    assert (host.received, host.begun, turn.directives) == ([], [], [])
    assert host.dropped == ["stale"]
    assert router._stats.dropped == {"stale": 1}
    assert router._stats.directives == 0


@pytest.mark.cic("CIC-T-082")
async def test_what_needs_no_dialogue_outlives_a_new_one(router: Router, host: Host) -> None:
    """It may have to wait in the queue, but it is not of the queue's dialogue."""
    router.arrived(directive("Pushed"), DOWN)
    router.sent("next")
    assert host.dropped == []
    async with running(router):
        await host.has_done("Pushed")


# Bounds


async def test_too_many_at_once_go_through_the_queue(router: Router, host: Host) -> None:
    queue, others = Gate(), Gate()
    names = [f"Pushed{number}" for number in range(MAX_AT_ONCE + 3)]

    async def act(name: str) -> bool:
        return await (queue if name == "Queued" else others)(name)

    host.act = act
    async with running(router):
        router.arrived(directive("Queued", "last"), ANSWER)
        await host.has_begun("Queued")
        for name in names:
            router.arrived(directive(name), DOWN)
        at_once = names[:MAX_AT_ONCE]
        await host.has_begun("Queued", *at_once)
        await settled()
        assert host.begun == ["Queued", *at_once]
        others.open()
        await host.has_done(*at_once)
        await settled()
        router.arrived(directive("Later"), DOWN)
        await host.has_begun("Queued", *at_once, "Later")
        queue.open()
        await host.has_begun("Queued", *at_once, "Later", *names[MAX_AT_ONCE:])
    assert host.dropped == []


async def test_an_overflowing_directive_was_not_received(router: Router, host: Host) -> None:
    router.turn = turn = Turn("kitchen", Timing())
    turn.begin("last")
    for number in range(MAX_QUEUED):
        router.arrived(directive(str(number), "last"), ANSWER)
    router.arrived(directive("Late", "last"), ANSWER)
    router.arrived(directive("Pushed"), DOWN)
    assert host.dropped == ["overflow", "overflow"]
    assert len(host.received) == len(turn.directives) == router._stats.directives == MAX_QUEUED


async def test_what_is_held_is_bounded(router: Router, host: Host) -> None:
    router.dialogues.begin("next")
    for number in range(MAX_QUEUED + 1):
        router.arrived(directive(str(number), "next"), ANSWER)
    assert host.dropped == ["overflow"]
    router.sent("next")
    assert host.received == [str(number) for number in range(MAX_QUEUED)]


async def test_a_part_that_could_not_be_read_is_counted(router: Router, host: Host) -> None:
    router.drop("malformed")
    assert host.dropped == ["malformed"]
    assert router._stats.dropped == {"malformed": 1}


# Who is told


@pytest.mark.parametrize(
    ("dialogue_id", "source", "joins"),
    [
        ("last", ANSWER, True),
        ("last", DOWN, True),
        (None, ANSWER, True),
        (None, DOWN, False),
        (None, PLAIN, False),
        ("foreign", PLAIN, False),
    ],
)
async def test_a_turn_gets_what_is_of_its_dialogue(
    router: Router, host: Host, dialogue_id: str | None, source: Source, joins: bool
) -> None:
    router.turn = turn = Turn("kitchen", Timing())
    turn.begin("last")
    router.arrived(directive("Shown", dialogue_id), source)
    assert [item.name for item in turn.directives] == ["Shown"] * joins
    assert host.received == ["Shown"]


async def test_what_counts_in_spite_of_its_dialogue_joins_no_turn(
    router: Router, host: Host
) -> None:
    router.turn = turn = Turn("kitchen", Timing())
    turn.begin("last")
    alert = Directive(namespace="Alerts", name="StopAlert", dialogue_id="old")
    router.arrived(alert, ANSWER)
    assert (host.received, turn.directives) == (["StopAlert"], [])


async def test_a_push_without_dialogue_is_no_part_of_a_turn_that_has_not_begun(
    router: Router,
) -> None:
    router.turn = turn = Turn("kitchen", Timing())
    router.arrived(directive("Pushed"), DOWN)
    assert turn.directives == []


async def test_the_host_hears_of_directives_in_the_order_of_their_arrival(
    router: Router, host: Host
) -> None:
    async with running(router):
        for name, dialogue_id in (("First", "last"), ("Second", None), ("Third", "last")):
            router.arrived(directive(name, dialogue_id), ANSWER)
        assert host.received == ["First", "Second", "Third"]


class BrokenHost(Host):
    """Fails whenever it is told something."""

    @override
    def directive_received(self, directive: Directive) -> None:
        super().directive_received(directive)
        raise ValueError("no")

    @override
    def directive_dropped(self, reason: str) -> None:
        super().directive_dropped(reason)
        raise ValueError("no")


async def test_a_listener_that_fails_does_not_reach_the_reader(
    caplog: pytest.LogCaptureFixture,
) -> None:
    host = BrokenHost()
    router = Router(host, Stats())
    router.sent("last")
    async with running(router):
        router.arrived(directive("Shown", "last"), ANSWER)
        router.arrived(directive("Stale", "old"), ANSWER)
        await host.has_done("Shown")
    assert (host.received, host.dropped) == (["Shown"], ["stale"])
    assert router._stats.handler_failures == 2
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2
    assert SECRET not in caplog.text


# The end


@pytest.mark.filterwarnings("error")
async def test_a_directive_after_the_end_raises_nothing(router: Router, host: Host) -> None:
    async with running(router):
        pass
    router.arrived(directive("Pushed"), DOWN)
    router.arrived(directive("Queued", "last"), ANSWER)
    gc.collect()
    async with running(router):
        await host.has_done("Pushed", "Queued")


async def test_a_directive_while_it_stops_raises_nothing(router: Router, host: Host) -> None:
    stopping = asyncio.Event()
    cleaned_up = asyncio.Event()

    async def act(name: str) -> bool:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            stopping.set()
            await cleaned_up.wait()
        return True

    host.act = act
    async with running(router) as worker:
        router.arrived(directive("Pushed"), DOWN)
        await host.has_begun("Pushed")
        worker.cancel()
        await stopping.wait()
        cleaned_up.set()
        router.arrived(directive("Late"), DOWN)
    assert worker.cancelled()
    assert host.begun == ["Pushed"]


async def settled() -> None:
    """Let every callback that is ready run, so that what does not happen has had its chance."""
    for _ in range(10):
        await asyncio.sleep(0)
