"""Alerts: what the server does with the reports and requests of a device."""

from typing import Any

import pytest

from emulator import Emulator

from .asking import NO_ALERTS, pushed, pushes, tell
from .client import Client, Response, event
from .conftest import ClientFactory, EmulatorFactory

ALARM = {"type": "ALARM", "token": "a-1", "scheduledTime": "2026-11-20T15:00:00+09:00"}
NAME = {"token": "a-1", "type": "ALARM"}


async def set_alert(cloud: Emulator, client: Client, **changes: Any) -> Response:
    """An alert that the device has confirmed."""
    cloud.push("Alerts", "SetAlert", ALARM | changes)
    name = {key: (ALARM | changes)[key] for key in ("token", "type")}
    return await client.send(event("Alerts.SetAlertSucceeded", name))


async def stored(client: Client) -> list[dict[str, Any]]:
    response = await client.send(event("Alerts.RequestSynchronizeAlert"))
    alerts: list[dict[str, Any]] = response.directives["SynchronizeAlert"]["allAlerts"]
    return alerts


@pytest.mark.cic("CIC-AL-101")
async def test_an_alert_counts_when_it_is_confirmed(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.push("Alerts", "SetAlert", ALARM)
    assert await stored(client) == []
    response = await client.send(event("Alerts.SetAlertSucceeded", NAME))
    assert await stored(client) == [ALARM]
    assert list(response.directives) == ["Speak", "RenderTemplate"]
    template = response.directives["RenderTemplate"]
    assert template["type"] == "Alarm"
    assert template["scheduledTime"] == {"type": "datetime", "value": ALARM["scheduledTime"]}
    assert template["failureMessage"]["value"] == "Your alarm is set."


@pytest.mark.parametrize(
    ("kind", "more", "fields"),
    [
        ("TIMER", {}, {}),
        ("REMINDER", {"label": "plants"}, {"label": "plants", "status": "TODO"}),
        ("ACTIONTIMER", {"label": "music"}, {"label": "music", "repeatPeriod": ""}),
    ],
)
async def test_the_template_of_each_kind(
    cloud: Emulator,
    client: Client,
    channel: Response,
    kind: str,
    more: dict[str, str],
    fields: dict[str, str],
) -> None:
    template = (await set_alert(cloud, client, type=kind, **more)).directives["RenderTemplate"]
    assert template["type"].upper() == kind
    assert {key: template[key]["value"] for key in fields} == fields


async def test_what_was_said_last_is_the_language(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    await client.ask("안녕")
    response = await set_alert(cloud, client)
    assert response.directives["Speak"]["ttsLang"] == "ko"
    assert response.directives["RenderTemplate"]["subtitle"]["value"] == "알람을 맞췄어요."


async def test_without_a_voice_it_is_shown(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(voice=False)
    client = await connect(cloud)
    await client.open_channel()
    assert list((await set_alert(cloud, client)).directives) == ["RenderTemplate"]


async def test_an_alert_that_could_not_be_changed_stays_as_it_was(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    await set_alert(cloud, client)
    cloud.push("Alerts", "SetAlert", ALARM | {"scheduledTime": "2027-01-01T00:00:00Z"})
    response = await client.send(event("Alerts.SetAlertFailed", NAME))
    assert list(response.directives) == ["Speak"]
    assert await stored(client) == [ALARM]


@pytest.mark.parametrize("name", ["SetAlertSucceeded", "SetAlertFailed", "AlertStarted"])
async def test_reports_without_an_order(client: Client, channel: Response, name: str) -> None:
    assert (await client.send(event(f"Alerts.{name}", NAME))).status == 204
    assert await stored(client) == []


@pytest.mark.cic("CIC-AL-050")
@pytest.mark.parametrize(
    ("button", "order"), [("RequestAlertStop", "StopAlert"), ("RequestDeleteAlert", "DeleteAlert")]
)
async def test_buttons_are_answered_over_the_downchannel(
    cloud: Emulator, client: Client, channel: Response, button: str, order: str
) -> None:
    await set_alert(cloud, client)
    response = await client.send(event(f"Alerts.{button}", NAME))
    assert response.status == 204
    _, directive = await pushed(channel, 2)
    assert directive["header"]["name"] == order
    assert "dialogRequestId" not in directive["header"]
    assert directive["payload"] == NAME


async def test_a_deleted_alert_is_forgotten(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    await set_alert(cloud, client)
    await client.send(event("Alerts.RequestDeleteAlert", NAME))
    assert await stored(client) == [ALARM]
    assert (await client.send(event("Alerts.DeleteAlertSucceeded", NAME))).status == 204
    assert await stored(client) == []


@pytest.mark.parametrize(("listed", "kept"), [([], []), ([ALARM], [ALARM]), (None, [ALARM])])
async def test_a_deletion_that_failed(
    cloud: Emulator, client: Client, channel: Response, listed: Any, kept: Any
) -> None:
    await set_alert(cloud, client)
    states = {} if listed is None else {"AlertsState": NO_ALERTS | {"allAlerts": listed}}
    await tell(client, "Alerts.DeleteAlertFailed", NAME, **states)
    assert await stored(client) == kept


async def test_an_alert_that_rings_once_is_deleted(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    await set_alert(cloud, client)
    assert (await client.send(event("Alerts.AlertStopped", NAME))).status == 204
    _, directive = await pushed(channel, 2)
    assert (directive["header"]["name"], directive["payload"]) == ("DeleteAlert", NAME)


@pytest.mark.cic("CIC-AL-044")
@pytest.mark.parametrize(
    ("repeat", "following"),
    [("daily", "2026-11-21T15:00:00+09:00"), ("weekly", "2026-11-27T15:00:00+09:00")],
)
async def test_a_repeating_alert_is_set_for_the_next_time(
    cloud: Emulator, client: Client, channel: Response, repeat: str, following: str
) -> None:
    assert cloud.set_alert(ALARM, repeat=repeat) == 1
    response = await client.send(event("Alerts.SetAlertSucceeded", NAME))
    assert response.directives["RenderTemplate"]["repeatPeriod"]["value"] == repeat
    for _ in range(2):  # stopped, confirmed, stopped again before that time
        await client.send(event("Alerts.AlertStopped", NAME))
        directive = (await pushed(channel, 2))[-1]
        assert directive["header"]["name"] == "SetAlert"
        assert directive["payload"] == ALARM | {"scheduledTime": following}
    # Nothing is said about the next time.
    assert (await client.send(event("Alerts.SetAlertSucceeded", NAME))).status == 204
    assert await stored(client) == [ALARM | {"scheduledTime": following}]


LATER = ALARM | {"scheduledTime": "2026-11-21T15:00:00+09:00"}


async def come_again(cloud: Emulator, client: Client, connect: ClientFactory) -> Client:
    """The device loses its connection, and with it what was on its way; it makes another one."""
    await client.close()
    await cloud.wait_for(lambda: cloud.downchannels_open == 0)
    again = await connect()
    await again.open_channel()
    return again


@pytest.mark.parametrize(("repeat", "listed"), [("", []), ("daily", [LATER])])
async def test_what_was_ordered_in_vain_is_in_the_next_list(
    cloud: Emulator,
    client: Client,
    channel: Response,
    connect: ClientFactory,
    repeat: str,
    listed: list[Any],
) -> None:
    cloud.set_alert(ALARM, repeat=repeat)
    await client.send(event("Alerts.SetAlertSucceeded", NAME))
    await client.send(event("Alerts.AlertStopped", NAME))  # to be deleted, or set for the next time
    again = await come_again(cloud, client, connect)
    assert await stored(again) == listed
    assert cloud.alerts == listed


@pytest.mark.cic("CIC-AL-101")
async def test_a_change_that_was_lost_does_not_count(
    cloud: Emulator, client: Client, channel: Response, connect: ClientFactory
) -> None:
    await set_alert(cloud, client)
    cloud.push("Alerts", "SetAlert", LATER)
    again = await come_again(cloud, client, connect)
    assert await stored(again) == [ALARM]
    await again.send(event("Alerts.AlertStopped", NAME))
    assert await stored(again) == [ALARM]
    await again.send(event("Alerts.DeleteAlertSucceeded", NAME))
    assert await stored(again) == []


async def test_an_alert_at_the_end_of_all_years_does_not_ring_again(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    last = ALARM | {"scheduledTime": "9999-12-31T23:59:59+00:00"}
    cloud.set_alert(last, repeat="weekly")
    await client.send(event("Alerts.SetAlertSucceeded", NAME))
    assert (await client.send(event("Alerts.AlertStopped", NAME))).status == 204
    _, directive = await pushed(channel, 2)
    assert directive["header"]["name"] == "DeleteAlert"


async def test_the_action_of_an_action_timer_is_done(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(voice=False)
    client = await connect(cloud)
    channel = await client.open_channel()
    await set_alert(cloud, client, type="ACTIONTIMER", label="what time is it")
    await client.send(event("Alerts.AlertStopped", {"token": "a-1", "type": "ACTIONTIMER"}))
    _, deleted, done = await pushed(channel, 3)
    assert deleted["header"]["name"] == "DeleteAlert"
    assert done["payload"] == {"text": "It is 3:05 p.m."}
    await set_alert(cloud, client, type="ACTIONTIMER", token="a-2")
    await client.send(event("Alerts.AlertStopped", {"token": "a-2", "type": "ACTIONTIMER"}))
    await pushed(channel, 5)
    assert pushes(channel) == 5  # without a label there is nothing to do


async def test_an_action_may_have_a_voice(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    await set_alert(cloud, client, type="ACTIONTIMER", label="tell me a joke")
    await client.send(event("Alerts.AlertStopped", {"token": "a-1", "type": "ACTIONTIMER"}))
    await channel.until(lambda it: b"Content-ID: " in it.body)
    assert b"\r\n\r\n\xff\xf3" in channel.body


async def test_a_change_of_an_alert_that_rings(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    """CIC-AL-110: the device stops it first; that is no reason to delete it."""
    await set_alert(cloud, client)
    cloud.push("Alerts", "SetAlert", ALARM | {"scheduledTime": "2027-01-01T00:00:00Z"})
    await client.send(event("Alerts.AlertStopped", NAME))
    assert pushes(channel) == 2


@pytest.mark.cic("CIC-AL-131")
async def test_an_alert_that_is_being_deleted_is_not_deleted_twice(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    await set_alert(cloud, client)
    await client.send(event("Alerts.RequestDeleteAlert", NAME))
    await client.send(event("Alerts.AlertStopped", NAME))
    assert pushes(channel) == 2


@pytest.mark.parametrize(("listed", "deleted"), [([ALARM], 1), ([], 0)])
async def test_an_alert_that_the_server_has_forgotten(
    client: Client, channel: Response, listed: list[Any], deleted: int
) -> None:
    await tell(client, "Alerts.AlertStopped", NAME, AlertsState=NO_ALERTS | {"allAlerts": listed})
    assert pushes(channel) == deleted


async def test_devices_have_alerts_of_their_own(
    cloud: Emulator, client: Client, channel: Response, connect: ClientFactory
) -> None:
    await set_alert(cloud, client)
    cloud.tokens.add("tok-B")
    other = await connect(token="tok-B")
    await other.open_channel()
    assert await stored(other) == []


async def test_a_list_that_was_sent_is_what_the_device_has(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    second = ALARM | {"token": "a-2"}
    cloud.set_alert(ALARM, repeat="daily")
    await client.send(event("Alerts.SetAlertSucceeded", NAME))
    cloud.push("Alerts", "SynchronizeAlert", {"allAlerts": [second, ALARM]})
    assert await stored(client) == [second, ALARM]
    cloud.push("System", "SynchronizeState", {"allAlerts": []})
    assert await stored(client) == [second, ALARM]
    await client.send(event("Alerts.AlertStopped", NAME))
    assert (await pushed(channel, 4))[-1]["header"]["name"] == "SetAlert"
    cloud.push("Alerts", "SynchronizeAlert", {"allAlerts": []})
    assert await stored(client) == []
