"""What answers an event, and when it has been overtaken."""

import pytest

from custom_components.clova_cic.cic.dialogue import Source
from custom_components.clova_cic.cic.exchange import Exchange
from custom_components.clova_cic.cic.interfaces.clova import ProcessDelegatedEvent
from custom_components.clova_cic.cic.interfaces.message import event_of
from custom_components.clova_cic.cic.interfaces.text_recognizer import recognize
from custom_components.clova_cic.cic.messages import Directive, Event
from custom_components.clova_cic.cic.router import Router
from custom_components.clova_cic.cic.settings import Timing
from custom_components.clova_cic.cic.stats import Stats
from custom_components.clova_cic.cic.turn import Turn
from custom_components.clova_cic.cic.voice_turn import VoiceTurn


class Recorder(Router):
    """Notes how directives came."""

    def __init__(self) -> None:
        super().__init__(_Nobody(), Stats())
        self.sources: list[Source] = []

    def arrived(self, directive: Directive, source: Source) -> None:
        self.sources.append(source)


class _Nobody:
    def directive_received(self, directive: Directive) -> None: ...

    def directive_dropped(self, reason: str) -> None: ...

    async def handle(self, directive: Directive, *, answers: bool) -> bool:
        return False


def exchange(event: Event, router: Router) -> Exchange:
    return Exchange(event, router, None, lambda: None)


SOME = Directive(namespace="Clova", name="RenderText", dialogue_id="theirs")


@pytest.mark.cic("CIC-CL-074")
async def test_an_answer_is_overtaken_by_a_newer_dialogue_of_the_user() -> None:
    router = Recorder()
    router.sent("before")
    delegated = exchange(event_of(ProcessDelegatedEvent(delegation_id="d")), router)
    delegated.request_sent()
    delegated.directive(SOME)
    router.sent("newer")
    delegated.directive(SOME)
    assert router.sources == [Source.PLAIN_RESPONSE, Source.OVERTAKEN_RESPONSE]


async def test_what_answers_the_users_request_is_its_answer_whatever_else_happens() -> None:
    router = Recorder()
    asked = exchange(recognize("hello"), router)
    asked.request_sent()
    router.sent("newer")
    asked.directive(SOME)
    assert router.sources == [Source.DIALOGUE_RESPONSE]


async def test_a_request_that_was_taken_is_not_sent_again() -> None:
    for turn, again in (
        (VoiceTurn("kitchen", Timing(), lang="ko", initiator=None), False),
        (Turn("kitchen", Timing()), True),
        (None, True),
    ):
        asked = Exchange(recognize("hello"), Recorder(), turn, lambda: None)
        assert turn is None or turn.repeatable
        asked.response_begun()
        assert turn is None or turn.repeatable is again
