"""Where players fetch sound and pictures: a view of Home Assistant's, without a sign-in.

Players cannot sign in, so paths are such as nobody can guess; see `shelf`.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
import logging
import re
from typing import Final
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.http import HomeAssistantView
from homeassistant.util.hass_dict import HassKey

from ..cic import MessageError
from ..const import DOMAIN, LOGGER
from .hls_rewrite import rewrite
from .image import async_fetch_image
from .local import async_answer
from .pieces import Piece, PieceKind
from .proxy import Errand, async_pass_on, async_text
from .public_http import FetchError
from .sending import OFFER, SAFE, SOURCE_ERRORS, reason
from .shelf import BASE, Local, MediaShelf, Offer, Remote, key_of
from .types import HLS, Wanted

__all__ = ("Local", "MediaShelf", "Remote", "async_fetch_image", "async_media_shelf")

MAX_READERS: Final = 64  # at once, of all players
PLAYLIST_SUFFIX: Final = ".m3u8"
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_FRESH: Final = {hdrs.CACHE_CONTROL: "no-store"}  # a playlist may grow
_PIECE: Final = re.compile(r"(\d{1,9})(\.[a-z0-9]{1,5})?")
_WANTED: Final = {
    PieceKind.PLAYLIST: Wanted.PLAYLIST,
    PieceKind.SOUND: Wanted.PIECE,
    PieceKind.KEY: Wanted.KEY,
}
_SHELF: Final[HassKey[MediaShelf]] = HassKey(f"{DOMAIN}_media")


@callback
def async_media_shelf(hass: HomeAssistant) -> MediaShelf:
    """Return Home Assistant's one shelf; the view that shows it comes with it."""
    if _SHELF not in hass.data:
        shelf = hass.data[_SHELF] = MediaShelf()
        view = MediaView(hass, shelf)
        hass.http.register_view(view)

        @callback
        def close(_: Event) -> None:
            shelf.async_close()
            view.async_break_off()

        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, close)
    return hass.data[_SHELF]


class MediaView(HomeAssistantView):
    """Answers players: 404 what is not offered, 502 what cannot be had, 504 what takes too long."""

    url = f"{BASE}/{{name}}"
    extra_urls = [f"{BASE}/{{name}}/{{piece}}"]  # noqa: RUF012 (the base class says so)
    name = "api:clova_cic:media"
    requires_auth = False
    cors_allowed = True  # players that are web pages fetch playlists by script

    def __init__(self, hass: HomeAssistant, shelf: MediaShelf) -> None:
        """Show a shelf."""
        self._hass = hass
        self._shelf = shelf
        self._readers: set[web.RequestHandler] = set()

    @callback
    def async_break_off(self) -> None:
        """Leave all players: Home Assistant would wait for the end of what they fetch."""
        for reader in self._readers:
            if reader.transport is not None:
                reader.transport.abort()

    async def get(self, request: web.Request, name: str, piece: str = "") -> web.StreamResponse:
        """Answer a player."""
        offer = self._shelf.find(key_of(name))
        if offer is None:
            return _refusal(HTTPStatus.NOT_FOUND)
        if len(self._readers) >= MAX_READERS:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE)
        request[OFFER] = offer
        self._readers.add(request.protocol)
        try:
            with self._shelf.reading(offer):
                return await self._async_answer(request, offer, name, piece)
        except TimeoutError as err:
            _complain(offer, err)
            return _refusal(HTTPStatus.GATEWAY_TIMEOUT)
        except SOURCE_ERRORS as err:
            _complain(offer, err)
            return _refusal(HTTPStatus.BAD_GATEWAY)
        finally:
            self._readers.remove(request.protocol)

    head: Callable[..., Awaitable[web.StreamResponse]] = get

    async def _async_answer(
        self, request: web.Request, offer: Offer, name: str, piece: str
    ) -> web.StreamResponse:
        source = offer.source
        if isinstance(source, Local):
            return _refusal(HTTPStatus.NOT_FOUND) if piece else await async_answer(request, source)
        errand = _errand(offer, source, piece)
        if errand is None:
            return _refusal(HTTPStatus.NOT_FOUND)
        if errand.wanted is not Wanted.PLAYLIST:
            answer = await async_pass_on(self._hass, request, errand)
            if answer is not None:
                return answer
        return await self._async_playlist(offer, errand, key_of(name))

    async def _async_playlist(self, offer: Offer, errand: Errand, key: str) -> web.Response:
        """Return a playlist of paths. Raises FetchError or what `async_open` does."""
        text, address = await async_text(self._hass, errand.remote, errand.url)
        pieces = self._shelf.pieces(offer)

        def path_of(piece: Piece) -> str:
            return f"{BASE}/{key}/{pieces.number(piece)}{_suffix_of(piece)}"

        try:
            playlist = rewrite(text, address, path_of)
        except MessageError as err:
            raise FetchError(err.reason) from None
        return web.Response(text=playlist, content_type=HLS, headers=SAFE | _FRESH)


def _errand(offer: Offer, source: Remote, number: str) -> Errand | None:
    """Return what has to be fetched for an offer, or for a piece of it; None if it has none such."""
    if not number:
        wanted = Wanted.PLAYLIST if offer.suffix == PLAYLIST_SUFFIX else Wanted.MEDIA
        return Errand(remote=source, url=source.url, wanted=wanted, suffix=offer.suffix)
    found = _PIECE.fullmatch(number)
    piece = offer.pieces.find(int(found[1])) if found and offer.pieces else None
    if piece is None:
        return None
    return Errand(remote=source, url=piece.url, wanted=_WANTED[piece.kind], suffix="")


def _suffix_of(piece: Piece) -> str:
    """Return how the path of a piece ends: players go by the names of segments."""
    if piece.kind is PieceKind.PLAYLIST:
        return PLAYLIST_SUFFIX
    found = _ENDING.search(urlsplit(piece.url).path)
    return found[0].lower() if found is not None else ""


def _refusal(status: HTTPStatus) -> web.Response:
    return web.Response(status=status, headers=SAFE)


def _complain(offer: Offer, error: Exception) -> None:
    """Say once for each offer why its source failed; players try again and again."""
    level = logging.DEBUG if offer.complained else logging.WARNING
    offer.complained = offer.failed = True
    LOGGER.log(level, "What a player asked for cannot be had: %s", reason(error))
