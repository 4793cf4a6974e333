"""Who deals with a request, one module per path (transport.md §1)."""

from ..core import Core
from ..http2.connection import Connection
from ..http2.stream import Exchange, Stream
from .base import RefusedExchange
from .downchannel import DownchannelExchange
from .event import EventExchange
from .ping import PingExchange

_ROUTES: dict[str, tuple[str, type[DownchannelExchange | EventExchange | PingExchange]]] = {
    "/v1/directives": ("GET", DownchannelExchange),
    "/v1/events": ("POST", EventExchange),
    "/ping": ("GET", PingExchange),
}


def exchange_for(core: Core, connection: Connection, stream: Stream) -> Exchange:
    """The exchange that answers this request; unknown paths get 404, wrong methods 400."""
    record = stream.record
    path = record.path.partition("?")[0]
    if path not in _ROUTES:
        return RefusedExchange(core, connection, stream, (404, f"there is nothing at {path}"))
    method, exchange = _ROUTES[path]
    if record.method != method:
        refusal = (400, f"{path} takes {method}, not {record.method}")
        return RefusedExchange(core, connection, stream, refusal)
    return exchange(core, connection, stream)
