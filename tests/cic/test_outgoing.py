"""Events that a person typed."""

from typing import Any

import pytest

from custom_components.clova_cic.cic.errors import UsageError
from custom_components.clova_cic.cic.outgoing import build_event

SECRET = "kim's secret"


def test_an_event_is_sent_as_it_was_typed() -> None:
    payload = {"text": "The door is open.", "lang": "en"}
    event = build_event("SpeechSynthesizer", "Request", payload)
    assert (event.qualified_name, event.payload) == ("SpeechSynthesizer.Request", payload)
    assert event.dialogue_id is None
    assert build_event("SpeechSynthesizer", "Request", payload, dialogue_id="d").dialogue_id == "d"


def test_free_keys_are_kept_where_the_protocol_allows_them() -> None:
    payload = {"configuration": {"VoiceTypeChange": "V002", "own": "x"}}
    assert build_event("Settings", "Report", payload).payload == payload


def test_stream_data_is_kept_with_what_is_unknown_in_it() -> None:
    stream = {
        "beginAtInMilliseconds": 0,
        "token": "t",
        "url": "u",
        "urlPlayable": False,
        "provider": {"x": [1]},
    }
    payload = {"audioItemId": "a", "audioStream": stream}
    assert build_event("AudioPlayer", "StreamRequested", payload).payload == payload


class PlacedText(str):
    """A text that knows the line of the file it was read from, as Home Assistant's YAML has it."""

    __slots__ = ()


class PlacedObject(dict[str, Any]):
    """An object that does."""


def test_what_was_read_from_a_file_is_sent_as_plain_json() -> None:
    typed = PlacedObject({PlacedText("text"): PlacedText("Hello."), "lang": PlacedText("en")})
    payload = build_event("SpeechSynthesizer", "Request", typed).payload
    assert payload == {"text": "Hello.", "lang": "en"}
    assert {type(payload), *map(type, payload.values())} == {dict, str}


@pytest.mark.parametrize("odd", [object(), 2**64, "\ud800"])
def test_what_json_cannot_hold_is_refused(odd: Any) -> None:
    with pytest.raises(UsageError, match="no JSON"):
        build_event("Settings", "Report", {"configuration": {"own": odd}})


def test_nothing_may_be_null_where_nothing_need_be() -> None:
    payload = {"deviceId": None}
    assert build_event("DeviceControl", "RequestStateSynchronization", payload).payload == payload


@pytest.mark.cic("CIC-T-072", "CIC-T-048")
def test_a_typed_request_begins_a_dialogue_of_its_own() -> None:
    first, second = (
        build_event("TextRecognizer", "Recognize", {"text": "hello"}) for _ in range(2)
    )
    assert first.dialogue_id
    assert first.dialogue_id != second.dialogue_id
    again = build_event("TextRecognizer", "Recognize", {"text": "hello"}, dialogue_id="d")
    assert again.dialogue_id == "d"


@pytest.mark.parametrize(
    ("name", "payload", "reason"),
    [
        ("Clova.Dance", {}, "Clova.Dance is no event of the protocol"),
        pytest.param(
            "Clova.RequestSuggestion",
            {},
            "no event of the protocol",
            marks=pytest.mark.cic("CIC-CL-042"),
        ),
        ("Clova.RenderText", {"text": "a"}, "no event of the protocol"),
        ("Memo.Created", {"id": "1", "content": "a"}, "older editions"),
        pytest.param(
            "SpeechRecognizer.ExpectSpeechTimedOut",
            {},
            "older editions",
            marks=pytest.mark.cic("CIC-SR-080"),
        ),
        ("SpeechRecognizer.Recognize", {"lang": "ko"}, "microphone"),
        ("TextRecognizer.Recognize", {"text": "  "}, "empty"),
        ("TextRecognizer.Recognize", {}, "lacks text"),
        ("Alerts.AlertStarted", {"token": 5, "type": "ALARM"}, "wrong token"),
        ("Alerts.AlertStarted", {"token": "t", "type": "ALARM", "tokn": SECRET}, "no field tokn"),
        (
            "PlaybackController.NextCommandIssued",
            {"source": {"namespace": "AudioPlayer", "extra": SECRET}},
            "no field source.extra",
        ),
        ("SpeechSynthesizer.Request", {"text": SECRET, "lang": "fr"}, "wrong lang"),
    ],
)
def test_what_cic_does_not_allow_is_refused(
    name: str, payload: dict[str, Any], reason: str
) -> None:
    namespace, name = name.split(".")
    with pytest.raises(UsageError, match=reason) as caught:
        build_event(namespace, name, payload)
    assert SECRET not in str(caught.value)


def test_the_fields_of_listed_objects_are_checked_too() -> None:
    stream = {"beginAtInMilliseconds": 0, "token": "t", "url": "u", "urlPlayable": True}
    state = {"playerActivity": "PLAYING", "repeatMode": "NONE", "stream": stream}
    assert build_event("AudioPlayer", "ReportPlaybackState", state)
    with pytest.raises(UsageError, match="wrong stream"):
        build_event("AudioPlayer", "ReportPlaybackState", state | {"stream": {"token": 5}})
