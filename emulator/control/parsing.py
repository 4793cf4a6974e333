"""JSON of the control API to faults and answers, and records to JSON."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from ..answers import Answer, Attachment, Part, Speed
from ..faults import MAX_STATUS, MIN_STATUS, Fault, FaultKind, Place
from ..messages import Json, new_id
from ..recorder import RecordedRequest
from .errors import BadInputError

_TYPES: dict[str, tuple[type, ...]] = {
    "times": (int, type(None)),
    "status": (int,),
    "bare": (bool,),
    "body": (bool,),
    "code": (int, type(None)),
    "seconds": (int, float, type(None)),
    "bytes_per_second": (int, float, type(None)),
    "at": (int, type(None)),
    "when": (str,),
    "last_stream": (int, type(None)),
    "max_concurrent_streams": (int,),
}


def fault_from(data: Json) -> Fault:
    """`{"kind": "reset", "times": 1, …}` to a fault; raises BadInputError."""
    values = dict(data)
    kind = _one_of(FaultKind, values.pop("kind", None), "kind")
    place = values.pop("on", None)
    on = None if place is None else _one_of(Place, place, "on")
    known = {field.name for field in fields(Fault)}
    for key, value in values.items():
        if key not in known:
            raise BadInputError(f"A fault has no `{key}`; it has: {', '.join(sorted(known))}.")
        allowed = _TYPES[key]
        if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
            names = " or ".join("null" if t is type(None) else t.__name__ for t in allowed)
            raise BadInputError(f"`{key}` must be {names}.")
    try:
        return Fault(kind, on=on, **values)
    except ValueError as error:
        raise BadInputError(f"This fault makes no sense: {error}.") from error


def _one_of[E: (FaultKind, Place)](kind: type[E], value: Any, key: str) -> E:
    try:
        return kind(str(value).lower())
    except ValueError as error:
        raise BadInputError(f"`{key}` must be one of: {', '.join(kind)}.") from error


def answer_from(data: Json) -> Answer:
    """`{"parts": […], "status", "content_type", "to", "bytes_per_second"}` to an answer."""
    unknown = data.keys() - {"parts", "status", "content_type", "to", "bytes_per_second"}
    if unknown:
        raise BadInputError(f"An answer has no `{min(unknown)}`.")
    status = data.get("status")
    if status is not None and (
        not isinstance(status, int) or not MIN_STATUS <= status <= MAX_STATUS
    ):
        raise BadInputError(f"`status` must be a number from {MIN_STATUS} to {MAX_STATUS}.")
    for key in ("content_type", "to"):
        if not isinstance(data.get(key), (str, type(None))):
            raise BadInputError(f"`{key}` must be a text.")
    parts = data.get("parts", [])
    if not isinstance(parts, list):
        raise BadInputError("`parts` must be an array.")
    return Answer(
        [part_from(part) for part in parts],
        status,
        data.get("content_type"),
        to=data.get("to"),
        bytes_per_second=_speed_from(data.get("bytes_per_second")),
    )


def _speed_from(value: Any) -> Speed | None:
    if value is None:
        return None
    if value == "playing":
        return "playing"
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
        raise BadInputError('`bytes_per_second` must be a number over 0, or "playing".')
    return float(value)


def attachments_from(data: Any) -> list[Part]:
    """What goes beside a directive: a list of `{"attachment": base64, "content_id": …}`."""
    if not isinstance(data, list) or not all(
        isinstance(each, dict) and "attachment" in each for each in data
    ):
        raise BadInputError("`attachments` must be an array of attachments.")
    return [part_from(each) for each in data]


def part_from(data: Any) -> Part:
    """A part: any JSON message, or `{"attachment": base64, "content_id": …}`, or `{"raw": base64}`."""
    if not isinstance(data, dict):
        raise BadInputError("A part must be an object.")
    if "attachment" in data:
        return Attachment(str(data.get("content_id") or new_id()), _decode(data["attachment"]))
    if "raw" in data:
        return _decode(data["raw"])
    return data


def _decode(value: Any) -> bytes:
    try:
        return base64.b64decode(str(value), validate=True)
    except binascii.Error as error:
        raise BadInputError("Bytes must be given in base64.") from error


def request_to_json(request: RecordedRequest) -> Json:
    """A recorded request without its token; audio by its size."""
    shown = asdict(replace(request, body=b"", audio=b""))
    del shown["body"], shown["audio"]
    shown["headers"] = [
        [name, "Bearer …" if name == "authorization" else value] for name, value in request.headers
    ]
    shown["body_bytes"] = len(request.body)
    shown["audio_bytes"] = len(request.audio)
    return shown


def fault_to_json(fault: Fault) -> Mapping[str, Any]:
    """An order as it would be given."""
    return asdict(fault)
