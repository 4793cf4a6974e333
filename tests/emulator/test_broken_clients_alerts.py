"""Clients that report about alerts what did not happen, twice, or otherwise than they were told."""

from typing import Any

import pytest

from emulator import Emulator
from emulator.history import alerts

from .broken import hidden, idle, rule_of, rules, run, said, told
from .client import Client
from .conftest import ClientFactory
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

STRANGE = {"type": "PARTY"}
NONE_SET = listed([], [])

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
        [SET, alert("AlertStarted"), alert("AlertStopped"), alert("AlertStopped")],
        id="stopped twice",
        marks=pytest.mark.cic("CIC-AL-033"),
    ),
    pytest.param(
        [SET, alert("AlertStarted"), STOP, *(alert("AlertStopped") for _ in range(3))],
        id="stopped three times",
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
    "a type that nobody knows": [
        told("Alerts.SetAlert", ALARM | STRANGE),
        alert("SetAlertFailed", NONE_SET, **STRANGE),
        told("Alerts.DeleteAlert", NAMED | STRANGE),
        alert("DeleteAlertFailed", NONE_SET, **STRANGE),
        told("Alerts.StopAlert", NAMED | STRANGE),
        alert("AlertStopped", NONE_SET, **STRANGE),
    ],
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
    "stopped by itself while it was told to": [
        SET,
        alert("AlertStarted"),
        STOP,
        alert("AlertStopped"),
        alert("AlertStopped"),
    ],
    "not active any more when its end was ordered": [
        SET,
        alert("AlertStarted"),
        STOP,
        idle(listed([ALARM], [])),
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


RINGS, SILENT = listed([ALARM], [ALARM]), listed([ALARM], [])


@pytest.mark.parametrize(
    ("before", "meanwhile", "name", "shown", "rule"),
    [
        ([SET, alert("AlertStarted")], SILENT, "AlertStarted", RINGS, "CIC-AL-020"),
        (
            [SET, alert("AlertStarted"), alert("AlertStopped")],
            RINGS,
            "AlertStopped",
            SILENT,
            "CIC-AL-033",
        ),
    ],
)
async def test_what_may_have_been_told_in_vain_is_told_once_more(
    cloud: Emulator,
    client: Client,
    connect: ClientFactory,
    before: list[Json],
    meanwhile: Json,
    name: str,
    shown: Json,
    rule: str,
) -> None:
    await run(cloud, client, before)
    await client.close()
    await cloud.wait_for(lambda: cloud.downchannels_open == 0)
    again = await connect()
    await again.open_channel()
    await run(cloud, again, [idle(meanwhile), alert(name, shown)])
    assert cloud.violations == []
    await run(cloud, again, [alert(name, shown)])
    assert rules(cloud) == [rule]


async def test_what_was_told_long_before_is_not_told_again(
    cloud: Emulator,
    client: Client,
    connect: ClientFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alerts, "DOUBT", 0.0)
    await run(cloud, client, [SET, alert("AlertStarted")])
    await client.close()
    await cloud.wait_for(lambda: cloud.downchannels_open == 0)
    again = await connect()
    await again.open_channel()
    await run(cloud, again, [alert("AlertStarted", RINGS)])
    assert rules(cloud) == ["CIC-AL-020"]
