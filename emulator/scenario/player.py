"""Plays a scenario: the cloud's steps on a stage, Home Assistant's in a home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
import math
from typing import Any, Final

from ..server import Emulator
from .errors import StepError
from .home import Home
from .matching import difference
from .model import (
    HOME_STEPS,
    AnswerNext,
    AnyStep,
    Call,
    ExpectEvent,
    ExpectNoEvent,
    Hear,
    Inject,
    Push,
    Say,
    Scenario,
    Speak,
)
from .stage import Arrival, CloudStage, Stage
from .telling import tell
from .values import CLOUD, Values

CONNECTION_LIMIT: Final = 15.0
"""Seconds in which a client has to come back before something can be pushed."""
PATIENCE: Final = 120.0
"""Seconds that a person has to do what a step of Home Assistant's says."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it went."""

    failure: str | None
    """Where and why it went wrong; None: it did not."""
    taken: int
    """Steps that were taken and came true."""
    looks: int
    """Steps that nobody but a person could see to."""

    @property
    def passed(self) -> bool:
        """Whether nothing went wrong."""
        return self.failure is None


class Player:
    """Plays one scenario at a time on a stage.

    Without a home its steps are told as `look: …` for a person, and events get more time to come
    once a person has something to do.
    """

    def __init__(
        self, stage: Stage, home: Home | None = None, *, say: Callable[[str], None] = lambda _: None
    ) -> None:
        self._stage = stage
        self._home = home
        self._say = say
        self._served: set[tuple[int, int]] = set()
        self._patience = 0.0
        self._values = Values(datetime.now().astimezone())

    async def play(self, scenario: Scenario) -> Verdict:
        """Take every step until one fails."""
        self._say(f"Scenario: {scenario.title}")
        taken = looks = 0
        line = None
        try:
            await self._begin(scenario)
            for step in scenario.steps:
                line = step.line
                if self._home is None and isinstance(step, HOME_STEPS):
                    self._tell_person(step)
                    looks += 1
                else:
                    self._say(f"{line:5}  {tell(step)}")
                    await self._take(self._values.fill(step))
                    taken += 1
        except StepError as error:
            return await self._end(Verdict(_place(scenario, line, str(error)), taken, looks))
        return await self._end(Verdict(None, taken, looks))

    async def _begin(self, scenario: Scenario) -> None:
        self._patience = 0.0
        known = dict(self._stage.places)
        if self._home is not None:
            known.update(await self._home.prepare(scenario.given))
        else:
            for sentence in scenario.given:
                self._say(f"       given: {sentence}")
        self._served = {each.key for each in await self._stage.arrivals()}
        self._values = Values(datetime.now().astimezone(), **known)

    async def _end(self, verdict: Verdict) -> Verdict:
        left = await self._stage.leftovers()
        if left and verdict.passed:
            verdict = Verdict("; ".join(left), verdict.taken, verdict.looks)
        looks = f", {verdict.looks} to look at" if verdict.looks else ""
        self._say(
            f"Passed: {verdict.taken} steps{looks}."
            if verdict.passed
            else f"FAILED: {verdict.failure}"
        )
        return verdict

    def _tell_person(self, step: AnyStep) -> None:
        self._say(f"{step.line:5}  look: {tell(step)}")
        if isinstance(step, (Say, Speak, Call)):
            self._patience = PATIENCE

    async def _take(self, step: Any) -> None:
        match step:
            case Push():
                await self._push(step)
            case AnswerNext():
                await self._stage.answer_next(step.answer)
            case Inject():
                await self._stage.inject(step.fault)
            case Hear():
                await self._stage.hear(step.text)
            case ExpectEvent():
                await self._expect_event(step)
            case ExpectNoEvent():
                await self._expect_no_event(step)
            case _ if self._home is not None:
                await self._home.take(step)

    async def _push(self, step: Push) -> None:
        try:
            await self._stage.connected(CONNECTION_LIMIT)
        except TimeoutError:
            raise StepError("no client is connected") from None
        await self._stage.push(step.message, step.attachments)

    async def _expect_event(self, step: ExpectEvent) -> None:
        limit = max(step.within, self._patience)

        def look(arrivals: Sequence[Arrival]) -> Arrival | None:
            fitting = (each for each in self._fresh(arrivals) if _differs(step, each) is None)
            return next(fitting, None)

        try:
            found = await self._stage.until(look, limit)
        except TimeoutError:
            came = self._what_came(step, await self._stage.arrivals())
            raise StepError(f"{step.name} did not come within {limit:g} s: {came}") from None
        self._served.add(found.key)
        payload = found.message["event"]["payload"]
        for name, path in step.capture.items():
            self._values[name] = _value_at(payload, path)

    async def _expect_no_event(self, step: ExpectNoEvent) -> None:
        for each in self._fresh(await self._stage.arrivals()):
            if each.name == step.name and not difference(
                step.payload, each.message["event"]["payload"], "payload"
            ):
                raise StepError(f"{step.name} has come")

    def _fresh(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        return [each for each in arrivals if each.key not in self._served]

    def _what_came(self, step: ExpectEvent, arrivals: Sequence[Arrival]) -> str:
        fresh = self._fresh(arrivals)
        reasons = [
            why for each in fresh if each.name == step.name and (why := _differs(step, each))
        ]
        if reasons:
            return f"{reasons[-1]}"
        names = ", ".join(each.name for each in fresh)
        return f"there came {names}" if names else "nothing came"


def _place(scenario: Scenario, line: int | None, reason: str) -> str:
    where = scenario.file.name if line is None else f"{scenario.file.name}:{line}"
    return f"{where}: {reason}"


def _differs(step: ExpectEvent, arrival: Arrival) -> str | None:
    """Why an event is not the expected one; None if it is."""
    if arrival.name != step.name:
        return f"it is {arrival.name}"
    if found := difference(step.payload, arrival.message["event"]["payload"], "payload"):
        return found
    return difference(step.context, arrival.states, "context")


def _value_at(payload: Any, path: str) -> Any:
    """The value at `stream.token`; raises StepError if there is none."""
    value = payload
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            raise StepError(f"the payload has no `{path}`")
        value = value[key]
    return value


async def play_for_person(
    cloud: Emulator, scenario: Scenario, say: Callable[[str], None]
) -> Verdict:
    """Wait for a client, however long it takes, and play for somebody who watches."""
    stage = CloudStage(cloud)
    say(f"Waiting for a client to connect to {stage.places[CLOUD]}")
    await stage.connected(math.inf)
    return await Player(stage, say=say).play(scenario)
