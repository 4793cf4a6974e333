"""Where speech ends, by how loud it is."""

import pytest

from emulator import Emulator, Fault, FaultKind
from emulator.exchanges.utterance import FRAME_BYTES, Utterance

from .asking import pushes
from .client import Client, Response
from .speaking import BYTES_PER_SECOND, SLICE, send, silence, speech, tone

CLICK = tone(0.04)

ENDS: dict[str, tuple[bytes, float | None]] = {
    "speech and a pause": (tone(0.5) + silence(1), 1.1),
    "a pause before": (silence(1) + tone(0.5) + silence(1), 2.1),
    "a short pause inside": (tone(0.5) + silence(0.58) + tone(0.5) + silence(1), 2.18),
    "speech only": (tone(2), None),
    "silence only": (silence(2), None),
    "too short a pause": (tone(0.5) + silence(0.58), None),
    "a click": (CLICK + silence(2), None),
    "very soft": (tone(0.5, 100) + silence(1), None),
    "soft noise after speech": (tone(0.5) + tone(1, 100), 1.1),
    "the limit in silence": (silence(6), 5.0),
    "the limit in speech": (tone(6), 5.0),
}


@pytest.mark.parametrize(("audio", "end"), ENDS.values(), ids=ENDS.keys())
@pytest.mark.parametrize("size", [100_000_000, SLICE, 1001])
def test_when_it_is_over(audio: bytes, end: float | None, size: int) -> None:
    utterance = Utterance(5.0)
    over = any(utterance.feed(audio[at : at + size]) for at in range(0, len(audio), size))
    assert over is (end is not None)
    expected = len(audio) - len(audio) % FRAME_BYTES if end is None else end * BYTES_PER_SECOND
    assert utterance.heard == expected


def test_a_wake_word_is_skipped() -> None:
    audio = tone(0.5) + silence(1)
    assert not Utterance(5.0, skipped=8000).feed(audio)
    assert Utterance(5.0, skipped=8000).feed(audio + audio)
    assert Utterance(5.0, skipped=4000).feed(audio)


def test_a_limit_of_nothing() -> None:
    assert Utterance(0.0).feed(bytes(FRAME_BYTES))


@pytest.mark.parametrize(
    ("fault", "heard"),
    [
        (Fault(FaultKind.EVENT_STATUS, status=401), False),
        (Fault(FaultKind.EVENT_STATUS, status=412), False),
        (Fault(FaultKind.EVENT_STATUS, status=500), True),
        (Fault(FaultKind.LATENCY, seconds=0), True),
    ],
    ids=["401", "412", "500", "late"],
)
async def test_what_is_refused_unheard_is_said_again(
    cloud: Emulator, client: Client, channel: Response, fault: Fault, heard: bool
) -> None:
    cloud.hear_next("what time is it")
    cloud.inject(fault)
    message = speech()
    await send(client, message)
    assert pushes(channel) == heard
    if heard:
        message = speech()
    await send(client, message)
    assert cloud.events[-1].transcript == ("Hello" if heard else "what time is it")


async def test_what_was_refused_comes_again_at_once(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=412))
    message = speech()
    await send(client, message, tone(5))
    told = list(cloud.violations)
    assert {each.partition(":")[0] for each in told} == {"CIC-T-037"}
    await send(client, message, tone(5))
    assert cloud.violations == told
    await send(client, speech(), tone(5))
    assert len(cloud.violations) == 2 * len(told)
