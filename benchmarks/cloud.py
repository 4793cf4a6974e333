"""The emulator as a program.

usage: python -m benchmarks.cloud

orders: `answer` and `speak` prepare the answer to the next event of a kind, `answered` tells about
the last one, `violations` what clients did against the rules. `play` sends music, `address` tells
where that is, `fetched` when somebody wanted it, `count` how many events there were.
"""

import asyncio
import hashlib
from time import monotonic
from typing import Any
from uuid import uuid4

from emulator import Answer, Attachment, Emulator, EmulatorConfig, directive
from emulator.answers import Part, Speed, Spoken
from emulator.music.catalogue import BY_TOKEN, OTHER, REPORT_INTERVAL

from .child import obey
from .sound import mp3

FETCH_LIMIT = 20.0  # seconds
CLIENTS = ("bench-ours", "bench-peer")  # one access token each: a token has one downchannel


class _Orders:
    """What the measuring process tells the emulator to do."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def answer(self, to: str, text: str, seconds: float, speed: Speed | None = None) -> str:
        """Answer with this text and a sound of this length; the bytes at once or at a speed.

        Returns the SHA-256 of the sound.
        """
        sound = Attachment.of(mp3(seconds))
        self._answer(to, text, sound, speed)
        return hashlib.sha256(sound.data).hexdigest()

    async def speak(self, to: str, text: str, speed: Speed | None = None) -> None:
        """Answer with this text in the emulator's own voice, which begins when it is asked."""
        self._answer(to, text, Spoken.of(text, "en"), speed)

    def _answer(self, to: str, text: str, sound: Attachment | Spoken, speed: Speed | None) -> None:
        speak = {
            "format": "AUDIO_MPEG",
            "token": str(uuid4()),
            "ttsLang": "ko",
            "url": f"cid:{sound.content_id}",
        }
        parts: list[Part] = [
            directive("Clova", "RenderText", {"text": text}),
            directive("SpeechSynthesizer", "Speak", speak),
            sound,
        ]
        self._emulator.answer_next(Answer(parts, to=to, bytes_per_second=speed))

    async def answered(self, event: str) -> float | None:
        """When the answer to the last event of this kind went out, with its first sound.

        By the system's monotonic clock; None: it did not.
        """
        requests = [one for one in self._emulator.events if one.name == event]
        return requests[-1].answered_at if requests else None

    async def play(self, token: str) -> float:
        """Send Play, of the library or of 10 seconds, with an address; return when."""
        track = BY_TOKEN.get(token, OTHER)
        stream = {
            "beginAtInMilliseconds": 0,
            "durationInMilliseconds": track.seconds * 1000,
            "format": "audio/mpeg",
            "progressReport": {"progressReportIntervalInMilliseconds": REPORT_INTERVAL},
            "token": token,
            "url": await self.address(token),
            "urlPlayable": True,
        }
        item = {"audioItemId": token, "titleText": token, "type": "bench", "stream": stream}
        source = {"name": "bench", "logoUrl": ""}
        sent_at = monotonic()
        payload = {"playBehavior": "REPLACE_ALL", "source": source, "audioItem": item}
        self._emulator.push("AudioPlayer", "Play", payload)
        return sent_at

    async def address(self, token: str) -> str:
        """Where the music is."""
        return f"{self._emulator.media_url}/{token}.mp3"

    async def fetched(self, token: str) -> float:
        """When somebody first asked for it, by the system's monotonic clock; waits for that."""
        fetches = self._emulator.music.fetches
        (first, *_) = await self._emulator.wait_for(lambda: fetches.of(f"{token}.mp3"), FETCH_LIMIT)
        return first.began_at

    async def count(self) -> int:
        """How many events there were; no more than are kept may come."""
        return len(self._emulator.events)

    async def violations(self) -> list[str]:
        """Tell them."""
        return self._emulator.violations


async def main() -> None:
    """Serve."""
    async with Emulator(EmulatorConfig(voice_kind="auto", music_kind="auto")) as emulator:
        emulator.tokens.update(CLIENTS)
        orders = _Orders(emulator)
        facts: dict[str, Any] = {"base_url": emulator.base_url, "ca_file": str(emulator.ca_file)}
        await obey(
            facts,
            {
                "answer": orders.answer,
                "speak": orders.speak,
                "answered": orders.answered,
                "violations": orders.violations,
                "play": orders.play,
                "address": orders.address,
                "fetched": orders.fetched,
                "count": orders.count,
            },
        )


if __name__ == "__main__":
    asyncio.run(main())
