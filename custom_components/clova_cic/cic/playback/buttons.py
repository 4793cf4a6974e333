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


def expected(directive: Expected) -> Command:
    """Return the event that CLOVA wants; target, token and handover go back as they came."""
    if isinstance(directive, ExpectPlayCommand):
        return PlayCommandIssued(token=directive.token, handover=directive.handover)
    return _BY_DIRECTIVE[type(directive)](source=directive.target)
