"""Programs in processes of their own, so that they share no interpreter with what is measured.

Such a program prints a line of JSON when it is ready, then does what each line of its input tells,
answers with a line, and ends with its input: nothing is left behind if its starter is killed.
"""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
import json
import sys
from typing import Any, Final

_LINE_LIMIT: Final = 1024 * 1024

type Order = Callable[..., Awaitable[Any]]


class Child:
    """A program that runs; `facts` is what it said about itself."""

    def __init__(self, process: Process, facts: Any) -> None:
        self.facts = facts
        self._process = process

    async def order(self, name: str, **arguments: Any) -> Any:
        """Tell it to do something and return what came of it."""
        assert self._process.stdin is not None
        line = json.dumps({"order": name, "arguments": arguments}) + "\n"
        self._process.stdin.write(line.encode())
        return await _answer(self._process)


@asynccontextmanager
async def child(module: str, *arguments: str) -> AsyncIterator[Child]:
    """Run `python -m module` and end it in the end. Raises RuntimeError if it fails."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments), stdin=PIPE, stdout=PIPE, limit=_LINE_LIMIT
    )
    assert process.stdin is not None
    try:
        yield Child(process, await _answer(process))
    finally:
        process.stdin.close()
        await process.wait()
    if process.returncode:
        raise RuntimeError(f"{module} ended with status {process.returncode}")


async def _answer(process: Process) -> Any:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("a program of the benchmark ended before its time")
    return json.loads(line)


async def obey(facts: Any, orders: Mapping[str, Order]) -> None:
    """Inside such a program: say that it is ready, then do as told until the input ends."""
    reader = asyncio.StreamReader(limit=_LINE_LIMIT)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    print(json.dumps(facts), flush=True)
    while line := await reader.readline():
        told = json.loads(line)
        result = await orders[told["order"]](**told["arguments"])
        print(json.dumps(result), flush=True)
