"""Each kind of feature in a real Home Assistant: said, switched, reported, told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from emulator.scenario import Arrival
from emulator.scenario.matching import difference
from scripts.lib.demo.api import RestApi, Websocket
from scripts.lib.demo.waiting import until

from .control import Control
from .demo_process import DemoProcess
from .scenario_given import Givens
from .scenario_home import AGENT
from .scenario_stage import ControlStage
from .signing_in import sign_in

pytestmark = [pytest.mark.timeout(120), pytest.mark.usefixtures("socket_enabled")]

LIMIT = 10.0


@dataclass(frozen=True)
class Case:
    """A helper that is lent, what one says, and what comes of it."""

    kind: str
    helper: str
    settled: dict[str, Any]
    said: str
    state: str
    command: str
    target: str
    told: dict[str, Any]
    lent: dict[str, Any] = field(default_factory=lambda: {"actions": {}})

    @property
    def entity_id(self) -> str:
        """The helper's entity."""
        return f"{self.helper}.lent_{self.kind}"


SWITCHES = {
    "power": ("turn on the tv", "power", {"power": {"state": "active"}}),
    "energy_saving": (
        "turn on energy saving",
        "powersave",
        {"energySavingMode": {"state": "on"}},
    ),
    "flashlight": ("turn on the flashlight", "flashlight", {"flashLight": {"state": "on"}}),
    "gps": ("turn on gps", "gps", {"gps": {"state": "on"}}),
    "wifi": ("turn on the wifi", "wifi", {"wifi": {"state": "on"}}),
    "cellular": ("turn on mobile data", "cellular", {"cellular": {"state": "on"}}),
    "airplane": ("turn on airplane mode", "airplane", {"airplane": {"state": "on"}}),
    "screen_auto_brightness": (
        "turn on automatic brightness",
        "screenautobrightness",
        {"screenAutoBrightness": {"state": "on"}},
    ),
    "bluetooth": ("turn on bluetooth", "bluetooth", {"bluetooth": {"state": "on"}}),
}
CASES = [
    *(
        Case(kind, "input_boolean", {}, said, "on", "TurnOn", target, told)
        for kind, (said, target, told) in SWITCHES.items()
    ),
    Case(
        "screen_brightness",
        "input_number",
        {"min": 0, "max": 200, "step": 1, "initial": 10},
        "brightness to 30",
        "60.0",
        "SetValue",
        "screenbrightness",
        {"screenBrightness": {"min": 0, "max": 100, "value": 30}},
    ),
    Case(
        "channel",
        "input_select",
        {"options": ["News", "Films"]},
        "next channel",
        "Films",
        "Increase",
        "channel",
        {"channel": {"actions": ["Decrease", "Increase", "SetValue"]}},
    ),
    Case(
        "sound_mode",
        "input_select",
        {"options": ["Ring", "Silent", "Vibrate"]},
        "turn silent mode on",
        "Silent",
        "TurnOn",
        "soundmode",
        {"soundMode": {"state": "silent"}},
        lent={"actions": {}, "modes": {}},
    ),
]


class Person:
    """Somebody who uses Home Assistant and speaks to CLOVA."""

    def __init__(self, rest: RestApi, websocket: Websocket, givens: Givens) -> None:
        self.rest = rest
        self.websocket = websocket
        self.givens = givens

    @classmethod
    @asynccontextmanager
    async def at(cls, demo: DemoProcess) -> AsyncIterator[Person]:
        """At the Home Assistant of a demo."""
        control = Control(demo.facts["control_url"], demo.facts["control_token"])
        media = str(control.get("/state")["media_url"])
        async with aiohttp.ClientSession() as session:
            rest = await sign_in(session, demo.facts)
            async with Websocket.connect(rest, session) as websocket:
                yield cls(rest, websocket, Givens(rest, websocket, media))

    async def say(self, text: str) -> str:
        """Say something to CLOVA and return its answer."""
        answer = await self.websocket.command(
            "conversation/process", text=text, language="en", agent_id=AGENT
        )
        return str(answer["response"]["speech"]["plain"]["speech"])

    async def sees(self, entity_id: str, state: str) -> None:
        """Wait until an entity has a state."""

        async def so() -> bool:
            return bool((await self.rest.get(f"/api/states/{entity_id}"))["state"] == state)

        await until(so)

    async def make(self, case: Case) -> None:
        """Make a helper."""
        name = f"Lent {case.kind.replace('_', ' ')}"
        await self.websocket.command(f"{case.helper}/create", name=name, **case.settled)
        await until(lambda: self.exists(case.entity_id))

    async def exists(self, entity_id: str) -> bool:
        """Whether an entity has a state."""
        return entity_id in {each["entity_id"] for each in await self.rest.get("/api/states")}


def reported(case: Case, arrivals: Any, seen: int) -> Arrival | None:
    """The first report about the directive of a case after those that were seen."""
    for each in arrivals[seen:]:
        event = each.message["event"]
        if event["header"]["name"] in {"ActionExecuted", "ActionFailed"} and (
            event["payload"] == {"command": case.command, "target": case.target}
        ):
            return each  # type: ignore[no-any-return]
    return None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
async def test_a_feature_from_a_sentence_to_the_state(demo: DemoProcess, case: Case) -> None:
    stage = ControlStage(demo.facts)
    before = await stage.violations()
    async with Person.at(demo) as person:
        await person.make(case)
        # What is not lent does not exist.
        assert await person.say(case.said) == "This device does not support that."
        await person.givens.lend(case.kind, entity_id=case.entity_id, **case.lent)
        seen = len(await stage.arrivals())
        assert await person.say(case.said) == "All right."
        await person.sees(case.entity_id, case.state)
        report = await stage.until(lambda arrivals: reported(case, arrivals, seen), LIMIT)
    assert report.message["event"]["header"]["name"] == "ActionExecuted"
    (told,) = [
        each["payload"]
        for each in report.message["context"]
        if each["header"] == {"namespace": "Device", "name": "DeviceState"}
    ]
    assert difference(case.told, told, "DeviceState") is None
    assert await stage.violations() == before
