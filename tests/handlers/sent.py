"""What a device has told the cloud."""

from typing import Any

from emulator import Emulator
from tests.ha import LIMIT


def payloads(cloud: Emulator, name: str) -> list[dict[str, Any]]:
    """Return the payloads of the events of this name that arrived, oldest first."""
    return [
        each.event["event"]["payload"] for each in cloud.events if each.event and each.name == name
    ]


async def until_sent(cloud: Emulator, name: str, count: int = 1) -> list[dict[str, Any]]:
    """Return the payloads of the events of this name, once there are that many."""
    await cloud.wait_for(lambda: len(payloads(cloud, name)) >= count, LIMIT)
    return payloads(cloud, name)
