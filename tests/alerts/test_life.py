"""The life of an alert, from SetAlert to DeleteAlert, with a real cloud."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.clova_cic.alerts.shown import alert_id
from custom_components.clova_cic.cic.alerts import Happened, alerts
from emulator import Answer, Fault, FaultKind, directive
from emulator.checks import alerts as alert_checks
from emulator.interfaces.speech import speak_parts
from tests.alerts.home import DELETE, KITCHEN, NEXT, RINGING, STOP, AlertHome, alert
from tests.ha import ask, coordinator_of, state_of, wait_for_state
from tests.pushing import device_of


async def press(home: AlertHome, button: str) -> None:
    """Press a button."""
    await home.hass.services.async_call("button", "press", {"entity_id": button}, blocking=True)


async def act(home: AlertHome, action: str, **data: object) -> None:
    """Call an action of the integration."""
    device = device_of(home.hass, home.entry).id
    await home.hass.services.async_call(
        "clova_cic", action, {"device_id": device, **data}, blocking=True
    )


@pytest.mark.cic("CIC-AL-001", "CIC-AL-002", "CIC-AL-004")
async def test_an_alert_is_set_reported_and_shown(home: AlertHome) -> None:
    made = alert("a", label="secret words")
    await home.push("SetAlert", made)
    message = await home.hears("SetAlertSucceeded")
    assert message["event"]["payload"] == {"token": "a", "type": "ALARM"}
    assert home.state_told(message) == {
        "allAlerts": [{key: made[key] for key in ("token", "type", "scheduledTime")}],
        "activeAlerts": [],
    }
    assert home.happened == ["set alarm"]
    state = home.hass.states.get(NEXT)
    assert state is not None
    assert state.attributes["type"] == "alarm"
    assert "secret words" not in str(state)


@pytest.mark.cic("CIC-AL-140", "CIC-AL-041", "CIC-SY-002")
async def test_a_new_connection_asks_for_the_list_and_takes_it(home: AlertHome) -> None:
    await home.push("SetAlert", alert("a"))
    await home.hears("SetAlertSucceeded")
    await home.push("SetAlert", alert("b"))
    await home.hears("SetAlertSucceeded", 2)
    home.cloud.answer_next(
        Answer([directive("Alerts", "SynchronizeAlert", {"allAlerts": [alert("b", 60, "TIMER")]})])
    )
    home.cloud.forget_requests()
    home.cloud.inject(Fault(FaultKind.DOWNCHANNEL_END))
    await home.hears("RequestSynchronizeAlert")
    await home.until_true(lambda: home.tokens == ["b"])
    assert home.heard() == []
    assert [event.name for event in home.cloud.events][:1] == ["Alerts.RequestSynchronizeAlert"]


@pytest.mark.cic("CIC-AL-020", "CIC-AL-010")
async def test_it_rings_at_its_time_on_the_speaker(home: AlertHome) -> None:
    await home.rings()
    state = home.state_told(await home.hears("AlertStarted"))
    assert [each["token"] for each in state["activeAlerts"]] == ["a"]
    await wait_for_state(home.hass, RINGING, "on")
    await home.until_true(lambda: home.plays)
    (call,) = home.plays
    assert call.data["announce"] is True
    assert "/api/clova_cic/media/" in call.data["media_content_id"]


@pytest.mark.cic("CIC-AL-031", "CIC-AL-120", "CIC-AL-030")
async def test_the_button_asks_and_clova_stops_and_deletes(home: AlertHome) -> None:
    await home.rings()
    await press(home, STOP)
    await home.hears("DeleteAlertSucceeded")
    assert home.heard() == [
        "SetAlertSucceeded",
        "AlertStarted",
        "RequestAlertStop",
        "AlertStopped",
        "DeleteAlertSucceeded",
    ]
    assert home.happened == ["set alarm", "ringing alarm", "stopped alarm", "deleted alarm"]
    assert home.tokens == []
    assert state_of(home.hass, RINGING) == "off"
    assert state_of(home.hass, NEXT) == "unknown"


@pytest.mark.cic("CIC-AL-124")
async def test_the_button_ends_it_where_clova_does_not(
    home: AlertHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "STOP_PATIENCE", timedelta(seconds=0.3))
    monkeypatch.setattr(alert_checks, "PATIENCE", 0.3)
    home.cloud.answer_next(Answer(to="Alerts.RequestAlertStop"))
    await home.rings()
    await press(home, STOP)
    await home.hears("DeleteAlertSucceeded")
    assert home.heard()[-3:] == ["RequestAlertStop", "AlertStopped", "DeleteAlertSucceeded"]


async def test_only_the_alert_that_is_named_is_stopped(home: AlertHome) -> None:
    await home.rings()
    (entry,) = home.alerts.entries
    await act(home, "stop_alert", alert_id=alert_id(entry.alert))
    await home.hears("AlertStopped")
    with pytest.raises(ServiceValidationError, match="no such alert"):
        await act(home, "stop_alert", alert_id="0123456789abcdef")


async def test_stop_without_an_alert_is_no_error(home: AlertHome) -> None:
    await act(home, "stop_alert")
    await press(home, STOP)
    assert home.heard() == []


@pytest.mark.cic("CIC-AL-037", "CIC-AL-003")
@pytest.mark.parametrize("way", ["button", "action", "named"])
async def test_deleting_is_asked_for(home: AlertHome, way: str) -> None:
    await home.push("SetAlert", alert("late", 7200))
    await home.push("SetAlert", alert("soon", 3600))
    await home.hears("SetAlertSucceeded", 2)
    if way == "button":
        await press(home, DELETE)
    elif way == "action":
        await act(home, "delete_alert")
    else:
        await act(home, "delete_alert", alert_id=alert_id(home.alerts.entries[1].alert))
    await home.hears("DeleteAlertSucceeded")
    assert home.tokens == ["late"]


async def test_without_an_alert_or_a_connection_nothing_is_deleted(home: AlertHome) -> None:
    with pytest.raises(ServiceValidationError, match="no such alert"):
        await press(home, DELETE)
    await home.push("SetAlert", alert("a"))
    coordinator_of(home.entry)._set_connected(connected=False)
    with pytest.raises(HomeAssistantError, match="no connection to CLOVA"):
        await press(home, DELETE)


async def test_snooze_stops_and_asks_for_a_timer(home: AlertHome) -> None:
    await home.rings()
    await act(home, "snooze", minutes=7)
    await home.hears("AlertStopped")
    await home.hears("SetAlertSucceeded", 2)
    requests = [r for r in home.cloud.events if r.name == "TextRecognizer.Recognize"]
    assert [r.event["event"]["payload"]["text"] for r in requests if r.event] == [
        "Set a timer for 7 minutes"
    ]
    await home.until_true(lambda: len(home.tokens) == 1)
    upcoming = home.alerts.next
    assert upcoming is not None
    assert upcoming.alert.type == "TIMER"


async def test_snooze_needs_something_that_rings(home: AlertHome) -> None:
    with pytest.raises(ServiceValidationError, match="No alert rings"):
        await act(home, "snooze")


@pytest.mark.cic("CIC-AL-042", "CIC-SY-010", "CIC-SY-012")
async def test_the_old_list_of_system_counts_if_it_has_alerts(home: AlertHome) -> None:
    await home.push("SetAlert", alert("a"))
    await home.hears("SetAlertSucceeded")
    home.cloud.push("System", "SynchronizeState", {"allAlerts": []})
    home.cloud.push("System", "SynchronizeState", {"allAlerts": [alert("b")]})
    await home.until_true(lambda: home.tokens == ["b"])


@pytest.mark.cic("CIC-AL-160")
@pytest.mark.parametrize(
    "fault", [Fault(FaultKind.EVENT_STATUS, status=500), Fault(FaultKind.RESET)]
)
async def test_a_report_is_repeated_until_clova_takes_it(
    home: AlertHome, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    home.cloud.inject(fault)
    await home.push("SetAlert", alert("a"))
    await home.push("DeleteAlert", {"token": "a", "type": "ALARM"})
    await home.hears("DeleteAlertSucceeded")
    assert home.heard() == ["SetAlertSucceeded", "SetAlertSucceeded", "DeleteAlertSucceeded"]
    assert "ERROR" not in caplog.text


async def test_a_report_that_is_refused_is_not_repeated(home: AlertHome) -> None:
    home.cloud.inject(Fault(FaultKind.EVENT_STATUS, status=400))
    await home.push("SetAlert", alert("a"))
    await home.push("DeleteAlert", {"token": "a", "type": "ALARM"})
    await home.hears("DeleteAlertSucceeded")
    assert home.heard() == ["SetAlertSucceeded", "DeleteAlertSucceeded"]


async def test_an_answer_by_voice_or_text_sets_and_stops(
    hass: HomeAssistant, home: AlertHome
) -> None:
    device = device_of(hass, home.entry).id
    answer = await hass.services.async_call(
        "clova_cic",
        "ask",
        {"device_id": device, "text": "set a timer for one hour"},
        blocking=True,
        return_response=True,
    )
    assert answer
    await home.hears("SetAlertSucceeded")
    assert [each.alert.type for each in home.alerts.entries] == ["TIMER"]


@pytest.mark.cic("CIC-AL-032", "CIC-AL-120")
async def test_words_stop_it_without_another_request(home: AlertHome) -> None:
    await home.rings()
    await ask(home.hass, "stop the alarm")
    await home.hears("DeleteAlertSucceeded")
    assert "RequestAlertStop" not in home.heard()
    (asked,) = [r.event for r in home.cloud.events if r.name == "TextRecognizer.Recognize"]
    assert asked is not None
    assert [each["token"] for each in home.state_told(asked)["activeAlerts"]] == ["a"]


@pytest.mark.cic("CIC-AL-102")
async def test_what_clova_says_of_it_is_heard(home: AlertHome) -> None:
    parts = speak_parts("Your alarm is set.", "en")
    home.cloud.answer_next(Answer(parts, to="Alerts.SetAlertSucceeded"))
    await home.push("SetAlert", alert("a"))
    await home.until_true(lambda: home.plays)
    (call,) = home.plays
    assert call.data["entity_id"] == KITCHEN
    await home.cloud.wait_for(
        lambda: any(each.name == "SpeechSynthesizer.SpeechStarted" for each in home.cloud.events)
    )


@pytest.mark.cic("CIC-AL-125")
async def test_start_and_end_are_told_at_once(home: AlertHome) -> None:
    loop = home.hass.loop
    times: dict[str, float] = {}

    def note(news: Happened | None) -> None:
        if news is not None:
            times.setdefault(news.what, loop.time())

    home.alerts.async_listen(note)
    await home.rings()
    await press(home, STOP)
    await home.hears("AlertStopped")
    began = {each.name: each.began_at for each in home.cloud.events}
    assert began["Alerts.AlertStarted"] - times["ringing"] < 1
    assert began["Alerts.AlertStopped"] - times["stopped"] < 1


@pytest.mark.cic("CIC-AL-123")
async def test_what_was_booked_is_done_after_an_action_timer(home: AlertHome) -> None:
    await home.rings("a", "ACTIONTIMER", label="set a timer for one hour")
    await press(home, STOP)
    await home.hears("SetAlertSucceeded", 2)
    await home.until_true(lambda: [each.alert.type for each in home.alerts.entries] == ["TIMER"])
