"""GET /v1/directives (transport.md §4, §7)."""

from typing import override

from ..checks import check_request
from ..clients import Client
from ..core import Core
from ..downchannel import Downchannel
from ..faults import Fault, FaultKind, Place
from ..findings import Finding
from ..http2.connection import Connection
from ..http2.stream import Stream
from ..messages import directive
from ..orders import carry_out_now
from ..samples import sample
from .base import BaseExchange


class DownchannelExchange(BaseExchange):
    """200 and Clova.Hello, then open until either side ends it."""

    def __init__(self, core: Core, connection: Connection, stream: Stream) -> None:
        super().__init__(core, connection, stream)
        self._client: Client | None = None
        self._channel: Downchannel | None = None
        self._opening = False
        self._begin()

    def _begin(self) -> None:
        """The headers decide; a body, if there is one, does not matter."""
        record = self.stream.record
        refusal = self.core.violations(check_request(record), record)
        client = self._client = self.core.client_of(record)
        if client is None:
            self.core.refuse(self.stream, 401, "the access token is missing or not valid")
        elif refusal is not None:
            self.core.refuse(self.stream, 400, refusal)
        elif not self._admitted(client):
            self.core.refuse(self.stream, 429, "two or more channel requests in quick succession")
        else:
            self._opening = True
            client.opening += 1
            self._go_on(client, self.core.faults.take(Place.DOWNCHANNEL))

    def _go_on(self, client: Client, faults: dict[FaultKind, Fault]) -> None:
        if self.fail(faults):
            if self.stream.gone:
                self._no_longer_opening()
        elif fault := faults.get(FaultKind.LATENCY):
            self.connection.later(fault.seconds or 0.0, lambda: self._open(client, faults))
        else:
            self._open(client, faults)

    def _admitted(self, client: Client) -> bool:
        """CIC-T-017: not while another request is being opened, nor right after one."""
        current = client.channel
        admitted = client.gate.admits(
            self.connection.now(),
            None if current is None else current.opened_at,
            reopening=self.connection.channel_ended,
        )
        if admitted and not client.opening:
            return True
        finding = Finding("CIC-T-016", "channel requests at once or in very quick succession")
        self.core.violations([finding], self.stream.record)
        return False

    def _open(self, client: Client, faults: dict[FaultKind, Fault]) -> None:
        self._no_longer_opening()
        if self.stream.gone:
            return
        if fault := faults.get(FaultKind.DOWNCHANNEL_STATUS):
            self.refuse_as_told(fault)
            return
        self._close_previous(client)
        self.slow_down(faults)
        channel = Downchannel(
            self.connection,
            self.stream,
            self.core.config.style,
            closing=FaultKind.HELLO_CLOSED in faults,
        )
        client.latest_channel = self._channel = channel
        if FaultKind.NO_HELLO not in faults:
            channel.hello()
            self._restore(channel)
            # Orders for open channels wait until Hello has left.
            self.connection.later(0, lambda: carry_out_now(self.core, channel))
        self.core.answered(self.stream)

    def _restore(self, channel: Downchannel) -> None:
        """Light what is unread again, without a sound (CIC-NO-019)."""
        if self.core.service.notebook.notices:
            payload = sample("Notifier.SetIndicator:restored")
            channel.push([directive("Notifier", "SetIndicator", payload)])

    def _close_previous(self, client: Client) -> None:
        """CIC-T-015: a second request closes the first."""
        previous = client.channel
        if previous is None:
            return
        if not previous.connection.leaving:
            finding = Finding("CIC-T-014", "a second downchannel while one is open")
            self.core.violations([finding], self.stream.record)
        previous.end()
        previous.connection.flush()

    def _no_longer_opening(self) -> None:
        if self._opening and self._client is not None:
            self._opening = False
            self._client.opening -= 1

    @override
    def aborted(self) -> None:
        self._no_longer_opening()
        client = self._client
        if client is not None and client.latest_channel is self._channel:
            self.core.service.disconnected(client, self.connection.now())
        super().aborted()
