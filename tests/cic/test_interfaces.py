"""The payloads and builders of single namespaces."""

from uuid import UUID

import orjson
import pytest

from custom_components.clova_cic.cic.errors import MessageError, UsageError
from custom_components.clova_cic.cic.interfaces.alerts import DeleteAlert, SetAlert
from custom_components.clova_cic.cic.interfaces.audio_player import Play, StreamDeliver
from custom_components.clova_cic.cic.interfaces.clova import RenderTemplate, RenderText
from custom_components.clova_cic.cic.interfaces.device_control import (
    ListedDevice,
    RenderDeviceList,
    SetValue,
    SynchronizeState,
)
from custom_components.clova_cic.cic.interfaces.notifier import SetIndicator
from custom_components.clova_cic.cic.interfaces.payload import read, write
from custom_components.clova_cic.cic.interfaces.speech_recognizer import (
    ExpectSpeech,
    listening,
    tapped,
    woken,
)
from custom_components.clova_cic.cic.interfaces.speech_synthesizer import Speak, SpokenText
from custom_components.clova_cic.cic.interfaces.system import ExceptionReport, read_exception
from custom_components.clova_cic.cic.interfaces.text_recognizer import answer, recognize, words_of

QUESTION = ExpectSpeech(expect_speech_id="speech-1", explicit=False)


@pytest.mark.cic("CIC-TX-001")
def test_a_typed_request_carries_its_text() -> None:
    event = recognize("오늘 날씨")
    assert event.qualified_name == "TextRecognizer.Recognize"
    assert event.payload["text"] == "오늘 날씨"


@pytest.mark.cic("CIC-TX-006")
def test_a_request_that_answers_nothing_has_only_its_text() -> None:
    assert recognize("hello").payload.keys() == {"text"}


@pytest.mark.cic("CIC-T-048", "CIC-TX-003", "CIC-T-072")
def test_each_request_begins_a_dialogue_of_its_own() -> None:
    first, second = recognize("hello"), recognize("hello")
    ids = {
        orjson.loads(event.encode())["event"]["header"]["dialogRequestId"]
        for event in (first, second)
    }
    assert ids == {first.dialogue_id, second.dialogue_id}
    assert len(ids) == 2


@pytest.mark.cic("CIC-T-073")
def test_a_dialogue_id_is_a_uuid() -> None:
    assert UUID(recognize("hello").dialogue_id).version == 4


@pytest.mark.cic("CIC-TX-005", "CIC-T-077", "CIC-SR-015")
@pytest.mark.parametrize("explicit", [True, False])
def test_an_answer_repeats_what_the_question_said(explicit: bool) -> None:
    question = ExpectSpeech(expect_speech_id="speech-1", explicit=explicit)
    event = answer("twelve", question, "dialogue-1")
    assert event.payload == {"text": "twelve", "speechId": "speech-1", "explicit": explicit}
    assert event.dialogue_id == "dialogue-1"


@pytest.mark.cic("CIC-T-047")
def test_an_answer_is_a_message_of_its_own() -> None:
    answers = [answer("a", QUESTION, "dialogue-1") for _ in range(2)]
    assert answers[0].message_id != answers[1].message_id


def test_the_blanks_around_a_sentence_are_left_out() -> None:
    assert words_of(" \t오늘 날씨\n") == "오늘 날씨"
    assert recognize(" hello ").payload == {"text": "hello"}


@pytest.mark.cic("CIC-TX-001")
@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u3000"])
def test_an_empty_sentence_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        recognize(text)
    with pytest.raises(UsageError, match="empty"):
        answer(text, QUESTION, "dialogue-1")


def test_a_sentence_that_is_no_unicode_is_refused() -> None:
    """A lone surrogate has no UTF-8, so that no JSON can carry it."""
    with pytest.raises(UsageError):
        recognize("a\ud800").encode()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            {"expectSpeechId": "b", "explicit": True, "timeoutInMilliseconds": 7000},
            ExpectSpeech(expect_speech_id="b", explicit=True, timeout_in_milliseconds=7000),
        ),
        (
            {"expectSpeechId": "b", "explicit": False, "expectContentType": "audio/l16"},
            ExpectSpeech(expect_speech_id="b", explicit=False, expect_content_type="audio/l16"),
        ),
    ],
)
def test_a_question_is_read(raw: dict[str, object], expected: ExpectSpeech) -> None:
    assert read(ExpectSpeech, raw) == expected


@pytest.mark.parametrize("missing", ["expectSpeechId", "explicit"])
def test_a_question_that_cannot_be_answered_is_refused(missing: str) -> None:
    raw = {"expectSpeechId": "b", "explicit": True, "timeoutInMilliseconds": 7000}
    del raw[missing]
    with pytest.raises(MessageError, match=missing):
        read(ExpectSpeech, raw)


def test_what_is_shown_and_spoken_is_read() -> None:
    assert read(RenderText, {"text": "hi"}).text == "hi"
    assert read(SpokenText, {"ttsText": "hi", "url": "cid:1"}).tts_text == "hi"
    template = {
        "type": "Text",
        "mainText": {"type": "string", "value": "12 °C"},
        "failureMessage": {"type": "string", "value": "It is 12 degrees."},
    }
    message = read(RenderTemplate, template).failure_message
    assert message is not None
    assert message.value == "It is 12 degrees."


def exception(code: object, description: object = "no", *, wrapped: bool = True) -> bytes:
    """An error body."""
    message = {
        "header": {"namespace": "System", "name": "Exception", "messageId": "m"},
        "payload": {"code": code, "description": description},
    }
    return orjson.dumps({"directive": message} if wrapped else message)


@pytest.mark.cic("CIC-T-062", "CIC-T-063")
@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("code", [401, "401"])
def test_an_error_is_read_in_every_form(code: object, wrapped: bool) -> None:
    assert read_exception(exception(code, wrapped=wrapped)) == (401, "no")


@pytest.mark.parametrize("code", [None, "", "x4", "-1", "4.5", 4.5, True, [], {}, "²"])
def test_a_code_that_is_no_number_is_none(code: object) -> None:
    assert read_exception(exception(code)) == (None, "no")


@pytest.mark.parametrize("description", [None, 5, ["no"], {}])
def test_a_description_that_is_no_text_is_empty(description: object) -> None:
    assert read_exception(exception(500, description)) == (500, "")


@pytest.mark.cic("CIC-SY-023")
@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"directive":{}}', b"\xff"])
def test_an_error_body_that_cannot_be_read_tells_nothing(body: bytes) -> None:
    assert read_exception(body) == (None, "")


@pytest.mark.cic("CIC-AP-006")
def test_a_stream_of_the_first_edition_is_read() -> None:
    item = {"audioItemId": "a", "stream": {"token": "t"}, "title": "Song", "artists": ["One"]}
    found = read(Play, {"audioItem": item})
    assert found.audio_item.received == item
    assert found.audio_item.title_text is None
    assert found.audio_item.stream.url is None


def test_a_stream_is_delivered_under_either_name() -> None:
    delivered = {"url": "https://media.example/1.mp3"}
    for name in ("audioStream", "stream"):
        found = read(StreamDeliver, {"audioItemId": "a", name: delivered}).delivered
        assert found is not None
        assert found.received == delivered
    assert read(StreamDeliver, {"audioItemId": "a"}).delivered is None


def test_alerts_of_the_first_edition_are_read() -> None:
    alert = {"token": "t", "type": "TIMER", "scheduledTime": "2017-07-01T12:00:00Z"}
    found = read(SetAlert, alert | {"daysOfWeek": ["monday"], "currentTime": "x"})
    assert (found.assets, found.asset_play_order, found.label) == (None, None, None)
    with pytest.raises(MessageError, match="lacks token"):
        read(DeleteAlert, {"type": "ALARM"})


@pytest.mark.parametrize("light", ["on", "off", "DEFAULT", "RAINBOW"])
def test_a_light_needs_no_sounds(light: str) -> None:
    found = read(SetIndicator, {"new": True, "light": light})
    assert (found.light, found.assets) == (light, None)


@pytest.mark.cic("CIC-DC-005")
@pytest.mark.parametrize("value", [5, "5", 5.5, "KBS1"])
def test_a_value_may_be_a_number_or_text(value: object) -> None:
    assert read(SetValue, {"target": "volume", "value": value}).value == value


@pytest.mark.cic("CIC-DC-066")
def test_the_state_of_a_device_may_have_a_header() -> None:
    state = {"wifi": {"actions": [], "networks": [], "state": "on"}}
    header = {"namespace": "Device", "name": "DeviceState"}
    for received in (state, {"header": header, "payload": state}):
        assert read(SynchronizeState, {"deviceId": "d", "deviceState": received}).state == state


def test_a_device_without_a_state_is_offline() -> None:
    assert read(SynchronizeState, {"deviceId": "d"}).state is None
    strange = {"deviceId": "d", "deviceState": {"header": {}, "payload": ["x"]}}
    assert read(SynchronizeState, strange).state is None


@pytest.mark.cic("CIC-DC-068")
def test_most_of_a_device_may_be_missing_or_null() -> None:
    nothing = {"deviceId": "d", "websiteUrl": None, "availabilities": None, "configuration": None}
    found = read(RenderDeviceList, {"deviceList": [nothing]})
    assert found.device_list == (ListedDevice(device_id="d"),)


@pytest.mark.cic("CIC-DC-068")
def test_the_configuration_of_a_device_may_be_text() -> None:
    devices = [
        {"deviceId": "d", "configuration": configuration}
        for configuration in ({"DeviceInfoDefinedName": "Living room"}, "{}")
    ]
    first, second = read(RenderDeviceList, {"deviceList": devices}).device_list
    assert getattr(first.configuration, "defined_name", None) == "Living room"
    assert second.configuration == "{}"


@pytest.mark.cic("CIC-SS-016")
def test_speech_needs_an_address_and_nothing_else() -> None:
    assert read(Speak, {"url": "cid:1"}).tts_text is None
    assert read(Speak, {"url": "cid:1", "x-clova-pause-before": 250}).pause_before == 250
    with pytest.raises(MessageError, match="lacks url"):
        read(Speak, {"token": "t"})


@pytest.mark.cic("CIC-T-063")
@pytest.mark.parametrize(
    ("code", "status"), [(500, 500), ("500", 500), ("x", None), ("", None), (4.5, None)]
)
def test_the_code_of_an_exception_is_a_number_or_text(code: object, status: int | None) -> None:
    assert read(ExceptionReport, {"code": code}).status == status


@pytest.mark.cic("CIC-SR-018", "CIC-SR-019", "CIC-T-042")
def test_a_wake_word_stands_300_ms_after_the_first_sample() -> None:
    found = write(woken("d0000000-0000-4000-8000-000000000001", name="hey_clova", samples=12_800))
    assert found == {
        "type": "WAKEWORD",
        "inputSource": "SELF",
        "payload": {
            "deviceUUID": "d0000000-0000-4000-8000-000000000001",
            "wakeWord": {
                "name": "hey_clova",
                "indices": {"startIndexInSamples": 4800, "endIndexInSamples": 17_600},
            },
        },
    }
    with pytest.raises(UsageError):
        woken("d", name="hey_clova", samples=0)


@pytest.mark.cic("CIC-SR-013", "CIC-SR-014", "CIC-SR-016")
def test_who_invoked_the_device_is_told_unless_nobody_did() -> None:
    tap = tapped("d0000000-0000-4000-8000-000000000001")
    first = write(listening("ja", initiator=tap))
    assert first == {
        "lang": "ja",
        "format": "AUDIO_L16_RATE_16000_CHANNELS_1",
        "profile": "CLOSE_TALK",
        "initiator": {
            "type": "TAP",
            "inputSource": "SELF",
            "payload": {"deviceUUID": "d0000000-0000-4000-8000-000000000001"},
        },
    }
    question = ExpectSpeech(expect_speech_id="q", explicit=False)
    again = write(listening("ja", initiator=tap, question=question))
    assert (again["lang"], again["speechId"], again["explicit"]) == ("ja", "q", False)
    assert "initiator" not in again
