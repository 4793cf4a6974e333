"""A home with a speaker, a device of CLOVA's and a cloud that sends music."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession
from homeassistant.components.media_player.const import DATA_COMPONENT, DOMAIN as MEDIA_PLAYER
from homeassistant.core import Context, HomeAssistant, State
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.const import CONF_SPEAKER
from custom_components.clova_cic.music import music as music_module
from custom_components.clova_cic.music.music import Music
from emulator import Emulator
from emulator.music.catalogue import BY_TOKEN, LISTS
from tests.ha import LIMIT, coordinator_of, hurry, set_up, trust
from tests.media.players import player_of
from tests.music.clock import Clock
from tests.music.kitchen import KITCHEN, Kitchen
from tests.pushing import push

PLAYER = "media_player.clova"
_TOLD = ("AudioPlayer", "PlaybackController", "TemplateRuntime")


@dataclass(frozen=True, slots=True)
class MusicHome:
    """What a test does, and sees."""

    hass: HomeAssistant
    cloud: Emulator
    entry: MockConfigEntry
    kitchen: Kitchen
    clock: Clock

    @property
    def music(self) -> Music:
        """The player of the device."""
        return coordinator_of(self.entry).music

    @property
    def player(self) -> State:
        """The entity."""
        state = self.hass.states.get(PLAYER)
        assert state is not None
        return state

    # What CLOVA has heard

    def events(self, *names: str) -> list[dict[str, Any]]:
        """Payloads of the events of these names, of all without."""
        return [
            dict(request.event["event"]["payload"])
            for request in self.cloud.events
            if request.event and (not names or str(request.name).partition(".")[2] in names)
        ]

    def told(self) -> list[str]:
        """What was told of the music: names of events, with tokens and whole seconds."""
        lines = []
        for request in self.cloud.events:
            namespace, _, name = str(request.name).partition(".")
            if request.event is None or namespace not in _TOLD or name == "RequestPlayerInfo":
                continue
            payload = request.event["event"]["payload"]
            offset = payload.get("offsetInMilliseconds")
            seconds = None if offset is None else f"{offset / 1000:.0f}"
            about = payload.get("token", payload.get("audioItemId"))
            lines.append(" ".join(each for each in (name, about, seconds) if each))
        return lines

    def places(self, namespace: str) -> list[int]:
        """Where events of a namespace are among all that have come."""
        names = [str(request.name).partition(".")[0] for request in self.cloud.events]
        return [index for index, name in enumerate(names) if name == namespace]

    def state_told(self, index: int = -1) -> dict[str, Any]:
        """PlaybackState in the context of an event, the last one for instance."""
        event = self.cloud.events[index].event
        assert event is not None
        (state,) = [
            each["payload"]
            for each in event["context"]
            if each["header"] == {"namespace": "AudioPlayer", "name": "PlaybackState"}
        ]
        return dict(state)

    async def hears(self, *lines: str) -> None:
        """Wait until CLOVA has heard exactly this about the music since the last time, or fail."""
        with suppress(TimeoutError):
            await self.until(lambda: len(self.told()) >= len(lines))
        await self.settle()
        told = self.told()
        assert told == list(lines), told
        self.cloud.forget_requests()

    def sample(self, token: str = "track-1", **report: int) -> dict[str, Any]:
        """A Play of a track whose address comes along, with a schedule of reports."""
        names = {"delay": "Delay", "interval": "Interval", "position": "Position"}
        return {
            "playBehavior": "REPLACE_ALL",
            "audioItem": {
                "audioItemId": token,
                "stream": {
                    "token": token,
                    "url": f"{self.cloud.media_url}/{token}.mp3",
                    "urlPlayable": True,
                    "beginAtInMilliseconds": 0,
                    "progressReport": {
                        f"progressReport{names[key]}InMilliseconds": value
                        for key, value in report.items()
                    },
                },
            },
            "source": {"name": "Example Radio"},
        }

    def playlist(self, token: str) -> dict[str, Any]:
        """A list of the cloud's."""
        names, entries = LISTS[token]
        return {"title": names["en"], "items": [self._entry(each) for each in entries]}

    def _entry(self, token: str) -> dict[str, Any]:
        title = LISTS[token][0] if token in LISTS else BY_TOKEN[token].titles
        return {
            "token": token,
            "type": "playlist" if token in LISTS else "track",
            "titleText": title["en"],
            "imageUri": f"{self.cloud.media_url}/images/{token}.png",
            "showAdultIcon": False,
        }

    # What a person does

    async def do(self, action: str, **data: Any) -> None:
        """Do something with the player in Home Assistant."""
        await self.hass.services.async_call(
            MEDIA_PLAYER, action, {"entity_id": PLAYER, **data}, blocking=True
        )
        await self.settle()

    async def press(self, action: str, **data: Any) -> None:
        """Do something with the player, and do not wait for what comes of it."""
        await self.hass.services.async_call(
            MEDIA_PLAYER, action, {"entity_id": PLAYER, **data}, blocking=True
        )

    async def at_the_speaker(self, action: str, **data: Any) -> None:
        """Do something with the speaker, as an automation does."""
        context = Context(parent_id="an-automation")
        await self.hass.services.async_call(
            MEDIA_PLAYER, action, {"entity_id": KITCHEN, **data}, blocking=True, context=context
        )
        await self.settle()

    async def add_speaker(self, entity_id: str) -> Kitchen:
        """Buy another speaker."""
        speaker = Kitchen(self.clock, self.kitchen.session, entity_id)
        await self.hass.data[DATA_COMPONENT].async_add_entities([speaker])
        return speaker

    async def starts(self, what: str, *, playable: bool = False) -> None:
        """Have the cloud play something, and wait until it is heard."""
        assert self.cloud.play(what, playable=playable) == 1
        await self.until(lambda: any(each.startswith("PlayStarted") for each in self.told()))
        self.cloud.forget_requests()

    async def push(self, name: str, payload: dict[str, Any] | None = None) -> None:
        """Push a directive, and let it take effect."""
        namespace, _, name = name.partition(".")
        await push(self.hass, self.cloud, namespace, name, payload or {})
        await self.settle()

    async def until(self, condition: Any) -> None:
        """Wait for something that the network brings."""
        async with asyncio.timeout(LIMIT):
            while not condition():
                await self.settle()
                await asyncio.sleep(0)

    async def passes(self, seconds: float) -> None:
        """Let time pass, moment by moment."""
        until = self.clock.now() + seconds
        while self.clock.next(until):
            await self.settle()
        await self.settle()

    async def passes_until(self, condition: Callable[[], bool]) -> None:
        """Let time pass, as slowly as the network needs, until this has come."""
        for _ in range(120):
            if condition():
                return
            await self.passes(1)
            with suppress(TimeoutError):
                await self.cloud.wait_for(condition, 0.05)
        raise AssertionError(self.told())

    async def settle(self) -> None:
        """Let everything that was begun be done, and told."""
        music = self.music
        async with asyncio.timeout(LIMIT):
            while True:
                await self.hass.async_block_till_done()
                await music._work.async_join()
                reports = music._reports
                pending: list[asyncio.Future[Any]] = [each.answer for each in reports._waiting]
                pending += reports._sending
                if not pending:
                    return
                await asyncio.wait(pending)

    def choose(self, **options: Any) -> None:
        """Change options of the device."""
        self.hass.config_entries.async_update_entry(
            self.entry, options={**self.entry.options, **options}
        )


@asynccontextmanager
async def music_home(
    hass: HomeAssistant, cloud: Emulator, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MusicHome]:
    """Set all of it up."""
    trust(cloud, monkeypatch)
    hurry(monkeypatch)
    clock = Clock()
    monkeypatch.setattr(music_module, "LoopClock", lambda _: clock)
    monkeypatch.setattr(dt_util, "utcnow", clock.utcnow)
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, MEDIA_PLAYER, {})
    monkeypatch.setattr(hass.http.app.router, "freeze", lambda: None)  # as Home Assistant does
    async with player_of(hass) as served, ClientSession() as session:
        await hass.config.async_update(internal_url=served.url("/").rstrip("/"))
        kitchen = Kitchen(clock, session)
        await hass.data[DATA_COMPONENT].async_add_entities([kitchen])
        entry = await set_up(hass, cloud)
        home = MusicHome(hass, cloud, entry, kitchen, clock)
        home.choose(**{CONF_SPEAKER: KITCHEN})
        await home.settle()
        yield home
        await kitchen.async_close()
        await hass.config_entries.async_unload(entry.entry_id)
