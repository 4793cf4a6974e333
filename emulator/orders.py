"""Orders that are carried out at once on what is open (place `now`), and on new connections."""

from .core import Core
from .downchannel import Downchannel
from .faults import FaultKind, Place
from .http2.connection import DEFAULT_WINDOW, Connection


def carry_out_now(core: Core, channel: Downchannel) -> None:
    """Carry out the orders of place `now` on an open downchannel and its connection."""
    if channel.stream.gone:
        return
    connection = channel.connection
    faults = core.faults.take(Place.NOW)
    if fault := faults.get(FaultKind.SETTINGS):
        connection.set_max_streams(fault.max_concurrent_streams)
    if fault := faults.get(FaultKind.GOAWAY):
        last = connection.h2.highest_inbound_stream_id
        connection.say_goaway(
            last if fault.last_stream is None else fault.last_stream, fault.error_code
        )
    if fault := faults.get(FaultKind.RESET):
        channel.reset(fault.error_code)
    if FaultKind.DOWNCHANNEL_END in faults:
        channel.end()
    connection.flush()
    if FaultKind.DROP in faults:
        connection.abort()


def carry_out_on_connect(core: Core, connection: Connection) -> None:
    """Carry out the orders of place `connect`; HTTP11 has been decided in the TLS handshake."""
    faults = core.faults.take(
        Place.CONNECT, (FaultKind.CLOSE_AT_ONCE, FaultKind.DROP, FaultKind.ZERO_WINDOW)
    )
    if FaultKind.DROP in faults:
        connection.abort()
    elif FaultKind.CLOSE_AT_ONCE in faults:
        connection.close_at_once()
    elif fault := faults.get(FaultKind.ZERO_WINDOW):
        connection.set_window(0)
        if fault.seconds is not None:
            connection.later(fault.seconds, lambda: connection.set_window(DEFAULT_WINDOW))
