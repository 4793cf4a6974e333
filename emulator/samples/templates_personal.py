"""Templates for what a user keeps: alarms, timers, reminders, memos, the calendar."""

from typing import Any

from .payloads import Samples, common, moment, text


def _weekly(*days: str) -> dict[str, Any]:
    return {"repeatPeriod": text("weekly"), "repeatDay": [text(day) for day in days]}


_ONCE: dict[str, Any] = {"repeatPeriod": text(""), "repeatDay": []}
_ACTION_TIMER = {
    "action": text(""),
    "label": text("Play some music"),
    "scheduledTime": moment("2030-05-01T22:00:00+09:00"),
    "token": text("action-timer-1"),
    **_weekly("monday", "friday"),
}
_ALARM = {
    "scheduledTime": moment("2030-05-03T06:45:00+09:00"),
    "token": text("alarm-1"),
    **_weekly("saturday", "sunday"),
}
_REMINDER = {
    "content": text("Water the plants"),
    "label": text("Water the plants"),
    "scheduledTime": moment("2030-05-02T18:30:00+09:00"),
    "status": text("TODO"),
    "token": text("reminder-1"),
    **_weekly("thursday"),
}
_SCHEDULE = {
    "content": text("Tea with Anna"),
    "start": moment("2030-05-04T15:00:00+09:00"),
    "end": moment("2030-05-04T16:30:00+09:00"),
    "token": text("schedule-1"),
    **_weekly("saturday"),
}

TEMPLATES: Samples = {
    "ActionTimer": {"type": "ActionTimer", **_ACTION_TIMER, **common("Music at 10 p.m.")},
    "ActionTimerList": {
        "type": "ActionTimerList",
        "actionTimerList": [
            _ACTION_TIMER,
            {
                "action": text(""),
                "label": text("Turn the volume down"),
                "scheduledTime": moment("2030-05-01T23:00:00+09:00"),
                "token": text("action-timer-2"),
                **_weekly("monday"),
            },
        ],
        **common("You have two action timers."),
    },
    "Alarm": {"type": "Alarm", **_ALARM, **common("Your alarm is set for 6:45 a.m.")},
    "AlarmList": {
        "type": "AlarmList",
        "alarmList": [
            _ALARM,
            {
                "scheduledTime": moment("2030-05-02T07:00:00+09:00"),
                "token": text("alarm-2"),
                **_ONCE,
            },
        ],
        **common("You have two alarms."),
    },
    "Memo": {
        "type": "Memo",
        "content": text("The bicycle is at the shop"),
        "timestamp": moment("2030-05-01T10:00:00+09:00"),
        "token": text("memo-1"),
        **common("The bicycle is at the shop"),
    },
    "MemoList": {
        "type": "MemoList",
        "memoList": [
            {
                "content": text("The bicycle is at the shop"),
                "lastModified": moment("2030-05-01T10:00:00+09:00"),
                "token": text("memo-1"),
            },
            {
                "content": text("Milk and bread"),
                "lastModified": moment("2030-05-01T11:30:00+09:00"),
                "token": text("memo-2"),
            },
        ],
        **common("You have two memos."),
    },
    "Reminder": {"type": "Reminder", **_REMINDER, **common("Water the plants")},
    "ReminderList": {
        "type": "ReminderList",
        "reminderList": [
            {
                "content": text("Call the dentist"),
                "label": text("Call the dentist"),
                "scheduledTime": moment("2030-05-01T09:00:00+09:00"),
                "status": text("DONE"),
                "token": text("reminder-2"),
                **_ONCE,
            },
            _REMINDER,
        ],
        **common("You have two reminders."),
    },
    "Schedule": {"type": "Schedule", **_SCHEDULE, **common("Tea with Anna on Saturday at 3 p.m.")},
    "ScheduleList": {
        "type": "ScheduleList",
        "scheduleList": [
            _SCHEDULE,
            {
                "content": text("Spring holiday"),
                "start": {"type": "date", "value": "2030-05-06"},
                "end": {"type": "date", "value": "2030-05-06"},
                "token": text("schedule-2"),
                **_ONCE,
            },
        ],
        **common("You have two entries."),
    },
    "Timer": {
        "type": "Timer",
        "scheduledTime": moment("2030-05-01T07:10:00+09:00"),
        "token": text("timer-1"),
        **common("Your timer is set for 10 minutes."),
    },
    "TimerList": {
        "type": "TimerList",
        "timerList": [
            {
                "label": text("Eggs"),
                "scheduledTime": moment("2030-05-01T07:10:00+09:00"),
                "token": text("timer-1"),
            },
            {
                "label": text(""),
                "scheduledTime": moment("2030-05-01T07:45:00+09:00"),
                "token": text("timer-2"),
            },
        ],
        **common("You have two timers."),
    },
}
