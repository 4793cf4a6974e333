"""The cloud or Home Assistant goes away and comes back, as processes do."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from emulator import Emulator, EmulatorConfig
from scripts.lib.demo import clova
from scripts.lib.demo.check import Answer, ask
from scripts.lib.demo.cloud import Cloud
from scripts.lib.demo.processes import Guard

from .home import Home, Running

pytestmark = [pytest.mark.timeout(120), pytest.mark.usefixtures("socket_enabled")]

AGENT = "conversation.clova"
LOST = "not connected to CLOVA"
BACK = "connected to CLOVA again"
NO_ERROR = 0
"""The error code of a GOAWAY without an error (RFC 9113, 7)."""


@pytest.fixture
async def home(python: Path, tmp_path: Path) -> AsyncIterator[Home]:
    async with Guard.running() as guard:
        yield Home(python, tmp_path, guard)


async def add_clova(home: Home, running: Running, cloud: Cloud | Emulator) -> None:
    token = cloud.access_token if isinstance(cloud, Cloud) else cloud.token
    account = clova.Account(cloud.base_url, token)
    assert await clova.set_up(running.rest, running.websocket, account, home.state) == AGENT
    await clova.make_default(running.websocket, AGENT)


async def answer(running: Running) -> Answer:
    return await ask(running.websocket, "What is 6 times 7?")


async def test_the_cloud_restarts(home: Home) -> None:
    async with AsyncExitStack() as stack:
        async with home.cloud() as cloud:
            home.trust(cloud.ca_file)
            running = await stack.enter_async_context(home.home_assistant())
            await add_clova(home, running, cloud)
            assert "42" in (await answer(running)).text

        await running.sees(AGENT, available=False)

        async with home.cloud():
            await running.sees(AGENT, available=True)
            assert "42" in (await answer(running)).text

            await home.logs(BACK)
            assert (home.logged(LOST), home.logged(BACK)) == (1, 1)


async def test_home_assistant_restarts_while_the_cloud_is_away(home: Home) -> None:
    async with home.cloud() as cloud:
        home.trust(cloud.ca_file)
        async with home.home_assistant() as running:
            await add_clova(home, running, cloud)

    async with home.home_assistant() as running:
        entries = await running.rest.get("/api/config/config_entries/entry?domain=clova_cic")
        assert [each["state"] for each in entries] == ["loaded"]
        await running.sees(AGENT, available=False)
        failure = await answer(running)
        assert failure.failed
        assert "CLOVA에 연결할 수 없습니다" in failure.text

        async with home.cloud():
            await running.sees(AGENT, available=True)
            assert "42" in (await answer(running)).text


async def test_home_assistant_says_goodbye_when_it_stops(home: Home) -> None:
    config = EmulatorConfig(state_dir=home.state.emulator, port=0, control_port=0)
    async with Emulator(config) as emulator:
        home.trust(emulator.ca_file)
        async with home.home_assistant() as running:
            await add_clova(home, running, emulator)
            assert emulator.connections_open == 1
            said_before = len(emulator.goaways)

        assert running.process.child.process.returncode == 0
        await emulator.wait_for(lambda: emulator.connections_open == 0)
        assert emulator.goaways[said_before:] == [NO_ERROR]
        assert emulator.violations == []
    assert home.logged(LOST) == 0
