"""From CLOVA's word to play until the player asks for the first byte, beside mpd's own player."""

import asyncio
from time import monotonic

from .case import Case, Result
from .home import settle
from .music_home import MusicHome, is_possible, music_home

NAME = "play_directive_to_player"
RUNS = 30  # of each
WARM_UP = 5


async def run() -> list[Result]:
    """Measure in turns, each out of silence."""
    if not is_possible(NAME):
        return []
    ours: list[float] = []
    theirs: list[float] = []
    async with music_home() as house:
        await settle()
        for number in range(WARM_UP + RUNS):
            ours.append(await _ours(house, f"ours-{number}"))
            theirs.append(await _theirs(house, f"peer-{number}"))
        if violations := await house.cloud.order("violations"):
            raise RuntimeError(f"against the rules: {violations}")
    return [Result.of(NAME, ours[WARM_UP:], theirs[WARM_UP:], unit="ms", limit=None)]


async def _ours(house: MusicHome, token: str) -> float:
    """Have the cloud send Play with an address."""
    began = await house.cloud.order("play", token=token)
    fetched = await house.cloud.order("fetched", token=token)
    await house.plays()
    await house.stop(house.ours)
    return float(fetched - began) * 1000


async def _theirs(house: MusicHome, token: str) -> float:
    """Tell Home Assistant's player for mpd the same kind of address."""
    url = await house.cloud.order("address", token=token)
    began = monotonic()
    calling = asyncio.create_task(
        house.call("play_media", house.peer, media_content_id=url, media_content_type="music")
    )
    fetched = await house.cloud.order("fetched", token=token)
    await calling
    await house.plays()
    await house.stop(house.peer)
    return float(fetched - began) * 1000


CASE = Case(NAME, "from the directive to the player's request for the first byte", run)
