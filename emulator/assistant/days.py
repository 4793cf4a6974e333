"""Days in sentences: today, tomorrow, on Friday."""

from dataclasses import dataclass
from datetime import date, timedelta
import re


@dataclass(frozen=True, slots=True)
class DayWords:
    """How days are called; patterns are searched in sentences in their plain form."""

    near: tuple[tuple[str, str], ...]
    """(pattern, name) of today, tomorrow, the day after."""
    weekdays: tuple[tuple[str, str], ...]
    """(pattern, name), Monday first."""

    def find(self, text: str, today: date) -> date:
        """The day that a sentence is about; today if it names none."""
        for offset in reversed(range(len(self.near))):
            if re.search(self.near[offset][0], text):
                return today + timedelta(days=offset)
        for weekday, (pattern, _) in enumerate(self.weekdays):
            if re.search(pattern, text):
                return today + timedelta(days=(weekday - today.weekday()) % 7)
        return today

    def name(self, day: date, today: date) -> str:
        """What a day is called, seen from today."""
        offset = (day - today).days
        if offset < len(self.near):
            return self.near[offset][1]
        return self.weekdays[day.weekday()][1]

    def weekday(self, day: date) -> str:
        """The name of its weekday."""
        return self.weekdays[day.weekday()][1]
