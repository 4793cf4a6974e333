"""Twenty lifetimes of a token, and a Home Assistant that is killed in five of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
import signal
import sys
from typing import Any, Final

import aiohttp
import pytest

from custom_components.clova_cic.cic.token_keeper import EARLY_SHARE
from emulator import Emulator, EmulatorConfig, Fault, FaultKind
from emulator.auth.faults import AuthFault, AuthFaultKind
from emulator.auth.operations import Operation
from emulator.auth.tokens import Pair
from scripts.lib.demo.account import TOKEN_NAME
from scripts.lib.demo.api import ApiError
from scripts.lib.demo.clova import available_agent
from scripts.lib.demo.config_dir import INTEGRATION
from scripts.lib.demo.dialogs import go_through
from scripts.lib.demo.processes import Guard
from scripts.lib.demo.waiting import until

from .home import Home, Running

pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("socket_enabled")]

TOKENS: Final = f"{INTEGRATION}.*"
"""The file in which the integration keeps its tokens."""
AGENT: Final = "conversation.clova"
PYTHON: Final = Path(sys.executable)
LIFETIME: Final = 3.0
"""Seconds."""
LIFETIMES: Final = 20
PATIENCE: Final = 30.0
"""Seconds that Home Assistant may take for anything, on a busy machine."""


@dataclass(slots=True)
class Life:
    """The cloud's side of it: which tokens there were, and which of them had a turn."""

    emulator: Emulator
    home: Home
    asked: list[Pair] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    lost: int = 0
    """Pairs that were on no disk when Home Assistant was killed, as that of `answer_lost`."""

    @property
    def pairs(self) -> Sequence[Pair]:
        """Every pair of tokens that was not lost on its way, oldest first."""
        return self.emulator.auth.tokens.pairs

    async def sees(self, condition: Callable[[], bool]) -> None:
        """Wait for something that the emulator notices."""
        await self.emulator.wait_for(condition, PATIENCE)

    async def begins(self) -> Pair:
        """Wait for a lifetime that has had no turn yet."""
        await self.sees(lambda: self.pairs[-1] not in self.asked)
        return self.pairs[-1]

    async def passes(self, running: Running, count: int) -> None:
        """Have a turn in each of so many lifetimes, as soon as it has begun."""
        for _ in range(count):
            self.asked.append(await self.begins())
            text = await ask(running)
            if "42" not in text:
                self.failures.append(f"in lifetime {len(self.asked)}: {text}")

    async def stores(self, text: str, name: str = TOKENS) -> None:
        """Wait until it has."""

        async def so() -> bool:
            return self.stored(text, name)

        async with asyncio.timeout(PATIENCE):
            await until(so)

    def stored(self, text: str, name: str = TOKENS) -> bool:
        """Whether Home Assistant has something in a file of its storage."""
        files = (self.home.state.config / ".storage").glob(name)
        return any(text in file.read_text() for file in files)


async def ask(running: Running) -> str:
    """What CLOVA answers, or what Home Assistant says instead."""
    answer: dict[str, Any] = await running.websocket.command(
        "conversation/process", text="What is 6 times 7?", language="en", agent_id=AGENT
    )
    return str(answer["response"]["speech"]["plain"]["speech"])


# When Home Assistant is killed. Each of these returns at its moment.


async def at_rest(life: Life, running: Running) -> None:
    """Nothing is under way: the last turn is over."""


async def turn_in_flight(life: Life, running: Running) -> None:
    """A question was asked that CIC does not answer; it is the only one that may fail."""
    before = len(life.emulator.events)
    life.emulator.inject(Fault(FaultKind.SILENCE))
    asking = asyncio.create_task(ask(running))
    await life.sees(lambda: len(life.emulator.events) > before)
    running.process.child.process.kill()
    with pytest.raises((ApiError, aiohttp.ClientError)):
        await asking


async def server_away(life: Life, running: Running) -> None:
    """The authorization server has answered a refresh with 503."""
    auth = life.emulator.auth
    auth.inject(AuthFault(kind=AuthFaultKind.STATUS, on=Operation.REFRESH, status=503, times=None))
    await life.sees(lambda: auth.records[-1].status == 503)


async def answer_lost(life: Life, running: Running) -> None:
    """The server has rotated the tokens, and Home Assistant still waits for the answer."""
    auth = life.emulator.auth
    auth.inject(AuthFault(kind=AuthFaultKind.HANG, on=Operation.REFRESH, after=True))
    count = auth.counters.refreshes
    await life.sees(lambda: auth.counters.refreshes > count)


async def stored_unused(life: Life, running: Running) -> None:
    """The new tokens are on the disk, and nobody has seen them yet."""
    pair = await life.begins()
    await life.stores(pair.refresh)


Moment = Callable[[Life, Running], Awaitable[None]]

MOMENTS: Final[tuple[Moment, ...]] = (
    at_rest,
    turn_in_flight,
    server_away,
    answer_lost,
    stored_unused,
)


@pytest.mark.cic("CIC-A-027", "CIC-A-028")
async def test_twenty_lifetimes_and_five_kills(tmp_path: Path) -> None:
    """No turn fails, each lifetime costs one refresh, and no kill costs the sign-in.

    Between the server's rotation and the moment at which the answer is on the disk, no client
    can hold on to its tokens by itself. That window is the server's to close: the emulator does,
    with `refresh_grace`, which lets the old refresh token work until a new token was shown.
    """
    config = EmulatorConfig(
        state_dir=tmp_path / "emulator", token_lifetime=LIFETIME, refresh_grace=True
    )
    async with Emulator(config) as emulator, Guard.running() as guard:
        life = Life(emulator, Home(PYTHON, tmp_path, guard))
        life.home.trust(emulator.ca_file)
        async with life.home.home_assistant() as running:
            await sign_in(life, running)
            await live(life, running, MOMENTS[0])
        for moment in (*MOMENTS[1:], None):
            async with life.home.home_assistant() as running:
                await available_agent(running.rest, running.websocket)
                await live(life, running, moment)

        assert life.failures == []
        check_tokens(life)
        assert emulator.violations == []


async def sign_in(life: Life, running: Running) -> None:
    """Add CLOVA in the way of the NAVER account, and see that Home Assistant will remember it."""
    emulator = life.emulator
    form = {
        "client_id": emulator.config.client_id,
        "client_secret": emulator.config.client_secret,
        "model_id": "speaker-1",
        "account_token": "naver-demo",
        "servers": {
            "base_url": emulator.base_url,
            "auth_url": emulator.auth_url,
            "verify_ssl": True,
        },
    }
    handler = {"handler": INTEGRATION}
    page = await go_through(running.rest, handler, {"next_step_id": "naver"}, form)
    assert page["type"] == "create_entry", page
    await available_agent(running.rest, running.websocket)
    # Home Assistant writes its entries and users down a while after they were made.
    await life.stores(INTEGRATION, "core.config_entries")
    await life.stores(TOKEN_NAME, "auth")


async def live(life: Life, running: Running, moment: Moment | None) -> None:
    """Live through a share of the lifetimes; then be killed, or go on until all are over."""
    share = LIFETIMES // (len(MOMENTS) + 1)
    await life.passes(running, share if moment else LIFETIMES - len(life.asked))
    life.failures += await dialogs(running)
    if moment is not None:
        await moment(life, running)
        child = running.process.child
        if not child.has_ended:
            child.process.kill()
        assert await child.exit_code() == -signal.SIGKILL
        life.lost += not life.stored(life.pairs[-1].refresh)
        life.emulator.lift_faults()
        life.emulator.auth.lift_faults()


async def dialogs(running: Running) -> list[str]:
    """The dialogs in which Home Assistant waits for a person, such as one to sign in again."""
    flows = await running.websocket.command("config_entries/flow/progress")
    return [f"a dialog is open: {each['context']['source']}" for each in flows]


def check_tokens(life: Life) -> None:
    """One line of succession, each pair exchanged once and not before its time."""
    auth, pairs = life.emulator.auth, life.pairs
    assert len(life.asked) == LIFETIMES
    assert auth.counters.refreshes == len(pairs) - 1 + life.lost
    assert life.lost >= 1
    assert (auth.counters.authorizes, auth.counters.issues, auth.counters.refused) == (1, 1, 0)
    for old, new in pairwise(pairs):
        assert old.successor is new
        assert new.expires_at - old.expires_at >= LIFETIME * (1 - EARLY_SHARE)
