"""When an answer that the cloud makes as it speaks begins to leave Home Assistant."""

from collections.abc import Mapping
from typing import Any

from .case import Case, Result
from .home import Home, home, settle
from .satellite_client import Satellite
from .voice_turn import EVENT

NAME = "first_byte_of_dribbled_answer"
RUNS = 50  # of each format
WARM_UP = 5
SECONDS = 10.0
# About as long, in words; no two alike, or the voice would remember them.
ANSWER = (
    "Tomorrow it will be cloudy in the morning, with some rain in the afternoon and a light wind from"
    " the west, and by the evening the sky clears up again. That is forecast {}, number {}."
)
PREPARED = "mp3, prepared"  # a cloud that has the sound before it is asked for it
LIMIT = 1.2  # Home Assistant's first byte to the cloud's; of MP3, which nobody has to convert

# As satellites ask for it: ESPHome's media players and its speakers.
FLAC = {
    "preferred_format": "flac",
    "preferred_sample_rate": 48_000,
    "preferred_sample_channels": 1,
    "preferred_sample_bytes": 2,
}
WAV = {
    "preferred_format": "wav",
    "preferred_sample_rate": 16_000,
    "preferred_sample_channels": 1,
    "preferred_sample_bytes": 2,
}
MP3 = {"preferred_format": "mp3"}
OUTPUTS: dict[str, Mapping[str, Any]] = {
    "mp3": MP3,
    "wav": WAV,
    "flac": FLAC,
}


async def run() -> list[Result]:
    """Measure the formats one after the other."""
    async with home() as house, Satellite.connected(house) as satellite:
        await settle()
        spoken = [await _measure(house, satellite, name) for name in OUTPUTS]
        return [*spoken, await _measure(house, satellite, PREPARED)]


async def _measure(house: Home, satellite: Satellite, name: str) -> Result:
    """Ask for one format, again and again; the peer is the cloud itself."""
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(WARM_UP + RUNS):
        if name == PREPARED:
            text = f"This is the answer, number {number}."
            await house.cloud.order("answer", to=EVENT, text=text, seconds=SECONDS, speed="playing")
        else:
            text = ANSWER.format(name, number)
            await house.cloud.order("speak", to=EVENT, text=text, speed="playing")
        heard = await satellite.turn(house.ours, OUTPUTS.get(name, MP3), to_the_end=False)
        answered_at = await house.cloud.order("answered", event=EVENT)
        ours.append(heard.milliseconds)
        theirs.append((answered_at - heard.said_at) * 1000)
    return Result.of(
        f"{NAME} ({name})",
        ours[WARM_UP:],
        theirs[WARM_UP:],
        unit="ms",
        limit=LIMIT if name == "mp3" else None,
    )


CASE = Case(NAME, "from the last byte of speech to the first byte of sound, out of the cloud", run)
