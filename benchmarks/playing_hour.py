"""What an hour of music costs: events to CLOVA, and time of the processor that runs Home Assistant.

A stretch is played in real time and told for an hour, as of pieces that are all as long as it.
"""

import asyncio

from .case import Case, Result
from .home import settle
from .music_home import MusicHome, is_possible, music_home

NAME = "playing_hour_vs_mpd"
RUNS = 2  # of each
PIECE = "track-11"  # of 120 seconds
STRETCH = 118.0  # seconds; it does not come to its end
HOUR = 3600.0


async def run() -> list[Result]:
    """Measure in turns, each out of silence."""
    if not is_possible(NAME):
        return []
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    async with music_home() as house:
        await settle()
        await _fetch(house)
        for _ in range(RUNS):
            ours.append(await _stretch(house, ours=True))
            theirs.append(await _stretch(house, ours=False))
        if violations := await house.cloud.order("violations"):
            raise RuntimeError(f"against the rules: {violations}")
    results = []
    for number, (what, unit) in enumerate((("events", "events"), ("processor", "s"))):
        mine = [each[number] * HOUR / STRETCH for each in ours]
        other = [each[number] * HOUR / STRETCH for each in theirs]
        results.append(Result.of(f"{NAME} ({what})", mine, other, unit=unit, limit=None))
    return results


async def _fetch(house: MusicHome) -> None:
    """Have the piece played for a moment: it is made when somebody wants it for the first time."""
    await house.cloud.order("play", token=PIECE)
    await house.plays()
    await house.stop(house.ours)
    await settle()


async def _stretch(house: MusicHome, *, ours: bool) -> tuple[float, float]:
    """Play for so long; return the events and the processor's seconds it took."""
    url = await house.cloud.order("address", token=PIECE)
    events, cpu = await house.cloud.order("count"), house.cpu_seconds()
    end = asyncio.get_running_loop().time() + STRETCH
    if ours:
        await house.cloud.order("play", token=PIECE)
    else:
        await house.call("play_media", house.peer, media_content_id=url, media_content_type="music")
    await asyncio.sleep(end - asyncio.get_running_loop().time())
    cpu, events = house.cpu_seconds() - cpu, await house.cloud.order("count") - events
    await house.stop(house.ours if ours else house.peer)
    await settle()
    return events, cpu


CASE = Case(NAME, "events sent and seconds of the processor in an hour of music", run)
