"""What the client says about speech it plays (speech_synthesizer.md)."""

from collections.abc import Iterator

from ..event import IncomingEvent
from ..findings import Finding
from ..history.recent import text_at
from ..history.speech import ACTIVITIES, PLAYING, SpeechReport

STATE = "SpeechSynthesizer.SpeechState"


def reports(event: IncomingEvent) -> Iterator[Finding]:
    """An item starts once and ends once; each was sent by the server."""
    activity, token = ACTIVITIES.get(event.name), text_at(event.payload, "token")
    if activity is None or token is None:
        return
    what = event.name.partition(".")[2]
    item = event.client.history.speech.items.get(token)
    if item is None:
        yield Finding("CIC-SS-011", f"{what} with the token of no Speak")
    elif activity == PLAYING and item.activity is not None:
        yield Finding("CIC-SS-033", "SpeechStarted twice for one item")
    elif activity != PLAYING and item.activity is None:
        yield Finding("CIC-SS-033", f"{what} without SpeechStarted")
    elif PLAYING not in {activity, item.activity}:
        yield Finding("CIC-SS-033", f"{what} of an item that has ended already")


def one_after_another(event: IncomingEvent) -> Iterator[Finding]:
    """The items of one dialogue do not overlap."""
    if event.name != "SpeechSynthesizer.SpeechStarted":
        return
    speech = event.client.history.speech
    token = text_at(event.payload, "token")
    item = speech.items.get(token) if token is not None else None
    if item is None or item.dialogue_id is None:
        return
    if any(other != token for other in speech.playing(item.dialogue_id)):
        yield Finding("CIC-SS-002", "an item starts before the previous one has ended")


def without_dialogue(event: IncomingEvent) -> Iterator[Finding]:
    """The events of this interface carry no dialogRequestId."""
    if event.header.get("dialogRequestId") is None:
        return
    if event.name in ACTIVITIES:
        yield Finding("CIC-SS-035", f"{event.name} has a dialogRequestId")
    elif event.name == "SpeechSynthesizer.Request":
        yield Finding("CIC-SS-052", "SpeechSynthesizer.Request has a dialogRequestId")


def state(event: IncomingEvent) -> Iterator[Finding]:
    """SpeechState is what was reported last."""
    payload = event.states.get(STATE)
    token, activity = text_at(payload, "token"), text_at(payload, "playerActivity")
    if token is None or activity is None:
        return
    speech = event.client.history.speech
    if not speech.items:
        yield Finding("CIC-CX-085", "SpeechState before any Speak was sent")
    elif event.name not in ACTIVITIES and (token, activity) not in _possible(event):
        yield Finding("CIC-SS-036", "SpeechState is not what was reported last")
    elif event.name in ACTIVITIES and not _fits(event, token, activity):
        yield Finding("CIC-SS-036", f"SpeechState does not fit {event.name}")


def _possible(event: IncomingEvent) -> set[tuple[str, str]]:
    """States that the context may show.

    The context is older than the event's end: a user request's was made when the user began to
    speak (CIC-CX-002), perhaps a while before it could be sent.
    """
    speech = event.client.history.speech
    held = speech.reports if event.is_user_request else speech.held_since(event.request.began_at)
    return {_pair(report) for report in held}


def _fits(event: IncomingEvent, token: str, activity: str) -> bool:
    """On the reports themselves it is the state before or after."""
    new = (text_at(event.payload, "token"), ACTIVITIES[event.name])
    return (token, activity) == new or (token, activity) in _possible(event)


def _pair(report: SpeechReport) -> tuple[str, str]:
    return report.token, report.activity


CHECKS = (reports, one_after_another, without_dialogue, state)
