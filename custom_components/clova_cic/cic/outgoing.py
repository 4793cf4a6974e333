"""Events that come from outside: what a person typed becomes an event that CIC's tables allow."""

from collections.abc import Mapping
from typing import Any, cast

import orjson

from .errors import MessageError, UsageError
from .interfaces.message import EVENTS, LEGACY
from .interfaces.payload import Json, read, write
from .interfaces.text_recognizer import Recognize, words_of
from .messages import Event, new_id

_SPEECH = "SpeechRecognizer.Recognize"


def build_event(
    namespace: str, name: str, payload: Json, *, dialogue_id: str | None = None
) -> Event:
    """Build an event after checking its payload; a request without a dialogue begins a new one.

    Raises UsageError, which names the field and never its value, for an event that CIC does not
    know or does not know any more, and for a payload with a field too few, too many or of a wrong
    type.
    """
    qualified_name = f"{namespace}.{name}"
    known = EVENTS.get(qualified_name)
    if known is None:
        raise UsageError(f"{qualified_name} is no event of the protocol")
    if known.edition == LEGACY:
        raise UsageError(
            f"{qualified_name} is an event of older editions, which is not sent any more"
        )
    if qualified_name == _SPEECH:
        raise UsageError(f"{qualified_name} is sent with the audio of a microphone only")
    payload = _plain(payload)
    try:
        typed = read(known.payload, payload)
    except MessageError as error:
        raise UsageError(error.reason) from None
    if unknown := _left_over(payload, write(typed)):
        raise UsageError(f"{qualified_name} has no field {unknown}")
    event = Event(namespace=namespace, name=name, payload=payload, dialogue_id=dialogue_id)
    if isinstance(typed, Recognize):
        words_of(typed.text)
    if event.begins_dialogue and dialogue_id is None:
        return Event(namespace=namespace, name=name, payload=payload, dialogue_id=new_id())
    return event


def _plain(payload: Json) -> Json:
    """Return what goes over the wire: whoever reads a file may keep its places in its strings.

    Raises UsageError for what JSON cannot hold.
    """
    try:
        return cast("Json", orjson.loads(orjson.dumps(payload, option=orjson.OPT_NON_STR_KEYS)))
    except TypeError:
        raise UsageError("the payload holds something that is no JSON") from None


def _left_over(given: object, taken: object) -> str | None:
    """Return the path of the first field that was not taken, None if all were."""
    if isinstance(given, Mapping) and isinstance(taken, Mapping):
        for key, value in given.items():
            if value is None:
                continue
            if key not in taken:
                return str(key)
            if deeper := _left_over(value, taken[key]):
                return f"{key}.{deeper}"
    if isinstance(given, list) and isinstance(taken, list):
        pairs: list[tuple[Any, Any]] = list(zip(given, taken, strict=False))
        return next((found for pair in pairs if (found := _left_over(*pair))), None)
    return None
