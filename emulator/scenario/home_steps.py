"""Reading the steps in Home Assistant."""

from collections.abc import Callable
import re
from typing import Any, Final

from .cloud_steps import within
from .model import (
    Call,
    ExpectCall,
    ExpectFlow,
    ExpectHaEvent,
    ExpectNotification,
    ExpectState,
    HomeStep,
    Say,
    Speak,
)
from .nodes import Fields, Node

_DOTTED: Final = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
LANGUAGES: Final = ("en", "ja", "ko")
FLOWS: Final = ("reauth", "reconfigure", "user")


def say(fields: Fields) -> Say:
    """`say: text`, with `language`, `answer` or `contains`, `error`."""
    error = fields.take("error")
    return Say(
        line=fields.node.line,
        text=fields.need("say").text("`say`"),
        language=_language(fields),
        answer=_text(fields, "answer"),
        contains=_text(fields, "contains"),
        error=False if error is None else error.truth("`error`"),
    )


def speak(fields: Fields) -> Speak:
    """`speak: text`, with `language`."""
    text = fields.need("speak").text("`speak`")
    return Speak(line=fields.node.line, text=text, language=_language(fields))


def call(fields: Fields) -> Call:
    """`call: domain.action`, with `data`."""
    action = _dotted(fields.need("call"), "an action")
    return Call(line=fields.node.line, action=action, data=_data(fields, "data"))


def expect_state(fields: Fields) -> ExpectState:
    """`expect_state: entity_id`, with `state`, `attributes`, `within`."""
    step = ExpectState(
        line=fields.node.line,
        entity=_dotted(fields.need("expect_state"), "an entity id"),
        state=_text(fields, "state"),
        attributes=_data(fields, "attributes"),
        within=within(fields),
    )
    if step.state is None and not step.attributes:
        raise fields.node.error("expect_state needs `state` or `attributes`")
    return step


def expect_call(fields: Fields) -> ExpectCall:
    """`expect_call: domain.action`, with `data`, `within`."""
    return ExpectCall(
        line=fields.node.line,
        action=_dotted(fields.need("expect_call"), "an action"),
        data=_data(fields, "data"),
        within=within(fields),
    )


def expect_ha_event(fields: Fields) -> ExpectHaEvent:
    """`expect_ha_event: type`, with `data`, `within`."""
    return ExpectHaEvent(
        line=fields.node.line,
        event_type=fields.need("expect_ha_event").text("`expect_ha_event`"),
        data=_data(fields, "data"),
        within=within(fields),
    )


def expect_notification(fields: Fields) -> ExpectNotification:
    """`expect_notification: a part of its text`, with `within`."""
    contains = fields.need("expect_notification").text("`expect_notification`")
    return ExpectNotification(line=fields.node.line, contains=contains, within=within(fields))


def expect_flow(fields: Fields) -> ExpectFlow:
    """`expect_flow: reauth`, with `within`."""
    source = _one_of(fields.need("expect_flow"), FLOWS)
    return ExpectFlow(line=fields.node.line, source=source, within=within(fields))


def _language(fields: Fields) -> str:
    node = fields.take("language")
    return LANGUAGES[0] if node is None else _one_of(node, LANGUAGES)


def _text(fields: Fields, key: str) -> str | None:
    node = fields.take(key)
    return None if node is None else node.text(f"`{key}`")


def _data(fields: Fields, key: str) -> dict[str, Any]:
    node = fields.take(key)
    return {} if node is None else node.json_object(f"`{key}`")


def _one_of(node: Node, allowed: tuple[str, ...]) -> str:
    value = node.text("it")
    if value not in allowed:
        raise node.error(f"{value} is none of: {', '.join(allowed)}")
    return value


def _dotted(node: Node, what: str) -> str:
    value = node.text(what)
    if not _DOTTED.fullmatch(value):
        raise node.error(f"{value} is not {what}")
    return value


HOME_STEPS: Final[dict[str, Callable[[Fields], HomeStep]]] = {
    "say": say,
    "speak": speak,
    "call": call,
    "expect_state": expect_state,
    "expect_call": expect_call,
    "expect_ha_event": expect_ha_event,
    "expect_notification": expect_notification,
    "expect_flow": expect_flow,
}
