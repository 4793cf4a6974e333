"""Directives of earlier editions (legacy.md)."""

from .clova import SAMPLES as CLOVA
from .device_control import STATE
from .payloads import Samples

SPAN = {"scheduledTime": "2030-05-04T00:00:00+09:00", "period": "day"}
LOWER_CASE = (
    "mute",
    "next",
    "pause",
    "previous",
    "resume",
    "stop",
    "unmute",
    "volumeDown",
    "volumeUp",
)

SAMPLES: Samples = {
    "Alerts.GetAlert": {"type": "ALARM"},
    "AudioPlayer.PlayNext": {},
    "AudioPlayer.Stop": {},
    "Clova.AddMemo": {
        "id": "1d7b3c5e-2a4f-4e6d-9b8c-7f0a5d2e4c06",
        "content": "The bicycle is at the shop",
    },
    "Clova.AddReminder": {
        "id": "2e8c4d6f-3b5a-4f7e-8c9d-8a1b6e3f5d07",
        "content": "Call the dentist",
    },
    "Clova.AddSchedule": {
        "id": "3f9d5e7a-4c6b-4a8f-9d0e-9b2c7f4a6e08",
        "content": "Tea with Anna",
        "scheduledTime": "2030-05-04T15:00:00+09:00",
        "period": "hour",
    },
    "Clova.CountSchedule": SPAN,
    "Clova.DeleteMemo": {},
    "Clova.DeleteReminder": {},
    "Clova.DeleteSchedule": SPAN,
    "Clova.GetMemo": {},
    "Clova.GetReminder": {},
    "Clova.GetSchedule": SPAN,
    "Clova.RenderMemoList": {
        "memo": [
            {
                "id": "1d7b3c5e-2a4f-4e6d-9b8c-7f0a5d2e4c06",
                "content": "The bicycle is at the shop",
                "timestamp": "2030-05-01T10:00:00+09:00",
            },
            {
                "id": "4a0e6f8b-5d7c-4b9a-8e1f-0c3d8a5b7f09",
                "content": "Milk and bread",
                "timestamp": "2030-05-01T11:30:00+09:00",
            },
        ]
    },
    "Clova.RenderReminderList": {
        "reminder": [
            {
                "id": "2e8c4d6f-3b5a-4f7e-8c9d-8a1b6e3f5d07",
                "content": "Call the dentist",
                "done": True,
            },
            {
                "id": "5b1f7a9c-6e8d-4c0b-9f2a-1d4e9b6c8a10",
                "content": "Return the book",
                "done": False,
            },
        ]
    },
    "DeviceControl.LaunchURI": CLOVA["Clova.LaunchURI"],
    "DeviceControl.SetPoint": {"target": "volume", "value": 5},
    "DeviceControl.UpdateDeviceState": {"deviceId": "device-2", "deviceState": STATE},
    **{f"PlaybackController.{name}": {} for name in LOWER_CASE},
}
