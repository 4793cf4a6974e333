"""The assistant's reply as directives."""

from dataclasses import replace
from typing import Final

from ..answers import Answer, Part
from ..assistant import Reply
from ..assistant.situation import PlayMusic
from ..event import IncomingEvent
from ..messages import directive, new_id
from .acting import parts_of
from .service import Service
from .situations import situation_of
from .speech import speak_parts

LISTEN_MILLISECONDS: Final = 7000
"""How long a question waits for its answer; the value of the protocol's samples."""


def answer_to(service: Service, event: IncomingEvent, sentence: str) -> Answer:
    """What the assistant answers to a sentence of this event's user."""
    return Answer(reply_parts(service, event, sentence))


def reply_parts(service: Service, event: IncomingEvent, sentence: str) -> list[Part]:
    """RenderText; what is to be done; Speak with its attachment if there is a voice.

    Music follows the speech (CIC-PB-011), and so does ExpectSpeech after a question.
    """
    reply = service.assistant.answer(
        sentence,
        user=event.client.number,
        dialogue_id=event.dialogue_id,
        situation=replace(
            situation_of(event),
            memos=tuple(each.content for each in service.notebook.memos),
            notices=tuple(service.notebook.notices),
        ),
    )
    parts: list[Part] = [directive("Clova", "RenderText", {"text": reply.text})]
    music: list[Part] = []
    for act in reply.acts:
        target = music if isinstance(act, PlayMusic) else parts
        target += parts_of(act, reply, service, event)
    if reply.spoken and service.config.voice:
        parts += speak_parts(reply.text, str(reply.language))
    return [*parts, *music, *_question(reply)]


def _question(reply: Reply) -> list[Part]:
    if not reply.asks:
        return []
    payload = {
        "expectSpeechId": new_id(),
        "explicit": True,
        "timeoutInMilliseconds": LISTEN_MILLISECONDS,
    }
    return [directive("SpeechRecognizer", "ExpectSpeech", payload)]
