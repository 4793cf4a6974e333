"""Alerts (alerts.md)."""

from .payloads import Samples

ALARM = {
    "type": "ALARM",
    "token": "alarm-1",
    "scheduledTime": "2030-05-03T06:45:00+09:00",
}
REMINDER = {
    "type": "REMINDER",
    "token": "reminder-1",
    "scheduledTime": "2030-05-02T18:30:00+09:00",
    "label": "Water the plants",
    "assets": [
        {"assetId": "bell", "url": "clova://alert/bell/reminder"},
        {"assetId": "speech", "url": "https://media.example.com/speech/plants.mp3"},
    ],
    "assetPlayOrder": ["bell", "speech"],
}
TIMER = {
    "type": "TIMER",
    "token": "timer-1",
    "scheduledTime": "2030-05-01T07:10:00+09:00",
    "assets": [{"assetId": "chime", "url": "https://media.example.com/sounds/chime.mp3"}],
    "assetPlayOrder": ["chime", "chime"],
}
ACTION_TIMER = {
    "type": "ACTIONTIMER",
    "token": "action-timer-1",
    "scheduledTime": "2030-05-01T22:00:00+09:00",
    "label": "Play some music",
    "assets": [{"assetId": "bell", "url": "clova://alert/bell/reminder"}],
    "assetPlayOrder": ["bell"],
}

SAMPLES: Samples = {
    "Alerts.DeleteAlert": {"token": "reminder-1", "type": "REMINDER"},
    "Alerts.SetAlert": REMINDER,
    "Alerts.StopAlert": {"token": "reminder-1", "type": "REMINDER"},
    "Alerts.SynchronizeAlert": {"allAlerts": [ALARM, REMINDER, TIMER, ACTION_TIMER]},
}
VARIANTS: Samples = {
    "Alerts.SetAlert:ALARM": ALARM,
    "Alerts.SetAlert:TIMER": TIMER,
    "Alerts.SetAlert:ACTIONTIMER": ACTION_TIMER,
    "Alerts.SynchronizeAlert:empty": {"allAlerts": []},
}
