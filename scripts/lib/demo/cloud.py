"""The emulator of the cloud as a process."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
import os
from pathlib import Path
import sys
from typing import Self

from .options import ROOT
from .processes import Child, Guard, Program
from .progress import step, stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """A running emulator, and what it said about itself when it was ready."""

    child: Child
    base_url: str
    auth_url: str
    access_token: str = field(repr=False)
    ca_file: Path
    control_url: str
    control_token: str = field(repr=False)

    @classmethod
    @asynccontextmanager
    async def running(
        cls,
        guard: Guard,
        *,
        port: int,
        auth_port: int = 0,
        control_port: int,
        directory: Path,
        log: Path,
    ) -> AsyncGenerator[Self]:
        """Start it from the interpreter in use, and stop it in the end; a port of 0 is any free one."""
        program = Program(
            title="the emulator",
            command=[
                *(sys.executable, "-m", "emulator", "--json"),
                *("--port", str(port), "--auth-port", str(auth_port)),
                *("--control-port", str(control_port)),
                *("--state", os.fspath(directory)),
            ],
            log=log,
            environment={**os.environ, "PYTHONUNBUFFERED": "1"},
            directory=ROOT,
        )
        child = None
        try:
            async with step("Starting the emulator of the CLOVA cloud") as remark:
                child = await Child.start(program, guard, with_output=True)
                said = json.loads(await child.first_line())
                remark(f"{said['base_url']},")
            yield cls(
                child=child,
                base_url=said["base_url"],
                auth_url=said["auth_url"],
                access_token=said["access_token"],
                ca_file=Path(said["ca_file"]),
                control_url=said["control_url"],
                control_token=said["control_token"],
            )
        finally:
            if child is not None:
                await stop(child)
