"""Each scenario whose handlers exist comes true in a real Home Assistant.

The others are no tests: the summary of the run lists them as open (conftest.py).
"""

from pathlib import Path

import pytest

from emulator.scenario import Player, Scenario, load

from .demo_process import DemoProcess
from .open_scenarios import RUNNABLE
from .scenario_home import RealHome
from .scenario_stage import ControlStage

pytestmark = [pytest.mark.timeout(120), pytest.mark.usefixtures("socket_enabled")]


@pytest.mark.parametrize("scenario", RUNNABLE, ids=lambda scenario: scenario.name)
async def test_scenario(demo: DemoProcess, scenario: Scenario) -> None:
    stage = ControlStage(demo.facts)
    before = await stage.violations()
    async with RealHome.watching(demo.facts) as home:
        verdict = await Player(stage, home, say=print).play(scenario)

    assert verdict.failure is None
    assert verdict.taken == len(scenario.steps)
    assert await stage.violations() == before


NOT_SO = {
    "say: What is 1 plus 1?\n    answer: That makes 3.": "the answer is: That makes 2.",
    "say: What is 1 plus 1?\n    error: true": "the answer is action_done: That makes 2.",
    "speak: Hello": "this home's pipeline speaks ko, not en",
    "expect_state: sun.nowhere\n    state: up\n    within: 0": "sun.nowhere does not exist after 0 s",
    "expect_state: binary_sensor.clova_connectivity\n    state: off\n    within: 0": (
        "binary_sensor.clova_connectivity is 'on', not 'off' after 0 s"
    ),
    "expect_state: binary_sensor.clova_connectivity\n    attributes: {x: 1}\n    within: 0": (
        "binary_sensor.clova_connectivity has no `x` after 0 s"
    ),
    "expect_call: light.turn_on\n    within: 0": "no such call_service within 0 s; none came",
    "expect_ha_event: clova_scenario_begins\n    data: {x: 1}\n    within: 0": (
        "no such clova_scenario_begins within 0 s; the last one: data has no `x`"
    ),
    "expect_notification: no such text\n    within: 0": "none with “no such text” after 0 s",
    "expect_flow: user\n    within: 0": "no dialog user is open, only: ",
}
"""Steps that do not come true, and what is said about them."""


@pytest.mark.parametrize("step", NOT_SO)
async def test_what_is_not_so_fails(demo: DemoProcess, tmp_path: Path, step: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(f"title: Wrong\ninterface: Clova\nneeds: [Clova]\nsteps:\n  - {step}\n")
    async with RealHome.watching(demo.facts) as home:
        verdict = await Player(ControlStage(demo.facts), home).play(load(file))

    assert verdict.failure is not None
    assert NOT_SO[step] in verdict.failure


async def test_an_action_that_is_called_is_seen(demo: DemoProcess, tmp_path: Path) -> None:
    file = tmp_path / "call.yaml"
    file.write_text(
        "title: Call\ninterface: Clova\nneeds: [Clova]\nsteps:\n"
        "  - call: persistent_notification.create\n    data: {message: Seen, notification_id: a}\n"
        "  - expect_call: persistent_notification.create\n    data: {message: Seen}\n"
        "  - expect_notification: Seen\n"
        "  - expect_call: persistent_notification.create\n    within: 0\n"
    )
    async with RealHome.watching(demo.facts) as home:
        verdict = await Player(ControlStage(demo.facts), home).play(load(file))

    assert verdict.taken == 3
    assert verdict.failure == "call.yaml:10: no such call_service within 0 s; none came"
