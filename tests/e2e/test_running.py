"""A demo that runs: what it prints holds, a question costs one request, nothing leaks."""

import json
import re

import aiohttp
import pytest

from scripts.lib.demo.check import ask, questions
from scripts.lib.demo.waiting import until

from .control import Control
from .demo_process import DemoProcess
from .network import NetworkLog, sockets, stays_here
from .processes import running_module
from .signing_in import assist

pytestmark = [pytest.mark.timeout(120), pytest.mark.usefixtures("socket_enabled")]

EVENT = "event.clova_directive"


@pytest.fixture
def control(demo: DemoProcess) -> Control:
    """The control API of the demo's emulator."""
    return Control(demo.facts["control_url"], demo.facts["control_token"])


async def test_a_question_costs_one_request_on_the_open_connection(
    demo: DemoProcess, control: Control, network_log: NetworkLog
) -> None:
    home_assistant = running_module(demo.process.pid, "homeassistant")
    mpd = demo.mpd_port
    async with assist(demo.facts) as (_, websocket):
        requests_before = control.requests()
        state_before = control.get("/state")
        sockets_before = sockets(home_assistant, besides=mpd)
        uses_before = network_log.uses(home_assistant, besides=mpd)

        asked = questions()
        for question in asked:
            answer = await ask(websocket, question.text)
            assert question.is_right(answer.text)

        assert sockets(home_assistant, besides=mpd) == sockets_before
        assert network_log.uses(home_assistant, besides=mpd) == uses_before
        new = control.requests()[len(requests_before) :]
        state = control.get("/state")

    downchannel = [each for each in requests_before if each["path"] == "/v1/directives"][-1]
    assert [(each["method"], each["path"], each["status"], each["connection"]) for each in new] == [
        ("POST", "/v1/events", 200, downchannel["connection"])
    ] * len(asked)
    assert [each["event"]["event"]["payload"]["text"] for each in new] == [
        question.text for question in asked
    ]
    assert state["connections_made"] == state_before["connections_made"]
    assert state["connections_open"] == state["downchannels_open"] == 1


async def test_the_cloud_sees_a_client_that_keeps_the_rules(control: Control) -> None:
    assert control.get("/violations") == {"violations": []}


async def test_a_pushed_directive_shows_in_home_assistant(
    demo: DemoProcess, control: Control
) -> None:
    async with assist(demo.facts) as (rest, _):
        pushed = {"namespace": "Clova", "name": "RenderText", "payload": {"text": "안녕하세요!"}}
        assert control.post("/push", pushed) == {"downchannels": 1}

        async def shown() -> bool:
            state = await rest.get(f"/api/states/{EVENT}")
            return bool(state["attributes"]["event_type"] == "clova_render_text")

        await until(shown)


async def test_the_login_page_is_there(demo: DemoProcess) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(demo.facts["url"]) as response,
    ):
        assert response.status == 200
        assert "<title>Home Assistant</title>" in await response.text()


def test_what_is_printed_is_what_holds(demo: DemoProcess) -> None:
    printed = "\n".join(demo.said)
    for fact in ("url", "user_name", "password", "base_url", "auth_url", "control_url"):
        assert demo.facts[fact] in printed
    assert demo.facts["access_token"] not in printed


def test_nothing_leaves_this_machine(demo: DemoProcess, network_log: NetworkLog) -> None:
    home_assistant = running_module(demo.process.pid, "homeassistant")
    assert network_log.uses(home_assistant), "the connection to the emulator at least"

    assert [use for use in network_log.uses() if not stays_here(use)] == []


def test_the_integration_has_nothing_to_complain_about(demo: DemoProcess) -> None:
    log = (demo.state / "home-assistant.log").read_text()
    complaints = [
        line
        for line in log.splitlines()
        if re.search(r" (WARNING|ERROR|CRITICAL) ", line)
        and "clova" in line.lower()
        and "which has not been tested by Home Assistant" not in line
    ]
    assert "Starting Home Assistant" in log
    assert complaints == []


def test_the_demo_lacks_nothing_that_home_assistant_looks_for(demo: DemoProcess) -> None:
    log = (demo.state / "home-assistant.log").read_text()
    assert [line for line in log.splitlines() if re.search(r" (ERROR|CRITICAL) ", line)] == []


def test_no_log_tells_a_secret_or_what_people_said(demo: DemoProcess) -> None:
    facts = demo.facts
    kept = json.loads((demo.state / "kept.json").read_text())
    secrets = [facts["access_token"], facts["control_token"], facts["password"]]
    secrets.append(kept["home_assistant_token"])
    said = [*(question.text for question in questions()[:2]), "東京は", "안녕하세요"]
    logs = [*demo.state.rglob("*.log"), *demo.state.rglob("*.log.*")]

    assert {"home-assistant.log", "emulator.log"} <= {log.name for log in logs}
    for log in logs:
        text = log.read_text()
        assert [each for each in (*secrets, *said) if each in text] == [], log
