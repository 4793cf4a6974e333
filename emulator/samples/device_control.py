"""DeviceControl (device_control.md)."""

from .payloads import Samples

PEER = {
    "address": "a0:11:22:33:44:55",
    "connected": False,
    "name": "Porch speaker",
    "role": "source",
}
STATE = {
    "header": {"namespace": "Device", "name": "DeviceState"},
    "payload": {
        "localTime": "2030-05-01T07:00:05+09:00",
        "battery": {"actions": [], "charging": False, "value": 73},
        "volume": {
            "actions": ["Decrease", "Increase", "SetValue"],
            "min": 0,
            "max": 10,
            "value": 4,
            "warning": 9,
        },
        "wifi": {
            "actions": [],
            "networks": [{"name": "net1", "connected": True}],
            "state": "on",
        },
    },
}

SAMPLES: Samples = {
    "DeviceControl.BtConnect": PEER,
    "DeviceControl.BtConnectByPINCode": {"pinCode": "0000"},
    "DeviceControl.BtDelete": PEER,
    "DeviceControl.BtDisconnect": PEER | {"connected": True},
    "DeviceControl.BtPlay": {},
    "DeviceControl.BtRescan": {},
    "DeviceControl.BtStartPairing": {},
    "DeviceControl.BtStopPairing": {},
    "DeviceControl.Decrease": {"target": "volume", "value": "2"},
    "DeviceControl.ExpectReportState": {"durationInSeconds": 120, "intervalInSeconds": 30},
    "DeviceControl.Increase": {"target": "volume", "value": "2"},
    "DeviceControl.LaunchApp": {"target": "demoapp://home"},
    "DeviceControl.Open": {"target": "settings"},
    "DeviceControl.OpenScreen": {"target": "settings"},
    "DeviceControl.RenderDeviceList": {
        "deviceList": [
            {
                "availabilities": [
                    {"name": "DELEGATION", "available": True},
                    {"name": "AUDIOPLAYER_CONTROL", "available": True},
                    {"name": "AUDIOPLAYER_EXPOSE", "available": True},
                    {"name": "SPEAKER_REGISTRATION", "available": False},
                ],
                "bindTime": "2030-04-01T09:00:00+09:00",
                "clientId": "client-1",
                "clientName": "HUB",
                "companionAppUrl": "demoapp://devices/1",
                "configuration": {"DeviceInfoDefinedName": "Living room"},
                "deviceId": "device-1",
                "deviceImageUrl": "https://media.example.com/images/hub.png",
                "deviceName": "Hub 1",
                "is3rdParty": True,
                "manufacturerName": "Acme Labs",
                "modelId": "HUB-1",
                "userGuideUrl": "https://www.example.com/hub/guide",
                "websiteUrl": "https://www.example.com/hub",
            }
        ]
    },
    "DeviceControl.SetValue": {"target": "volume", "value": "5"},
    "DeviceControl.SynchronizeState": {"deviceId": "device-2", "deviceState": STATE},
    "DeviceControl.TurnOff": {"target": "wifi"},
    "DeviceControl.TurnOn": {"target": "bluetooth"},
}
VARIANTS: Samples = {
    "DeviceControl.BtConnect:empty": {},
    "DeviceControl.BtConnect:role": {"role": "source"},
    "DeviceControl.BtConnectByPINCode:abort": {"pinCode": ""},
    "DeviceControl.BtDisconnect:empty": {},
    "DeviceControl.Decrease:brightness": {"target": "screenbrightness"},
    "DeviceControl.ExpectReportState:once": {},
    "DeviceControl.Increase:step": {"target": "volume"},
    "DeviceControl.SynchronizeState:offline": {"deviceId": "device-2"},
}
