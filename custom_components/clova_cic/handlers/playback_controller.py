"""PlaybackController: what the user wants changed (docs/protocol/interfaces/playback_controller.md)."""

import asyncio
from contextlib import suppress
from typing import Final

from homeassistant.exceptions import HomeAssistantError

from ..cic import handles
from ..cic.interfaces.playback_controller import (
    ExpectNextCommand,
    ExpectPauseCommand,
    ExpectPlayCommand,
    ExpectPreviousCommand,
    ExpectResumeCommand,
    ExpectStopCommand,
    Mute,
    Next,
    Pause,
    Previous,
    Replay,
    Resume,
    SetRepeatMode,
    Stop,
    TurnOffRepeatMode,
    TurnOnRepeatMode,
    Unmute,
    VolumeDown,
    VolumeUp,
)
from ..const import DOMAIN, LOGGER
from .entry_handler import EntryHandler

CONFIRM_LIMIT: Final = 1.0  # seconds; nothing is heard until then anyway
VOLUME_STEP: Final = 0.1  # of the whole, one of the ten steps that CLOVA counts (context.md §10.7)


class PlaybackControllerHandler(EntryHandler):
    """Hands commands to the player; silence and volume are the speaker's."""

    namespace = "PlaybackController"

    def _take(self, payload: object) -> None:
        self.coordinator.music.async_take(payload)

    @handles(Pause)
    async def pause(self, payload: Pause) -> None:
        """Pause (CIC-PC-020)."""
        self._take(payload)

    @handles(Resume)
    async def resume(self, payload: Resume) -> None:
        """Go on (CIC-PC-020)."""
        self._take(payload)

    @handles(Stop)
    async def stop(self, payload: Stop) -> None:
        """Stop, and keep the place (CIC-PC-020)."""
        self._take(payload)

    @handles(Next)
    async def next(self, payload: Next) -> None:
        """Play the next stream (CIC-PC-021)."""
        self._take(payload)

    @handles(Previous)
    async def previous(self, payload: Previous) -> None:
        """Play the stream before (CIC-PC-021)."""
        self._take(payload)

    @handles(Replay)
    async def replay(self, payload: Replay) -> None:
        """Play from the beginning (CIC-PC-023)."""
        self._take(payload)

    @handles(SetRepeatMode)
    async def set_repeat_mode(self, payload: SetRepeatMode) -> None:
        """Adopt the mode (CIC-PC-024)."""
        self._take(payload)

    @handles(TurnOnRepeatMode)
    async def turn_on_repeat_mode(self, payload: TurnOnRepeatMode) -> None:
        """Repeat one (CIC-PC-027)."""
        self._take(payload)

    @handles(TurnOffRepeatMode)
    async def turn_off_repeat_mode(self, payload: TurnOffRepeatMode) -> None:
        """Repeat nothing (CIC-PC-027)."""
        self._take(payload)

    # As if somebody had pressed the button (CIC-PC-003)

    @handles(ExpectPauseCommand)
    async def expect_pause(self, payload: ExpectPauseCommand) -> None:
        """Say that pause was pressed."""
        self._take(payload)

    @handles(ExpectResumeCommand)
    async def expect_resume(self, payload: ExpectResumeCommand) -> None:
        """Say that resume was pressed."""
        self._take(payload)

    @handles(ExpectStopCommand)
    async def expect_stop(self, payload: ExpectStopCommand) -> None:
        """Say that stop was pressed."""
        self._take(payload)

    @handles(ExpectNextCommand)
    async def expect_next(self, payload: ExpectNextCommand) -> None:
        """Say that next was pressed."""
        self._take(payload)

    @handles(ExpectPreviousCommand)
    async def expect_previous(self, payload: ExpectPreviousCommand) -> None:
        """Say that previous was pressed."""
        self._take(payload)

    @handles(ExpectPlayCommand)
    async def expect_play(self, payload: ExpectPlayCommand) -> None:
        """Say that something was chosen, or take playback over (CIC-PC-015, CIC-PC-016)."""
        self._take(payload)

    # The speaker

    @handles(Mute)
    async def mute(self, _: Mute) -> None:
        """Be silent (CIC-PC-028); Speaker.VolumeState tells it. Where nothing plays, a tone does before."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CONFIRM_LIMIT):
                await self.coordinator.features.volume.async_confirm()
        await self._async_mute(muted=True)

    @handles(Unmute)
    async def unmute(self, _: Unmute) -> None:
        """Be heard as before."""
        await self._async_mute(muted=False)
        self._confirm()

    @handles(VolumeUp)
    async def volume_up(self, _: VolumeUp) -> None:
        """Be louder by a step (CIC-PC-030)."""
        await self._async_change_volume(VOLUME_STEP)
        self._confirm()

    @handles(VolumeDown)
    async def volume_down(self, _: VolumeDown) -> None:
        """Be quieter by a step."""
        await self._async_change_volume(-VOLUME_STEP)
        self._confirm()

    def _confirm(self) -> None:
        """Let a change be heard where nothing plays (CIC-PC-029); who commands does not wait for it."""
        self.entry.async_create_background_task(
            self.hass, self.coordinator.features.volume.async_confirm(), f"{DOMAIN} tone"
        )

    async def _async_mute(self, *, muted: bool) -> None:
        try:
            await self.coordinator.speaker.async_mute(muted)
        except HomeAssistantError as err:
            LOGGER.warning("%s: the speaker cannot be muted: %s", self.entry.title, err)

    async def _async_change_volume(self, step: float) -> None:
        speaker = self.coordinator.speaker
        if speaker.volume is None:
            return
        try:
            await speaker.async_set_volume(min(max(speaker.volume + step, 0.0), 1.0))
        except HomeAssistantError as err:
            LOGGER.warning("%s: the speaker's volume cannot be set: %s", self.entry.title, err)
