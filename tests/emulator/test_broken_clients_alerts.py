"""Clients that report about alerts what did not happen, twice, or otherwise than they were told."""

from typing import Any

import pytest

from emulator import Emulator

from .broken import hidden, idle, rule_of, rules, run, said, told
from .client import Client
from .states import Json, state

pytestmark = pytest.mark.usefixtures("channel")

ALARM = {"token": "a-1", "type": "ALARM", "scheduledTime": "2026-11-21T07:00:00+09:00"}
NAMED = {"token": "a-1", "type": "ALARM"}
ALERTS_STATE = "Alerts.AlertsState"


def alert(short: str, *objects: Json, **changes: Any) -> Json:
    return said(f"Alerts.{short}", NAMED | changes, *objects)


def listed(everything: list[Json], active: list[Json]) -> Json:
    return state(ALERTS_STATE, {"allAlerts": everything, "activeAlerts": active})


SET = told("Alerts.SetAlert", ALARM)
STOP = told("Alerts.StopAlert", NAMED)
DELETE = told("Alerts.DeleteAlert", NAMED)
NO_ALERTS = told("Alerts.SynchronizeAlert", {"allAlerts": []})

BROKEN = [
    pytest.param(
        [alert("SetAlertSucceeded", listed([ALARM], []))],
        id="nothing was to be set",
        marks=pytest.mark.cic("CIC-AL-002"),
    ),
    pytest.param(
        [SET, alert("SetAlertSucceeded"), alert("SetAlertFailed")],
        id="set reported twice",
        marks=pytest.mark.cic("CIC-AL-002"),
    ),
    pytest.param(
        [SET, alert("SetAlertFailed", type="TIMER")],
        id="set reported with another type",
        marks=pytest.mark.cic("CIC-AL-002"),
    ),
    pytest.param(
        [SET, alert("SetAlertSucceeded"), alert("DeleteAlertSucceeded")],
        id="nothing was to be deleted",
        marks=pytest.mark.cic("CIC-AL-003"),
    ),
    pytest.param(
        [SET, DELETE, alert("DeleteAlertSucceeded"), alert("DeleteAlertFailed")],
        id="deletion reported twice",
        marks=pytest.mark.cic("CIC-AL-003"),
    ),
    pytest.param(
        [SET, DELETE, alert("DeleteAlertSucceeded", listed([ALARM], []))],
        id="deleted and still there",
        marks=pytest.mark.cic("CIC-AL-130"),
    ),
    pytest.param(
        [alert("AlertStarted", listed([ALARM], [ALARM]))],
        id="alert nobody set",
        marks=pytest.mark.cic("CIC-CX-007"),
    ),
    pytest.param(
        [SET, alert("AlertStarted"), alert("AlertStarted")],
        id="started twice",
        marks=pytest.mark.cic("CIC-AL-020"),
    ),
    pytest.param(
        [SET, alert("AlertStarted"), STOP, alert("AlertStopped"), alert("AlertStopped")],
        id="stopped twice",
        marks=pytest.mark.cic("CIC-AL-033"),
    ),
    pytest.param(
        [SET, alert("AlertStopped")],
        id="stopped, not started",
        marks=pytest.mark.cic("CIC-AL-033"),
    ),
    pytest.param(
        [SET, alert("AlertStarted"), alert("RequestAlertStop"), alert("AlertStopped")],
        id="stopped by its own button",
        marks=pytest.mark.cic("CIC-AL-031"),
    ),
    pytest.param(
        [SET, alert("RequestAlertStop")],
        id="stop of what is silent",
        marks=pytest.mark.cic("CIC-AL-031"),
    ),
    pytest.param(
        [alert("RequestDeleteAlert")],
        id="deletion of nothing",
        marks=pytest.mark.cic("CIC-AL-037"),
    ),
    pytest.param(
        [SET, alert("SetAlertSucceeded"), idle(hidden(ALERTS_STATE))],
        id="alerts forgotten",
        marks=pytest.mark.cic("CIC-AL-004"),
    ),
    pytest.param(
        [SET, alert("SetAlertSucceeded", listed([], []))],
        id="set and not there",
        marks=pytest.mark.cic("CIC-AL-004"),
    ),
    pytest.param(
        [SET, alert("AlertStarted"), idle(listed([ALARM], []))],
        id="rings and is not active",
        marks=pytest.mark.cic("CIC-AL-004"),
    ),
    pytest.param(
        [SET, alert("AlertStarted"), STOP, alert("AlertStopped", listed([ALARM], [ALARM]))],
        id="stopped and active",
        marks=pytest.mark.cic("CIC-AL-034"),
    ),
    pytest.param(
        [SET, idle(listed([ALARM | {"scheduledTime": "2026-11-20T22:00:00Z"}], []))],
        id="time in another zone",
        marks=pytest.mark.cic("CIC-AL-005"),
    ),
    pytest.param(
        [NO_ALERTS, idle(listed([ALARM], []))],
        id="alert that is gone",
        marks=pytest.mark.cic("CIC-AL-005"),
    ),
]


@pytest.mark.parametrize("steps", BROKEN)
async def test_alerts_that_break_a_rule(
    cloud: Emulator, client: Client, request: pytest.FixtureRequest, steps: list[Json]
) -> None:
    await run(cloud, client, steps)
    assert rules(cloud) == [rule_of(request)], cloud.violations


OLD = ALARM | {"scheduledTime": "2026-11-20T07:00:00+09:00"}
HONEST: dict[str, list[Json]] = {
    "alert": [
        NO_ALERTS,
        SET,
        alert("SetAlertSucceeded"),
        alert("AlertStarted"),
        idle(),
        alert("RequestAlertStop"),
        STOP,
        alert("AlertStopped"),
        alert("RequestDeleteAlert"),
        DELETE,
        alert("DeleteAlertSucceeded"),
        idle(),
    ],
    "alert changed, with its former time for a moment": [
        told("Alerts.SetAlert", OLD),
        SET,
        idle(listed([OLD], [])),
        alert("SetAlertSucceeded"),
        alert("SetAlertSucceeded"),
    ],
    "alert that was not there": [DELETE, alert("DeleteAlertFailed")],
    "stopped again because it was told again": [
        SET,
        alert("AlertStarted"),
        STOP,
        STOP,
        alert("AlertStopped"),
        alert("AlertStopped"),
    ],
    "alert by an old server": [
        told("System.SynchronizeState", {"allAlerts": [ALARM, {"token": 1}]}),
        idle(listed([ALARM], [])),
    ],
}


@pytest.mark.parametrize("steps", HONEST.values(), ids=HONEST.keys())
async def test_honest_alerts(cloud: Emulator, client: Client, steps: list[Json]) -> None:
    await run(cloud, client, steps)
    assert cloud.violations == []
