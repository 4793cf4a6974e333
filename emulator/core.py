"""What all exchanges of one emulator share."""

from collections.abc import Iterable, Mapping
import logging

from .answers import Answer, Attachment
from .auth.desk import AuthDesk
from .clients import Client
from .dribble import Dribble
from .faults import FaultBook
from .findings import Finding
from .http2.stream import Stream
from .interfaces import Handler, Service
from .messages import exception
from .recorder import RecordedRequest, Recorder, SentAttachment
from .wire import content_type, encode_body, encode_parts, encode_pieces, in_order, new_boundary

_LOGGER = logging.getLogger(__name__)


class Core:
    """Settings, records, orders, clients; and how a response is written."""

    def __init__(self, service: Service, handlers: Mapping[str, Handler]) -> None:
        self.config = service.config
        self.recorder = Recorder()
        self.faults = FaultBook()
        self.service = service
        self.clients = service.clients
        self.tokens: set[str] = set()
        self.auth = AuthDesk(self.config, self.recorder)
        self.handlers = handlers
        self.scripted: list[Answer] = []

    def violations(self, findings: Iterable[Finding], request: RecordedRequest) -> str | None:
        """Note what a request did wrong; the text to refuse it with, None if it may go on."""
        refusal = None
        for finding in findings:
            where = f"connection {request.connection}, stream {request.stream_id}"
            text = f"{finding.rule}: {finding.text} ({where})"
            _LOGGER.info("violation of %s", text)
            self.recorder.violation(text)
            if finding.refuse and self.config.strict:
                refusal = refusal or f"{finding.text} ({finding.rule})"
        return refusal

    def client_of(self, request: RecordedRequest) -> Client | None:
        """Who sent this; None if the token is missing, unknown, or no longer valid."""
        scheme, _, token = (request.header("authorization") or "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer":
            return None
        if token in self.tokens:
            return self.clients.of(token)
        holder = self.auth.tokens.holder(token)
        return None if holder is None else self.clients.of(holder.client)

    def scripted_answer(self, event: str) -> Answer | None:
        """The scripted answer that is meant for this event, if there is one."""
        for answer in self.scripted:
            if answer.to in {None, event}:
                self.scripted.remove(answer)
                return answer
        return None

    def respond(self, stream: Stream, answer: Answer) -> None:
        """Send a whole answer; its parts are complete."""
        style = self.config.style
        stream.record.attachments = [
            SentAttachment.of(part.content_id, part.data)
            for part in in_order(answer.parts, style)
            if isinstance(part, Attachment)
        ]
        if answer.bytes_per_second is None or answer.raw is not None or not answer.parts:
            head, body = self.encode(answer)
            stream.respond(answer.code, head, body)
        else:
            boundary = new_boundary()
            stream.start(answer.code, [self._type_of(answer, boundary)])
            pieces = encode_pieces(answer.parts, style, boundary)
            Dribble(stream, pieces, answer.bytes_per_second).go_on()
        self.answered(stream)

    def encode(self, answer: Answer) -> tuple[list[tuple[str, str]], bytes]:
        """Headers and body of an answer."""
        if not answer.parts and answer.raw is None:
            return [], b""
        boundary = new_boundary()
        head = [self._type_of(answer, boundary)]
        if answer.raw is not None:
            return head, answer.raw
        return head, encode_body(encode_parts(answer.parts, self.config.style), boundary)

    def _type_of(self, answer: Answer, boundary: str) -> tuple[str, str]:
        """The header that tells the boundary."""
        if answer.content_type is None:
            return "content-type", content_type(self.config.style, boundary)
        return "content-type", answer.content_type.replace("{boundary}", boundary)

    def refuse(self, stream: Stream, status: int, description: str, *, bare: bool = False) -> None:
        """Answer with an error message, a one-part multipart body (CIC-T-065)."""
        message = exception(status, description, bare=bare)
        self.respond(stream, Answer([message], status=status))

    def answered(self, stream: Stream) -> None:
        """Say what happened: in the log, and to those who wait."""
        record = stream.record
        _LOGGER.info(
            "connection %d: %s -> %s",
            record.connection,
            record.name or f"{record.method} {record.path.partition('?')[0]}",
            record.status,
        )
        self.recorder.notify()
