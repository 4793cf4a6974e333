"""A body on its way to a player: as fast as the player takes it, and a break remains a break."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from http import HTTPStatus
from typing import Final

from aiohttp import ClientError, hdrs, web

from ..const import LOGGER
from .public_http import FetchError
from .shelf import Offer

SOURCE_ERRORS: Final = (ClientError, FetchError, OSError, TimeoutError)
"""What a source may raise."""
OFFER: Final = web.RequestKey("clova_cic_offer", Offer)
"""Where a request says what is fetched by it."""
SAFE: Final = {
    # Whatever comes from elsewhere is no page of Home Assistant's.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def response_of(
    content_type: str,
    *,
    size: int | None,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> web.StreamResponse:
    """Return the head of an answer; without a size in bytes the body tells its end itself."""
    response = web.StreamResponse(
        status=status, headers={**SAFE, **(headers or {}), hdrs.CONTENT_TYPE: content_type}
    )
    response.content_length = size
    return response


async def async_send(
    request: web.Request, response: web.StreamResponse, chunks: AsyncGenerator[bytes]
) -> None:
    """Send what a source yields, and close the source, also if the player leaves.

    If the source fails, the connection ends with it: the player must not take it for the end.
    """
    offer = request[OFFER]
    async with aclosing(chunks):
        try:
            await response.prepare(request)
            if request.method != hdrs.METH_HEAD:
                async for chunk in chunks:
                    await response.write(chunk)
                    offer.fetched, offer.failed = True, False
        except SOURCE_ERRORS as err:
            offer.failed = request.transport is not None and not request.transport.is_closing()
            LOGGER.debug("What a player fetches broke off: %s", reason(err))
            request.protocol.force_close()


def reason(error: Exception) -> str:
    """Return why a source failed, without its address, which may be personal."""
    return str(error) if isinstance(error, FetchError) else type(error).__name__
