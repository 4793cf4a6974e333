"""Why a demo cannot go on, in words for the person who started it."""

from typing import Final

EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
"""Options that do not fit this machine: a port in use, a demo that runs already."""


class DemoError(Exception):
    """The demo ends; the text is one line that says why and what to do."""

    exit_code = EXIT_FAILED


class UsageError(DemoError):
    """Other options would do."""

    exit_code = EXIT_USAGE


class ProcessEndedError(DemoError):
    """Home Assistant or the emulator has ended by itself."""
