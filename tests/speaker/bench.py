"""A speaker, the player it plays on, and what it reports."""

import asyncio

from homeassistant.core import Context, HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.cic.playback import Position
from custom_components.clova_cic.speaker.speaker import Speaker

from .clock import Clock
from .player import PLAYER, FakePlayer

MP3 = "audio/mpeg"
BASE = "http://192.168.1.2:8123"
SONG = "/api/clova_cic/media/song.mp3"
OTHER_SONG = "/api/clova_cic/media/other.mp3"
BELL = "/api/clova_cic/media/bell.mp3"


class Bench:
    """Where a test works."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        speaker: Speaker,
        players: tuple[FakePlayer, ...],
        clock: Clock,
    ) -> None:
        self.hass = hass
        self.entry = entry
        self.speaker = speaker
        self.players = players
        self.player = players[0]
        self.clock = clock
        self.news: list[object] = []
        speaker.report = self.news.append

    @property
    def told(self) -> list[object]:
        """What was reported, without positions."""
        return [each for each in self.news if not isinstance(each, Position)]

    @property
    def positions(self) -> list[Position]:
        """Where the music was said to be."""
        return [each for each in self.news if isinstance(each, Position)]

    async def play(self, sound: int = 1, url: str = SONG, **more: object) -> None:
        """Play music."""
        await self.speaker.async_play(sound, url, MP3, **more)  # type: ignore[arg-type]
        await self.clock.settle()

    def announce(self, seconds: float | None = 4.0, url: str = BELL) -> asyncio.Task[bool]:
        """Begin to announce something."""
        return asyncio.ensure_future(self.speaker.async_announce(url, MP3, seconds))

    async def heard(self, said: asyncio.Future[bool], within: float) -> bool:
        """Let time pass until it is over."""
        end = self.clock.now + within
        while not said.done() and self.clock.now < end:
            await self.clock.pass_by(0.25)
        return await asyncio.wait_for(said, 0)

    async def automation(self, action: str, **data: object) -> None:
        """Do something at the player in Home Assistant, as an automation does."""
        context = Context(parent_id="an automation")
        await self.hass.services.async_call(
            "media_player", action, {"entity_id": PLAYER, **data}, blocking=True, context=context
        )
        await self.clock.settle()
