"""The tracks of the player: silence as long as each of them."""

from typing import Final

from aiohttp import web

from ..interfaces.library import BY_TOKEN
from ..mp3 import silence

OTHER_SECONDS: Final = 10
"""How long a track is that the library does not have."""
SUFFIX: Final = ".mp3"


def media_response(name: str) -> web.Response:
    """An MP3 file; raises HTTPNotFound for other kinds of files."""
    if not name.endswith(SUFFIX):
        raise web.HTTPNotFound
    track = BY_TOKEN.get(name.removesuffix(SUFFIX))
    seconds = OTHER_SECONDS if track is None else track.seconds
    return web.Response(body=silence(seconds), content_type="audio/mpeg")
