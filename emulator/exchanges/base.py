"""What every exchange does: record the request, wait for its end."""

from typing import override

from ..config import MAX_BODY
from ..core import Core
from ..faults import Fault, FaultKind
from ..http2.connection import Connection
from ..http2.stream import Exchange, Pace, Stream

type Refusal = tuple[int, str]
"""HTTP status and description."""


class BaseExchange(Exchange):
    """Records the request; subclasses answer."""

    def __init__(self, core: Core, connection: Connection, stream: Stream) -> None:
        self.core = core
        self.connection = connection
        self.stream = stream

    @override
    def opened(self) -> None:
        """Nothing can be said before the request is complete."""

    @override
    def received(self, data: bytes) -> None:
        """The connection keeps the bytes for the record."""

    @override
    def ended(self) -> None:
        self.core.recorder.ended(self.stream.record, self.connection.now())

    @override
    def overflowed(self) -> None:
        if not self.stream.answered:
            self.core.refuse(self.stream, 413, f"the request is larger than {MAX_BODY} bytes")

    @override
    def aborted(self) -> None:
        self.core.recorder.notify()

    def fail(self, faults: dict[FaultKind, Fault]) -> bool:
        """Carry out what makes any answer impossible; True: this exchange is over."""
        if FaultKind.DROP in faults:
            self.connection.abort()
            return True
        if fault := faults.get(FaultKind.RESET):
            self.stream.reset(fault.error_code)
            return True
        return FaultKind.SILENCE in faults

    def slow_down(self, faults: dict[FaultKind, Fault]) -> None:
        """Set the pace of what is sent from here on."""
        if fault := faults.get(FaultKind.SLOW):
            self.stream.pace = Pace(size=1, delay=fault.seconds or 0.0)

    def refuse_as_told(self, fault: Fault) -> None:
        """Answer with the status of an order."""
        if fault.body:
            description = f"ordered fault: {fault.status}"
            self.core.refuse(self.stream, fault.status, description, bare=fault.bare)
        else:
            self.stream.respond(fault.status)
            self.core.answered(self.stream)


class RefusedExchange(BaseExchange):
    """A request that is refused whatever its body is."""

    def __init__(
        self, core: Core, connection: Connection, stream: Stream, refusal: Refusal
    ) -> None:
        super().__init__(core, connection, stream)
        self._refusal = refusal

    @override
    def opened(self) -> None:
        self.core.refuse(self.stream, *self._refusal)

    @override
    def ended(self) -> None:
        super().ended()
        if not self.stream.answered:
            self.core.refuse(self.stream, *self._refusal)
