"""What a turn that nobody has claimed yet keeps back."""

import pytest

from custom_components.clova_cic.cic.dialogue import Source
from custom_components.clova_cic.cic.directive_queue import MAX_QUEUED
from custom_components.clova_cic.cic.messages import Directive
from custom_components.clova_cic.cic.router import Router
from custom_components.clova_cic.cic.settings import Timing
from custom_components.clova_cic.cic.stats import Stats
from custom_components.clova_cic.cic.turn import Turn

from .test_router import Host, directive, running

DOWN, ANSWER = Source.DOWNCHANNEL, Source.DIALOGUE_RESPONSE


class Kept:
    """A router whose last dialogue is that of a held turn."""

    def __init__(self) -> None:
        self.host = Host()
        self.router = Router(self.host, Stats())
        self.turn = Turn("kitchen", Timing(), held=True)
        self.router.turn = self.turn
        self.router.hold(self.turn)
        self.turn.begin("d-1")
        self.router.sent("d-1")

    def names(self) -> list[str]:
        return [each.name for each in self.turn.directives]


@pytest.fixture
async def kept() -> Kept:
    return Kept()


async def test_the_turn_knows_and_nobody_else(kept: Kept) -> None:
    kept.router.arrived(directive("First", "d-1"), ANSWER)
    kept.router.arrived(directive("Second"), ANSWER)
    kept.router.arrived(directive("Third", "d-1"), DOWN)
    assert kept.names() == ["First", "Second", "Third"]
    assert kept.host.received == []
    async with running(kept.router):
        kept.turn.claim()
        await kept.host.has_done("First", "Second", "Third")
    assert kept.host.received == ["First", "Second", "Third"]


async def test_what_comes_after_the_claim_takes_effect_at_once(kept: Kept) -> None:
    kept.router.arrived(directive("First", "d-1"), ANSWER)
    async with running(kept.router):
        kept.turn.claim()
        kept.router.arrived(directive("Second", "d-1"), ANSWER)
        await kept.host.has_done("First", "Second")
    assert kept.names() == ["First", "Second"]


async def test_what_is_pushed_or_fails_is_not_its_business(kept: Kept) -> None:
    error = Directive(namespace="System", name="Exception", dialogue_id="d-1")
    async with running(kept.router):
        kept.router.arrived(directive("Pushed"), DOWN)
        kept.router.arrived(error, ANSWER)
        await kept.host.has_done("Pushed", "Exception")


async def test_another_turns_answer_is_not_kept(kept: Kept) -> None:
    kept.router.turn = Turn("bedroom", Timing())
    async with running(kept.router):
        kept.router.arrived(directive("Theirs"), ANSWER)
        await kept.host.has_done("Theirs")
    assert kept.names() == []


@pytest.mark.cic("CIC-T-079", "CIC-SR-012")
async def test_a_claim_after_another_dialogue_comes_too_late(kept: Kept) -> None:
    kept.router.arrived(directive("First", "d-1"), ANSWER)
    kept.router.sent("d-2")
    kept.turn.claim()
    assert kept.host.dropped == ["stale"]


@pytest.mark.cic("CIC-T-089")
async def test_a_turn_that_is_given_up_drops_what_it_kept(kept: Kept) -> None:
    kept.router.arrived(directive("First", "d-1"), ANSWER)
    kept.turn.speech.attachment_started("a")
    kept.turn.speech.attachment_data(b"sound")
    kept.turn.discard()
    kept.turn.claim()
    assert kept.host.dropped == ["unclaimed"]
    assert kept.turn.speech._held() == 0


async def test_two_turns_keep_their_own(kept: Kept) -> None:
    kept.router.arrived(directive("First", "d-1"), ANSWER)
    other = Turn("bedroom", Timing(), held=True)
    kept.router.turn = other
    kept.router.hold(other)
    other.begin("d-2")
    kept.router.sent("d-2")
    kept.router.arrived(directive("Second", "d-2"), ANSWER)
    kept.turn.discard()
    async with running(kept.router):
        other.claim()
        await kept.host.has_done("Second")
    assert kept.host.dropped == ["unclaimed"]


@pytest.mark.cic("CIC-T-079")
async def test_a_late_claim_leaves_alone_what_the_next_turn_keeps(kept: Kept) -> None:
    kept.router.arrived(directive("First", "d-1"), ANSWER)
    other = Turn("bedroom", Timing(), held=True)
    kept.router.turn = other
    kept.router.hold(other)
    other.begin("d-2")
    kept.router.sent("d-2")
    kept.turn.claim()
    kept.router.arrived(directive("Second", "d-2"), ANSWER)
    async with running(kept.router):
        other.claim()
        await kept.host.has_done("Second")
    assert kept.host.dropped == ["stale"]


async def test_not_more_is_kept_than_can_be_queued(kept: Kept) -> None:
    for _ in range(MAX_QUEUED + 2):
        kept.router.arrived(directive("Some", "d-1"), ANSWER)
    assert kept.host.dropped == ["overflow"] * 2
    assert len(kept.turn.directives) == MAX_QUEUED
