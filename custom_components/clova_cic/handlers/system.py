"""System: what CLOVA says when something failed (docs/protocol/interfaces/system.md)."""

from http import HTTPStatus
from typing import Final

from ..cic import CicError, handles
from ..cic.interfaces.system import ExceptionReport
from ..const import LOGGER
from .entry_handler import EntryHandler

# What a user can do about a code; others are for the log to keep.
_ADVICE: Final[dict[int | None, str]] = {
    HTTPStatus.BAD_REQUEST: "CLOVA did not understand what this integration sent: please report it",
    HTTPStatus.UNAUTHORIZED: "the access token is renewed now",
    HTTPStatus.INTERNAL_SERVER_ERROR: "the fault is CLOVA's: try again later",
}


class SystemHandler(EntryHandler):
    """Errors that came outside the answer to a request; those are told to whoever asked."""

    namespace = "System"

    @handles(ExceptionReport)
    async def exception(self, payload: ExceptionReport) -> None:
        """Tell the log what failed, never the server's own words; after 401 renew (CIC-SY-022)."""
        code = payload.status
        advice = _ADVICE.get(code, "nothing more is known about it")
        LOGGER.warning("%s: CLOVA reports error %s: %s", self.entry.title, code, advice)
        if code == HTTPStatus.UNAUTHORIZED:
            try:
                await self.coordinator.client.doubt_token()
            except CicError as err:
                LOGGER.debug("%s: no other token: %s", self.entry.title, err)
