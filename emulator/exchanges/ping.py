"""GET /ping: the way to see whether CIC is there for those who cannot send PING frames."""

from typing import override

from ..checks import check_request
from ..faults import FaultKind, Place
from .base import BaseExchange


class PingExchange(BaseExchange):
    """204 (CIC-T-024)."""

    @override
    def ended(self) -> None:
        super().ended()
        record = self.stream.record
        refusal = self.core.violations(check_request(record), record)
        faults = self.core.faults.take(Place.PING, (FaultKind.LATENCY, FaultKind.SILENCE))
        if self.fail(faults):
            return
        if fault := faults.get(FaultKind.LATENCY):
            self.connection.later(fault.seconds or 0.0, lambda: self._answer(refusal))
        else:
            self._answer(refusal)

    def _answer(self, refusal: str | None) -> None:
        if self.core.client_of(self.stream.record) is None:
            self.core.refuse(self.stream, 401, "the access token is missing or not valid")
        elif refusal is not None:
            self.core.refuse(self.stream, 400, refusal)
        else:
            self.stream.respond(204)
            self.core.answered(self.stream)
