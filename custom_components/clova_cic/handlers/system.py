"""System: what CLOVA says when something failed, and its own data (docs/protocol/interfaces/system.md)."""

from http import HTTPStatus
from typing import Final

from ..cic import CicError, handles
from ..cic.interfaces.message import event_of
from ..cic.interfaces.system import ExceptionReport, RequestSynchronizeState, SynchronizeState
from ..const import LOGGER
from ..coordinator import ClovaCoordinator
from .entry_handler import EntryHandler

QUIET: Final = 300.0  # seconds in which the log is not told of the same error again
MAX_TOLD: Final = 16  # codes that are remembered; the protocol has three

# What a user can do about a code; others are for the log to keep.
_ADVICE: Final[dict[int | None, str]] = {
    HTTPStatus.BAD_REQUEST: "CLOVA did not understand what this integration sent: please report it",
    HTTPStatus.UNAUTHORIZED: "the access token is renewed now",
    HTTPStatus.PRECONDITION_FAILED: "the channel was not open yet; it is opened anew by itself",
    HTTPStatus.TOO_MANY_REQUESTS: (
        "this device connects or asks too often: look for a second program with its token"
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: "the fault is CLOVA's: try again later",
    HTTPStatus.SERVICE_UNAVAILABLE: "the fault is CLOVA's: try again later",
}


class SystemHandler(EntryHandler):
    """Errors that came outside the answer to a request; those are told to whoever asked."""

    namespace = "System"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Synchronise with each connection."""
        super().__init__(coordinator)
        self._told: dict[int | None, float] = {}  # when, by the loop's clock
        coordinator.async_on_connected(self._async_synchronise)

    async def _async_synchronise(self) -> None:
        """Ask for what CLOVA keeps of the system; alerts have a way of their own (CIC-SY-002)."""
        try:
            await self.coordinator.client.send(event_of(RequestSynchronizeState()))
        except CicError as err:
            LOGGER.debug("%s: CLOVA tells nothing of the system: %s", self.entry.title, err)

    @handles(SynchronizeState)
    async def synchronize_state(self, payload: SynchronizeState) -> None:
        """Take the alerts, if there are any (CIC-SY-012)."""
        self.coordinator.alerts.async_take(payload)

    @handles(ExceptionReport)
    async def exception(self, payload: ExceptionReport) -> None:
        """Tell the log what failed, never the server's own words; after 401 renew (CIC-SY-022)."""
        code = payload.status
        if self._is_news(code):
            advice = _ADVICE.get(code, "nothing more is known about it")
            LOGGER.warning("%s: CLOVA reports error %s: %s", self.entry.title, code, advice)
        if code == HTTPStatus.UNAUTHORIZED:
            try:
                await self.coordinator.client.doubt_token()
            except CicError as err:
                LOGGER.debug("%s: no other token: %s", self.entry.title, err)

    def _is_news(self, code: int | None) -> bool:
        """Tell whether the log has not heard of such an error for a while."""
        now = self.hass.loop.time()
        last = self._told.pop(code, None)
        if last is not None and now - last < QUIET:
            self._told[code] = last
            return False
        self._told[code] = now
        if len(self._told) > MAX_TOLD:
            del self._told[next(iter(self._told))]
        return True
