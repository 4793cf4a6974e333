"""Events that break one rule in their fields.

Each case carries the rule that must be noted, and nothing else may be. The honest ones beside them
differ as little as possible.
"""

import pytest

from emulator import Emulator

from .broken import asked, hidden, rule_of, rules, run, said, told
from .client import Client, new_id
from .states import Json

pytestmark = pytest.mark.usefixtures("channel")

ASK = "TextRecognizer.Recognize"


def pressed(short: str, payload: Json | None = None) -> Json:
    return said(f"PlaybackController.{short}CommandIssued", payload)


def expect(short: str, payload: Json | None = None) -> Json:
    return told(f"PlaybackController.Expect{short}Command", payload)


WRONG_FIELDS = [
    pytest.param(asked(text=3), id="number for a text", marks=pytest.mark.cic("CIC-TX-001")),
    pytest.param(
        said(ASK, dialogRequestId=new_id()), id="no text", marks=pytest.mark.cic("CIC-TX-001")
    ),
    pytest.param(asked(moon="full"), id="field nobody knows", marks=pytest.mark.cic("CIC-T-046")),
    pytest.param(said("Clova.Unheard"), id="unknown event", marks=pytest.mark.cic("CIC-T-046")),
    pytest.param(said("Memo.Get"), id="event of old", marks=pytest.mark.cic("CIC-T-046")),
    pytest.param(
        said("DeviceControl.BtRequestToCancelPinCodeInput"),
        id="old spelling of an event",
        marks=pytest.mark.cic("CIC-DC-046"),
    ),
    pytest.param(
        said("SpeechSynthesizer.Request", {"text": "hello"}),
        id="synthesis without lang",
        marks=pytest.mark.cic("CIC-SS-050"),
    ),
    pytest.param(
        said("SpeechSynthesizer.Request", {"text": "hello", "lang": "fr"}),
        id="synthesis in a language that is none",
        marks=pytest.mark.cic("CIC-SS-050"),
    ),
    pytest.param(
        said("SpeechSynthesizer.Request", {"text": "x", "lang": "en"}, dialogRequestId=new_id()),
        id="synthesis with a dialogue",
        marks=pytest.mark.cic("CIC-SS-052"),
    ),
    pytest.param(
        said("SpeechSynthesizer.SpeechStarted"),
        id="speech report without token",
        marks=pytest.mark.cic("CIC-SS-011"),
    ),
    pytest.param(
        said("Settings.Report", {"configuration": {"volumeLimit": 12}}),
        id="setting as a number",
        marks=pytest.mark.cic("CIC-SE-010"),
    ),
    pytest.param(
        said("Settings.Report"), id="report of no settings", marks=pytest.mark.cic("CIC-SE-012")
    ),
    pytest.param(
        said("Settings.RequestVersionSpec", {"specVersion": "1"}),
        id="version in a request for versions",
        marks=pytest.mark.cic("CIC-SE-032"),
    ),
    pytest.param(
        said("TemplateRuntime.RequestPlayerInfo", {"token": "t", "range": {"after": 0}}),
        id="range of nothing",
        marks=pytest.mark.cic("CIC-TR-009"),
    ),
    pytest.param(
        said("TemplateRuntime.RequestPlayerInfo", {"token": "t", "range": {"after": 1.5}}),
        id="range with a fraction",
        marks=pytest.mark.cic("CIC-TR-009"),
    ),
    pytest.param(
        said("TemplateRuntime.SelectCommandIssued"),
        id="selection of nothing",
        marks=pytest.mark.cic("CIC-TR-040"),
    ),
    pytest.param(
        said("PlaybackController.CustomCommandIssued"),
        id="button without id",
        marks=pytest.mark.cic("CIC-PC-007"),
    ),
    pytest.param(
        said("PlaybackController.PauseCommandIssued", {"source": {"namespace": "Radio"}}),
        id="source that is no player",
        marks=pytest.mark.cic("CIC-PC-012"),
    ),
    pytest.param(
        said("DeviceControl.RequestStateSynchronization", {"deviceId": ""}),
        id="empty deviceId",
        marks=pytest.mark.cic("CIC-DC-069"),
    ),
    pytest.param(
        said("DeviceControl.BtRequestForPINCode"),
        id="PIN for nobody",
        marks=pytest.mark.cic("CIC-DC-044"),
    ),
]


WRONG_BUTTONS = [
    pytest.param(
        [expect("Pause", {"target": {"namespace": "MediaPlayer"}}), pressed("Pause")],
        id="target forgotten",
        marks=pytest.mark.cic("CIC-PC-010"),
    ),
    pytest.param(
        [
            expect("Next", {"target": {"namespace": "MediaPlayer"}}),
            pressed("Next", {"source": {"namespace": "AudioPlayer"}}),
        ],
        id="another target",
        marks=pytest.mark.cic("CIC-PC-010"),
    ),
    pytest.param(
        [
            expect("Play", {"handover": {"deviceId": "d", "customData": "c"}}),
            pressed("Play", {"handover": {"deviceId": "d", "customData": ""}}),
        ],
        id="another handover",
        marks=pytest.mark.cic("CIC-PC-015"),
    ),
    pytest.param(
        [
            expect("Play", {"handover": {"deviceId": "d", "customData": "c", "more": [1]}}),
            pressed("Play", {"handover": {"deviceId": "d", "customData": "c"}}),
        ],
        id="part of a handover",
        marks=pytest.mark.cic("CIC-PC-015"),
    ),
    pytest.param(
        [expect("Play", {"token": "t-1"}), pressed("Play", {"token": "t-2"})],
        id="another token",
        marks=pytest.mark.cic("CIC-PC-016"),
    ),
]


@pytest.mark.parametrize("message", WRONG_FIELDS)
async def test_a_message_that_breaks_a_rule(
    cloud: Emulator, client: Client, request: pytest.FixtureRequest, message: Json
) -> None:
    await run(cloud, client, [message])
    noted = rules(cloud)
    assert set(noted) == {rule_of(request)}, cloud.violations


@pytest.mark.parametrize("steps", WRONG_BUTTONS)
async def test_a_button_that_says_otherwise_than_its_directive(
    cloud: Emulator, client: Client, request: pytest.FixtureRequest, steps: list[Json]
) -> None:
    await run(cloud, client, steps)
    assert rules(cloud) == [rule_of(request)], cloud.violations


async def test_honest_buttons(cloud: Emulator, client: Client) -> None:
    steps = [
        pressed("Pause"),
        expect("Pause", {"target": {"namespace": "MediaPlayer"}}),
        expect("Play", {"token": "t-1", "handover": {"deviceId": "d", "customData": "c"}}),
        pressed("Play", {"token": "t-1", "handover": {"deviceId": "d", "customData": "c"}}),
        pressed("Pause", {"source": {"namespace": "MediaPlayer"}}),
        pressed("Pause"),
        # What CLOVA itself says wrongly is not for the device to mend.
        expect("Next", {"target": {"namespace": "Cinema"}}),
        expect("Next", {"target": {"namespace": "AudioPlayer", "room": 1}}),
        pressed("Next", {"source": {"namespace": "AudioPlayer"}}),
        expect("Play", {"token": "t-2", "handover": {"deviceId": None, "customData": "c"}}),
        pressed("Play", {"token": "t-2"}),
        expect("Play", {"handover": {"deviceId": "d", "customData": "c", "more": [1]}}),
        pressed("Play", {"handover": {"deviceId": "d", "customData": "c", "more": [1]}}),
    ]
    await run(cloud, client, steps)
    assert cloud.violations == []


HONEST = {
    "text": asked(),
    "settings": said("Settings.Report", {"configuration": {"a": "1", "b": "on"}}),
    "versions": said("Settings.RequestVersionSpec"),
    "synthesis": said("SpeechSynthesizer.Request", {"text": "hello", "lang": "zh"}),
    "player info": said(
        "TemplateRuntime.RequestPlayerInfo", {"token": "t", "range": {"before": 1}}
    ),
    "either player": said(
        "PlaybackController.PauseCommandIssued", {"source": {"namespace": "MediaPlayer"}}
    ),
    "all devices": said("DeviceControl.RequestStateSynchronization"),
}


@pytest.mark.parametrize("message", HONEST.values(), ids=HONEST.keys())
async def test_an_honest_message(cloud: Emulator, client: Client, message: Json) -> None:
    await run(cloud, client, [message])
    assert cloud.violations == []


@pytest.mark.parametrize(
    ("message", "word"),
    [
        (said("Settings.Report"), "configuration is missing"),
        (asked(text=3), "text is of a wrong type"),
        (said("SpeechSynthesizer.Request", {"text": "x", "lang": None}), "lang is of a wrong type"),
    ],
)
@pytest.mark.cic("CIC-T-070")
async def test_what_is_malformed_is_refused(client: Client, message: Json, word: str) -> None:
    response = await client.send(message)
    assert response.status == 400
    assert word in response.messages[0]["directive"]["payload"]["description"]


async def test_what_can_be_understood_is_only_noted(cloud: Emulator, client: Client) -> None:
    message = asked(hidden("Device.Audio"), moon="full")
    await run(cloud, client, [message])
    assert cloud.events[-1].status == 204
    assert rules(cloud) == ["CIC-T-046", "CIC-CX-045"]
