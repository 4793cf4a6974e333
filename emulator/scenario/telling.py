"""Steps in words, for the person who watches."""

import json
from typing import Any

from ..faults import Fault
from ..messages import header_of
from .model import (
    AnswerNext,
    AnyStep,
    Call,
    ExpectCall,
    ExpectEvent,
    ExpectFlow,
    ExpectHaEvent,
    ExpectNoEvent,
    ExpectNotification,
    ExpectState,
    Hear,
    Inject,
    Push,
    Say,
    Speak,
)


def tell(step: AnyStep) -> str:
    """What a step does, or what it wants to see, on one line."""
    match step:
        case Push():
            return f"push {_name(step.message)}"
        case AnswerNext():
            names = [_name(message) for message in step.answer.messages]
            return f"answer {step.answer.to or 'the next event'} with {_listed(names)}"
        case Inject():
            return f"go wrong: {_fault(step.fault)}"
        case Hear():
            return f"understand the next spoken request as {_quoted(step.text)}"
        case ExpectEvent():
            return f"wait for {step.name}{_with(step.payload)}"
        case ExpectNoEvent():
            return f"no {step.name}{_with(step.payload)} has come"
        case _:
            return _tell_home(step)


def _tell_home(step: Any) -> str:
    match step:
        case Say():
            return f"say {_quoted(step.text)} ({step.language}); {_answer(step)}"
        case Speak():
            return f"say {_quoted(step.text)} aloud ({step.language})"
        case Call():
            return f"call {step.action}{_with(step.data)}"
        case ExpectState():
            state = "" if step.state is None else f" is {_quoted(step.state)}"
            return f"{step.entity}{state}{_with(step.attributes)}"
        case ExpectCall():
            return f"{step.action} is called{_with(step.data)}"
        case ExpectHaEvent():
            return f"the event {step.event_type} is fired{_with(step.data)}"
        case ExpectNotification():
            return f"a notification says {_quoted(step.contains)}"
        case ExpectFlow():
            return f"a dialog of the integration is open: {step.source}"
    raise AssertionError(step)


def _answer(step: Say) -> str:
    kind = "a failure is told" if step.error else "CLOVA answers"
    if step.answer is not None:
        return f"{kind}: {_quoted(step.answer)}"
    return kind if step.contains is None else f"{kind}, with {_quoted(step.contains)} in it"


def _name(message: Any) -> str:
    header = header_of(message)
    return f"{header.get('namespace')}.{header.get('name')}"


def _fault(fault: Fault) -> str:
    times = "until the end" if fault.times is None else f"{fault.times} times"
    return f"{fault.kind} on {fault.place}, {times}"


def _quoted(text: str) -> str:
    return f"“{text}”"


def _listed(names: list[str]) -> str:
    return ", ".join(names) if names else "nothing"


def _with(data: Any) -> str:
    return f" with {json.dumps(data, ensure_ascii=False)}" if data else ""
