"""The player of one device in Home Assistant: the pure player, a clock, a speaker and CLOVA."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from ..cic import CicClient, ClientConfig
from ..cic.interfaces.audio_player import (
    PlaybackState,
    PlayStarted,
    RepeatMode,
    StreamDeliver,
    StreamRequested,
)
from ..cic.interfaces.message import type_of
from ..cic.interfaces.playback_controller import Pause, Resume, Stop
from ..cic.playback import (
    AskFocus,
    Button,
    Choose,
    Effect,
    Failed,
    FocusGained,
    FocusLost,
    GaveUp,
    ItemChanged,
    LeaveFocus,
    Player,
    PlayerChanged,
    Press,
    QueueChanged,
    Seek,
    SendEvent,
    SetRepeat,
    StartSound,
    Tick,
    Undelivered,
    WakeAt,
)
from ..cic.player_screen import Screen
from ..const import LOGGER
from ..speaker.speaker import Speaker, SpeakerNews
from ..speaker.stage import Stage
from .asking import ScreenAsking, heard
from .clock import LoopClock
from .reports import Answer, MusicReports
from .shown import Shown, shown
from .sound import MusicSound
from .work import MAX_WORK, MusicWork

CLOSING_LIMIT: Final = 3.0  # seconds for silence, and again for CLOVA to know

# What a button does by itself while nobody can be asked (CIC-PC-002).
_ALONE: Final = {Button.PLAY: Resume, Button.PAUSE: Pause, Button.STOP: Stop}
_BUTTONS: Final = "PlaybackController"


class Music:
    """Feeds the player with all that happens, and does what it wants in its order."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        *,
        client: Callable[[], CicClient],
        config: ClientConfig,
        speaker: Speaker,
        stage: Stage,
    ) -> None:
        """Belong to an entry's device; nothing happens before `async_start`."""
        self.screen = Screen()
        self._hass = hass
        self._entry = entry
        self._client = client
        self._stage = stage
        self._player = Player()
        self._clock = LoopClock(hass.loop)
        self._sound = MusicSound(hass, entry, speaker, config)
        self._reports = MusicReports(hass, entry, client)
        self.asking = ScreenAsking(self.screen, self._reports)
        self._work = MusicWork(hass, entry, do=self._async_do, failed=self._failed)
        self._early: deque[object] | None = deque(maxlen=MAX_WORK)  # of before the start
        self._wake: CALLBACK_TYPE | None = None
        self._listeners: set[CALLBACK_TYPE] = set()
        self._asked_about: object = None  # the entry whose texts and buttons were asked for
        self._closed = False
        speaker.report = self.async_hear
        stage.on_music = self.async_focus

    # The life of it

    @callback
    def async_start(self) -> None:
        """Begin once Home Assistant has started; what comes before that waits."""
        self._reports.async_start()
        self._work.async_start()
        self._entry.async_on_unload(async_at_started(self._hass, self._begin))

    @callback
    def _begin(self, _: HomeAssistant) -> None:
        early, self._early = self._early, None
        for news in early or ():
            self._feed(news)

    @callback
    def async_connected(self, *, connected: bool) -> None:
        """Take note whether CLOVA can be told anything."""
        self._reports.async_connected(connected=connected)

    async def async_close(self) -> None:
        """Be silent, and tell CLOVA if that is possible within moments."""
        if self._closed:
            return
        self._feed(Stop())
        self._closed = True
        self._set_alarm(None)
        await self._work.async_close(CLOSING_LIMIT)
        await self._reports.async_close(CLOSING_LIMIT)
        self._sound.withdraw()

    # What is shown

    @property
    def state(self) -> PlaybackState:
        """What the context of every event tells (CIC-AP-050)."""
        return self._player.state(self._clock.now())

    @property
    def shown(self) -> Shown:
        """What people see at this moment."""
        state, entry = self.state, self._player.shown
        plays = entry is not None and state.stream is not None and state.stream.token == entry.token
        return shown(entry, state, self.screen, now=dt_util.utcnow(), plays=plays)

    @callback
    def async_listen(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call `listener` when something else is to be shown; returns what ends that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    @callback
    def async_show(self) -> None:
        """Tell everybody that something has changed."""
        for listener in tuple(self._listeners):
            listener()

    # What happens

    @callback
    def async_take(self, news: object) -> None:
        """Take a directive's payload; while Home Assistant starts, it waits."""
        if self._early is not None:
            self._early.append(news)
            return
        if self._work.full:
            LOGGER.warning("%s: more is to be played than the speaker can take", self._entry.title)
            return
        self._feed(news)

    @callback
    def async_hear(self, news: SpeakerNews) -> None:
        """Take what the speaker reports."""
        self._sound.renew()
        self._feed(news)

    @callback
    def async_focus(self, *, gained: bool) -> None:
        """Take the answer of audio focus."""
        self._feed(FocusGained() if gained else FocusLost())

    # What people want; raises CicError if CLOVA cannot be asked

    async def async_press(self, button: Button) -> None:
        """Ask CLOVA, which decides (CIC-PC-001); do it here while it cannot be asked."""
        if not self._client().ready and button in _ALONE:
            self._feed(_ALONE[button]())
        else:
            await heard(self._feed(Press(button)))

    async def async_choose(self, token: str) -> None:
        """Ask for an item of those that the player shows (CIC-TR-024)."""
        await heard(self._feed(Choose(token)))

    @callback
    def async_seek(self, seconds: float) -> None:
        """Go on elsewhere; that is for the device alone (CIC-PC-032)."""
        self._feed(Seek(seconds * 1000))

    @callback
    def async_set_repeat(self, mode: RepeatMode) -> None:
        """Set the mode; the state of the next event tells it (CIC-PC-026)."""
        self._feed(SetRepeat(mode))

    @callback
    def async_request_info(self) -> None:
        """Ask what is to be shown (CIC-TR-002); without music there is nothing to ask about."""
        entry = self._player.shown
        self.asking.async_request_info(None if entry is None else entry.token)

    # The player

    def _feed(self, news: object) -> list[asyncio.Future[Answer]]:
        """Let the player decide; returns the answers to what people asked by it."""
        if self._closed:
            return []
        asked: list[asyncio.Future[Answer]] = []
        changed = False
        for effect in self._player.feed(self._clock.now(), news):
            match effect:
                case WakeAt():
                    self._set_alarm(effect.at)
                case SendEvent() if type_of(effect.event).namespace == _BUTTONS:
                    # It tells of nothing that has to be done before.
                    asked.append(self._reports.async_tell(effect.event, effect.state))
                case ItemChanged():
                    self.screen.forget()
                    changed = True
                case PlayerChanged() | QueueChanged():
                    changed = True
                case GaveUp():
                    # Why its source failed, the log has heard already (media/view.py).
                    LOGGER.info("%s: a track is left out: %s", self._entry.title, effect.reason)
                case _:
                    self._work.put(effect)
        if changed:
            self.async_show()
        return asked

    def _set_alarm(self, at: float | None) -> None:
        if self._wake is not None:
            self._wake()
        self._wake = None if at is None else self._clock.call_at(at, self._tick)

    @callback
    def _tick(self) -> None:
        self._wake = None
        self._feed(Tick())

    def _failed(self, effect: Effect) -> None:
        """Leave a track out that this integration itself has broken."""
        if isinstance(effect, StartSound):
            self._feed(Failed(effect.sound, "a fault of this integration"))

    async def _async_do(self, effect: Effect) -> None:
        match effect:
            case AskFocus():
                self._stage.async_request_music()
            case LeaveFocus():
                self._stage.leave_music()
            case SendEvent():
                self._report(effect)
            case _:
                trouble = await self._sound.async_do(effect)
                if trouble is not None:
                    self._feed(trouble)

    def _report(self, effect: SendEvent) -> None:
        """Tell CLOVA, and do what follows from that."""
        event = effect.event
        answer = self._reports.async_tell(event, effect.state)
        if isinstance(event, StreamRequested):
            item = event.audio_item_id
            answer.add_done_callback(lambda answer: self._check_delivery(item, answer))
        entry = self._player.shown
        if isinstance(event, PlayStarted) and entry is not self._asked_about:
            self._asked_about = entry
            self.async_request_info()

    def _check_delivery(self, item: str, answer: asyncio.Future[Answer]) -> None:
        """Let the player know if there is no stream (CIC-PB-052)."""
        if answer.cancelled():
            return
        found = answer.result()
        if not isinstance(found, tuple) or all(
            each.qualified_name != type_of(StreamDeliver).qualified_name for each in found
        ):
            self._feed(Undelivered(item))
