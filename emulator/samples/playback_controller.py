"""PlaybackController (playback_controller.md)."""

from .payloads import Samples

TARGET = {"target": {"namespace": "AudioPlayer"}}
WITH_TARGET = (
    "ExpectNextCommand",
    "ExpectPauseCommand",
    "ExpectPreviousCommand",
    "ExpectResumeCommand",
    "ExpectStopCommand",
    "Pause",
    "Resume",
    "Stop",
)
EMPTY = (
    "Mute",
    "Next",
    "Previous",
    "Replay",
    "TurnOffRepeatMode",
    "TurnOnRepeatMode",
    "Unmute",
    "VolumeDown",
    "VolumeUp",
)

SAMPLES: Samples = {
    **{f"PlaybackController.{name}": TARGET for name in WITH_TARGET},
    **{f"PlaybackController.{name}": {} for name in EMPTY},
    "PlaybackController.ExpectPlayCommand": {
        "token": "track-1",
        "handover": {"deviceId": "device-2", "customData": "position=12000"},
    },
    "PlaybackController.SetRepeatMode": {"repeatMode": "REPEAT_ONE"},
}
VARIANTS: Samples = {
    **{f"PlaybackController.{name}:any": {} for name in WITH_TARGET},
    "PlaybackController.ExpectPlayCommand:any": {},
    "PlaybackController.SetRepeatMode:NONE": {"repeatMode": "NONE"},
}
