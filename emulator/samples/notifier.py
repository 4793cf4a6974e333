"""Notifier (notifier.md)."""

from .payloads import Samples

ASSETS = [
    {"assetId": "chime", "url": "clova://notifier/sound/default"},
    {"assetId": "speech", "url": "https://media.example.com/speech/parcel.mp3"},
]
CHIME = ASSETS[:1]

SAMPLES: Samples = {
    "Notifier.ClearIndicator": {},
    "Notifier.Notify": {
        "light": "DEFAULT",
        "assets": ASSETS,
        "assetPlayOrder": ["chime", "speech"],
    },
    "Notifier.SetIndicator": {
        "new": True,
        "light": "DEFAULT",
        "assets": CHIME,
        "assetPlayOrder": ["chime"],
    },
}
VARIANTS: Samples = {
    "Notifier.SetIndicator:restored": {
        "new": False,
        "light": "DEFAULT",
        "assets": [],
        "assetPlayOrder": [],
    },
}
