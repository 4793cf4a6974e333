"""The media server: HTTP without a secret, for players and for who fetches on their behalf."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from ..listening import LOCAL, name_in_url
from ..speech.mp3 import bytes_per_second
from . import segments
from .catalogue import BY_TOKEN, LISTS, OTHER, STATIONS, Track
from .delivery import Asked, Body, FileBody, Padded, Sending, file_body, send, send_for_ever, whole
from .fetches import Fetch
from .music import IMAGES, TICKET, Music
from .odd import HLS
from .pictures import beginning_of_a_huge_one, svg
from .sound import FRAME_SECONDS

PNG: Final = "image/png"
SVG: Final = "image/svg+xml"
PAGE: Final = b"<!DOCTYPE html><title>Moved</title><p>The music is not here any more.</p>\n"
RADIO_PICTURE: Final = "radio"
_HEAD: Final = 4096
"""Bytes of a file that tell its bit rate."""
_LOOPBACK: Final = "127.0.0.1"

type Answering = Callable[[Asked], Awaitable[web.StreamResponse]]


class MusicServer:
    """Serves the library; each request is among `Music.fetches`."""

    def __init__(self, music: Music) -> None:
        self._music = music
        self._runner: web.AppRunner | None = None
        self._middles = 0
        """How often the middle of a track that breaks by turns was come to."""

    async def start(self, host: str, port: int) -> None:
        """Listen; raises OSError if the port cannot be had."""
        app = web.Application()
        routes: tuple[tuple[str, Answering], ...] = (
            (f"/{IMAGES}/{{name}}", self._picture),
            (f"/{TICKET}/{{ticket}}/{{name}}", self._track),
            (f"/{TICKET}/{{ticket}}/{{token}}/{{name}}", self._piece),
            ("/{token}/{name}", self._piece),
            ("/{name}", self._track),
        )
        app.add_routes([web.get(path, self._noted(answer)) for path, answer in routes])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        port = self._runner.addresses[0][1]
        # An address, where it can be one: players look `localhost` up as they please.
        name = _LOOPBACK if host in LOCAL else name_in_url(host)
        self._music.serve_at(f"http://{name}:{port}")

    async def stop(self) -> None:
        """Stop listening, in the middle of whatever is being sent."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    def _noted(self, answer: Answering) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """A handler that records what happens."""
        fetches = self._music.fetches

        async def handler(request: web.Request) -> web.StreamResponse:
            path = request.match_info
            fetch = Fetch(
                item=request.path.removeprefix(f"/{TICKET}/{path.get('ticket')}").lstrip("/"),
                method=request.method,
                headers={name.lower(): value for name, value in request.headers.items()},
                with_ticket="ticket" in path,
                began_at=asyncio.get_running_loop().time(),
            )
            fetches.add(fetch)
            try:
                return await answer(Asked(request, fetch, fetches.notify))
            except web.HTTPException as error:
                fetch.status = error.status
                raise
            finally:
                fetch.ended = True
                fetches.notify()

        return handler

    def _admitted(self, asked: Asked, token: str) -> Track:
        """The track of a token; raises HTTPNotFound, and HTTPForbidden for an old address."""
        track = BY_TOKEN.get(token, OTHER)
        if track.manner.missing:
            raise web.HTTPNotFound
        ticket = asked.request.match_info.get("ticket")
        if ticket is not None and not self._music.tickets.admits(ticket, track.token):
            raise web.HTTPForbidden(text="This address has expired.\n")
        return track

    async def _track(self, asked: Asked) -> web.StreamResponse:
        """A track, or the outer playlist of one."""
        token, _, suffix = asked.request.match_info["name"].rpartition(".")
        track = self._admitted(asked, token)
        manner = track.manner
        if suffix != track.suffix:
            raise web.HTTPNotFound
        await asyncio.sleep(manner.delay)
        if manner.redirect is not None:
            raise web.HTTPFound(self._elsewhere(manner.redirect))
        body: Body
        if manner.is_page:
            body, pace = whole(PAGE), 0.0
        else:
            body, pace = await self._sound(track)
        if manner.hls:
            body = whole(segments.variants(track, round(pace * 8)).encode())
        if track.endless:
            return await send_for_ever(asked, body, manner.content_type, pace)
        sending = Sending(
            content_type=manner.content_type if not manner.hls else HLS,
            tag=track.token,
            bytes_per_second=None if manner.speed is None else pace * manner.speed,
            breaks=lambda: self._breaks(track),
            in_parts=track.manner.in_parts,
        )
        return await send(asked, body, sending)

    def _elsewhere(self, place: str) -> str:
        return place if "://" in place else f"{self._music.url}/{place}"

    def _breaks(self, track: Track) -> bool:
        """Whether the connection breaks in the middle of this track, this time."""
        if track.manner.breaks != "by turns":
            return track.manner.breaks == "always"
        self._middles += 1
        return self._middles % 2 == 1

    async def _sound(self, track: Track) -> tuple[FileBody, float]:
        """The file, and the bytes of a second of it."""
        body = await file_body(await self._music.shelf.sound(track))
        head = [chunk async for chunk in body.read(0, min(_HEAD, body.size))]
        return body, bytes_per_second(b"".join(head)) or 0.0

    async def _piece(self, asked: Asked) -> web.StreamResponse:
        """The inner playlist of a track, or a segment."""
        track = self._admitted(asked, asked.request.match_info["token"])
        name, _, suffix = asked.request.match_info["name"].partition(".")
        if not track.manner.hls:
            raise web.HTTPNotFound
        if asked.request.match_info["name"] == segments.LIST:
            body: Body = whole(segments.playlist(track).encode())
            content_type = HLS
        elif suffix == "mp3" and name.isdecimal() and int(name) < segments.count_of(track):
            body, content_type = await self._segment(track, int(name)), track.manner.content_type
        else:
            raise web.HTTPNotFound
        sending = Sending(content_type=content_type, tag=f"{track.token}-{name}")
        return await send(asked, body, sending)

    async def _segment(self, track: Track, number: int) -> FileBody:
        sound, pace = await self._sound(track)
        start, stop = segments.span_of(number, round(pace * FRAME_SECONDS))
        return FileBody(sound.path, start, min(stop, sound.size), segments.time_stamp(number))

    async def _picture(self, asked: Asked) -> web.StreamResponse:
        """The picture of a track, a list or a station."""
        name, _, suffix = asked.request.match_info["name"].partition(".")
        title = _PICTURES.get(name)
        if title is None or suffix not in {"png", "svg"}:
            raise web.HTTPNotFound
        track = BY_TOKEN.get(name)
        body: Body
        if suffix == "svg":
            body, content_type = whole(svg(name, title)), SVG
        elif track is not None and track.manner.picture_bytes:
            body, content_type = Padded(beginning_of_a_huge_one(), track.manner.picture_bytes), PNG
        else:
            body, content_type = await file_body(await self._music.shelf.picture(name)), PNG
        sending = Sending(content_type=content_type, tag=f"{name}-{suffix}")
        return await send(asked, body, sending)


_PICTURES: Final = {
    RADIO_PICTURE: "Example Radio",
    **{track.token: track.titles["en"] for track in (*BY_TOKEN.values(), OTHER)},
    **{token: names["en"] for token, (names, _) in LISTS.items()},
    **{station.key: station.names["en"] for station in STATIONS},
}
"""What is drawn, and what it is called."""
