"""Recognition by pocketsphinx, which need not be installed: English, and only known sentences.

It decodes in a process of its own: it holds the interpreter while it does, and a process can be
ended when it takes too long.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from importlib.util import find_spec
import json
from pathlib import Path
import sys
from typing import Final

from .recognition import Recogniser, RecognitionError
from .sentences import grammar

PROGRAM: Final = (sys.executable, "-P", str(Path(__file__).with_name("sphinx_worker.py")))
"""-P: this directory's modules are not to be taken for others of the same names."""


def recogniser(wanted: str) -> Recogniser | None:
    """The recogniser: `yes`, `no`, or `auto`, which is yes where pocketsphinx is installed.

    Raises OSError for `yes` where it is not.
    """
    installed = find_spec("pocketsphinx") is not None
    if wanted == "yes" and not installed:
        raise OSError("Recognition needs pocketsphinx.")
    return Sphinx() if installed and wanted != "no" else None


class Sphinx:
    """Hears one of the assistant's sentences."""

    languages = frozenset({"en"})
    """Those of the model that comes with pocketsphinx."""

    def __init__(self, program: Sequence[str] = PROGRAM) -> None:
        self._program = program
        self._head = json.dumps(grammar()).encode() + b"\n"

    async def words(self, speech: Awaitable[bytes]) -> str:
        """Start the process, which loads its model, and give it the speech when that is over."""
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._program, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
            )
        except OSError as error:
            raise RecognitionError(f"pocketsphinx cannot be started: {error.strerror}") from error
        try:
            out, _ = await process.communicate(self._head + await speech)
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode:
            raise RecognitionError(f"pocketsphinx ended with status {process.returncode}")
        return out.decode()
