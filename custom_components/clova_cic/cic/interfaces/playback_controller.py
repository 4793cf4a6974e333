"""PlaybackController: buttons, and what they do (docs/protocol/interfaces/playback_controller.md)."""

from .audio_player import RepeatMode
from .message import directive, event, old_name
from .payload import AsReceived, Code, payload, tolerated


@payload
class PlayerRef:
    """A player, by its namespace: AudioPlayer, MediaPlayer."""

    namespace: Code


@payload
class Targeted:
    """What is to be controlled; none means AudioPlayer (CIC-PC-013)."""

    target: PlayerRef | None = None


@payload
class Handover(AsReceived):
    """Playback that moves here from another device; goes back as it came (CIC-PC-015)."""

    custom_data: str | None = tolerated()
    device_id: str | None = tolerated()


@directive("PlaybackController.Pause")
class Pause(Targeted):
    """Pause, then PlayPaused (CIC-PC-020)."""


@directive("PlaybackController.Resume")
class Resume(Targeted):
    """Go on, then PlayResumed (CIC-PC-020)."""


@directive("PlaybackController.Stop")
class Stop(Targeted):
    """Stop, then PlayStopped (CIC-PC-020)."""


@directive("PlaybackController.Next")
class Next:
    """Play the next stream of the queue (CIC-PC-021)."""


@directive("PlaybackController.Previous")
class Previous:
    """Play the previous stream of the queue (CIC-PC-021)."""


@directive("PlaybackController.Replay")
class Replay:
    """Play from the beginning (CIC-PC-023)."""


@directive("PlaybackController.SetRepeatMode")
class SetRepeatMode:
    """Adopt the mode: NONE, REPEAT_ONE (CIC-PC-024)."""

    repeat_mode: Code


@directive("PlaybackController.TurnOnRepeatMode")
class TurnOnRepeatMode:
    """Deprecated: SetRepeatMode with REPEAT_ONE (CIC-PC-027)."""


@directive("PlaybackController.TurnOffRepeatMode")
class TurnOffRepeatMode:
    """Deprecated: SetRepeatMode with NONE (CIC-PC-027)."""


@directive("PlaybackController.Mute")
class Mute:
    """Silence the player (CIC-PC-028)."""


@directive("PlaybackController.Unmute")
class Unmute:
    """Return to the volume before (CIC-PC-028)."""


@directive("PlaybackController.VolumeUp")
class VolumeUp:
    """Deprecated: DeviceControl.Increase of the volume (CIC-PC-030)."""


@directive("PlaybackController.VolumeDown")
class VolumeDown:
    """Deprecated: DeviceControl.Decrease of the volume (CIC-PC-030)."""


@directive("PlaybackController.ExpectPauseCommand")
class ExpectPauseCommand(Targeted):
    """Behave as if Pause was pressed (CIC-PC-003)."""


@directive("PlaybackController.ExpectResumeCommand")
class ExpectResumeCommand(Targeted):
    """Behave as if Resume was pressed (CIC-PC-003)."""


@directive("PlaybackController.ExpectStopCommand")
class ExpectStopCommand(Targeted):
    """Behave as if Stop was pressed (CIC-PC-003)."""


@directive("PlaybackController.ExpectNextCommand")
class ExpectNextCommand(Targeted):
    """Behave as if Next was pressed (CIC-PC-003)."""


@directive("PlaybackController.ExpectPreviousCommand")
class ExpectPreviousCommand(Targeted):
    """Behave as if Previous was pressed (CIC-PC-003)."""


@directive("PlaybackController.ExpectPlayCommand")
class ExpectPlayCommand:
    """Behave as if an item was chosen, or take playback over (CIC-PC-015, CIC-PC-016)."""

    handover: Handover | None = None
    token: str | None = None


old_name("PlaybackController.pause", Pause)
old_name("PlaybackController.resume", Resume)
old_name("PlaybackController.stop", Stop)
old_name("PlaybackController.next", Next)
old_name("PlaybackController.previous", Previous)
old_name("PlaybackController.mute", Mute)
old_name("PlaybackController.unmute", Unmute)
old_name("PlaybackController.volumeUp", VolumeUp)
old_name("PlaybackController.volumeDown", VolumeDown)
old_name("AudioPlayer.PlayNext", Next)
old_name("AudioPlayer.Stop", Stop)


@payload
class Command:
    """A button was pressed; `device_id` only to control another device (CIC-PC-004)."""

    device_id: str | None = None
    source: PlayerRef | None = None  # the target of the Expect…Command, if one asked (CIC-PC-010)


@event("PlaybackController.PauseCommandIssued")
class PauseCommandIssued(Command):
    """Pause was pressed (CIC-PC-001)."""


@event("PlaybackController.ResumeCommandIssued")
class ResumeCommandIssued(Command):
    """Resume was pressed, or a plain play button (CIC-PC-006)."""


@event("PlaybackController.StopCommandIssued")
class StopCommandIssued(Command):
    """Stop was pressed (CIC-PC-001)."""


@event("PlaybackController.NextCommandIssued")
class NextCommandIssued(Command):
    """Next was pressed (CIC-PC-001)."""


@event("PlaybackController.PreviousCommandIssued")
class PreviousCommandIssued(Command):
    """Previous was pressed (CIC-PC-001)."""


@event("PlaybackController.PlayCommandIssued")
class PlayCommandIssued:
    """An item was chosen (CIC-PC-005)."""

    device_id: str | None = None
    handover: Handover | None = None
    token: str | None = None


@event("PlaybackController.SetRepeatModeCommandIssued")
class SetRepeatModeCommandIssued:
    """Set the mode of another device (CIC-PC-026)."""

    repeat_mode: RepeatMode
    device_id: str | None = None


@event("PlaybackController.CustomCommandIssued")
class CustomCommandIssued:
    """A shortcut button was pressed (CIC-PC-007)."""

    button: str
