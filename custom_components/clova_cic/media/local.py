"""Sound that is made here, for a player."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus

from aiohttp import hdrs, web

from .public_http import FetchError
from .sending import SAFE, async_send, response_of
from .shelf import Local


async def async_answer(request: web.Request, local: Local) -> web.StreamResponse:
    """Answer a player; it can have a part of what has a known size."""
    if local.size is None:
        response = response_of(local.content_type, size=None, headers={hdrs.ACCEPT_RANGES: "none"})
        await async_send(request, response, local.chunks())
        return response
    status = HTTPStatus.PARTIAL_CONTENT if hdrs.RANGE in request.headers else HTTPStatus.OK
    try:
        start, stop, _ = request.http_range.indices(local.size)
    except ValueError:
        status, start, stop = HTTPStatus.OK, 0, local.size  # not understood: the whole will do
    if start >= stop and local.size:
        return web.Response(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            headers=SAFE | {hdrs.CONTENT_RANGE: f"bytes */{local.size}"},
        )
    headers: dict[str, str] = {hdrs.ACCEPT_RANGES: "bytes"}
    if status is HTTPStatus.PARTIAL_CONTENT:
        headers[hdrs.CONTENT_RANGE] = f"bytes {start}-{stop - 1}/{local.size}"
    response = response_of(local.content_type, size=stop - start, status=status, headers=headers)
    await async_send(request, response, _part(local, start, stop))
    return response


async def _part(local: Local, start: int, stop: int) -> AsyncGenerator[bytes]:
    """Yield the bytes between two places. Raises FetchError if there are fewer."""
    place = 0
    async with aclosing(local.chunks()) as chunks:
        async for chunk in chunks:
            wanted = chunk[max(start - place, 0) : max(stop - place, 0)]
            place += len(chunk)
            if wanted:
                yield wanted
            if place >= stop:
                return
    if place < stop:
        raise FetchError("it is shorter than it said")
