"""Settings (settings.md)."""

from .payloads import Samples

SAMPLES: Samples = {
    "Settings.ExpectReport": {},
    "Settings.Update": {"configuration": {"VoiceTypeChange": "V002"}},
    "Settings.UpdateVersionSpec": {
        "clientName": "DEMO_SPEAKER",
        "deviceVersion": "0.1.0",
        "os": "",
        "specVersion": "20300105093000",
        "spec": {
            "voiceType": {
                "name": "Voice",
                "list": [
                    {"key": "V001", "name": "Anna"},
                    {"key": "V002", "name": "Ben"},
                    {"key": "V005", "name": "Chloe"},
                ],
                "default": {"key": "V001", "name": "Anna"},
            }
        },
    },
}
VARIANTS: Samples = {}
