"""Dialogues and their order (transport.md §5.3, §9.1; speech_recognizer.md, text_recognizer.md)."""

from collections.abc import Iterator

from ..event import IncomingEvent
from ..findings import Finding


def hello_first(event: IncomingEvent) -> Iterator[Finding]:
    """Events are sent after Clova.Hello."""
    channel = event.client.channel
    if channel is not None and not channel.said_hello:
        yield Finding("CIC-CL-011", "an event before Clova.Hello")


def one_after_another(event: IncomingEvent) -> Iterator[Finding]:
    """A user request begins when the response to the previous one has begun, or it is cancelled."""
    if event.is_user_request and event.client.waiting_requests():
        yield Finding(
            "CIC-T-044", "a user request before the response to the previous one has begun"
        )


def new_dialogue(event: IncomingEvent) -> Iterator[Finding]:
    """A dialogue id is used again only to answer ExpectSpeech."""
    expecting = event.client.expecting
    if (
        event.is_user_request
        and event.dialogue_id is not None
        and event.dialogue_id in event.client.dialogues
        and (expecting is None or expecting.dialogue_id != event.dialogue_id)
    ):
        yield Finding("CIC-T-072", "a new dialogue with the id of an earlier one")


def follow_up(event: IncomingEvent) -> Iterator[Finding]:
    """The answer to ExpectSpeech repeats its dialogue id, its id and `explicit`; others do not."""
    if not event.is_user_request:
        return
    text = event.name.startswith("Text")
    expecting = event.client.expecting
    given = {"speechId", "explicit"} & event.payload.keys()
    if expecting is not None and expecting.dialogue_id == event.dialogue_id:
        if event.payload.get("speechId") != expecting.speech_id:
            rule = "CIC-TX-005" if text else "CIC-T-077"
            yield Finding(rule, "speechId is not the expectSpeechId of the question")
        if event.payload.get("explicit") is not expecting.explicit:
            rule = "CIC-TX-005" if text else "CIC-T-077"
            yield Finding(rule, "explicit is not that of the question")
    elif expecting is not None and event.payload.get("speechId") == expecting.speech_id:
        yield Finding("CIC-T-076", "the answer to ExpectSpeech has another dialogRequestId")
    elif given:
        rule = "CIC-TX-006" if text else "CIC-SR-015"
        yield Finding(rule, f"{' and '.join(sorted(given))} without a question to answer")


CHECKS = (hello_first, one_after_another, new_dialogue, follow_up)
