"""Running a client that breaks rules: what it is sent and sends, step by step."""

from typing import Any

import pytest

from emulator import Answer, Emulator, directive

from .client import Client, event, new_id
from .states import Honest, Json, name_of, state


def rules(cloud: Emulator) -> list[str]:
    """The rules that were broken, in order."""
    return [text.partition(":")[0] for text in cloud.violations]


def rule_of(request: pytest.FixtureRequest) -> str:
    """The rule that this case is marked with."""
    marker = request.node.get_closest_marker("cic")
    assert marker is not None
    return str(marker.args[0])


def said(name: str, payload: dict[str, Any] | None = None, *objects: Json, **header: Any) -> Json:
    """An event with these context objects in place of, or beside, the true ones."""
    message = event(name, payload, **header)
    names = [each["header"] for each in objects]
    kept = [each for each in message["context"] if each["header"] not in names]
    return message | {"context": [*kept, *objects]}


def told(name: str, payload: Json | None = None, dialogue_id: str | None = None) -> Json:
    """A directive."""
    namespace, _, short = name.partition(".")
    return directive(namespace, short, payload, dialogue_id=dialogue_id)


def asked(*objects: Json, **payload: Any) -> Json:
    """A typed request with these context objects."""
    fields = {"text": "hello"} | payload
    return said("TextRecognizer.Recognize", fields, *objects, dialogRequestId=new_id())


def idle(*objects: Json) -> Json:
    """An event that has nothing to do with what went before."""
    return said("DeviceControl.ReportState", None, *objects)


def hidden(name: str) -> Json:
    """Leaves a context object out."""
    return state(name, None)


async def run(cloud: Emulator, client: Client, steps: list[Json]) -> None:
    """Directives are pushed, events are sent with the context that is true then, and get 204."""
    honest = Honest()
    for step in steps:
        if "directive" in step:
            cloud.push(step)
            honest.got(step["directive"])
        else:
            honest.did(step["event"])
            cloud.answer_next(Answer(to=name_of(step["event"])))
            await client.send(step | {"context": honest.context(step["context"])})
