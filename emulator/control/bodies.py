"""JSON in requests and responses of the control API."""

from typing import Any

from aiohttp import web
import orjson

from ..messages import Json
from .errors import BadInputError


def json_response(data: Json) -> web.Response:
    """200 with a JSON object."""
    return web.Response(body=orjson.dumps(data), content_type="application/json")


async def json_body(request: web.Request) -> Json:
    """The body as a JSON object, whatever Content-Type it came with; raises BadInputError."""
    try:
        data: Any = orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise BadInputError(f"The body is not JSON: {error}.") from error
    if not isinstance(data, dict):
        raise BadInputError("The body must be a JSON object.")
    return data
