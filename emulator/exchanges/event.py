"""POST /v1/events (transport.md §5 to §7)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import override

from ..answers import Answer
from ..checks import check_event, check_request
from ..clients import Client
from ..core import Core
from ..event import IncomingEvent, MalformedEventError, read_event, reader_for
from ..faults import Fault, FaultKind, Place
from ..findings import Finding
from ..http2.connection import Connection
from ..http2.multipart import MultipartError, MultipartReader
from ..http2.stream import Stream
from ..messages import completed, directive
from .base import BaseExchange, Refusal
from .ear import Ear

type Faults = dict[FaultKind, Fault]

UNPROCESSED = (FaultKind.DROP, FaultKind.RESET, FaultKind.SILENCE, FaultKind.EVENT_STATUS)
"""With these the event does not reach the assistant (a RESET `at` some byte excepted)."""


class EventExchange(BaseExchange):
    """Reads an event as it arrives, checks it, and answers."""

    def __init__(self, core: Core, connection: Connection, stream: Stream) -> None:
        super().__init__(core, connection, stream)
        self._client: Client | None = None
        self._reader: MultipartReader | None = None
        self._ear: Ear | None = None
        self._refusal = self._judge_headers()

    def _judge_headers(self) -> Refusal | None:
        """What can be said without the body: 401, 400, 412."""
        core, record = self.core, self.stream.record
        refusal = core.violations(check_request(record), record)
        self._client = core.client_of(record)
        malformed = None
        try:
            self._reader = reader_for(record)
        except MalformedEventError as error:
            malformed = core.violations([error.finding], record) or str(error)
        if self._client is None:
            return 401, "the access token is missing or not valid"
        if refusal is not None or malformed is not None:
            return 400, refusal or malformed or ""
        refusal_for_channel = self._without_channel(self._client)
        if refusal_for_channel is None:
            self._ear = Ear(core, self._client, record)
        return refusal_for_channel

    def _without_channel(self, client: Client) -> Refusal | None:
        """CIC-T-068: 412 without a downchannel on this very connection."""
        if any(channel.connection is self.connection for _, channel in self.core.clients.channels):
            return None
        if client.channel is None:
            finding = Finding("CIC-T-009", "an event without a downchannel")
        else:
            finding = Finding("CIC-T-030", "an event on another connection than the downchannel's")
        if not self.connection.channel_ended:
            self.core.violations([finding], self.stream.record)
        return 412, f"{finding.text} ({finding.rule})"

    @override
    def opened(self) -> None:
        if self._refusal is not None and not self.core.faults:
            self.core.refuse(self.stream, *self._refusal)

    @override
    def received(self, data: bytes) -> None:
        if self._reader is None:
            return
        try:
            self._reader.feed(data)
        except MultipartError as error:
            self._reader = None
            self._hear_no_more()
            self._malformed(MalformedEventError("CIC-T-034", str(error)))
            return
        if self._ear is not None:
            self._ear.grown(self._reader.parts, self.connection.now())

    @override
    def overflowed(self) -> None:
        self._reader = None
        self._hear_no_more()
        super().overflowed()

    @override
    def aborted(self) -> None:
        self._hear_no_more()
        super().aborted()

    def _hear_no_more(self) -> None:
        if self._ear is not None:
            self._ear.cancelled()
            self._ear = None

    @override
    def ended(self) -> None:
        event = self._read()
        if self._ear is not None and event is not None and self._refusal is None:
            self._ear.ended(event)
        else:
            self._hear_no_more()
        super().ended()
        if self.stream.answered:
            return
        faults = self.core.faults.take(Place.EVENT) if self.core.faults else {}
        if self._ear is None:
            self._answer_to(event, faults)
        else:
            self._ear.when_understood(lambda: self._answer_to(event, faults))

    def _answer_to(self, event: IncomingEvent | None, faults: Faults) -> None:
        answer = self._process(event, faults)
        if answer is None:
            self._deliver_in_time(None, faults)
        else:
            self.core.service.voice.spoken(
                answer.parts,
                lambda parts: self._deliver_in_time(replace(answer, parts=parts), faults),
            )

    def _deliver_in_time(self, answer: Answer | None, faults: Faults) -> None:
        if self.stream.gone:
            return  # the client has hung up while the answer was being spoken
        if fault := faults.get(FaultKind.LATENCY):
            self.connection.later(fault.seconds or 0.0, lambda: self._deliver(answer, faults))
        else:
            self._deliver(answer, faults)
            self.connection.flush()

    def _malformed(self, error: MalformedEventError) -> None:
        """Remember to answer 400 (CIC-T-070), unless there is a stronger reason to refuse."""
        text = self.core.violations([error.finding], self.stream.record) or str(error)
        self._refusal = self._refusal or (400, text)

    def _read(self) -> IncomingEvent | None:
        """The event, or None if it cannot be understood; also of a refused request."""
        if self._reader is None or self._client is None:
            return None
        record = self.stream.record
        try:
            event = read_event(record, self.connection, self._client, self._reader)
        except MalformedEventError as error:
            self._malformed(error)
            return None
        record.event = event.message
        record.audio = b"".join(part.body for part in event.parts[1:])
        refusal = self.core.violations(check_event(event), record)
        if refusal is not None:
            self._refusal = self._refusal or (400, refusal)
        return event

    def _process(self, event: IncomingEvent | None, faults: Faults) -> Answer | None:
        """The answer; None if it is refused or does not get that far."""
        if event is None or self._refusal is not None:
            return None
        client = event.client
        if event.is_user_request:
            client.waiting_requests().append((self.connection, self.stream))
        goaway = faults.get(FaultKind.GOAWAY)
        if any(kind in faults and faults[kind].at is None for kind in UNPROCESSED) or (
            goaway is not None and goaway.when == "before"
        ):
            return None
        message_id = event.header.get("messageId")
        if isinstance(message_id, str):
            client.messages.add(message_id)
        if event.is_user_request:
            client.expecting = None
            if event.dialogue_id is not None:
                client.dialogues.add(event.dialogue_id)
        answer = self._answer(event)
        for message in answer.messages:
            self.core.service.sent(client, message)
        return answer

    def _answer(self, event: IncomingEvent) -> Answer:
        """A scripted answer, else what the interface's handler says, else 204."""
        answer = self.core.scripted_answer(event.name)
        if answer is None:
            handler = self.core.handlers.get(event.name)
            answer = (handler(event) if handler else None) or Answer()
        dialogue_id = event.dialogue_id
        parts = [
            completed(part, dialogue_id) if isinstance(part, Mapping) else part
            for part in answer.parts
        ]
        return replace(answer, parts=parts)

    def _deliver(self, answer: Answer | None, faults: Faults) -> None:
        goaway = faults.get(FaultKind.GOAWAY)
        if goaway is not None and goaway.when == "before":
            self._goaway(goaway, max(0, self.stream.id - 2))
            return
        reset = faults.get(FaultKind.RESET)
        if reset is not None and reset.at is not None:
            self._cut(answer, reset.at)
        if self.fail(faults):
            return
        self.slow_down(faults)
        if fault := faults.get(FaultKind.EVENT_STATUS):
            self.refuse_as_told(fault)
        elif answer is None:
            self.core.refuse(self.stream, *(self._refusal or (400, "")))
        elif fault := faults.get(FaultKind.TRUNCATE):
            self._cut(answer, fault.at)
            self.stream.finish()
        else:
            if fault := faults.get(FaultKind.DRIBBLE):
                answer = replace(answer, bytes_per_second=fault.bytes_per_second or "playing")
            self.core.respond(self.stream, answer)
        if goaway is not None:
            self._goaway(goaway, self.stream.id)

    def _cut(self, answer: Answer | None, size: int | None) -> None:
        """Send only the beginning of an answer: up to the middle of its first part, or `size`."""
        if answer is None or not (answer.parts or answer.raw):
            answer = Answer([directive("Clova", "RenderText", {"text": "…"})])
        head, body = self.core.encode(answer)
        if size is None:
            size = body.find(b"\r\n\r\n") + 4 + 20
        self.stream.start(answer.code, head)
        self.stream.send(body[:size])
        self.connection.flush()
        self.core.answered(self.stream)

    def _goaway(self, fault: Fault, last_stream: int) -> None:
        self.connection.say_goaway(
            last_stream if fault.last_stream is None else fault.last_stream, fault.error_code
        )
