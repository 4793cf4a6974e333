"""Somebody who lends CLOVA things of a real home, speaks to it, and sees what comes of it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp

from emulator.scenario import Arrival
from emulator.scenario.matching import difference
from scripts.lib.demo.api import RestApi, Websocket
from scripts.lib.demo.clova import ENTRIES, available_agent
from scripts.lib.demo.config_dir import INTEGRATION
from scripts.lib.demo.dialogs import FLOWS
from scripts.lib.demo.waiting import until

from .control import Control
from .demo_process import DemoProcess
from .scenario_given import Givens
from .scenario_home import AGENT
from .scenario_stage import ControlStage
from .signing_in import sign_in

LIMIT: Final = 15.0
"""Seconds in which anything must happen, on a busy machine."""
DONE: Final = "All right."
REFUSED: Final = "This device does not support that."
EXECUTED: Final = "ActionExecuted"
FAILED: Final = "ActionFailed"


class Person:
    """Uses Home Assistant, and looks at what CLOVA is told."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        rest: RestApi,
        websocket: Websocket,
        control: Control,
        stage: ControlStage,
    ) -> None:
        self.session = session
        self.rest = rest
        self.websocket = websocket
        self.control = control
        self.stage = stage
        self._givens = Givens(rest, websocket, str(control.get("/state")["media_url"]))
        self._seen = 0

    @classmethod
    @asynccontextmanager
    async def at(cls, demo: DemoProcess) -> AsyncIterator[Person]:
        """At the Home Assistant of a demo; nothing that happens may be against the rules."""
        control = Control(demo.facts["control_url"], demo.facts["control_token"])
        stage = ControlStage(demo.facts)
        async with aiohttp.ClientSession() as session:
            rest = await sign_in(session, demo.facts)
            async with Websocket.connect(rest, session) as websocket:
                await available_agent(rest, websocket)
                person = cls(session, rest, websocket, control, stage)
                person.look_away()
                yield person
        assert await stage.violations() == []

    # What is done

    async def say(self, text: str) -> str:
        """Say something to CLOVA and return its answer."""
        answer = await self.websocket.command(
            "conversation/process", text=text, language="en", agent_id=AGENT
        )
        return str(answer["response"]["speech"]["plain"]["speech"])

    async def lend(self, kind: str, **entered: Any) -> None:
        """Add a feature in its dialog."""
        await self._givens.lend(kind, **entered)

    async def take_back(self, kind: str) -> None:
        """Remove a feature."""
        (entry,) = await self.rest.get(f"{ENTRIES}?domain={INTEGRATION}")
        listed = await self.websocket.command(
            "config_entries/subentries/list", entry_id=entry["entry_id"]
        )
        (subentry,) = [each["subentry_id"] for each in listed if each["unique_id"] == kind]
        await self.websocket.command(
            "config_entries/subentries/delete",
            entry_id=entry["entry_id"],
            subentry_id=subentry,
        )

    async def make(self, entity_id: str, **settled: Any) -> str:
        """Make a helper, unless it is there; returns its entity id."""
        helper, _, name = entity_id.partition(".")
        if not await self.exists(entity_id):
            title = name.replace("_", " ").capitalize()
            await self.websocket.command(f"{helper}/create", name=title, **settled)
            await until(lambda: self.exists(entity_id))
        return entity_id

    async def make_template(self, entity_id: str, state: str) -> str:
        """Make a template entity, unless it is there; returns its entity id."""
        kind, _, name = entity_id.partition(".")
        if not await self.exists(entity_id):
            menu = await self.rest.post(FLOWS, {"handler": "template"})
            page = f"{FLOWS}/{menu['flow_id']}"
            await self.rest.post(page, {"next_step_id": kind})
            title = name.replace("_", " ").capitalize()
            await self.rest.post(page, {"name": title, "state": state})
            await until(lambda: self.exists(entity_id))
        return entity_id

    async def act(self, action: str, entity_id: str, **data: Any) -> None:
        """Do something in Home Assistant."""
        path = f"/api/services/{action.replace('.', '/')}"
        await self.rest.post(path, {"entity_id": entity_id, **data})

    def push(self, directive: str, payload: Mapping[str, Any] | None = None) -> None:
        """Have CLOVA's app do something."""
        message = {"directive": f"DeviceControl.{directive}", "payload": payload or {}}
        self.control.post("/push", message)

    # What is seen

    async def exists(self, entity_id: str) -> bool:
        """Whether an entity has a state."""
        return entity_id in {each["entity_id"] for each in await self.rest.get("/api/states")}

    async def sees(self, entity_id: str, state: str) -> None:
        """Wait until an entity has a state."""

        async def so() -> bool:
            return bool((await self.rest.get(f"/api/states/{entity_id}"))["state"] == state)

        await until(so)

    def look_away(self) -> None:
        """What has arrived by now does not count any more; looking at the rest is quick then."""
        self.control.delete("/requests")
        self._seen = 0

    async def hears(self, name: str, **payload: Any) -> dict[str, Any]:
        """Wait for an event with this payload, the next that is; returns the state that it tells."""

        def look(arrivals: Sequence[Arrival]) -> int | None:
            for number, each in enumerate(arrivals[self._seen :], self._seen):
                event = each.message["event"]
                if event["header"]["name"] == name and event["payload"] == payload:
                    return number
            return None

        found = await self.stage.until(look, LIMIT)
        self._seen = found + 1
        return state_in((await self.stage.arrivals())[found])

    async def reports(self, outcome: str, command: str, target: str) -> dict[str, Any]:
        """Wait for the one report about a directive; returns the state that it tells."""
        told = await self.hears(outcome, command=command, target=target)
        others = [
            each.message["event"]
            for each in (await self.stage.arrivals())[self._seen :]
            if each.message["event"]["payload"].get("command") == command
        ]
        assert others == []
        return told

    async def tells(self, expected: Mapping[str, Any]) -> None:
        """Wait until CLOVA is told this because something changed at home."""

        def look(arrivals: Sequence[Arrival]) -> bool | None:
            told = [
                state_in(each)
                for each in arrivals[self._seen :]
                if each.message["event"]["header"]["name"] == "ReportState"
            ]
            return any(difference(expected, each, "") is None for each in told) or None

        await self.stage.until(look, LIMIT)
        self.look_away()

    async def told_with_a_request(self) -> dict[str, Any]:
        """Return the state that goes along with a sentence."""
        self.look_away()
        await self.say("Hello")
        return state_in((await self.stage.arrivals())[self._seen])


def state_in(arrival: Arrival) -> dict[str, Any]:
    """Device.DeviceState as an event tells it."""
    (told,) = [
        each["payload"]
        for each in arrival.message["context"]
        if each["header"] == {"namespace": "Device", "name": "DeviceState"}
    ]
    return dict(told)


def assert_told(expected: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    """Fail with the first difference."""
    assert difference(expected, told, "DeviceState") is None
