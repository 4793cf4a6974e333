"""The emulator of a demo as the stage of a scenario, through its control API."""

import asyncio
import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
import math
from typing import Any, TypeVar

from emulator import Answer, Attachment, Fault
from emulator.answers import Part
from emulator.scenario import Arrival
from emulator.scenario.values import CLOUD, MEDIA
from scripts.lib.demo.waiting import until

from .control import Control

T = TypeVar("T")


class ControlStage:
    """A stage in another process; what happens there is looked at again and again."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        """Of the demo that announced these facts."""
        self._control = Control(facts["control_url"], facts["control_token"])
        self._media = str(self._control.get("/state")["media_url"])
        self._base_url = facts["base_url"]

    @property
    def places(self) -> Mapping[str, str]:
        """Where CIC is, and what it plays."""
        return {CLOUD: self._base_url, MEDIA: self._media}

    async def push(self, message: dict[str, Any], attachments: Sequence[Attachment]) -> None:
        """Send a directive and what belongs to it."""
        self._control.post(
            "/push", message | {"attachments": [_as_json(each) for each in attachments]}
        )

    async def answer_next(self, answer: Answer) -> None:
        """Answer the next event that it is meant for."""
        order: dict[str, Any] = {
            "parts": [_as_json(part) for part in answer.parts],
            "to": answer.to,
        }
        if answer.status is not None:
            order["status"] = answer.status
        self._control.post("/answer", order)

    async def inject(self, fault: Fault) -> None:
        """Go wrong."""
        self._control.post("/fault", asdict(fault))

    async def hear(self, text: str) -> None:
        """Understand the next spoken request so."""
        self._control.post("/transcript", {"text": text})

    async def arrivals(self) -> Sequence[Arrival]:
        """Every event that is still recorded."""
        return [
            Arrival(each["connection"], each["stream_id"], each["event"])
            for each in self._control.requests()
            if each["event"] is not None
        ]

    async def connected(self, limit: float) -> None:
        """Wait for a downchannel."""

        async def open_now() -> bool:
            return bool(self._control.get("/state")["downchannels_open"])

        async with asyncio.timeout(None if math.isinf(limit) else limit):
            await until(open_now)

    async def until(self, look: Callable[[Sequence[Arrival]], T | None], limit: float) -> T:
        """Look until something is found."""
        found: list[T] = []

        async def looked() -> bool:
            if (seen := look(await self.arrivals())) is not None:
                found.append(seen)
            return bool(found)

        async with asyncio.timeout(limit):
            await until(looked)
        return found[0]

    async def violations(self) -> list[str]:
        """What Home Assistant did against the rules."""
        return list(self._control.get("/violations")["violations"])

    async def leftovers(self) -> list[str]:
        """Answers and faults that did not come to pass."""
        state = self._control.get("/state")
        left = [f"the fault {each['kind']} did not happen" for each in state["faults_pending"]]
        if state["answers_pending"]:
            left.append(f"{state['answers_pending']} answers were not asked for")
        return left


def _as_json(part: Part) -> Any:
    if isinstance(part, Attachment):
        data = base64.b64encode(part.data).decode()
        return {"attachment": data, "content_id": part.content_id}
    return part
