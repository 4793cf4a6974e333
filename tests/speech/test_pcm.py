"""Samples with and without a file around them."""

from collections.abc import AsyncGenerator, AsyncIterator
import struct

import pytest

from custom_components.clova_cic.speech.pcm import MAX_HEADER, samples

SAMPLES = struct.pack("<200h", *range(200))
FORMAT = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 16_000, 32_000, 2, 16)
DATA = struct.pack("<4sI", b"data", len(SAMPLES)) + SAMPLES


def riff(*chunks: bytes) -> bytes:
    """Make a WAV file of chunks."""
    body = b"".join(chunks)
    return struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WAVE") + body


async def bare(audio: bytes, step: int) -> bytes:
    """Let audio pass in chunks of `step` bytes."""

    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(audio), step):
            yield audio[at : at + step]

    return b"".join([chunk async for chunk in samples(chunks())])


@pytest.mark.parametrize("step", [1, 3, 44, 46, 10_000])
@pytest.mark.parametrize(
    "audio",
    [
        SAMPLES,
        riff(FORMAT, DATA),
        riff(FORMAT, struct.pack("<4sI", b"LIST", 5) + bytes(6), DATA),
    ],
    ids=["samples", "file", "file with more"],
)
@pytest.mark.cic("CIC-SR-002")
async def test_only_samples_are_left(audio: bytes, step: int) -> None:
    assert await bare(audio, step) == SAMPLES


@pytest.mark.parametrize(
    "audio", [b"", b"RI", b"R!", riff()[:-4] + b"AVI " + SAMPLES, b"RIFFRAFF" + SAMPLES]
)
async def test_what_only_looks_like_a_file_is_samples(audio: bytes) -> None:
    expected = b"" if audio == b"RI" else audio
    assert await bare(audio, 5) == expected


async def test_a_file_without_an_end_to_its_header_is_not_kept_for_ever() -> None:
    audio = riff(struct.pack("<4sI", b"junk", 10_000) + bytes(2 * MAX_HEADER))
    assert await bare(audio, 512) == audio
    assert await bare(riff(FORMAT), 5) == b""


async def test_the_microphone_is_closed_with_its_listener() -> None:
    closed = False

    async def microphone() -> AsyncGenerator[bytes]:
        nonlocal closed
        try:
            while True:
                yield SAMPLES
        finally:
            closed = True

    listening = samples(microphone())
    assert await anext(listening) == SAMPLES
    await listening.aclose()
    assert closed
