"""Reading the steps of the cloud."""

from collections.abc import Callable
from typing import Any, Final

from ..answers import Answer, Part
from ..control.errors import BadInputError
from ..control.parsing import fault_from
from ..messages import Json
from ..samples import NAMES, VARIANTS, attachments, sample
from .model import WITHIN, AnswerNext, CloudStep, ExpectEvent, ExpectNoEvent, Hear, Inject, Push
from .names import known, stranger
from .nodes import Fields, Node
from .values import is_name


def push(fields: Fields) -> Push:
    """`push: Namespace.Name`, with `payload` or `overrides`, and `dialogue`."""
    message = _directive(fields, "push")
    payload = message["directive"]["payload"]
    return Push(line=fields.node.line, message=message, attachments=tuple(attachments(payload)))


def _directive(fields: Fields, key: str) -> Json:
    """A message; without `payload` it is the sample's, changed by `overrides`."""
    node = fields.need(key)
    form = node.text(f"`{key}`")
    name = form.partition(":")[0]
    unknown = _flag(fields, "unknown")
    namespace, dot, short = name.partition(".")
    if not (namespace and dot and short):
        raise node.error(f"`{key}` must be Namespace.Name")
    if form not in (*NAMES, *VARIANTS) and not unknown:
        raise node.error(f"there is no directive {form} (`unknown: true` sends it all the same)")
    header: Json = {"namespace": namespace, "name": short}
    dialogue = fields.take("dialogue")
    if dialogue is not None:
        silent = dialogue.data() is None
        header["dialogRequestId"] = None if silent else dialogue.text("`dialogue`")
    payload = _payload(fields, form)
    if not unknown and (found := stranger("directive", name, payload)):
        raise node.error(f"{name} has no {found} (`unknown: true` sends it all the same)")
    return {"directive": {"header": header, "payload": payload}}


def _payload(fields: Fields, form: str) -> Json:
    """`payload`; without it the sample, with `overrides` in place of what it has."""
    whole, overrides = fields.take("payload"), fields.take("overrides")
    if whole is not None and overrides is not None:
        raise overrides.error("either `payload` or `overrides`")
    if whole is not None:
        return whole.json_object("`payload`")
    changes = {} if overrides is None else overrides.json_object("`overrides`")
    has_sample = form in NAMES or form in VARIANTS
    return merged(sample(form) if has_sample else {}, changes)


def merged(base: Json, changes: Json) -> Json:
    """A copy of `base` with members replaced, objects member by member."""
    result = dict(base)
    for key, value in changes.items():
        old = result.get(key)
        nested = isinstance(old, dict) and isinstance(value, dict)
        result[key] = merged(old or {}, value) if nested else value
    return result


def answer(fields: Fields) -> AnswerNext:
    """`answer: [directives]`, with `to` and `status`; attachments come by themselves."""
    parts: list[Part] = []
    for node in fields.need("answer").items("`answer`"):
        part = Fields(node, "a part")
        message = _directive(part, "directive")
        part.done()
        parts += (message, *attachments(message["directive"]["payload"]))
    to = fields.take("to")
    status = fields.take("status")
    return AnswerNext(
        line=fields.node.line,
        answer=Answer(
            parts,
            status=None if status is None else int(status.number("`status`")),
            to=None if to is None else _event_name(to, unknown=False),
        ),
    )


def fault(fields: Fields) -> Inject:
    """`fault: kind`, with what the control API takes."""
    node = fields.need("fault")
    data: dict[str, Any] = {"kind": node.text("`fault`")}
    for key in list(fields):
        data[key] = fields.need(key).data()
    try:
        return Inject(line=fields.node.line, fault=fault_from(data))
    except BadInputError as error:
        raise fields.node.error(str(error)) from error


def transcript(fields: Fields) -> Hear:
    """`transcript: text`."""
    return Hear(line=fields.node.line, text=fields.need("transcript").text("`transcript`"))


def expect_event(fields: Fields) -> ExpectEvent:
    """`expect_event: Namespace.Name`, with `payload`, `context`, `within`, `capture`."""
    name, payload = _event(fields, "expect_event")
    return ExpectEvent(
        line=fields.node.line,
        name=name,
        payload=payload,
        context=_context(fields),
        within=within(fields),
        capture=_capture(fields),
    )


def expect_no_event(fields: Fields) -> ExpectNoEvent:
    """`expect_no_event: Namespace.Name`, with `payload`."""
    name, payload = _event(fields, "expect_no_event")
    return ExpectNoEvent(line=fields.node.line, name=name, payload=payload)


def _event(fields: Fields, key: str) -> tuple[str, Json]:
    node = fields.need(key)
    name = _event_name(node, unknown=_flag(fields, "unknown"))
    payload = fields.take("payload")
    if payload is None:
        return name, {}
    expected = payload.json_object("`payload`")
    if found := stranger("event", name, expected):
        raise payload.error(f"{name} has no {found}")
    return name, expected


def _event_name(node: Node, *, unknown: bool) -> str:
    name = node.text("the event")
    if not known("event", name) and not unknown:
        raise node.error(f"there is no event {name}")
    return name


def _context(fields: Fields) -> dict[str, Json]:
    node = fields.take("context")
    if node is None:
        return {}
    found: dict[str, Json] = {}
    for name, value in node.mapping("`context`").items():
        if not known("context", name):
            raise value.error(f"there is no context object {name}")
        found[name] = value.json_object(f"`{name}`")
        if field := stranger("context", name, found[name]):
            raise value.error(f"{name} has no {field}")
    return found


def _capture(fields: Fields) -> dict[str, str]:
    """`capture: token`, or `capture: {name: path}`."""
    node = fields.take("capture")
    if node is None:
        return {}
    if node.is_mapping():
        found = {name: path.text("a path") for name, path in node.mapping("`capture`").items()}
    else:
        name = node.text("`capture`")
        found = {name: name}
    for name in found:
        if not is_name(name):
            raise node.error(f"a captured value cannot be called {name}")
    return found


def within(fields: Fields) -> float:
    """`within: seconds`."""
    node = fields.take("within")
    return WITHIN if node is None else node.number("`within`")


def _flag(fields: Fields, key: str) -> bool:
    node = fields.take(key)
    return False if node is None else node.truth(f"`{key}`")


CLOUD_STEPS: Final[dict[str, Callable[[Fields], CloudStep]]] = {
    "push": push,
    "answer": answer,
    "fault": fault,
    "transcript": transcript,
    "expect_event": expect_event,
    "expect_no_event": expect_no_event,
}
