"""Recognises one speech by pocketsphinx: a program of its own, see sphinx.py.

It reads a line of JSON, the grammar, then samples until there are no more, and writes the words.
"""

from array import array
import json
from random import Random
import sys
from typing import BinaryIO, Final

import pocketsphinx

NOISE: Final = 64
"""How loud a hiss is laid over the sound, of 32767. Speech out of programs is silent between its
words, which no microphone is and the model does not know."""
SETTINGS: Final = {
    # Only the best path through the grammar is wanted, and what is pruned may be its beginning.
    "bestpath": False,
    "beam": 1e-80,
    "wbeam": 1e-60,
    "pbeam": 1e-80,
    "maxhmmpf": -1,
    # No sentence of the grammar is more probable than another.
    "lw": 1.0,
}


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Do it once."""
    grammar = json.loads(source.readline())
    decoder = pocketsphinx.Decoder(lm=None, loglevel="FATAL", **SETTINGS)
    decoder.add_jsgf_string("sentences", grammar)
    decoder.activate_search("sentences")
    decoder.start_utt()
    decoder.process_raw(_with_noise(source.read()), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    target.write(found.hypstr.encode() if found is not None else b"")


def _with_noise(samples: bytes) -> bytes:
    """The samples (16 bit, little-endian) with a hiss, always the same."""
    sound = array("h", samples[: len(samples) // 2 * 2])
    if sys.byteorder == "big":
        sound.byteswap()
    random = Random(0)  # noqa: S311 - a hiss is no secret
    hiss = (random.randint(-NOISE, NOISE) for _ in sound)
    return array(
        "h", (max(-32768, min(32767, a + b)) for a, b in zip(sound, hiss, strict=True))
    ).tobytes()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
