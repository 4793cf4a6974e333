"""When somebody begins to speak: what counts as speech, and what goes along with it."""

import math
from random import Random
import struct

import pytest

from custom_components.clova_cic.cic.onset import PRE_ROLL, Onset

RATE = 16_000
FRAME = 640  # bytes of 20 ms
SECOND = RATE * 2  # bytes


def tone(seconds: float, amplitude: float, *, offset: int = 0) -> bytes:
    """A voice that goes on; its root mean square is 0.7 of the amplitude."""
    count = int(seconds * RATE)
    samples = (int(amplitude * math.sin(n * 0.2)) + offset for n in range(count))
    return struct.pack(f"<{count}h", *samples)


def room(seconds: float, loudness: float) -> bytes:
    """Noise of this root mean square, the same each time."""
    random, count = Random(5), int(seconds * RATE)
    return struct.pack(f"<{count}h", *(int(random.gauss(0, loudness)) for _ in range(count)))


def syllables(count: int, amplitude: float) -> bytes:
    """Speech: 160 ms of voice and 80 ms of almost nothing, again and again."""
    return (tone(0.16, amplitude) + tone(0.08, amplitude / 6)) * count


def feed(audio: bytes, size: int = FRAME) -> tuple[bool, bytes]:
    """Let it hear in chunks; return whether somebody spoke, and what goes on its way."""
    onset = Onset()
    sent = b"".join(
        [onset.feed(audio[start : start + size]) for start in range(0, len(audio), size)]
    )
    return onset.begun, sent


@pytest.mark.parametrize(
    "audio",
    [
        bytes(8 * SECOND),
        room(8, 30),
        room(8, 200),
        room(8, 500),
        bytes(SECOND) + room(4, 150),
        room(2, 100) + tone(0.04, 20_000) + room(2, 100),
        tone(4, 20, offset=2000),
        tone(0.02, 100),
        b"",
        b"\1",
    ],
    ids=[
        "nothing",
        "night",
        "fan",
        "street",
        "opens late",
        "click",
        "offset",
        "too short",
        "none",
        "a byte",
    ],
)
def test_a_room_in_which_nobody_speaks(audio: bytes) -> None:
    assert feed(audio) == (False, b"")


@pytest.mark.parametrize(
    "audio",
    [
        tone(0.5, 8000),
        room(3, 100) + syllables(3, 1500),
        syllables(6, 400),
        bytes(SECOND) + syllables(6, 400),
        room(2, 10) + syllables(6, 80),
        room(2, 900),
        room(2, 100) + tone(0.5, 8000, offset=2000),
    ],
    ids=["at once", "far away", "soft at once", "gated", "whisper", "party", "offset"],
)
@pytest.mark.parametrize("size", [100, FRAME, 4096, 10**6])
def test_speech_is_heard_however_it_is_cut_and_goes_on_whole(audio: bytes, size: int) -> None:
    begun, sent = feed(audio, size)
    assert begun
    assert audio.endswith(sent)
    assert len(sent) % 2 == 0


def test_the_second_before_goes_along_and_no_more() -> None:
    said = tone(0.5, 8000)
    for before in (0.3, 5.0):
        silence = room(before, 50)
        _, sent = feed(silence + said)
        assert sent.endswith(said)
        pre_roll = len(sent) - len(said)
        # Speech counts after three frames of it, which are part of the second.
        assert pre_roll == min(len(silence), PRE_ROLL - 3 * FRAME)


def test_what_waits_is_bounded() -> None:
    onset = Onset()
    for _ in range(100):
        assert onset.feed(bytes(SECOND)) == b""
        assert len(onset._held) <= PRE_ROLL


def test_once_begun_everything_passes() -> None:
    onset = Onset()
    onset.feed(tone(0.1, 8000))
    assert onset.begun
    assert onset.feed(b"\0\0\0") == b"\0\0\0"
