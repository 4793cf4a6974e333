"""Context objects that break one rule: missing ones, wrong ones. The honest differ by little."""

from typing import Any

import pytest

from emulator import Emulator

from .broken import asked, hidden, rule_of, rules, run
from .client import Client
from .states import MP3, Json, state

pytestmark = pytest.mark.usefixtures("channel")

ALARM = {"token": "a-1", "type": "ALARM", "scheduledTime": "2026-11-21T07:00:00+09:00"}
PLACE = {
    "name": "집",
    "latitude": "37.5",
    "longitude": "127.0",
    "refreshedAt": "2026-01-01T00:00:00+09:00",
}
STREAM = {"token": "s", "url": "https://x", "urlPlayable": True, "beginAtInMilliseconds": 0}
VOLUME = {"actions": ["Increase"], "min": 0, "max": 10, "value": 4, "warning": 9}
WIFI = {"actions": ["TurnOn"], "networks": [], "state": "on"}
BLUETOOTH = {
    "actions": ["TurnOn", "BtConnect"],
    "state": "on",
    "pairing": "off",
    "scanning": "off",
    "connecting": "off",
    "btlist": [],
    "scanlist": [],
}


def device(**features: Any) -> Json:
    """A typed request of a device with these features."""
    objects = [state("Device.DeviceState", features)]
    if isinstance(volume := features.get("volume"), dict) and "value" in volume:
        objects.append(state("Speaker.VolumeState", {"volume": volume["value"], "muted": False}))
    return asked(*objects)


def display(**payload: Any) -> Json:
    return asked(state("Device.Display", payload))


def sound(*formats: Json) -> Json:
    return asked(state("Device.Audio", {"acceptContentType": list(formats)}))


def alerts(everything: Any, active: Any) -> Json:
    return asked(state("Alerts.AlertsState", {"allAlerts": everything, "activeAlerts": active}))


def location(**changes: Any) -> Json:
    kept = {key: value for key, value in PLACE.items() if key != "name"}
    return asked(state("Clova.Location", kept | changes))


def places(**changes: Any) -> Json:
    return asked(state("Clova.SavedPlace", {"places": [PLACE | changes]}))


WRONG_CONTEXT = [
    pytest.param(asked(hidden("Device.Audio")), id="no Audio", marks=pytest.mark.cic("CIC-CX-045")),
    pytest.param(
        asked(hidden("Device.Display")), id="no Display", marks=pytest.mark.cic("CIC-CX-050")
    ),
    pytest.param(
        asked(hidden("Device.DeviceState")),
        id="no DeviceState",
        marks=pytest.mark.cic("CIC-CX-001", "CIC-T-049"),
    ),
    pytest.param(
        asked(state("Device.DeviceState", {"volume": VOLUME})),
        id="volume without VolumeState",
        marks=pytest.mark.cic("CIC-CX-080"),
    ),
    pytest.param(
        asked(
            state("Device.DeviceState", {"volume": VOLUME}),
            state("Speaker.VolumeState", {"volume": 5, "muted": False}),
        ),
        id="two volumes",
        marks=pytest.mark.cic("CIC-CX-080"),
    ),
    pytest.param(
        sound({"mimeType": "audio/mpeg", "audioCodec": "MP3"}),
        id="no fileExtension",
        marks=pytest.mark.cic("CIC-CX-046"),
    ),
    pytest.param(
        sound(MP3 | {"fileExtension": "MP3;MP4"}),
        id="extensions without commas",
        marks=pytest.mark.cic("CIC-CX-046"),
    ),
    pytest.param(
        sound(MP3, MP3 | {"container": "MP3"}),
        id="container",
        marks=pytest.mark.cic("CIC-CX-046"),
    ),
    pytest.param(
        sound({"mimeType": "audio/aac", "audioCodec": "AAC", "fileExtension": "AAC"}),
        id="no MP3",
        marks=pytest.mark.cic("CIC-CX-047"),
    ),
    pytest.param(
        sound(MP3 | {"audioCodec": "OPUS"}), id="codec", marks=pytest.mark.cic("CIC-CX-045")
    ),
    pytest.param(
        display(size="huge", dpi=1, orientation="portrait"),
        id="size",
        marks=pytest.mark.cic("CIC-CX-050"),
    ),
    pytest.param(
        display(size="s100", dpi=100), id="no orientation", marks=pytest.mark.cic("CIC-CX-050")
    ),
    pytest.param(
        display(size="custom", dpi=100, orientation="portrait"),
        id="custom without contentLayer",
        marks=pytest.mark.cic("CIC-CX-051"),
    ),
    pytest.param(
        device(localTime="7 o'clock"), id="local time", marks=pytest.mark.cic("CIC-CX-065")
    ),
    pytest.param(
        device(localTime="2026-13-01T00:00:00+09:00"),
        id="local time in a thirteenth month",
        marks=pytest.mark.cic("CIC-CX-065"),
    ),
    pytest.param(
        device(energysave={"actions": [], "state": "on"}),
        id="target as a feature",
        marks=pytest.mark.cic("CIC-CX-064"),
    ),
    pytest.param(
        device(wifi=WIFI | {"actions": ["Fly"]}),
        id="action that does not exist",
        marks=pytest.mark.cic("CIC-CX-060"),
    ),
    pytest.param(
        device(battery={"actions": ["TurnOff"], "charging": True, "value": 3}),
        id="action of what is only read",
        marks=pytest.mark.cic("CIC-CX-060"),
    ),
    pytest.param(
        device(wifi=WIFI | {"actions": "TurnOn"}),
        id="actions that are no array",
        marks=pytest.mark.cic("CIC-CX-060"),
    ),
    pytest.param(
        device(wifi=WIFI | {"actions": ["wifi"]}),
        id="target as an action",
        marks=pytest.mark.cic("CIC-CX-063"),
    ),
    pytest.param(
        device(bluetooth=BLUETOOTH | {"actions": ["BtRescan"]}),
        id="action that is not to be listed",
        marks=pytest.mark.cic("CIC-CX-072"),
    ),
    pytest.param(
        device(wifi={"actions": [], "state": "on"}),
        id="no networks",
        marks=pytest.mark.cic("CIC-CX-070"),
    ),
    pytest.param(
        device(
            bluetooth=BLUETOOTH
            | {"scanlist": [{"address": "a0", "name": "Phone", "role": "speaker"}]}
        ),
        id="role",
        marks=pytest.mark.cic("CIC-CX-071"),
    ),
    pytest.param(
        device(power={"actions": []}), id="half an object", marks=pytest.mark.cic("CIC-CX-006")
    ),
    pytest.param(
        device(battery={"actions": [], "charging": True, "value": 101}),
        id="more than full",
        marks=pytest.mark.cic("CIC-CX-006"),
    ),
    pytest.param(
        device(volume=VOLUME | {"value": 11}), id="too loud", marks=pytest.mark.cic("CIC-CX-075")
    ),
    pytest.param(
        device(volume=VOLUME | {"min": 4, "max": 4, "warning": 4}),
        id="scale of one",
        marks=pytest.mark.cic("CIC-CX-075"),
    ),
    pytest.param(
        device(volume=VOLUME | {"max": "10"}),
        id="scale as a text",
        marks=pytest.mark.cic("CIC-CX-075"),
    ),
    pytest.param(alerts([], [ALARM]), id="active without all", marks=pytest.mark.cic("CIC-CX-010")),
    pytest.param(
        asked(state("Alerts.AlertsState", {"allAlerts": []})),
        id="no active list",
        marks=pytest.mark.cic("CIC-CX-010"),
    ),
    pytest.param(
        alerts([ALARM | {"label": "wake up"}], []), id="label", marks=pytest.mark.cic("CIC-CX-011")
    ),
    pytest.param(
        asked(state("Alert.AlertsState", {"allAlerts": [], "activeAlerts": []})),
        id="namespace Alert",
        marks=pytest.mark.cic("CIC-CX-012"),
    ),
    pytest.param(
        alerts([{"token": "a-1", "type": "ALARM"}], []),
        id="alert without a time",
        marks=pytest.mark.cic("CIC-AL-005"),
    ),
    pytest.param(
        location(latitude=37.5), id="latitude as a number", marks=pytest.mark.cic("CIC-CX-030")
    ),
    pytest.param(
        location(longitude="127°E"), id="longitude in words", marks=pytest.mark.cic("CIC-CX-030")
    ),
    pytest.param(
        location(latitude="91"), id="beyond the pole", marks=pytest.mark.cic("CIC-CX-030")
    ),
    pytest.param(
        location(refreshedAt="yesterday"), id="time of a fix", marks=pytest.mark.cic("CIC-CX-030")
    ),
    pytest.param(places(name="gym"), id="another place", marks=pytest.mark.cic("CIC-CX-035")),
    pytest.param(
        asked(state("Clova.FreetalkState", {"foreground": True})),
        id="withdrawn object",
        marks=pytest.mark.cic("CIC-CX-040"),
    ),
    pytest.param(
        asked(
            state(
                "AudioPlayer.PlaybackState",
                {
                    "playerActivity": "PAUSE",
                    "repeatMode": "NONE",
                    "offsetInMilliseconds": 0,
                    "stream": STREAM,
                },
            )
        ),
        id="PAUSE",
        marks=pytest.mark.cic("CIC-CX-023"),
    ),
    pytest.param(
        asked(
            state("SpeechSynthesizer.SpeechState", {"token": "t", "playerActivity": "FINISHED"}),
        ),
        id="SpeechState before any Speak",
        marks=pytest.mark.cic("CIC-CX-085"),
    ),
]


@pytest.mark.parametrize("message", WRONG_CONTEXT)
async def test_a_context_that_breaks_a_rule(
    cloud: Emulator, client: Client, request: pytest.FixtureRequest, message: Json
) -> None:
    await run(cloud, client, [message])
    assert rules(cloud) == [rule_of(request)], cloud.violations


HONEST = {
    "screen": display(size="s100", dpi=100, orientation="portrait"),
    "custom screen": display(
        size="custom",
        dpi=100,
        orientation="landscape",
        contentLayer={"width": 100, "height": 50},
    ),
    "several formats": sound(
        MP3, {"mimeType": "audio/aac", "audioCodec": "AAC", "fileExtension": "AAC,M4A"}
    ),
    "features": device(
        localTime="2026-11-20T15:05:30.5Z",
        volume=VOLUME,
        wifi=WIFI,
        bluetooth=BLUETOOTH,
        battery={"actions": [], "charging": True, "value": 100},
        soundOutput={"type": "builtin"},
        screenBrightness={"actions": [], "min": -5, "max": 5, "value": -1},
    ),
    "alerts": alerts([ALARM], [ALARM]),
    "no alerts": alerts([], []),
    "location": location(latitude="-37.5665"),
    "office": places(name="회사"),
    "idle player": asked(
        state("AudioPlayer.PlaybackState", {"playerActivity": "IDLE", "repeatMode": "NONE"})
    ),
    "object nobody knows": asked(state("New.State", {"x": 1})),
}


@pytest.mark.parametrize("message", HONEST.values(), ids=HONEST.keys())
async def test_an_honest_context(cloud: Emulator, client: Client, message: Json) -> None:
    await run(cloud, client, [message])
    assert cloud.violations == []
