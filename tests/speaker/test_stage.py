"""The stage: what sounds, waits, is lowered or interrupted, on a real speaker."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any

from homeassistant.components.media_player.const import MediaPlayerEntityFeature as Feature
import pytest

from custom_components.clova_cic.cic.audio_focus import SoundType
from custom_components.clova_cic.media.view import Local
from custom_components.clova_cic.speaker.stage import DIALOGUE_LIMIT, LISTENING_LIMIT, Stage

from .bench import MP3, SONG, Bench
from .conftest import MakeBench
from .player import PLAIN

ANNOUNCES = PLAIN | Feature.MEDIA_ANNOUNCE
LONG = 6.0  # seconds


class Theatre:
    """A bench with a stage on it, and music whose player does what it is told."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.cancelled = 0
        self.music: list[bool] = []  # what the player of music heard
        self.stage = Stage(bench.hass, bench.entry, bench.speaker, cancel_input=self._cancel)
        self.stage.on_music = self._take
        self._tasks: list[asyncio.Future[Any]] = []

    def _cancel(self) -> None:
        self.cancelled += 1

    def _take(self, *, gained: bool) -> None:
        self.music.append(gained)
        act = self.bench.speaker.async_resume if gained else self.bench.speaker.async_pause
        self._tasks.append(asyncio.ensure_future(act()))

    async def play_music(self) -> None:
        """Ask for the stage, and play."""
        self.stage.async_request_music()
        await self.bench.play()

    def sound(self, kind: SoundType, seconds: float = LONG) -> asyncio.Task[bool]:
        """Want something to be heard."""

        async def chunks() -> AsyncGenerator[bytes]:
            yield b"x"

        source = Local(content_type=MP3, chunks=chunks)
        said = asyncio.ensure_future(self.stage.async_sound(kind, source, MP3, seconds))
        self._tasks.append(said)
        return said

    @property
    def announced(self) -> int:
        """How many announcements have begun."""
        return sum(each.startswith("announce") for each in self.bench.player.did)

    async def close(self) -> None:
        """End everything."""
        for task in self._tasks:
            task.cancel()
        await self.stage.async_close()
        await self.bench.clock.settle()


Open = Callable[..., Awaitable[Theatre]]


@pytest.fixture
async def theatre(make: MakeBench) -> AsyncIterator[Open]:
    """Return what opens a theatre with a player of this kind."""
    opened: list[Theatre] = []

    async def open_theatre(**kind: Any) -> Theatre:
        kind.setdefault("lengths", {"song": 200.0, "/api/": LONG})
        found = Theatre(await make(**kind))
        opened.append(found)
        return found

    yield open_theatre
    for each in opened:
        await each.close()


@pytest.mark.cic("CIC-PB-070")
@pytest.mark.parametrize("features", [PLAIN, ANNOUNCES])
async def test_a_sound_starts_at_once_and_music_comes_back(
    theatre: Open, features: Feature
) -> None:
    on = await theatre(features=features)
    await on.play_music()
    await on.bench.clock.pass_by(10)
    said = on.sound(SoundType.ALERT)
    await on.bench.clock.settle()
    assert on.announced == 1
    assert await on.bench.heard(said, 10)
    await on.bench.clock.settle()
    assert on.bench.player.url is not None
    assert on.bench.player.url.endswith(SONG)
    assert on.bench.player.volume_level == 0.5
    assert on.bench.player.position >= 9


async def test_music_is_told_to_be_silent_where_nothing_sounds_over_it(theatre: Open) -> None:
    on = await theatre()
    await on.play_music()
    said = on.sound(SoundType.ALERT)
    await on.bench.clock.settle()
    assert on.music == [True, False]
    assert await on.bench.heard(said, 10)
    await on.bench.clock.settle()
    assert on.music == [True, False, True]


@pytest.mark.cic("CIC-PB-077")
async def test_music_hears_nothing_of_what_is_said_over_it(theatre: Open) -> None:
    on = await theatre(features=ANNOUNCES)
    await on.play_music()
    assert await on.bench.heard(on.sound(SoundType.ALERT), 10)
    on.stage.listening()
    await on.bench.clock.settle()
    on.stage.dialogue_ended()
    await on.bench.clock.settle()
    assert on.music == [True]
    assert len(on.bench.told) == 1


@pytest.mark.cic("CIC-PB-071")
async def test_speech_takes_the_place_of_speech(theatre: Open) -> None:
    on = await theatre(features=ANNOUNCES)
    first = on.sound(SoundType.DIALOGUE)
    await on.bench.clock.pass_by(1)
    second = on.sound(SoundType.DIALOGUE)
    await on.bench.clock.pass_by(1)
    assert not await on.bench.heard(first, 0)
    assert await on.bench.heard(second, 10)


@pytest.mark.cic("CIC-PB-071")
async def test_a_notification_waits_for_another(theatre: Open) -> None:
    on = await theatre(features=ANNOUNCES)
    first, second = on.sound(SoundType.NOTIFICATION), on.sound(SoundType.NOTIFICATION)
    await on.bench.clock.pass_by(1)
    assert on.announced == 1
    assert await on.bench.heard(first, 10)
    assert await on.bench.heard(second, 10)


async def test_an_alert_that_was_interrupted_rings_again(theatre: Open) -> None:
    on = await theatre(features=ANNOUNCES)
    alert = on.sound(SoundType.ALERT)
    await on.bench.clock.pass_by(1)
    assert await on.bench.heard(on.sound(SoundType.FEEDBACK), 10)
    await on.bench.clock.settle()
    assert on.announced == 3
    assert await on.bench.heard(alert, 10)


async def test_speech_that_was_interrupted_is_not_repeated(theatre: Open) -> None:
    on = await theatre(features=ANNOUNCES)
    speech = on.sound(SoundType.DIALOGUE)
    await on.bench.clock.pass_by(1)
    alert = on.sound(SoundType.ALERT)
    await on.bench.clock.pass_by(1)
    assert not await on.bench.heard(speech, 0)
    assert await on.bench.heard(alert, 10)
    await on.bench.clock.settle()
    assert on.announced == 2


@pytest.mark.cic("CIC-PB-074")
async def test_music_is_lowered_while_somebody_speaks_and_is_answered(theatre: Open) -> None:
    on = await theatre()
    await on.play_music()
    dialogue = on.stage.listening()
    await on.bench.clock.settle()
    assert on.bench.player.volume_level == pytest.approx(0.15)
    on.stage.processing(dialogue)
    await on.bench.clock.pass_by(20)
    assert on.bench.player.volume_level == pytest.approx(0.15)
    on.stage.dialogue_ended(dialogue)
    await on.bench.clock.settle()
    assert on.bench.player.volume_level == 0.5


async def test_the_end_of_an_older_dialogue_means_nothing(theatre: Open) -> None:
    on = await theatre()
    await on.play_music()
    older, newer = on.stage.listening(), on.stage.listening()
    on.stage.processing(older)
    on.stage.dialogue_ended(older)
    await on.bench.clock.settle()
    assert on.bench.player.volume_level == pytest.approx(0.15)
    on.stage.dialogue_ended(newer)
    await on.bench.clock.settle()
    assert on.bench.player.volume_level == 0.5


@pytest.mark.parametrize("processing", [False, True])
async def test_a_dialogue_that_nobody_ends_ends(theatre: Open, *, processing: bool) -> None:
    on = await theatre(lengths={"song": 900.0})
    await on.play_music()
    dialogue = on.stage.listening()
    if processing:
        on.stage.processing(dialogue)
    limit = DIALOGUE_LIMIT if processing else LISTENING_LIMIT
    await on.bench.clock.pass_by(limit - 1)
    assert on.bench.player.volume_level == pytest.approx(0.15)
    await on.bench.clock.pass_by(2)
    assert on.bench.player.volume_level == 0.5


@pytest.mark.cic("CIC-PB-076")
async def test_a_player_whose_volume_is_fixed_pauses(theatre: Open) -> None:
    on = await theatre(features=PLAIN & ~Feature.VOLUME_SET)
    await on.play_music()
    on.stage.listening()
    await on.bench.clock.settle()
    assert on.music == [True, False]
    assert on.bench.player.did[-1] == "pause"
    on.stage.dialogue_ended()
    await on.bench.clock.settle()
    assert on.music == [True, False, True]
    assert on.bench.player.did[-1] == "resume"


@pytest.mark.cic("CIC-PB-075")
async def test_an_alert_ends_what_somebody_is_saying(theatre: Open) -> None:
    on = await theatre(features=ANNOUNCES)
    on.stage.listening()
    said = on.sound(SoundType.ALERT)
    await on.bench.clock.settle()
    assert on.cancelled == 1
    assert on.announced == 1
    assert await on.bench.heard(said, 10)


@pytest.mark.cic("CIC-PB-075")
async def test_a_notification_does_not(theatre: Open) -> None:
    on = await theatre(features=ANNOUNCES)
    on.stage.listening()
    said = on.sound(SoundType.NOTIFICATION)
    await on.bench.clock.pass_by(5)
    assert on.cancelled == 0
    assert on.announced == 0  # an announcement cannot be lowered
    on.stage.dialogue_ended()
    assert await on.bench.heard(said, 10)


@pytest.mark.cic("CIC-PB-078")
async def test_music_that_begins_during_an_answer_waits_for_its_end(theatre: Open) -> None:
    on = await theatre()
    dialogue = on.stage.listening()
    on.stage.processing(dialogue)
    on.stage.async_request_music()
    await on.bench.clock.settle()
    assert on.music == []
    on.stage.dialogue_ended(dialogue)
    assert on.music == [True]


@pytest.mark.cic("CIC-PB-078")
async def test_music_that_stopped_in_the_background_does_not_come_back(theatre: Open) -> None:
    on = await theatre()
    await on.play_music()
    said = on.sound(SoundType.ALERT)
    await on.bench.clock.pass_by(1)
    on.stage.leave_music()
    await on.bench.speaker.async_stop()
    assert await on.bench.heard(said, 10)
    await on.bench.clock.settle()
    assert on.music == [True, False]
    assert on.bench.player.url is None


async def test_sounds_of_a_type_are_silenced_and_so_are_those_that_wait(theatre: Open) -> None:
    on = await theatre(features=ANNOUNCES)
    first, second = on.sound(SoundType.NOTIFICATION), on.sound(SoundType.NOTIFICATION)
    alert = on.sound(SoundType.ALERT)
    await on.bench.clock.pass_by(1)
    on.stage.stop(SoundType.NOTIFICATION)
    await on.bench.clock.settle()
    assert not await on.bench.heard(first, 0)
    assert not await on.bench.heard(second, 0)
    assert await on.bench.heard(alert, 10)


async def test_the_end_leaves_silence_and_the_volume_as_it_was(theatre: Open) -> None:
    on = await theatre()
    await on.play_music()
    on.stage.listening()
    await on.bench.clock.settle()
    await on.stage.async_close()
    assert on.bench.player.volume_level == 0.5
    said = on.sound(SoundType.ALERT)
    await on.bench.clock.settle()
    await on.stage.async_close()
    await on.bench.clock.settle()
    assert not await on.bench.heard(said, 0)
    assert on.bench.player.volume_level == 0.5
    assert "stop" in on.bench.player.did
