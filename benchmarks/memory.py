"""How much a process grows while an hour of speech passes through it."""

from .case import Case, Result
from .child import Child, child
from .cloud import CLIENTS

NAME = "memory_of_60_minute_answer"
RUNS = 50  # processes of each
SECONDS = 3600.0  # 14.4 MB
WARM_UP_SECONDS = 10.0  # an answer of a usual length, so that what is loaded later does not count
SPEED = 16_000_000.0  # bytes a second; the emulator keeps at most 8 MiB for who reads slowly
LIMIT = 2.0  # MiB
MIB = 1024 * 1024
EVENT = "TextRecognizer.Recognize"


async def run() -> list[Result]:
    """Measure in turns, each time in a new process."""
    growth: dict[str, list[float]] = {"ours": [], "peer": []}
    async with child("benchmarks.cloud") as cloud:
        for number in range(RUNS):
            for who, token in zip(growth, CLIENTS, strict=True):
                growth[who].append(await _growth(cloud, who, token, number))
    return [
        Result.of(NAME, growth["ours"], growth["peer"], unit="MiB", limit=LIMIT, limits_ours=True)
    ]


async def _growth(cloud: Child, who: str, token: str, number: int) -> float:
    """Return by how many MiB a new process grew."""
    where = (cloud.facts["base_url"], cloud.facts["ca_file"])
    async with child("benchmarks.memory_subject", who, *where, token) as subject:
        for seconds in (WARM_UP_SECONDS, SECONDS):
            text = f"{number} {seconds}"
            await cloud.order("answer", to=EVENT, text=text, seconds=seconds, speed=SPEED)
            told = await subject.order("ask", text=text)
    expected = SECONDS * 4000
    if told["read"] < expected:
        raise RuntimeError(f"{who} read {told['read']} bytes and not {expected:.0f}")
    return float(told["growth"] / MIB)


CASE = Case(
    NAME, "the peak of a process that reads an hour of speech, over what it had before", run
)
