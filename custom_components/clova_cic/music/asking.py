"""What people ask CLOVA of the music: marks, lists to open, what is shown beside it."""

import asyncio

from homeassistant.core import callback

from ..cic import CicError, Directive, MessageError, NotReadyError
from ..cic.interfaces.message import read_directive
from ..cic.interfaces.template_runtime import RenderPlaylist
from ..cic.player_screen import Screen
from .reports import Answer, MusicReports


class ScreenAsking:
    """Sends the events of a screen, and takes what answers them."""

    def __init__(self, screen: Screen, reports: MusicReports) -> None:
        """Ask for what this screen shows, in line with all that CLOVA is told of the music."""
        self._screen = screen
        self._reports = reports
        self._browsing = asyncio.Lock()

    async def async_send(self, event: object) -> tuple[Directive, ...]:
        """Send an event, and return what answers it. Raises CicError if CLOVA cannot be asked."""
        (answer,) = await heard([self._reports.async_tell(event)])
        return answer

    async def async_open(self, place: str, event: object) -> RenderPlaylist | None:
        """Return a list that was opened before, or the one that answers the event; None if none."""
        async with self._browsing:
            if (known := self._screen.opened(place)) is not None:
                return known
            self._screen.open(place)
            try:
                for directive in await self.async_send(event):
                    self._file(directive)
            finally:
                self._screen.close()
            return self._screen.opened(place)

    def _file(self, directive: Directive) -> None:
        """Take a list whose handler may not have had its turn yet."""
        try:
            payload = read_directive(directive)
        except MessageError:
            return  # the dispatcher has told the log
        if isinstance(payload, RenderPlaylist):
            self._screen.render(payload)

    @callback
    def async_request_info(self, token: str | None) -> None:
        """Ask what is to be shown; `token` is that of the stream, without one there is nothing to ask."""
        event = self._screen.request(token)
        if event is not None:
            self._reports.async_tell(event)


async def heard(answers: list[asyncio.Future[Answer]]) -> list[tuple[Directive, ...]]:
    """Wait for answers; raises the CicError of one that failed."""
    found = []
    for waiting in answers:
        await asyncio.wait([waiting])
        if waiting.cancelled():
            raise NotReadyError("the device is being unloaded")
        answer = waiting.result()
        if isinstance(answer, CicError):
            raise answer
        found.append(answer)
    return found
