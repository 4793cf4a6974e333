"""One run: a cloud, a device, load, faults, and a look at what is left."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
import logging
from pathlib import Path
from random import Random
import ssl
import tempfile
from typing import Any, override

from custom_components.clova_cic.cic import CicClient, ClientConfig, StaticToken, Timing, retry
from emulator import Emulator, EmulatorConfig

from .device import USER_AGENT, Device
from .faults import Saboteur
from .load import Load
from .report import Report
from .watch import Watch, open_files

TOKEN = "soak"
# What takes a minute in a home takes a second here: more happens, and nothing else changes.
QUICK = Timing(
    hello=2,
    ping_interval=1,
    ping_ack=1,
    listen=4,
    understand=2,
    first_directive=3,
    idle=2,
    turn=20,
    stable=2,
    calm=3,
    drain=5,
)
# Speech that a fault holds back at the client leaves at once when it may: in longer pieces.
EXCUSED = "CIC-T-037"
DELAYS = {"FIRST_DELAY": 0.1, "LONGEST_DELAY": 1.0, "LONGEST_TRUCE": 2.0, "EVICTION_WINDOW": 5.0}


async def soak(seconds: float, seed: int) -> Report:
    """Run for so long, and report."""
    files, tasks = open_files(), asyncio.all_tasks()
    report = Report(seconds=seconds, seed=seed)
    with tempfile.TemporaryDirectory() as folder, _log(report), _hurried():
        await _run(report, Path(folder))
    await asyncio.sleep(0.1)  # transports close in the next turns of the loop
    report.tasks_left = [task.get_name() for task in asyncio.all_tasks() - tasks]
    report.files_left = open_files() - files
    return report


async def _run(report: Report, folder: Path) -> None:
    """Do it in a folder for the cloud's certificates."""
    random = Random(report.seed)  # noqa: S311 - a run that can be repeated
    config = EmulatorConfig(state_dir=folder, token=TOKEN, port=0, control_port=0)
    async with AsyncExitStack() as stack:
        cloud = await stack.enter_async_context(Emulator(config))
        tls = cloud.client_context()

        async def context() -> ssl.SSLContext:
            return tls

        host = Device()
        client = CicClient(
            ClientConfig(base_url=cloud.base_url, user_agent=USER_AGENT),
            token=StaticToken(TOKEN),
            tls=context,
            host=host,
            timing=QUICK,
        )
        await stack.enter_async_context(_running(client.run()))
        await client.wait_ready(QUICK.hello)
        load, saboteur = Load(cloud, client, random), Saboteur(cloud, client, random)
        watch = Watch()
        async with _running(load.run()), _running(saboteur.run()), _running(watch.run()):
            await _pass(seconds=report.seconds, cloud=cloud)
        cloud.lift_faults()
        report.answered, report.failed = load.answered, load.failed
        report.pushed, report.handled = load.pushed, host.handled
        report.faults, report.not_back = saboteur.done, saboteur.not_back
        report.hung, report.broken = load.hung, load.broken
        report.memory, report.tasks = watch.growth, max(watch.tasks, default=0)
        report.connections, report.losses = cloud.connections_made, client.stats.losses
        report.violations = [each for each in cloud.violations if not each.startswith(EXCUSED)]


async def _pass(*, seconds: float, cloud: Emulator) -> None:
    """Let the time pass; what the cloud wrote down is not to be taken for a leak."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while (left := end - loop.time()) > 0:
        await asyncio.sleep(min(left, 5.0))
        cloud.forget_requests()


@asynccontextmanager
async def _running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run something meanwhile; raises what it fails with."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class _Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self, report: Report) -> None:
        super().__init__(logging.ERROR)
        self._report = report

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self._report.logged.append(f"{record.name}: {record.getMessage()}")


@contextmanager
def _log(report: Report) -> Iterator[None]:
    """Have errors written down, of the client and of asyncio."""
    handler = _Errors(report)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


@contextmanager
def _hurried() -> Iterator[None]:
    """Make the client try again sooner than in a home."""
    before = {name: getattr(retry, name) for name in DELAYS}
    for name, value in DELAYS.items():
        setattr(retry, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(retry, name, value)
