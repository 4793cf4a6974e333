"""Whatever an event's fields hold, a lax server judges it, answers it, and keeps the connection."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any

import pytest

from .client import event, new_id
from .conftest import ClientFactory, EmulatorFactory
from .states import state

Json = dict[str, Any]

CATALOG = json.loads(
    (Path(__file__).parents[2] / "docs" / "protocol" / "catalog.json").read_bytes()
)
ODD: dict[str, Any] = {"list": [[]], "object": [{"a": None}], "null": None, "number": -1.5}
STREAM = {"token": "t-1", "url": "x", "urlPlayable": False, "beginAtInMilliseconds": 0}
ALERT = {"token": "t-1", "type": "ALARM", "scheduledTime": "2030-05-03T06:45:00+09:00"}


def nested(path: str, value: Any) -> Json:
    """An object with this value at a path of the catalog, such as `allAlerts[].token`."""
    outer, _, inner = path.partition(".")
    if inner:
        value = nested(inner, value)
    name, is_list = outer.removesuffix("[]"), outer.endswith("[]")
    return {name: [value] if is_list else value}


def odd_payload(path: str, odd: Any) -> Json:
    """A payload that is plausible but for one field."""
    return {"token": "t-1", "stream": STREAM, "activeAlerts": [ALERT]} | nested(path, odd)


def odd_messages(odd: Any) -> Iterator[Json]:
    """Each field of each event, and of each context object, with this value."""
    for each in CATALOG["messages"]:
        if each["kind"] == "event":
            for row in each["payload"]:
                yield event(f"{each['namespace']}.{each['name']}", odd_payload(row["path"], odd))
    carriers = ("PlayFinished", "PlayStarted", "PlayStopped", "PlayPaused")
    names = [f"AudioPlayer.{each}" for each in carriers]
    names += ["Alerts.AlertStopped", "TextRecognizer.Recognize", "DeviceControl.ActionExecuted"]
    for each in CATALOG["context"]:
        for row in each["payload"]:
            for name in names:
                payload = {"token": "t-1", "type": "ALARM", "text": "hello"}
                message = event(name, payload, dialogRequestId=new_id())
                shown = state(f"{each['namespace']}.{each['name']}", odd_payload(row["path"], odd))
                yield message | {"context": [shown]}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
async def test_no_field_breaks_the_connection(
    make_emulator: EmulatorFactory, connect: ClientFactory, odd: Any
) -> None:
    cloud = await make_emulator(strict=False)
    client = await connect(cloud)
    await client.open_channel()
    cloud.push("AudioPlayer", "Play", {"audioItem": {"audioItemId": "i", "stream": STREAM}})
    cloud.set_alert(ALERT, repeat="daily")
    for message in odd_messages(odd):
        response = await client.send(message)
        assert response.status in (200, 204, 400), message
    assert not client.closed
    assert not client.goaways
