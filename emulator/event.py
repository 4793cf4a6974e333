"""An event as it arrived: from multipart bytes to the message, with what was odd about it."""

from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from .clients import Client
from .findings import Finding
from .http2.connection import Connection
from .http2.multipart import MultipartError, MultipartReader, ReceivedPart, parse_parameters
from .messages import Json
from .recorder import RecordedRequest

RECOGNIZE: Final = frozenset({"SpeechRecognizer.Recognize", "TextRecognizer.Recognize"})
"""The events that are user requests: only they change the last dialogue id (transport.md §9.1)."""

WRAPPER_RULES: Final = {"TextRecognizer": "CIC-TX-009", "SpeechRecognizer": "CIC-SR-020"}
MESSAGE_RULE: Final = "CIC-T-046"


class MalformedEventError(ValueError):
    """The event cannot be understood; the text says why."""

    def __init__(self, rule: str, text: str) -> None:
        super().__init__(text)
        self.finding = Finding(rule, text)


@dataclass(slots=True)
class IncomingEvent:
    """One event and what it came with."""

    request: RecordedRequest
    connection: Connection
    client: Client
    message: Json
    """With `context` and `event`; the latter has `header` and `payload`, both objects."""
    parts: list[ReceivedPart]
    boundary: str
    arrived_at: float
    """When its last byte was there; the event loop's clock, seconds."""
    findings: list[Finding] = field(default_factory=list)
    """What was odd about the bytes."""
    states: dict[str, Json] = field(init=False)
    """Payloads of the well-formed context objects by qualified name; the first of each name."""
    name: str = field(init=False)
    """The qualified name, such as `TextRecognizer.Recognize`."""

    def __post_init__(self) -> None:
        self.name = f"{self.header['namespace']}.{self.header['name']}"
        elements = self.message.get("context")
        self.states = {}
        for element in elements if isinstance(elements, list) else ():
            if (name := context_name(element)) is not None:
                self.states.setdefault(name, element["payload"])

    @property
    def header(self) -> Json:
        """`event.header`; its namespace and name are strings."""
        header: Json = self.message["event"]["header"]
        return header

    @property
    def payload(self) -> Json:
        """`event.payload`."""
        payload: Json = self.message["event"]["payload"]
        return payload

    @property
    def dialogue_id(self) -> str | None:
        """`dialogRequestId`, if it is a string."""
        value = self.header.get("dialogRequestId")
        return value if isinstance(value, str) else None

    @property
    def is_user_request(self) -> bool:
        """Whether this begins a dialogue or goes on with one."""
        return self.name in RECOGNIZE


def context_name(element: Any) -> str | None:
    """The qualified name of a well-formed context object, else None."""
    match element:
        case {"header": {"namespace": str(namespace), "name": str(name)}, "payload": dict()}:
            return f"{namespace}.{name}"
    return None


def reader_for(request: RecordedRequest) -> MultipartReader:
    """A reader for the request's body; raises MalformedEventError if it declares no multipart."""
    value = request.header("content-type")
    if value is None:
        raise MalformedEventError("CIC-T-031", "the event has no Content-Type")
    kind, parameters = parse_parameters(value)
    if kind != "multipart/form-data":
        raise MalformedEventError(
            "CIC-T-031", f"the Content-Type is {kind}, not multipart/form-data"
        )
    boundary = parameters.get("boundary", "")
    if not boundary:
        raise MalformedEventError("CIC-T-031", "the Content-Type has no boundary")
    return MultipartReader(boundary)


def read_event(
    request: RecordedRequest, connection: Connection, client: Client, reader: MultipartReader
) -> IncomingEvent:
    """Understand a complete body; raises MalformedEventError."""
    try:
        reader.finish()
    except MultipartError as error:
        raise MalformedEventError("CIC-T-034", str(error)) from error
    findings = [Finding(rule, text) for rule, text in reader.remarks]
    if not reader.closed:
        findings.append(Finding("CIC-T-034", "the closing delimiter is missing", refuse=True))
    message = _load(bytes(reader.parts[0].body))
    message = _unwrapped(message, findings)
    _check_frame(message["event"])
    return IncomingEvent(
        request=request,
        connection=connection,
        client=client,
        message=message,
        parts=reader.parts,
        boundary=reader.boundary,
        arrived_at=connection.now(),
        findings=findings,
    )


def _load(body: bytes) -> Json:
    try:
        message: Any = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedEventError(
            "CIC-T-032", f"the first part is not JSON (line {error.lineno}, column {error.colno})"
        ) from error
    if not isinstance(message, dict):
        raise MalformedEventError("CIC-T-032", "the first part is not a JSON object")
    return message


def _unwrapped(message: Json, findings: list[Finding]) -> Json:
    """Accept `header` and `payload` beside `context`, as two of the vendor's samples have it."""
    if "event" in message:
        return message
    header = message.get("header")
    if not isinstance(header, dict):
        raise MalformedEventError(MESSAGE_RULE, "the message has no `event`")
    rule = WRAPPER_RULES.get(str(header.get("namespace")), MESSAGE_RULE)
    findings.append(Finding(rule, "`header` and `payload` are not inside `event`", refuse=True))
    return {
        "context": message.get("context"),
        "event": {"header": header, "payload": message.get("payload")},
    }


def _check_frame(event: Any) -> None:
    """Raise MalformedEventError unless header, namespace, name and payload are what they must be."""
    if not isinstance(event, dict):
        raise MalformedEventError(MESSAGE_RULE, "`event` is not an object")
    header = event.get("header")
    if not isinstance(header, dict):
        raise MalformedEventError(MESSAGE_RULE, "`event.header` is not an object")
    for key in ("namespace", "name"):
        if not isinstance(header.get(key), str) or not header[key]:
            raise MalformedEventError(MESSAGE_RULE, f"`event.header.{key}` is not a text")
    if not isinstance(event.get("payload"), dict):
        raise MalformedEventError(MESSAGE_RULE, "`event.payload` is not an object")
