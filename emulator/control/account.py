"""The control API's part for what the CLOVA app does: notifications and settings."""

from aiohttp import web

from ..cloud import Cloud
from ..messages import Json
from .bodies import json_body, json_response
from .errors import BadInputError
from .guard import refusal
from .pushes import text_from


class AccountRoutes:
    """What happens on a user's phone or another device."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def routes(self) -> list[web.RouteDef]:
        """All of them."""
        return [
            web.post("/notify", self._notify),
            web.delete("/notices", self._read),
            web.post("/settings", self._settings),
            web.post("/voices", self._voices),
        ]

    async def _notify(self, request: web.Request) -> web.Response:
        data = await json_body(request)
        at_once = data.pop("at_once", False)
        if not isinstance(at_once, bool):
            raise BadInputError("`at_once` must be true or false.")
        return _sent(self._cloud.notify(text_from(data), at_once=at_once))

    async def _read(self, _: web.Request) -> web.Response:
        return json_response({"read": self._cloud.read_notices()})

    async def _settings(self, request: web.Request) -> web.Response:
        return _sent(self._cloud.change_settings(_texts(await json_body(request))))

    async def _voices(self, request: web.Request) -> web.Response:
        voices = _texts(await json_body(request))
        if not voices:
            raise BadInputError("Give each voice as key and name; the first is the default.")
        self._cloud.offer_voices(voices)
        return json_response({"voices": len(voices)})


def _sent(downchannels: int) -> web.Response:
    if not downchannels:
        return refusal(409, "No downchannel is open.")
    return json_response({"downchannels": downchannels})


def _texts(data: Json) -> dict[str, str]:
    if not all(isinstance(value, str) for value in data.values()):
        raise BadInputError("All values must be text, also numbers and switches.")
    return dict(data)
