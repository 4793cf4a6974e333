"""Who may sound on the speaker, and when: audio focus, carried out (flows/audio_playback.md §10)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..cic.audio_focus import Act, AudioFocus, FocusEffect, SoundType
from ..media.view import Local, Remote, async_media_shelf
from .speaker import Speaker
from .stage_music import MusicBackground

MUSIC: Final = "music"
LISTENING_LIMIT: Final = 60.0  # seconds for which somebody may speak
DIALOGUE_LIMIT: Final = 180.0  # seconds for an answer and its voice: music comes back after that
"""Both are for what never ends: whoever began a dialogue ends it."""


class MusicListener(Protocol):
    """Who plays music."""

    def __call__(self, *, gained: bool) -> None:
        """Music may sound from now on, or has to be silent."""


class _Sound:
    """One sound from its request to its end."""

    def __init__(self, kind: SoundType) -> None:
        self.kind = kind
        self.may = False  # it is its turn
        self.stopped = False  # it never will be any more
        self.news = asyncio.Event()
        self.saying: asyncio.Task[bool] | None = None

    def turn(self, *, may: bool, stopped: bool = False) -> None:
        """Begin, or be silent."""
        self.may, self.stopped = may, self.stopped or stopped
        if not may and self.saying is not None:
            self.saying.cancel()
        self.news.set()


class Stage:
    """Asks audio focus for every sound of the device, and has the speaker do what it says."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        speaker: Speaker,
        *,
        cancel_input: Callable[[], object],
    ) -> None:
        """Nothing sounds; `cancel_input` makes the device listen no longer (CIC-PB-075)."""
        self.on_music: MusicListener | None = None
        self.dialogue = 0  # counts what was said to the device
        self._hass = hass
        self._speaker = speaker
        self._cancel_input = cancel_input
        self._focus = AudioFocus()
        self._sounds: dict[str, _Sound] = {}
        self._numbers = 0
        self._background = MusicBackground(hass, entry, speaker, self._tell_music)
        self._limit: CALLBACK_TYPE | None = None
        self._has_music = False
        self._music_is_behind = False
        self._music_is_paused = False

    # Sounds

    async def async_sound(
        self,
        kind: SoundType,
        source: Local | Remote | str,
        media_type: str,
        seconds: float | None = None,
        *,
        suffix: str = "",
        started: Callable[[], None] | None = None,
    ) -> bool:
        """Let something be heard when it is its turn; True if it was, to its end.

        What is interrupted by something else is heard again from its beginning, but for speech of
        a dialogue. The rest is as `async_say` has it.
        """
        return await self.async_turn(
            kind,
            lambda: self.async_say(source, media_type, seconds, suffix=suffix, started=started),
        )

    async def async_turn(self, kind: SoundType, say: Callable[[], Awaitable[bool]]) -> bool:
        """Say something, of one sound or many, when it is its turn; True if it was, to its end.

        `say` is called, and cancelled when something else has to be heard; then called again.
        """
        self._numbers += 1
        name = f"{kind.name} {self._numbers}"
        sound = self._sounds[name] = _Sound(kind)
        try:
            self._do(self._focus.request(name, kind, can_duck=False))
            return await self._async_play(sound, say)
        finally:
            del self._sounds[name]
            self._do(self._focus.release(name))

    async def async_say(
        self,
        source: Local | Remote | str,
        media_type: str,
        seconds: float | None = None,
        *,
        suffix: str = "",
        started: Callable[[], None] | None = None,
    ) -> bool:
        """Say one of the sounds of a turn; True if it was heard to its end.

        A text is an address that the player may have as it is. Raises a translated
        HomeAssistantError if no player could reach Home Assistant.
        """
        if isinstance(source, str):
            return await self._speaker.async_announce(source, media_type, seconds, started)
        shelf = async_media_shelf(self._hass)
        path = shelf.async_offer(source, suffix=suffix)
        try:
            return await self._speaker.async_announce(path, media_type, seconds, started)
        finally:
            shelf.async_withdraw(path)

    async def _async_play(self, sound: _Sound, say: Callable[[], Awaitable[bool]]) -> bool:
        """Say it when it may, again if it was interrupted by something that is over."""
        while not sound.stopped:
            sound.news.clear()
            if not sound.may:
                await sound.news.wait()
                continue
            saying = sound.saying = asyncio.ensure_future(say())
            try:
                await asyncio.wait([saying])
            except asyncio.CancelledError:
                saying.cancel()
                await asyncio.wait([saying])
                raise
            finally:
                sound.saying = None
            if not saying.cancelled():
                return saying.result()
            if sound.kind is SoundType.DIALOGUE:
                return False  # what was said a while ago makes no sense any more
        return False

    @callback
    def stop(self, kind: SoundType) -> None:
        """Silence the sounds of this type, and those of them that wait."""
        for name, sound in list(self._sounds.items()):
            if sound.kind is kind:
                sound.turn(may=False, stopped=True)
                self._do(self._focus.release(name))

    # The user's turn to speak (CIC-PB-074)

    @callback
    def listening(self) -> int:
        """The device begins to hear somebody; returns a number to end that dialogue by."""
        self.dialogue += 1
        self._set_limit(LISTENING_LIMIT)
        self._do(self._focus.listen())
        return self.dialogue

    @callback
    def processing(self, dialogue: int | None = None) -> None:
        """Enough was heard, an answer is awaited."""
        if dialogue in {None, self.dialogue}:
            self._set_limit(DIALOGUE_LIMIT)
            self._do(self._focus.process())

    @callback
    def dialogue_ended(self, dialogue: int | None = None) -> None:
        """The answer was heard, or there is none; of an older dialogue that means nothing."""
        if dialogue in {None, self.dialogue}:
            self._set_limit(None)
            self._do(self._focus.end_dialogue())

    # Music

    @callback
    def async_request_music(self) -> None:
        """Music wants to sound: `on_music` says when it may."""
        self._speaker.async_begin_anew()
        self._has_music = True
        self._do(self._focus.request(MUSIC, SoundType.CONTENT, can_duck=self._speaker.can_duck))

    @callback
    def leave_music(self) -> None:
        """No music any more."""
        self._has_music = self._music_is_behind = self._music_is_paused = False
        self._do(self._focus.release(MUSIC))

    # The end

    async def async_close(self) -> None:
        """Be silent, and leave the volume as it was."""
        self.on_music = None
        self._set_limit(None)
        self._do(self._focus.silence())
        await self._background.async_close()

    # inside

    def _do(self, effects: list[FocusEffect]) -> None:
        """Carry out what audio focus says."""
        granted = False
        for effect in effects:
            if effect.act is Act.CANCEL_INPUT:
                self._cancel_input()
            elif effect.sound == MUSIC:
                granted = self._do_music(effect.act) or granted
            elif (sound := self._sounds.get(effect.sound)) is not None:
                self._do_sound(effect.act, sound)
        self._background.settle(
            background=self._has_music and self._music_is_behind,
            paused=self._has_music and self._music_is_paused,
            occupied=any(sound.may for sound in self._sounds.values()),
        )
        if granted:
            self._tell_music(may=True)

    def _do_music(self, act: Act) -> bool:
        """Take note of what music has to be; return whether it may begin."""
        match act:
            case Act.PLAY:
                return True
            case Act.DUCK:
                self._music_is_behind = True
            case Act.RESTORE:
                self._music_is_behind = False
            case Act.PAUSE:
                self._music_is_paused = True
            case Act.RESUME:
                self._music_is_paused = False
            case Act.STOP:
                self._has_music = False
        return False

    def _do_sound(self, act: Act, sound: _Sound) -> None:
        match act:
            case Act.PLAY | Act.RESUME:
                sound.turn(may=True)
            case Act.PAUSE:
                sound.turn(may=False)
            case Act.STOP | Act.REFUSE:
                sound.turn(may=False, stopped=True)

    def _tell_music(self, may: bool) -> None:
        if self.on_music is not None and self._has_music:
            self.on_music(gained=may)

    def _set_limit(self, seconds: float | None) -> None:
        """End a dialogue that nobody ends after this time."""
        if self._limit is not None:
            self._limit()
            self._limit = None
        if seconds is not None:
            self._limit = async_call_later(self._hass, seconds, self._expired)

    @callback
    def _expired(self, _: object) -> None:
        self._limit = None
        self.dialogue_ended()
