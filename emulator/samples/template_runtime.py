"""TemplateRuntime (template_runtime.md)."""

from typing import Any

from .payloads import Samples


def _button(name: str, *, selected: bool = False) -> dict[str, Any]:
    return {"name": name, "enabled": True, "selected": selected, "type": "BUTTON"}


SAMPLES: Samples = {
    "TemplateRuntime.ExpectRequestPlayerInfo": {},
    "TemplateRuntime.RenderPlayerInfo": {
        "displayType": "list",
        "controls": [_button("PREVIOUS"), _button("PLAY_PAUSE"), _button("NEXT")],
        "playableItems": [
            {
                "token": "track-1",
                "titleText": "Morning Walk",
                "titleSubText1": "The Examples",
                "titleSubText2": "Paths and Parks",
                "headerText": "For a good day",
                "artImageUrl": "https://media.example.com/images/track-1.png",
                "controls": [
                    _button("LIKE_DISLIKE", selected=True),
                    _button("SUBSCRIBE_UNSUBSCRIBE"),
                    _button("REPEAT"),
                    _button("MORE"),
                    _button("PROGRESS_BAR"),
                ],
                "isLive": False,
                "lyrics": [
                    {
                        "format": "PLAIN",
                        "data": "One foot, other foot",
                        "url": "https://media.example.com/lyrics/track-1.txt",
                    }
                ],
                "showAdultIcon": False,
            },
            {
                "token": "track-2",
                "titleText": "Rain on the Roof",
                "titleSubText1": "Quiet House",
                "showAdultIcon": False,
                "lyrics": [{"format": "PLAIN", "data": None, "url": None}],
            },
        ],
        "provider": {
            "name": "Example Radio",
            "logoUrl": "https://media.example.com/images/radio.png",
            "smallLogoUrl": "https://media.example.com/images/radio-small.png",
        },
    },
    "TemplateRuntime.RenderPlaylist": {
        "title": "For you",
        "items": [
            {
                "token": "list-calm",
                "type": "playlist",
                "titleText": "Calm",
                "titleSubText1": "Slow songs",
                "titleSubText2": "For the evening",
                "imageUri": "https://media.example.com/images/list-calm.png",
                "showAdultIcon": False,
            },
            {
                "token": "track-1",
                "type": "track",
                "titleText": "Morning Walk",
                "showAdultIcon": False,
            },
            {
                "token": "live-1",
                "type": "live",
                "titleText": "Example Radio",
                "showAdultIcon": False,
            },
        ],
    },
    "TemplateRuntime.UpdateLike": {"token": "track-1", "like": True},
    "TemplateRuntime.UpdateSubscribe": {"token": "track-1", "subscribe": True},
}
VARIANTS: Samples = {
    "TemplateRuntime.RenderPlayerInfo:empty": {
        "displayType": "single",
        "controls": [],
        "playableItems": [],
    },
}
