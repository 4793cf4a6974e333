"""Speech by two programs that need not be there: espeak-ng speaks, ffmpeg makes MP3 of it."""

import asyncio
from contextlib import suppress
import shutil
from typing import Final

ESPEAK: Final = "espeak-ng"
FFMPEG: Final = "ffmpeg"

VOICES: Final = {"en": "en", "ja": "ja", "ko": "ko", "zh": "cmn"}
"""espeak-ng's names of the protocol's languages; others are spoken as English."""
MAX_CHARACTERS: Final = 1000
"""Of a sentence that is spoken; about three minutes of Korean."""
TIME_LIMIT: Final = 10.0
"""Seconds for a sentence; a usual one takes a tenth of a second."""

_TO_MP3: Final = (
    *("-nostdin", "-v", "error", "-f", "wav", "-i", "pipe:0"),
    # No tags and no index frame: nothing but sound, the same bytes for the same sentence.
    *("-ac", "1", "-ar", "24000", "-b:a", "32k", "-write_xing", "0", "-id3v2_version", "0"),
    *("-f", "mp3", "pipe:1"),
)


class SpeakingError(Exception):
    """There is no speech; the text says why."""


def missing() -> list[str]:
    """Which of the programs are not installed."""
    return [program for program in (ESPEAK, FFMPEG) if shutil.which(program) is None]


async def speak(text: str, language: str) -> bytes:
    """The sentence as MP3, only its beginning if it is very long; raises SpeakingError."""
    try:
        async with asyncio.timeout(TIME_LIMIT):
            return await _run(await speak_wav(text, language), FFMPEG, *_TO_MP3)
    except TimeoutError:
        raise SpeakingError(f"not done after {TIME_LIMIT:g} s") from None


async def speak_wav(text: str, language: str) -> bytes:
    """The same as WAV, which needs espeak-ng alone; takes as long as that takes."""
    voice = VOICES.get(language, VOICES["en"])
    # -b 1: UTF-8. From stdin, so that no sentence can be taken for an option.
    options = ("-v", voice, "-b", "1", "--stdin", "--stdout")
    return await _run(text[:MAX_CHARACTERS].encode("utf-8", "replace"), ESPEAK, *options)


async def _run(data: bytes, program: str, *arguments: str) -> bytes:
    """What a program makes of the data; raises SpeakingError."""
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            program, *arguments, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
        )
    except OSError as error:
        raise SpeakingError(f"{program} cannot be started: {error.strerror}") from error
    try:
        out, _ = await process.communicate(data)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode or not out:
        raise SpeakingError(f"{program} ended with status {process.returncode}")
    return out
