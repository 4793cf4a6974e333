"""What the tests of the server's side of the interfaces share."""

from typing import Any

from .client import Client, Response, event
from .states import state

Json = dict[str, Any]


async def tell(client: Client, name: str, payload: Json | None = None, **states: Json) -> Response:
    """An event with further context objects, such as `AlertsState={…}`; its response."""
    message = event(name, payload)
    message["context"] += [state(FULL_NAMES[short], each) for short, each in states.items()]
    return await client.send(message)


FULL_NAMES = {
    "AlertsState": "Alerts.AlertsState",
    "PlaybackState": "AudioPlayer.PlaybackState",
    "DeviceState": "Device.DeviceState",
}
IDLE: Json = {"playerActivity": "IDLE", "repeatMode": "NONE"}
NO_ALERTS: Json = {"allAlerts": [], "activeAlerts": []}


def names(messages: list[Any]) -> list[str]:
    """Qualified names of directives."""
    headers = [each["directive"]["header"] for each in messages]
    return [f"{each['namespace']}.{each['name']}" for each in headers]


async def pushed(channel: Response, count: int) -> list[Json]:
    """The latest `count` of the messages after Hello, all of which there must be."""
    messages = await channel.pushed(count + 1)
    return [each["directive"] for each in messages[1:]]


def pushes(channel: Response) -> int:
    """How many directives have come after Hello."""
    return channel.body.count(b'"directive"') - 1
