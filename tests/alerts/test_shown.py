"""What people and automations see: sensors, calendar, activity, trigger, notifications."""

from datetime import timedelta
from typing import Any

from homeassistant.components.event import EventExtraStoredData
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    async_mock_service,
    mock_restore_cache_with_extra_data,
)

from custom_components.clova_cic.alerts.entities import AlertEvent
from custom_components.clova_cic.alerts.shown import TYPES, alert_id
from custom_components.clova_cic.alerts.telling import WHATS
from custom_components.clova_cic.cic.interfaces.alerts import SynchronizeAlert
from custom_components.clova_cic.cic.interfaces.payload import read
from tests.alerts.home import ACTIVITY, CALENDAR, NEXT, RINGING, AlertHome, alert
from tests.ha import coordinator_of, notifications, state_of, translation, until_notified
from tests.pushing import device_of, show_content

WORDS = "Call the doctor"


async def events_of(home: AlertHome, hours: float = 24) -> list[dict[str, Any]]:
    """What the calendar's card shows of the next hours."""
    now = dt_util.now()
    answer = await home.hass.services.async_call(
        "calendar",
        "get_events",
        {
            "entity_id": CALENDAR,
            "start_date_time": now - timedelta(hours=1),
            "end_date_time": now + timedelta(hours=hours),
        },
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    events: Any = answer[CALENDAR]
    return list(events["events"])


def state(home: AlertHome, entity_id: str) -> State:
    """The state of an entity that is there."""
    found = home.hass.states.get(entity_id)
    assert found is not None
    return found


async def test_the_next_alert_is_the_soonest(home: AlertHome) -> None:
    assert state_of(home.hass, NEXT) == "unknown"
    await home.push("SetAlert", alert("late", 7200, "REMINDER"))
    await home.push("SetAlert", alert("soon", 3600, "TIMER"))
    shown = state(home, NEXT)
    due = home.alerts.entries[1].due
    assert due is not None
    assert shown.state == due.isoformat(timespec="seconds")
    assert shown.attributes["type"] == "timer"
    assert shown.attributes["device_class"] == "timestamp"


@pytest.mark.parametrize("shown", [False, True])
async def test_texts_are_shown_to_those_who_want_it(home: AlertHome, *, shown: bool) -> None:
    show_content(home.hass, home.entry, shown=shown)
    await home.rings("a", "REMINDER", label=WORDS)
    await home.until_true(lambda: state(home, RINGING).state == "on")
    told = [str(event.data) for event in home.told]
    states = [str(state(home, each)) for each in (RINGING, ACTIVITY, CALENDAR)]
    assert all((WORDS in each) == shown for each in (*told, *states))
    assert all("token" not in each for each in told)
    (event,) = await events_of(home)
    assert event["summary"] == (f"Reminder: {WORDS}" if shown else "Reminder")


async def test_an_alert_of_a_later_edition_is_called_an_alarm(home: AlertHome) -> None:
    await home.push("SynchronizeAlert", {"allAlerts": [alert("a") | {"type": "GONG"}]})
    assert home.happened == ["set alarm"]


async def test_the_calendar_has_all_alerts(home: AlertHome) -> None:
    assert state_of(home.hass, CALENDAR) == "off"
    await home.push("SetAlert", alert("b", 7200, "TIMER"))
    await home.push("SetAlert", alert("a", 3600))
    await home.push("SetAlert", alert("later", 48 * 3600))
    await home.hears("SetAlertSucceeded", 3)
    events = await events_of(home)
    assert [each["summary"] for each in events] == ["Alarm", "Timer"]
    assert state(home, CALENDAR).attributes["message"] == "Alarm"
    await home.rings("now")
    await home.until_true(lambda: state_of(home.hass, CALENDAR) == "on")


async def test_a_time_that_nobody_understands_is_on_no_calendar(home: AlertHome) -> None:
    odd = alert("odd") | {"scheduledTime": "soon"}
    home.cloud.lift_faults()
    home.alerts.async_take(_list_of(odd))
    assert home.tokens == ["odd"]
    assert await events_of(home) == []
    assert state_of(home.hass, CALENDAR) == "off"
    home.alerts.async_take(_list_of())


def _list_of(*alerts: dict[str, Any]) -> object:
    """SynchronizeAlert as a handler gets it."""
    return read(SynchronizeAlert, {"allAlerts": list(alerts)})


@pytest.mark.cic("CIC-AL-037")
async def test_an_event_is_deleted_by_asking_clova(home: AlertHome, hass_ws_client: Any) -> None:
    await home.push("SetAlert", alert("a"))
    await home.hears("SetAlertSucceeded")
    client = await hass_ws_client(home.hass)
    uid = alert_id(home.alerts.entries[0].alert)
    await client.send_json_auto_id(
        {"type": "calendar/event/delete", "entity_id": CALENDAR, "uid": uid}
    )
    assert (await client.receive_json())["success"]
    await home.hears("DeleteAlertSucceeded")
    assert await events_of(home) == []
    calendar = home.hass.data["calendar"].get_entity(CALENDAR)
    with pytest.raises(ServiceValidationError):
        await calendar.async_delete_event("unknown")


async def test_the_calendar_speaks_the_language_of_the_device(home: AlertHome) -> None:
    await home.push("SetAlert", alert("a"))
    home.choose(language="ko")
    await home.hass.async_block_till_done()
    (event,) = await events_of(home)
    assert event["summary"] == translation("ko", "common.alert_alarm")


async def test_everything_that_happens_is_an_event(home: AlertHome) -> None:
    await home.push("SetAlert", alert("a"))
    await home.hears("SetAlertSucceeded")
    assert state(home, ACTIVITY).attributes["event_type"] == "set"
    await home.push("SetAlert", alert("a", 7200))
    assert state(home, ACTIVITY).attributes["event_type"] == "changed"
    await home.push("DeleteAlert", {"token": "a", "type": "ALARM"})
    assert state(home, ACTIVITY).attributes["event_type"] == "deleted"
    (first, *_) = home.told
    assert first.data["device_id"] == device_of(home.hass, home.entry).id
    assert len({event.data["alert_id"] for event in home.told}) == 1


async def test_texts_of_before_a_restart_are_forgotten(home: AlertHome) -> None:
    stored = EventExtraStoredData("ringing", {"label": WORDS, "type": "reminder"}).as_dict()
    restored = State(ACTIVITY, "2030-01-01T00:00:00.000+00:00", {"event_type": "ringing"})
    mock_restore_cache_with_extra_data(home.hass, [(restored, stored)])
    entity = AlertEvent(coordinator_of(home.entry))
    entity.hass, entity.entity_id = home.hass, ACTIVITY
    last = await entity.async_get_last_event_data()
    assert last is not None
    assert last.last_event_attributes == {"type": "reminder"}


async def test_nothing_of_before_a_restart_is_no_error(home: AlertHome) -> None:
    entity = AlertEvent(coordinator_of(home.entry))
    entity.hass, entity.entity_id = home.hass, "event.another"
    assert await entity.async_get_last_event_data() is None


@pytest.mark.cic("CIC-AL-024")
async def test_a_reminder_shows_its_text(home: AlertHome) -> None:
    await home.rings("a", "REMINDER", label=WORDS)
    shown = await until_notified(home.hass)
    assert (shown["title"], shown["message"]) == ("Reminder", WORDS)


async def test_nothing_else_that_rings_has_to_be_read(home: AlertHome) -> None:
    await home.rings("a", "TIMER", label="another")
    await home.rings("b", "ACTIONTIMER", label="another")
    await home.push("SetAlert", alert("c", 0.2, "REMINDER"))
    await home.until("ringing reminder")
    await home.push("SetAlert", alert("d", 0.2, "REMINDER", label=WORDS))
    shown = await until_notified(home.hass)
    assert shown["message"] == WORDS
    assert len(notifications(home.hass)) == 1


async def test_what_was_missed_is_told_to_people(home: AlertHome) -> None:
    missed = alert("a", -3600, "REMINDER", label=WORDS)
    await home.push("SynchronizeAlert", {"allAlerts": [missed, alert("old", -48 * 3600)]})
    shown = await until_notified(home.hass)
    assert shown["title"] == translation("en", "common.alert_missed_title", device="CLOVA")
    assert shown["message"].startswith("Reminder, ")
    assert shown["message"].endswith(WORDS)
    assert home.happened.count("missed reminder") == 1
    assert home.happened.count("missed alarm") == 1
    assert len(notifications(home.hass)) == 1


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({}, 2),
        ({"what": "deleted"}, 1),
        ({"what": ["set", "ringing"], "type": ["timer"]}, 1),
        ({"type": []}, 2),
        ({"type": "reminder"}, 0),
        ({"device_id": "another"}, 0),
    ],
)
async def test_the_trigger_fires_for_what_fits(
    home: AlertHome, options: dict[str, Any], count: int
) -> None:
    calls = async_mock_service(home.hass, "test", "note")
    automation = {
        "alias": "Alerts",
        "triggers": [{"trigger": "clova_cic.alert", "options": options}],
        "actions": [
            {
                "action": "test.note",
                "data": {"what": "{{ trigger.what }} {{ trigger.type }} {{ trigger.label }}"},
            }
        ],
    }
    assert await async_setup_component(home.hass, "automation", {"automation": [automation]})
    await home.hass.async_block_till_done()
    await home.push("SetAlert", alert("a", 3600, "TIMER"))
    await home.push("DeleteAlert", {"token": "a", "type": "TIMER"})
    await home.hears("DeleteAlertSucceeded")
    await home.hass.async_block_till_done()
    assert len(calls) == count
    assert all(each.data["what"].endswith("timer None") for each in calls)


async def test_a_listener_that_fails_is_alone_with_it(
    home: AlertHome, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise ValueError("oh")

    stop = home.alerts.async_listen(fail)
    await home.push("SetAlert", alert("a"))
    await home.hears("SetAlertSucceeded")
    stop()
    assert "a listener to alerts failed" in caplog.text
    assert state_of(home.hass, NEXT) != "unknown"


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_every_word_has_a_translation(language: str) -> None:
    for each in TYPES:
        assert translation(language, f"common.alert_{each}")
        assert translation(language, f"selector.alert_type.options.{each}")
    for what in WHATS:
        assert translation(language, f"selector.alert_what.options.{what}")
        key = f"entity.event.alert.state_attributes.event_type.state.{what}"
        assert translation(language, key)


async def test_more_alerts_than_fit_are_told_to_the_log(
    hass: HomeAssistant, home: AlertHome, caplog: pytest.LogCaptureFixture
) -> None:
    many = [alert(f"t-{number}", 3600 + number) for number in range(1010)]
    home.alerts.async_take(_list_of(*many))
    assert len(home.tokens) == 1000
    assert "the last 10 are left out" in caplog.text
    home.alerts.async_take(_list_of())
    await hass.async_block_till_done()
