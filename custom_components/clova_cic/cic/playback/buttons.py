"""Buttons that were pressed, here or by CLOVA's wish, and the events that say so."""

from ..interfaces.playback_controller import (
    ExpectNextCommand,
    ExpectPauseCommand,
    ExpectPlayCommand,
    ExpectPreviousCommand,
    ExpectResumeCommand,
    ExpectStopCommand,
    NextCommandIssued,
    PauseCommandIssued,
    PlayCommandIssued,
    PlayerRef,
    PreviousCommandIssued,
    ResumeCommandIssued,
    StopCommandIssued,
)
from .effects import Command
from .inputs import Button

NAMESPACE = "AudioPlayer"
_PLAYERS = (NAMESPACE, "MediaPlayer")  # that a button can be meant for (CIC-PC-012)
_OWN = PlayerRef(namespace=NAMESPACE)  # CIC-PB-033: else CLOVA may take the speech for meant

type Expected = Plain | ExpectPlayCommand
type Plain = (
    ExpectNextCommand
    | ExpectPauseCommand
    | ExpectPreviousCommand
    | ExpectResumeCommand
    | ExpectStopCommand
)
type Told = type[
    NextCommandIssued
    | PauseCommandIssued
    | PreviousCommandIssued
    | ResumeCommandIssued
    | StopCommandIssued
]

_BY_BUTTON: dict[Button, Told] = {
    Button.PLAY: ResumeCommandIssued,
    Button.PAUSE: PauseCommandIssued,
    Button.STOP: StopCommandIssued,
    Button.NEXT: NextCommandIssued,
    Button.PREVIOUS: PreviousCommandIssued,
}
_BY_DIRECTIVE: dict[type[Plain], Told] = {
    ExpectPauseCommand: PauseCommandIssued,
    ExpectResumeCommand: ResumeCommandIssued,
    ExpectStopCommand: StopCommandIssued,
    ExpectNextCommand: NextCommandIssued,
    ExpectPreviousCommand: PreviousCommandIssued,
}
EXPECTED = (ExpectPlayCommand, *_BY_DIRECTIVE)


def pressed(button: Button, *, held: bool) -> Command:
    """Return the event of a button; `held` says whether there is a stream to go on with."""
    if button is Button.PLAY and not held:
        return PlayCommandIssued()  # CIC-PC-006
    return _BY_BUTTON[button](source=_OWN)


def expected(directive: Expected) -> Command | None:
    """Return the event that CLOVA wants; target, token and handover go back as they came.

    None if it is for a player that nobody knows (CIC-PC-014).
    """
    if isinstance(directive, ExpectPlayCommand):
        handover = directive.handover
        # CIC would refuse the whole event for one that lacks what it demands.
        whole = handover is not None and None not in (handover.custom_data, handover.device_id)
        return PlayCommandIssued(token=directive.token, handover=handover if whole else None)
    if directive.target is not None and directive.target.namespace not in _PLAYERS:
        return None
    return _BY_DIRECTIVE[type(directive)](source=directive.target)
