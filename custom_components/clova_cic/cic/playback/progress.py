"""How far playback is, and when to report it (flows/audio_playback.md, section 5)."""

from collections.abc import Iterator

from ..interfaces.audio_player import (
    MAX_MILLISECONDS,
    AudioStream,
    ProgressReport,
    ProgressReportDelayPassed,
    ProgressReportIntervalPassed,
    ProgressReportPositionPassed,
)

MIN_INTERVAL = 1000.0  # ms; a shorter one would ask for more events than the connection is for
EARLY = 1.0  # ms that a timer may fire before its time, or a sum of floats fall short of it

type Report = (
    ProgressReportDelayPassed | ProgressReportIntervalPassed | ProgressReportPositionPassed
)


class Playhead:
    """A position in the media, and the time that was really played (CIC-PB-025)."""

    def __init__(self, position: float) -> None:
        """Stand at this position, in milliseconds."""
        self._position = position
        self._played = 0.0
        self._since: float | None = None  # when it began to run, in seconds of the outer clock

    @property
    def running(self) -> bool:
        """Whether it moves."""
        return self._since is not None

    def position(self, now: float) -> float:
        """Milliseconds from the start of the media."""
        return self._position + self._ran(now)

    def played(self, now: float) -> float:
        """Milliseconds that it has run, wherever it was."""
        return self._played + self._ran(now)

    def run(self, now: float) -> None:
        """Move from now on."""
        self._anchor(now)
        self._since = now

    def stand(self, now: float) -> None:
        """Stop moving."""
        self._anchor(now)
        self._since = None

    def jump(self, position: float, now: float) -> None:
        """Be somewhere else."""
        self._anchor(now)
        self._position = position

    def _ran(self, now: float) -> float:
        return 0.0 if self._since is None else max(0.0, now - self._since) * 1000

    def _anchor(self, now: float) -> None:
        """Add up what has been run so far."""
        ran = self._ran(now)
        self._position += ran
        self._played += ran
        if self._since is not None:
            self._since = now


class Progress:
    """The reports of one playback. Its stream may change when more of it is known (CIC-AP-015)."""

    def __init__(self, position: float) -> None:
        """A playback begins here: what it passes from now on is reported (CIC-AP-046)."""
        self._delay_passed = False
        self._intervals = 0  # reported, or too late to be
        self._passed = position - EARLY  # reports of positions up to here are not due

    def due(self, stream: AudioStream, head: Playhead, now: float) -> float | None:
        """Say in how many milliseconds of playing the next report is due, None if none is."""
        played = head.played(now)
        waits = []
        if not self._delay_passed and (delay := _delay(stream)) is not None:
            waits.append(delay - played)
        if (interval := _interval(stream)) is not None:
            waits.append((self._intervals + 1) * interval - played)
        if (position := _position(stream)) is not None and position > self._passed:
            waits.append(position - head.position(now))
        return max(0.0, min(waits)) if waits else None

    def passed(self, stream: AudioStream, head: Playhead, now: float) -> Iterator[Report]:
        """Yield the reports that are due (CIC-AP-041 to CIC-AP-043).

        Of intervals that were missed because nobody looked, the last alone is reported.
        """
        played, position = head.played(now) + EARLY, head.position(now)
        delay, interval = _delay(stream), _interval(stream)
        token, offset = stream.token, max(0, round(position))
        if not self._delay_passed and delay is not None and played >= delay:
            self._delay_passed = True
            yield ProgressReportDelayPassed(token=token, offset_in_milliseconds=offset)
        if interval is not None and played >= (self._intervals + 1) * interval:
            self._intervals = int(played // interval)
            yield ProgressReportIntervalPassed(token=token, offset_in_milliseconds=offset)
        yield from self._up_to(stream, position + EARLY)

    def sought(self, stream: AudioStream, position: float) -> Iterator[Report]:
        """Yield what a jump to this position calls for (CIC-AP-044, CIC-AP-045)."""
        yield from self._up_to(stream, position)
        self._passed = position

    def _up_to(self, stream: AudioStream, position: float) -> Iterator[Report]:
        """Report the scheduled position, and as the offset, if it lies before this one."""
        due = _position(stream)
        if due is not None and self._passed < due <= position:
            yield ProgressReportPositionPassed(
                token=stream.token, offset_in_milliseconds=round(due)
            )
        self._passed = max(self._passed, position)


def _schedule(stream: AudioStream) -> ProgressReport:
    return stream.progress_report or ProgressReport()


def sane(value: float | None) -> float | None:
    """Return what can be a time, None for what is none."""
    return value if value is not None and 0 <= value <= MAX_MILLISECONDS else None


def _delay(stream: AudioStream) -> float | None:
    return sane(_schedule(stream).progress_report_delay_in_milliseconds)


def _position(stream: AudioStream) -> float | None:
    return sane(_schedule(stream).progress_report_position_in_milliseconds)


def _interval(stream: AudioStream) -> float | None:
    """Return the interval, a very short one lengthened; one of zero is none."""
    interval = sane(_schedule(stream).progress_report_interval_in_milliseconds)
    return max(interval, MIN_INTERVAL) if interval else None
