"""Alerts outlive Home Assistants that are killed thirty times while they are set, ring and end."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import os
from pathlib import Path
from random import Random, SystemRandom
import signal
import sys
from typing import Any, Final

import pytest

from emulator import Emulator, EmulatorConfig
from scripts.lib.demo import clova
from scripts.lib.demo.account import TOKEN_NAME
from scripts.lib.demo.config_dir import INTEGRATION
from scripts.lib.demo.dialogs import go_through
from scripts.lib.demo.processes import Guard
from scripts.lib.demo.progress import say
from scripts.lib.demo.waiting import until

from .alert_home import Disk, Occurrence, on_calendar, shown_ringing
from .alert_orders import PATIENCE, Orders
from .gate import HOST, Gate
from .home import Home, Running

pytestmark = [pytest.mark.timeout(600), pytest.mark.usefixtures("socket_enabled")]

KILLS: Final = 30
HOMES: Final = 2
"""That live at the same time, each with a cloud of its own; between them they have the kills."""
LONGEST: Final = 1.5
"""Seconds of orders before a kill."""
RINGING: Final = 3
"""Each so many kills one comes while an alarm rings for sure."""
SEED: Final = "ALERT_KILLS_SEED"
"""The environment variable that has a run of before done again, as far as processes can."""
CONFIGURATION: Final = """\
api:
config:
conversation:
logger:
  default: info
"""
"""No more than this test needs, so that it starts soon."""


@dataclass(slots=True)
class Life:
    """One home and one cloud, over all lives of the process between them."""

    home: Home
    gate: Gate
    orders: Orders
    random: Random
    began: dict[Occurrence, str] = field(default_factory=dict)
    """Since when each alert has rung, as it was first on the disk."""
    excused: Counter[str] = field(default_factory=Counter)
    """By token: how often a home was killed that did not know yet whether AlertStarted had come."""
    breaks: int = 0
    """How often a connection was lost without a kill, which may cost an answer too."""
    rang_on: int = 0
    """How often one rang when Home Assistant was killed, and when it was back."""

    @property
    def emulator(self) -> Emulator:
        return self.orders.emulator

    def disk(self) -> Disk:
        """Read the home's book; what has begun to ring has done so once."""
        disk = Disk.read(self.home.state.config)
        for occurrence, run in disk.runs().items():
            assert self.began.setdefault(occurrence, run["since"]) == run["since"], occurrence
        return disk

    @asynccontextmanager
    async def home_assistant(self) -> AsyncIterator[Running]:
        """Home Assistant, until it is killed; the cloud notices that."""
        made = self.emulator.connections_made
        async with self.home.home_assistant() as running:
            yield running
            self.breaks += max(0, self.emulator.connections_made - made - 1)
            assert await running.process.child.exit_code() == -signal.SIGKILL
        await self.sees(lambda: self.emulator.connections_open == 0)
        await self.gate.close()
        self.orders.read_reports()

    async def sees(self, condition: Any) -> None:
        """Wait for something that the emulator notices."""
        await self.emulator.wait_for(condition, PATIENCE)

    async def strife(self, running: Running, *, ringing: bool = False) -> None:
        """Give orders until the process is killed, at whatever moment that is.

        `ringing`: at whatever moment while an alarm rings, with no orders meanwhile.
        """
        if ringing:
            await self.orders.let_ring()
        wait = self.random.uniform(0, LONGEST)
        process = running.process.child.process
        asyncio.get_running_loop().call_later(wait, process.kill)
        if not ringing:
            await self.orders.go_on(running.rest)

    def look_at_the_dead(self) -> Disk:
        """See that everything is on the disk that the cloud was told of."""
        disk = self.disk()
        counted = {token for token, _, _ in self.orders.alerts}
        assert counted <= disk.tokens
        assert not self.orders.deleted & disk.tokens
        for (token, _), run in disk.runs().items():
            self.excused[token] += not run["start_told"]
        return disk

    async def comes_back(self, running: Running, before: Disk) -> None:
        """See that a home far from its cloud has what it had, and that what rang rings on."""

        async def shown() -> bool:
            disk = self.disk()
            assert disk.tokens == before.tokens
            sounding = disk.sounding
            return await on_calendar(running.rest) == {x.shown_as for x in disk.records} and (
                await shown_ringing(running.rest)
            ) == (sounding and sounding.shown_as)

        await comes_true(shown)
        assert self.emulator.connections_open == 0
        rang, after = before.sounding, self.disk()
        # An action timer ends when it was heard, and another alert that is due takes its place.
        if rang and rang.kind != "ACTIONTIMER" and after.runs().keys() == before.runs().keys():
            assert after.sounding == rang
            self.rang_on += 1

    async def connects(self) -> None:
        """See that the home and its cloud agree as soon as they meet again."""
        await self.gate.open()
        await self.sees(lambda: self.answered("Alerts.RequestSynchronizeAlert"))

        async def agreed() -> bool:
            return self.disk().alerts == self.orders.alerts

        await comes_true(agreed)

    def answered(self, name: str) -> bool:
        """Whether the cloud has got this event, and answered."""
        return any(each.name == name and each.status for each in self.emulator.events)

    async def settles(self, running: Running) -> None:
        """Let all that is set ring, then delete it."""

        async def all_rang() -> bool:
            self.orders.read_reports()
            return all(
                self.orders.started[token, time] or not _is_due(time, within=60)
                for token, _, time in self.orders.alerts
            )

        async def all_gone() -> bool:
            shown = await on_calendar(running.rest)
            return not (self.orders.alerts or self.disk().records or shown)

        await comes_true(all_rang)
        for token, kind, _ in self.orders.alerts:
            self.emulator.push("Alerts", "DeleteAlert", {"token": token, "type": kind})
        await comes_true(all_gone)


def _is_due(time: str, *, within: float = 0) -> bool:
    return datetime.fromisoformat(time) <= datetime.now(UTC) + timedelta(seconds=within)


async def comes_true(condition: Any) -> None:
    """Wait for something that Home Assistant shows."""
    async with asyncio.timeout(PATIENCE):
        await until(condition)


async def add_clova(life: Life, running: Running) -> None:
    """Add the device, and see that Home Assistant will remember it."""
    url = f"https://{HOST}:{life.gate.port}"
    form = clova.Account(url, life.emulator.token).as_own_server()
    handler = {"handler": INTEGRATION}
    page = await go_through(running.rest, handler, {"next_step_id": "own_server"}, form)
    assert page["type"] == "create_entry", page
    await clova.available_agent(running.rest, running.websocket)
    storage = life.home.state.config / ".storage"

    async def stored() -> bool:
        files = {"core.config_entries": INTEGRATION, "auth": TOKEN_NAME}
        paths = {storage / name: text for name, text in files.items()}
        return all(path.exists() and text in path.read_text() for path, text in paths.items())

    await comes_true(stored)


async def live(directory: Path, seed: int) -> Life:
    """Live through a home's share of the kills."""
    random = Random(seed)
    config = EmulatorConfig(state_dir=directory / "emulator", voice=False)
    async with (
        Emulator(config) as emulator,
        Guard.running() as guard,
        Gate.to(emulator.port) as gate,
    ):
        home = Home(Path(sys.executable), directory, guard, configuration=CONFIGURATION)
        home.trust(emulator.ca_file)
        life = Life(home, gate, Orders(emulator, random), random)
        await gate.open()
        async with life.home_assistant() as running:
            await add_clova(life, running)
            await life.strife(running)
        for number in range(KILLS // HOMES - 1):
            before = life.look_at_the_dead()
            async with life.home_assistant() as running:
                await life.comes_back(running, before)
                await life.connects()
                await life.strife(running, ringing=number % RINGING == 0)
        before = life.look_at_the_dead()
        async with life.home.home_assistant() as running:
            await life.comes_back(running, before)
            await life.connects()
            await life.settles(running)
        assert emulator.violations == []
    return life


def check_started(life: Life) -> None:
    """Each ringing was told once, or again after a kill that left the home in doubt.

    Counted by token: a home whose cloud has missed a change tells that cloud's time of the alert.
    """
    told: Counter[str] = Counter()
    for (token, _), times in life.orders.started.items():
        told[token] += times
    rang = Counter(token for token, _ in life.began)
    rang.update(life.excused)
    wrong = {each for each, times in told.items() if times > rang[each] + life.breaks}
    assert not wrong, (told, life.began)


@pytest.fixture
def directories(tmp_path: Path) -> list[Path]:
    """One for each home."""
    found = [tmp_path / f"home-{number}" for number in range(HOMES)]
    for each in found:
        each.mkdir()
    return found


@pytest.mark.cic("CIC-AL-008", "CIC-AL-020", "CIC-AL-141")
async def test_thirty_kills(directories: list[Path]) -> None:
    """Nothing is lost, nothing rings twice, and what rang rings on."""
    seed = int(os.environ.get(SEED) or SystemRandom().getrandbits(32))
    say(f"{SEED}={seed}")
    async with asyncio.TaskGroup() as homes:
        tasks = [
            homes.create_task(live(directory, seed + number))
            for number, directory in enumerate(directories)
        ]
    lives = [each.result() for each in tasks]
    for life in lives:
        check_started(life)
    orders = sum(each.orders.given for each in lives)
    rang = sum(len(each.orders.started) for each in lives)
    deleted = sum(len(each.orders.deleted) for each in lives)
    rang_on = sum(each.rang_on for each in lives)
    doubts = sum(each.excused.total() for each in lives)
    say(f"{orders} orders, {rang} rang, {deleted} deleted, {rang_on} rang on, {doubts} in doubt")
    # Else the kills would prove little.
    assert rang >= KILLS // 2
    assert deleted >= KILLS // 2
    assert rang_on >= KILLS // RINGING // 2
