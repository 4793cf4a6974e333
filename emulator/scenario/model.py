"""A scenario: what the cloud does, and what that is to bring about (docs/scenarios.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..answers import Answer, Attachment
from ..faults import Fault
from ..messages import Json

WITHIN: Final = 5.0
"""Seconds in which an effect must show, unless the step says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step; `line` is where it begins in the file."""

    line: int


# What the cloud does and sees.


@dataclass(frozen=True, slots=True, kw_only=True)
class Push(Step):
    """A directive on the downchannel, and the sounds that it names."""

    message: Json
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNext(Step):
    """The answer to the next event, or to the next one of a name."""

    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject(Step):
    """Something that goes wrong."""

    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear(Step):
    """What the cloud will have understood of the next spoken request."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectEvent(Step):
    """An event comes. Each event that arrived since the beginning serves one step only."""

    name: str
    payload: Json = field(default_factory=dict)
    """What must be in the payload; more may be."""
    context: Mapping[str, Json] = field(default_factory=dict)
    """Qualified names of context objects, and what must be in each."""
    within: float = WITHIN
    capture: Mapping[str, str] = field(default_factory=dict)
    """Names for later steps, and where in the payload their values are (`stream.token`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectNoEvent(Step):
    """No such event has come so far, besides those that served a step."""

    name: str
    payload: Json = field(default_factory=dict)


type CloudStep = Push | AnswerNext | Inject | Hear | ExpectEvent | ExpectNoEvent


# What is done and seen in Home Assistant.


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Step):
    """A sentence to the conversation agent; those of one scenario are one conversation."""

    text: str
    language: str = "en"
    answer: str | None = None
    """The whole answer."""
    contains: str | None = None
    """A part of the answer."""
    error: bool = False
    """Whether the answer tells of a failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speak(Step):
    """A sentence spoken into a pipeline; what CLOVA understands, a `Hear` step says."""

    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Step):
    """An action is called, such as `media_player.media_pause`."""

    action: str
    data: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectState(Step):
    """An entity has a state, or these attributes."""

    entity: str
    state: str | None = None
    attributes: Json = field(default_factory=dict)
    within: float = WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectCall(Step):
    """The integration calls an action. Each call serves one step only."""

    action: str
    data: Json = field(default_factory=dict)
    within: float = WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectHaEvent(Step):
    """An event on Home Assistant's bus. Each serves one step only."""

    event_type: str
    data: Json = field(default_factory=dict)
    within: float = WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectNotification(Step):
    """A notification with this in its title or text is shown."""

    contains: str
    within: float = WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectFlow(Step):
    """A dialog of the integration is open, such as `reauth`."""

    source: str
    within: float = WITHIN


type HomeStep = (
    Say | Speak | Call | ExpectState | ExpectCall | ExpectHaEvent | ExpectNotification | ExpectFlow
)
HOME_STEPS: Final = (
    Say,
    Speak,
    Call,
    ExpectState,
    ExpectCall,
    ExpectHaEvent,
    ExpectNotification,
    ExpectFlow,
)

type AnyStep = CloudStep | HomeStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A file."""

    file: Path
    title: str
    interface: str
    """The CIC namespace that it is about."""
    needs: tuple[str, ...]
    """Namespaces whose directives the integration must handle for it to come true."""
    given: tuple[str, ...] = ()
    """What a person has prepared in Home Assistant, in sentences."""
    steps: Sequence[Any]
    """AnyStep, in order."""

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.file.stem
