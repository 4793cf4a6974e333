"""A real Home Assistant as the home of a scenario: what is done in it, and seen."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

import aiohttp

from emulator.scenario import StepError
from emulator.scenario.matching import difference
from emulator.scenario.model import (
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
from emulator.scenario.telling import tell
from scripts.lib.demo.api import ApiError, RestApi, Websocket
from scripts.lib.demo.config_dir import INTEGRATION
from scripts.lib.demo.speech import tone
from scripts.lib.demo.voice_turn import speak
from scripts.lib.demo.waiting import until

from .bus import Bus
from .control import Control
from .scenario_given import Givens
from .signing_in import sign_in

AGENT: Final = "conversation.clova"
LANGUAGE: Final = "ko"
"""Of the demo's pipeline."""
CALL_EVENT: Final = "call_service"
"""What Home Assistant fires for each action that is called."""


class RealHome:
    """Home Assistant as a person and its automations see it."""

    def __init__(self, rest: RestApi, websocket: Websocket, bus: Bus, media: str) -> None:
        self._rest = rest
        self._websocket = websocket
        self._bus = bus
        self._media = media
        self._conversation: str | None = None

    @classmethod
    @asynccontextmanager
    async def watching(cls, facts: Mapping[str, str]) -> AsyncIterator[RealHome]:
        """The Home Assistant of the demo that announced these facts."""
        control = Control(facts["control_url"], facts["control_token"])
        async with aiohttp.ClientSession() as session:
            rest = await sign_in(session, facts)
            async with (
                Websocket.connect(rest, session) as websocket,
                Bus.watching(rest, session) as bus,
            ):
                yield cls(rest, websocket, bus, str(control.get("/state")["media_url"]))

    async def prepare(self, given: Sequence[str]) -> Mapping[str, str]:
        """Begin a conversation, and see to what is given."""
        givens = Givens(self._rest, self._websocket, self._media)
        for each in given:
            await givens.see_to(each)
        devices = await self._websocket.command("config/device_registry/list")
        (device,) = [
            each["id"]
            for each in devices
            if any(domain == INTEGRATION for domain, _ in each["identifiers"])
        ]
        return {"device": device}

    async def take(self, step: HomeStep) -> None:
        """Do it, or wait for it."""
        match step:
            case Say():
                await self._say(step)
            case Speak():
                await self._speak(step)
            case Call():
                domain, _, name = step.action.partition(".")
                await self._rest.post(f"/api/services/{domain}/{name}", step.data)
            case ExpectState():
                await self._becomes(step, lambda: self._state_differs(step))
            case ExpectCall():
                domain, _, name = step.action.partition(".")
                data = {"domain": domain, "service": name, "service_data": step.data}
                await self._bus.expect(CALL_EVENT, data, step.within)
            case ExpectHaEvent():
                await self._bus.expect(step.event_type, step.data, step.within)
            case ExpectNotification():
                await self._becomes(step, lambda: self._notification_lacks(step.contains))
            case ExpectFlow():
                await self._becomes(step, lambda: self._flow_lacks(step.source))
            case _:
                raise StepError(f"this home cannot {tell(step)}")

    async def _say(self, step: Say) -> None:
        answer = await self._websocket.command(
            "conversation/process",
            text=step.text,
            language=step.language,
            agent_id=AGENT,
            conversation_id=self._conversation,
        )
        self._conversation = answer["conversation_id"]
        response = answer["response"]
        text = response["speech"]["plain"]["speech"]
        if (response["response_type"] == "error") != step.error:
            raise StepError(f"the answer is {response['response_type']}: {text}")
        if step.answer not in {None, text} or (step.contains or "") not in text:
            raise StepError(f"the answer is: {text}")

    async def _speak(self, step: Speak) -> None:
        """Speak to the default pipeline; what becomes of it, other steps say."""
        if step.language != LANGUAGE:
            raise StepError(f"this home's pipeline speaks {LANGUAGE}, not {step.language}")
        answer = await speak(
            self._rest, self._websocket, tone(), conversation_id=self._conversation
        )
        self._conversation = answer.conversation_id

    async def _becomes(
        self,
        step: ExpectState | ExpectNotification | ExpectFlow,
        look: Callable[[], Awaitable[str | None]],
    ) -> None:
        """Wait until `look` finds no difference."""
        why: str | None = None

        async def so() -> bool:
            nonlocal why
            why = await look()
            return why is None

        try:
            async with asyncio.timeout(max(step.within, 0.1)):
                await until(so)
        except TimeoutError:
            raise StepError(f"{why} after {step.within:g} s") from None

    async def _state_differs(self, step: ExpectState) -> str | None:
        try:
            state = await self._rest.get(f"/api/states/{step.entity}")
        except ApiError:
            return f"{step.entity} does not exist"
        if step.state not in {None, state["state"]}:
            return f"{step.entity} is {state['state']!r}, not {step.state!r}"
        return difference(step.attributes, state["attributes"], step.entity)

    async def _notification_lacks(self, part: str) -> str | None:
        notifications = await self._websocket.command("persistent_notification/get")
        texts = [f"{each['title']}\n{each['message']}" for each in notifications]
        if any(part in text for text in texts):
            return None
        return f"{len(texts)} notifications, none with “{part}”"

    async def _flow_lacks(self, source: str) -> str | None:
        flows = await self._websocket.command("config_entries/flow/progress")
        sources = [each["context"]["source"] for each in flows if each["handler"] == INTEGRATION]
        return None if source in sources else f"no dialog {source} is open, only: {sources}"
