"""Clients that report what did not happen, twice, or otherwise than it was told them."""

from typing import Any

import pytest

from emulator import Emulator, Fault, FaultKind
from emulator.history import recent

from .broken import asked, hidden, idle, rule_of, rules, run, said, told
from .client import Client, Response, event, new_id
from .states import Json, state

pytestmark = pytest.mark.usefixtures("channel")

NAMED = {"token": "a-1", "type": "ALARM"}
SPEECH_STATE = "SpeechSynthesizer.SpeechState"


def speak(token: str = "s-1", dialogue_id: str | None = None) -> Json:
    payload = {"format": "AUDIO_MPEG", "token": token, "url": "https://tts.example/1.mp3"}
    return told("SpeechSynthesizer.Speak", payload, dialogue_id)


def speech(short: str, token: str = "s-1", *objects: Json, **header: Any) -> Json:
    return said(f"SpeechSynthesizer.{short}", {"token": token}, *objects, **header)


def speaking(token: str, activity: str) -> Json:
    return state(SPEECH_STATE, {"token": token, "playerActivity": activity})


SPEECH: list[Any] = [
    pytest.param(
        [speak(), speech("SpeechFinished")],
        id="finished, not started",
        marks=pytest.mark.cic("CIC-SS-033"),
    ),
    pytest.param(
        [speak(), speech("SpeechStarted"), speech("SpeechStarted")],
        id="started twice",
        marks=pytest.mark.cic("CIC-SS-033"),
    ),
    pytest.param(
        [speak(), speech("SpeechStarted"), speech("SpeechStopped"), speech("SpeechFinished")],
        id="stopped and finished",
        marks=pytest.mark.cic("CIC-SS-033"),
    ),
    pytest.param(
        [speak(), speech("SpeechStarted", "s-2", hidden(SPEECH_STATE))],
        id="token of another server",
        marks=pytest.mark.cic("CIC-SS-011"),
    ),
    pytest.param(
        [
            speak("1", "d"),
            speak("2", "d"),
            speech("SpeechStarted", "1"),
            speech("SpeechStarted", "2"),
        ],
        id="both at once",
        marks=pytest.mark.cic("CIC-SS-002"),
    ),
    pytest.param(
        [speak(), speech("SpeechStarted", dialogRequestId=new_id())],
        id="with a dialogue",
        marks=pytest.mark.cic("CIC-SS-035"),
    ),
    pytest.param(
        [speak(), speech("SpeechStarted"), idle(hidden(SPEECH_STATE))],
        id="state forgotten",
        marks=pytest.mark.cic("CIC-SS-036"),
    ),
    pytest.param(
        [speak(), speech("SpeechStarted"), idle(speaking("s-1", "FINISHED"))],
        id="state ahead of the report",
        marks=pytest.mark.cic("CIC-SS-036"),
    ),
    pytest.param(
        [speak(), speak("s-2"), speech("SpeechStarted"), asked(speaking("s-2", "PLAYING"))],
        id="state of another item",
        marks=pytest.mark.cic("CIC-SS-036"),
    ),
    pytest.param(
        [speak(), speech("SpeechStarted", "s-1", speaking("s-1", "STOPPED"))],
        id="state that contradicts its event",
        marks=pytest.mark.cic("CIC-SS-036"),
    ),
]

CONTROL: list[Any] = [
    pytest.param(
        [said("DeviceControl.ActionExecuted", {"command": "TurnOn", "target": "wifi"})],
        id="nothing was to be done",
        marks=pytest.mark.cic("CIC-DC-010"),
    ),
    pytest.param(
        [
            told("DeviceControl.TurnOn", {"target": "wifi"}),
            said("DeviceControl.ActionExecuted", {"command": "TurnOn", "target": "wifi"}),
            said("DeviceControl.ActionFailed", {"command": "TurnOn", "target": "wifi"}),
        ],
        id="reported twice",
        marks=pytest.mark.cic("CIC-DC-010"),
    ),
    pytest.param(
        [
            told("DeviceControl.TurnOn", {"target": "wifi"}),
            said("DeviceControl.ActionExecuted", {"command": "turnOn", "target": "wifi"}),
        ],
        id="another command",
        marks=pytest.mark.cic("CIC-DC-011"),
    ),
    pytest.param(
        [
            told("DeviceControl.TurnOn", {"target": "wifi"}),
            said("DeviceControl.ActionExecuted", {"command": "TurnOn", "target": "gps"}),
        ],
        id="another target",
        marks=pytest.mark.cic("CIC-DC-012"),
    ),
    pytest.param(
        [
            told("DeviceControl.LaunchApp", {"target": "Maps"}),
            said("DeviceControl.ActionExecuted", {"command": "LaunchApp", "target": "app"}),
        ],
        id="app launched",
        marks=pytest.mark.cic("CIC-DC-014"),
    ),
    pytest.param(
        [said("Clova.ProcessDelegatedEvent", {"delegationId": "d-1"})],
        id="delegated by nobody",
        marks=pytest.mark.cic("CIC-CL-070"),
    ),
    pytest.param(
        [
            told("Clova.HandleDelegatedEvent", {"delegationId": "d-1"}),
            said("Clova.ProcessDelegatedEvent", {"delegationId": "d-1"}),
            said("Clova.ProcessDelegatedEvent", {"delegationId": "d-1"}),
        ],
        id="delegated twice",
        marks=pytest.mark.cic("CIC-CL-076"),
    ),
    pytest.param(
        [
            told("Clova.HandleDelegatedEvent", {"delegationId": "d-1"}),
            said("Clova.ProcessDelegatedEvent", {"delegationId": "d-1"}, dialogRequestId=new_id()),
        ],
        id="delegated with a dialogue",
        marks=pytest.mark.cic("CIC-CL-075"),
    ),
]


@pytest.mark.parametrize("steps", SPEECH + CONTROL)
async def test_a_client_that_breaks_the_order(
    cloud: Emulator, client: Client, request: pytest.FixtureRequest, steps: list[Json]
) -> None:
    await run(cloud, client, steps)
    assert rules(cloud) == [rule_of(request)], cloud.violations


HONEST: dict[str, list[Json]] = {
    "speech": [
        speak("1", "d"),
        speak("2", "d"),
        speech("SpeechStarted", "1"),
        idle(),
        speech("SpeechFinished", "1"),
        speech("SpeechStarted", "2"),
        speech("SpeechStopped", "2"),
        idle(),
    ],
    "report before its state": [
        speak(),
        speech("SpeechStarted"),
        speech("SpeechFinished", "s-1", speaking("s-1", "PLAYING")),
    ],
    "request with the state of an earlier moment": [
        speak(),
        speech("SpeechStarted"),
        speech("SpeechStopped"),
        asked(speaking("s-1", "PLAYING")),
    ],
    "a token that is spoken again": [
        speak(),
        speech("SpeechStarted"),
        speech("SpeechFinished"),
        speak(),
        speech("SpeechStarted"),
    ],
    "controls": [
        told("DeviceControl.TurnOn", {"target": "energysave"}),
        told("DeviceControl.TurnOn", {"target": "Silent"}),
        told("DeviceControl.BtConnect"),
        told("DeviceControl.Open", {"target": "home"}),
        told("DeviceControl.SetPoint", {"target": "volume", "value": 3}),
        told("DeviceControl.LaunchApp", {"target": "Maps"}),
        told("DeviceControl.BtRescan", {"target": 3}),
        said("DeviceControl.ActionFailed", {"command": "TurnOn", "target": "soundmode"}),
        said("DeviceControl.ActionExecuted", {"command": "TurnOn", "target": "powersave"}),
        said("DeviceControl.ActionExecuted", {"command": "BtConnect", "target": "bluetooth"}),
        said("DeviceControl.ActionExecuted", {"command": "Open", "target": "home"}),
        said("DeviceControl.ActionExecuted", {"command": "SetValue", "target": "volume"}),
        said("DeviceControl.ActionFailed", {"command": "LaunchApp", "target": "app"}),
        said("DeviceControl.ActionExecuted", {"command": "BtRescan", "target": "bluetooth"}),
        told("DeviceControl.TurnOff"),
        said("DeviceControl.ActionFailed", {"command": "TurnOff", "target": "wifi"}),
    ],
    "delegation, sent twice": [
        told("Clova.HandleDelegatedEvent", {"delegationId": "d-1"}),
        told("Clova.HandleDelegatedEvent", {"delegationId": "d-1"}),
        said("Clova.ProcessDelegatedEvent", {"delegationId": "d-1"}),
    ],
}


@pytest.mark.parametrize("steps", HONEST.values(), ids=HONEST.keys())
async def test_an_honest_client(cloud: Emulator, client: Client, steps: list[Json]) -> None:
    await run(cloud, client, steps)
    assert cloud.violations == []


async def test_what_was_refused_has_not_happened(cloud: Emulator, client: Client) -> None:
    """A report that got an error may come again."""
    cloud.push(speak())
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=401))
    for status in (401, 204):
        response = await client.send(event("SpeechSynthesizer.SpeechStarted", {"token": "s-1"}))
        assert response.status == status
    assert rules(cloud) == []


async def test_a_renewed_token_is_the_same_device(cloud: Emulator, client: Client) -> None:
    cloud.push(speak())
    await run(cloud, client, [speech("SpeechStarted")])
    cloud.tokens.add("tok-B")
    client.token = "tok-B"
    await run(cloud, client, [speech("SpeechFinished"), asked(speaking("s-1", "FINISHED"))])
    assert cloud.violations == []


async def test_only_so_much_is_remembered(
    cloud: Emulator, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "MAX_KEPT", 2)
    for number in range(3):
        cloud.push(speak(str(number)))
    await run(cloud, client, [speech("SpeechStarted", "0"), speech("SpeechStarted", "2")])
    assert rules(cloud) == ["CIC-SS-011"]


@pytest.mark.parametrize(
    "payload", [None, [], {"token": 1}, NAMED, {"allAlerts": 1}, {"audioItem": []}]
)
async def test_odd_directives_harm_nobody(
    cloud: Emulator, channel: Response, client: Client, payload: Any
) -> None:
    for name in ("Alerts.SetAlert", "Alerts.SynchronizeAlert", "Alerts.New", "AudioPlayer.Play"):
        message = told(name)
        message["directive"]["payload"] = payload
        cloud.push(message)
    cloud.push({"directive": {"header": "none"}})
    await run(cloud, client, [idle()])
    assert cloud.violations == []
