"""What happened lately, for people who look for a fault: how connections went, and how long turns took.

Nothing here holds a token, an id or a word that was said. All of it is bounded.
"""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
import time
from typing import Any

from .errors import CicError

MAX_CONNECTIONS = 50
MAX_TURNS = 20

CONNECTED = "connected"  # the stage of what was lost after its Hello
STOPPED = "stopped here"  # the cause of an end that nobody complains about

type Clock = Callable[[], float]


class Mark(StrEnum):
    """A stage of a turn."""

    SENT = "sent"  # the request, to its last byte
    FIRST_DIRECTIVE = "first_directive"  # of the answer
    FIRST_AUDIO = "first_audio"  # of the answer
    LAST_AUDIO_SENT = "last_audio_sent"  # of what is said
    STOP_CAPTURE = "stop_capture"  # CLOVA has heard enough
    END = "end"


class Spell:
    """One try for a downchannel and, if it came about, the time that it lasted."""

    def __init__(self, at: float, began: float, stage: str) -> None:
        """Begin at a POSIX time, and at a time of the clock that measures."""
        self.at = at
        self.began = began
        self.stage = stage  # that it has come to, or at which it failed
        self.took: float | None = None  # seconds until Hello
        self.lasted: float | None = None  # seconds until its end: from Hello, or from the beginning
        self.cause: str | None = None  # of its end

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "at": iso(self.at),
            "stage": self.stage,
            "cause": self.cause,
            "took": _rounded(self.took),
            "lasted": _rounded(self.lasted),
        }


class ConnectionHistory:
    """The last tries for a downchannel; the newest may still go on."""

    def __init__(self, wall: Clock = time.time, ticks: Clock = time.monotonic) -> None:
        """Know nothing yet; `wall` gives POSIX seconds, `ticks` is never put back."""
        self._wall = wall
        self._ticks = ticks
        self._spells: deque[Spell] = deque(maxlen=MAX_CONNECTIONS)
        self._current: Spell | None = None
        self._told: CicError | None = None  # of the last failure: the same one comes up twice

    def attempt(self, stage: str) -> None:
        """A try has come to this stage; begins one if there is none."""
        if self._current is None:
            self._begin(stage)
        else:
            self._current.stage = stage

    def up(self) -> None:
        """Hello came."""
        spell = self._current or self._begin(CONNECTED)
        spell.stage = CONNECTED
        spell.took = self._ticks() - spell.began

    def failed(self, error: CicError) -> bool:
        """Note a failure, and tell whether it is a new one."""
        if error is self._told:
            return False
        self._told = error
        spell = self._current or self._begin(CONNECTED)
        self._end(spell, error.reason)
        if error.stage is not None:
            spell.stage = error.stage
        return True

    def stopped(self) -> None:
        """What goes on is given up on purpose."""
        if self._current is not None:
            self._end(self._current, STOPPED)

    @property
    def connected_since(self) -> float | None:
        """POSIX time of the Hello that still holds, None without one."""
        if self._current is None or self._current.took is None:
            return None
        return self._current.at + self._current.took

    def as_list(self) -> list[dict[str, Any]]:
        """Return it as plain JSON, oldest first; times are seconds."""
        return [spell.as_dict() for spell in self._spells]

    def _begin(self, stage: str) -> Spell:
        spell = self._current = Spell(self._wall(), self._ticks(), stage)
        self._spells.append(spell)
        return spell

    def _end(self, spell: Spell, cause: str) -> None:
        spell.lasted = self._ticks() - spell.began - (spell.took or 0.0)
        spell.cause = cause
        self._current = None


class TurnTimes:
    """When the stages of one turn were reached, in seconds since its request was made."""

    def __init__(self, ticks: Clock = time.monotonic) -> None:
        """Wait for `begin`; marks before it count for nothing."""
        self._ticks = ticks
        self._began: float | None = None
        self._marks: dict[Mark, float] = {}
        self.at = 0.0  # POSIX seconds
        self.spoken = False
        self.stage: str | None = None  # at which it failed
        self.cause: str | None = None

    def begin(self, at: float, *, spoken: bool) -> None:
        """The turn's time has come, at this POSIX time."""
        self.at = at
        self.spoken = spoken
        self._began = self._ticks()

    def again(self) -> None:
        """The request is about to be sent, perhaps for the second time: only that one counts."""
        self._marks.clear()

    def mark(self, stage: Mark, *, again: bool = False) -> None:
        """Note that a stage is reached; the first time counts, or with `again` the last."""
        if self._began is not None and (again or stage not in self._marks):
            self._marks[stage] = self._ticks() - self._began

    def fail(self, error: CicError) -> None:
        """Note why it failed."""
        self.stage, self.cause = error.stage, error.reason

    def at_mark(self, stage: Mark) -> float | None:
        """Seconds from the request to a stage, None if that was never reached."""
        return self._marks.get(stage)

    def between(self, start: Mark, end: Mark) -> float | None:
        """Seconds from one stage to another, at least 0; None if one of them was never reached."""
        first, last = self._marks.get(start), self._marks.get(end)
        return None if first is None or last is None else max(0.0, last - first)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "at": iso(self.at),
            "kind": "spoken" if self.spoken else "typed",
            **{stage.value: _rounded(self._marks.get(stage)) for stage in Mark},
            "failed_at": self.stage,
            "cause": self.cause,
        }


def iso(posix: float) -> str:
    """Return a POSIX time as text, in UTC."""
    return datetime.fromtimestamp(posix, UTC).isoformat(timespec="milliseconds")


def _rounded(seconds: float | None) -> float | None:
    """Keep milliseconds; more only looks like knowledge."""
    return None if seconds is None else round(seconds, 3)
