"""The control API's part for music: what there is, playing it, and who fetched it."""

from typing import Any, Final

from aiohttp import web

from ..cloud import Cloud
from ..messages import Json
from ..music.catalogue import STATIONS, TRACKS, Track
from ..music.fetches import Fetch
from .bodies import json_body, json_response
from .errors import BadInputError
from .guard import refusal

_KEYS: Final = frozenset({"item", "device", "playable"})


class MusicRoutes:
    """What people and other processes do with the library."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def routes(self) -> list[web.RouteDef]:
        """All of them."""
        return [
            web.get("/library", self._library),
            web.post("/play", self._play),
            web.get("/fetches", self._fetches),
            web.delete("/fetches", self._forget_fetches),
            web.delete("/tickets", self._expire),
        ]

    async def _library(self, _: web.Request) -> web.Response:
        stations = [
            {"key": each.key, "names": dict(each.names), "tracks": [it.token for it in each.tracks]}
            for each in STATIONS
        ]
        tracks = [self._track(number, each) for number, each in enumerate(TRACKS, start=1)]
        return json_response(
            {"media_url": self._cloud.media_url, "stations": stations, "tracks": tracks}
        )

    def _track(self, number: int, track: Track) -> Json:
        return {
            "item": number,
            "token": track.token,
            "titles": dict(track.titles),
            "artists": dict(track.artists),
            "albums": dict(track.albums),
            "seconds": None if track.endless else track.seconds,
            "url": self._cloud.music.plain_url(track),
        }

    async def _play(self, request: web.Request) -> web.Response:
        data = await json_body(request)
        if unknown := data.keys() - _KEYS:
            raise BadInputError(
                f"To play has no `{min(unknown)}`: it has item, device and playable."
            )
        device, playable = data.get("device"), data.get("playable", False)
        if device is not None and not isinstance(device, str):
            raise BadInputError("`device` must be a name, such as device-1.")
        if not isinstance(playable, bool):
            raise BadInputError("`playable` must be true or false.")
        try:
            devices = self._cloud.play(_item(data.get("item")), device=device, playable=playable)
        except KeyError:
            raise BadInputError(
                "`item` must be the number or the token of a track, or the key of a station;"
                " see GET /library."
            ) from None
        if not devices:
            return refusal(409, "No such device has a downchannel open.")
        return json_response({"downchannels": devices})

    async def _fetches(self, _: web.Request) -> web.Response:
        fetches = self._cloud.music.fetches
        return json_response(
            {
                "counts": dict(fetches.counts),
                "fetches": [_fetch_to_json(each) for each in fetches.latest],
            }
        )

    async def _forget_fetches(self, _: web.Request) -> web.Response:
        return json_response({"forgotten": self._cloud.music.fetches.forget()})

    async def _expire(self, _: web.Request) -> web.Response:
        return json_response({"expired": self._cloud.music.tickets.expire()})


def _item(item: Any) -> str:
    """What a number stands for; a token or a key as it is; raises KeyError."""
    if isinstance(item, int) and not isinstance(item, bool):
        if not 1 <= item <= len(TRACKS):
            raise KeyError(item)
        return TRACKS[item - 1].token
    return str(item)


def _fetch_to_json(fetch: Fetch) -> Json:
    """Headers by their names only, but for those that tell who wanted what."""
    return {
        "item": fetch.item,
        "method": fetch.method,
        "user_agent": fetch.user_agent,
        "range": fetch.range,
        "headers": sorted(fetch.headers),
        "with_ticket": fetch.with_ticket,
        "status": fetch.status,
        "sent": fetch.sent,
        "ended": fetch.ended,
        "complete": fetch.complete,
    }
