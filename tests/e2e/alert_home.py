"""The alert book of a home that is killed: what its disk has, and what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import quote

from custom_components.clova_cic.alerts.shown import alert_id
from custom_components.clova_cic.cic.interfaces.alerts import SetAlert
from scripts.lib.demo.api import RestApi
from scripts.lib.demo.config_dir import INTEGRATION

CALENDAR: Final = "calendar.clova_alerts"
RINGING: Final = "binary_sensor.clova_alert"
STOP: Final = "button.clova_stop_alert"
FILE: Final = f"{INTEGRATION}.alerts.*"
SPAN: Final = timedelta(days=3)
"""Around now: in it is every alert of a test."""

Occurrence = tuple[str, str]
"""Token and scheduledTime: what rings once."""


@dataclass(frozen=True, slots=True)
class Record:
    """An alert on the disk."""

    token: str
    kind: str
    time: str
    run: Mapping[str, Any] | None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read it."""
        alert = data["alert"]
        return cls(alert["token"], alert["type"], alert["scheduledTime"], data.get("run"))

    @property
    def sounds(self) -> bool:
        """Whether it rings, and nobody has pressed stop."""
        return self.run is not None and not self.run["over"] and self.run["stop_due"] is None

    @property
    def shown_as(self) -> str:
        """Its id in calendars and attributes."""
        return alert_id(SetAlert(token=self.token, type=self.kind, scheduled_time=self.time))


@dataclass(frozen=True, slots=True)
class Disk:
    """The file of alerts, as it was at one moment."""

    records: tuple[Record, ...]
    past: Mapping[str, Mapping[str, Any]]
    """The ringing of alerts that are gone, by token."""

    @classmethod
    def read(cls, config: Path) -> Self:
        """Read it; a file that was never written is an empty book."""
        files = list((config / ".storage").glob(FILE))
        assert len(files) <= 1, files
        if not files:
            return cls((), {})
        data = json.loads(files[0].read_text())["data"]
        past = {each["token"]: each["run"] for each in data["past"]}
        return cls(tuple(Record.of(each) for each in data["alerts"]), past)

    @property
    def tokens(self) -> set[str]:
        """What is set."""
        return {each.token for each in self.records}

    @property
    def alerts(self) -> set[tuple[str, str, str]]:
        """Token, type and time of each."""
        return {(each.token, each.kind, each.time) for each in self.records}

    @property
    def sounding(self) -> Record | None:
        """What is to be heard: the latest of those that ring."""
        found = [(each.run["since"], each) for each in self.records if each.run and each.sounds]
        return max(found, key=lambda pair: datetime.fromisoformat(pair[0]))[1] if found else None

    def runs(self) -> dict[Occurrence, Mapping[str, Any]]:
        """What has rung, and how that went."""
        found = {(token, run["time"]): run for token, run in self.past.items()}
        return found | {
            (each.token, each.run["time"]): each.run for each in self.records if each.run
        }


async def on_calendar(rest: RestApi) -> set[str]:
    """The ids of the alerts that the calendar shows."""
    now = datetime.now(UTC)
    begin, end = (quote(moment.isoformat()) for moment in (now - SPAN, now + SPAN))
    events = await rest.get(f"/api/calendars/{CALENDAR}?start={begin}&end={end}")
    return {each["uid"] for each in events}


async def shown_ringing(rest: RestApi) -> str | None:
    """The id of the alert that rings, as the sensor shows it."""
    state = await rest.get(f"/api/states/{RINGING}")
    return str(state["attributes"]["alert_id"]) if state["state"] == "on" else None
