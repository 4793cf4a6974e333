"""A spoken request and its spoken answer, beside the same pipeline of Wyoming servers.

Each side is asked for the format that its voice speaks, so that nothing has to be converted.
"""

from functools import partial

from .case import Case, Result
from .home import ANSWER_SECONDS, Home, home, settle
from .satellite_client import Heard, Satellite

RUNS = 60  # of each
WARM_UP = 10
EVENT = "SpeechRecognizer.Recognize"
LIMIT = 1.0  # ours to peer
FAR_LIMIT = 0.45  # one round trip instead of three, and something for the work
FAR = 0.05  # seconds, one way

MP3 = {"preferred_format": "mp3"}
WAV = {"preferred_format": "wav"}
NEAR_NAME = "voice_turn_vs_wyoming"
FAR_NAME = "voice_turn_vs_wyoming_50ms"


async def run(name: str, latency: float | None, limit: float) -> list[Result]:
    """Measure in turns, so that what disturbs one disturbs the other."""
    ours: list[float] = []
    theirs: list[float] = []
    async with home(latency) as house, Satellite.connected(house) as satellite:
        await settle()
        for number in range(WARM_UP + RUNS):
            ours.append((await ask_clova(house, satellite, number)).milliseconds)
            theirs.append((await satellite.turn(house.peer, WAV)).milliseconds)
        if violations := await house.cloud.order("violations"):
            raise RuntimeError(f"against the rules: {violations}")
    return [Result.of(name, ours[WARM_UP:], theirs[WARM_UP:], unit="ms", limit=limit)]


async def ask_clova(house: Home, satellite: Satellite, number: int) -> Heard:
    """Say something that CLOVA answers at once, in fresh words, and check what is heard."""
    text = f"This is the answer, number {number}."
    sent = await house.cloud.order("answer", to=EVENT, text=text, seconds=ANSWER_SECONDS)
    heard = await satellite.turn(house.ours, MP3)
    if (heard.text, heard.sha256) != (text, sent):
        raise RuntimeError("what was heard is not what was sent")
    return heard


NEAR = Case(
    NEAR_NAME,
    "from the last byte of speech to the first byte of the answer at Home Assistant's address",
    partial(run, NEAR_NAME, None, LIMIT),
)
FAR_AWAY = Case(
    FAR_NAME,
    "the same with 50 ms between Home Assistant and each service, in each direction",
    partial(run, FAR_NAME, FAR, FAR_LIMIT),
)
