"""What lies elsewhere, passed on to a player: whole or in part, as it comes, if it is fit to play."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing
from dataclasses import dataclass, field
from http import HTTPStatus
import re
from typing import Final

from aiohttp import ClientResponse, hdrs, web
from homeassistant.core import HomeAssistant

from .public_http import FetchError, async_open
from .resuming import CHUNK, async_body
from .sending import SAFE, async_send, response_of
from .shelf import Remote
from .types import DRAWINGS, Wanted, is_image, is_playlist, passed_type

MAX_IMAGE: Final = 10 * 1024 * 1024  # bytes
MAX_KEY: Final = 4096  # bytes; a key has 16
MAX_PLAYLIST: Final = 256 * 1024  # bytes
_RANGE: Final = re.compile(r"bytes=(\d{1,18}-\d{0,18}|-\d{1,18})")
_PLAIN: Final[dict[str, str]] = {
    hdrs.ACCEPT_ENCODING: "identity"
}  # or places in it would not be what players mean
_TOLD: Final = (hdrs.ACCEPT_RANGES, hdrs.CONTENT_RANGE, hdrs.ETAG, hdrs.LAST_MODIFIED)
_NO_HEAD: Final = frozenset(
    {HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is to be fetched, and for whom it is taken."""

    remote: Remote
    url: str = field(repr=False)
    """The remote's own, or of a piece of its playlist."""
    wanted: Wanted
    suffix: str


async def async_pass_on(
    hass: HomeAssistant, request: web.Request, errand: Errand
) -> web.StreamResponse | None:
    """Answer a player with what is there; None if it is a playlist, which is not passed on.

    Raises what `async_open` does, before the player got anything.
    """
    try:
        return await _async_pass_on(hass, request, errand, request.method)
    except _NoHeadError:
        return await _async_pass_on(hass, request, errand, hdrs.METH_GET)


class _NoHeadError(Exception):
    """The server answers GET only; its answer is left after the head."""


async def _async_pass_on(
    hass: HomeAssistant, request: web.Request, errand: Errand, method: str
) -> web.StreamResponse | None:
    remote = errand.remote

    def ask(headers: dict[str, str]) -> AbstractAsyncContextManager[ClientResponse]:
        return async_open(
            hass,
            errand.url,
            server=remote.server,
            user_agent=remote.user_agent,
            method=method,
            headers=_PLAIN | headers,
        )

    async with ask(_range_of(request)) as upstream:
        if method == hdrs.METH_HEAD and upstream.status in _NO_HEAD:
            raise _NoHeadError
        if upstream.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return web.Response(status=upstream.status, headers=SAFE | _told(upstream))
        _check(upstream)
        if errand.wanted is Wanted.MEDIA and is_playlist(upstream.content_type):
            return None
        limit = _limit(upstream, errand.wanted)
        response = response_of(
            _type(upstream, errand),
            size=_size(upstream),
            status=upstream.status,
            headers=_told(upstream),
        )
        await async_send(request, response, _limited(async_body(upstream, ask), limit))
        return response


async def async_text(hass: HomeAssistant, remote: Remote, url: str) -> tuple[str, str]:
    """Return a playlist as it is, and where it was found in the end. Raises what `async_open` does."""
    text = bytearray()
    async with async_open(
        hass, url, server=remote.server, user_agent=remote.user_agent, headers=_PLAIN
    ) as upstream:
        _check(upstream)
        async for chunk in _limited(upstream.content.iter_chunked(CHUNK), MAX_PLAYLIST):
            text += chunk
        return text.decode("utf-8", errors="replace"), str(upstream.url)


async def async_image(hass: HomeAssistant, remote: Remote) -> tuple[bytes, str]:
    """Return a picture and its type. Raises FetchError for what is none, or what `async_open` does."""
    picture = bytearray()
    async with async_open(
        hass, remote.url, server=remote.server, user_agent=remote.user_agent, headers=_PLAIN
    ) as upstream:
        _check(upstream)
        told = upstream.content_type
        if not is_image(told) or told in DRAWINGS:
            raise FetchError("it is no picture")
        _limit(upstream, Wanted.MEDIA)
        async for chunk in _limited(upstream.content.iter_chunked(CHUNK), MAX_IMAGE):
            picture += chunk
        return bytes(picture), told


def _range_of(request: web.Request) -> dict[str, str]:
    """Return which part the player asks for, if it can be one part."""
    wanted = request.headers.get(hdrs.RANGE, "")
    if _RANGE.fullmatch(wanted) is None:
        return {}
    asked: dict[str, str] = {hdrs.RANGE: wanted}
    if hdrs.IF_RANGE in request.headers:
        asked[hdrs.IF_RANGE] = request.headers[hdrs.IF_RANGE]
    return asked


def _told(upstream: ClientResponse) -> dict[str, str]:
    return {name: upstream.headers[name] for name in _TOLD if name in upstream.headers}


def _check(upstream: ClientResponse) -> None:
    """Raise FetchError for an answer that is no content."""
    if upstream.status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        raise FetchError(f"it was answered with {upstream.status}")
    if upstream.headers.get(hdrs.CONTENT_ENCODING, "identity") != "identity":
        raise FetchError("it is packed, though it was asked for as it is")


def _type(upstream: ClientResponse, errand: Errand) -> str:
    """Return what the player is told that it is. Raises FetchError for what it should not get."""
    passed = passed_type(upstream.content_type, errand.wanted, errand.suffix)
    if passed is None:
        raise FetchError("its type is none that is played or shown")
    told = upstream.headers.get(hdrs.CONTENT_TYPE, passed)
    return told if passed == upstream.content_type else passed  # with its parameters


def _limit(upstream: ClientResponse, wanted: Wanted) -> int | None:
    """Return how many bytes it may have. Raises FetchError if it says that it has more."""
    limit = None
    if wanted is Wanted.KEY:
        limit = MAX_KEY
    elif is_image(upstream.content_type):
        limit = MAX_IMAGE
    if limit is not None and (_size(upstream) or 0) > limit:
        raise FetchError("it is too large")
    return limit


def _size(upstream: ClientResponse) -> int | None:
    """Return how many bytes come."""
    return upstream.content_length


async def _limited(chunks: AsyncIterable[bytes], limit: int | None) -> AsyncGenerator[bytes]:
    """Yield the bytes. Raises FetchError when there are more than the limit."""
    size = 0
    async with AsyncExitStack() as stack:
        if isinstance(chunks, AsyncGenerator):
            await stack.enter_async_context(aclosing(chunks))
        async for chunk in chunks:
            size += len(chunk)
            if limit is not None and size > limit:
                raise FetchError("it is too large")
            yield chunk
