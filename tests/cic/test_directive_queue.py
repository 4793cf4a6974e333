"""Directives that wait their turn."""

import asyncio

import pytest

from custom_components.clova_cic.cic.directive_queue import MAX_QUEUED, Accepted, DirectiveQueue
from custom_components.clova_cic.cic.messages import Directive
from custom_components.clova_cic.cic.multipart import MAX_PARTS


def accepted(name: str = "Some") -> Accepted:
    return Accepted(Directive(namespace="Test", name=name), answers=False)


async def names(queue: DirectiveQueue, count: int) -> list[str]:
    """Take so many out of the queue."""
    async with asyncio.timeout(5):
        return [(await queue.next()).directive.name for _ in range(count)]


async def test_the_queue_keeps_the_order() -> None:
    queue = DirectiveQueue()
    for name in ("First", "Second"):
        queue.put(accepted(name), "last")
    assert await names(queue, 2) == ["First", "Second"]


async def test_who_takes_waits_for_the_next() -> None:
    queue = DirectiveQueue()
    taken = asyncio.create_task(names(queue, 3))
    for name in ("First", "Second", "Third"):
        await asyncio.sleep(0)
        assert not taken.done()
        queue.put(accepted(name), None)
    assert await taken == ["First", "Second", "Third"]


async def test_the_queue_is_bounded() -> None:
    queue = DirectiveQueue()
    for _ in range(MAX_QUEUED):
        assert not queue.full
        queue.put(accepted(), None)
    assert queue.full
    await queue.next()
    assert not queue.full


def test_one_response_finds_room_in_the_queue() -> None:
    assert MAX_QUEUED >= MAX_PARTS


@pytest.mark.cic("CIC-T-079")
async def test_what_belongs_to_another_dialogue_is_removed() -> None:
    queue = DirectiveQueue()
    for name, dialogue in (("Old", "old"), ("A", "new"), ("Older", "older"), ("B", None)):
        queue.put(accepted(name), dialogue)
    assert queue.keep_only("new") == 2
    assert await names(queue, 2) == ["A", "B"]
    assert queue.keep_only("new") == 0


async def test_a_queue_that_was_emptied_waits_again() -> None:
    queue = DirectiveQueue()
    queue.put(accepted(), "old")
    queue.keep_only("new")
    taken = asyncio.create_task(names(queue, 1))
    await asyncio.sleep(0)
    assert not taken.done()
    queue.put(accepted("Next"), "new")
    assert await taken == ["Next"]
