"""What of a directive may be shown."""

from typing import Any

from hypothesis import given, settings, strategies as st
import orjson
import pytest

from custom_components.clova_cic.cic.disclosure import (
    MAX_BYTES,
    MAX_TEXT,
    SECRET,
    abridged,
    impersonal,
)
from custom_components.clova_cic.cic.interfaces.message import DIRECTIVES
from custom_components.clova_cic.cic.interfaces.payload import read

PERSONAL = "kim's secret"


def test_a_device_goes_by_the_name_that_somebody_gives_it() -> None:
    listed = {"deviceId": "AB", "deviceName": PERSONAL, "modelId": "M-1"}
    payload = {"deviceList": [listed, {"deviceId": 5, "modelId": "M-2"}]}
    assert abridged(payload, str.lower) == {
        "deviceList": [
            {"device": "ab", "deviceName": PERSONAL, "modelId": "M-1"},
            {"modelId": "M-2"},
        ]
    }
    assert abridged(payload)["deviceList"][0] == {"deviceName": PERSONAL, "modelId": "M-1"}
    typed = read(DIRECTIVES["DeviceControl.RenderDeviceList"].payload, {"deviceList": [listed]})
    assert impersonal(typed, str.lower) == {"deviceList": [{"device": "ab"}]}
    assert impersonal(typed) == {}


@pytest.mark.parametrize(
    ("name", "payload", "shown"),
    [
        ("Clova.RenderText", {"text": PERSONAL}, {}),
        ("DeviceControl.TurnOn", {"target": "wifi"}, {"target": "wifi"}),
        ("DeviceControl.TurnOn", {"target": PERSONAL}, {}),
        ("DeviceControl.TurnOn", {"target": "김철수"}, {}),
        (
            "DeviceControl.SetValue",
            {"target": "volume", "value": "5"},
            {"target": "volume", "value": "5"},
        ),
        (
            "SpeechRecognizer.ExpectSpeech",
            {"expectSpeechId": PERSONAL, "explicit": True, "timeoutInMilliseconds": 7000},
            {"explicit": True, "timeoutInMilliseconds": 7000},
        ),
        (
            "Alerts.SetAlert",
            {"token": "t", "type": "ALARM", "scheduledTime": "2030-05-03T06:45:00Z", "label": "x"},
            {"type": "ALARM"},
        ),
        (
            "Clova.RenderSuggestion",
            {"suggestions": [{"label": PERSONAL, "query": "q", "meta": "m", "type": "0"}]},
            {"suggestions": [{"type": "0"}]},
        ),
        ("Clova.LaunchURI", {"targets": [{"uri": "https://x.example/", "title": "x"}]}, {}),
        (
            "Clova.RenderTemplate",
            {"type": "Memo", "content": {"type": "string", "value": PERSONAL}},
            {"type": "Memo"},
        ),
        ("DeviceControl.BtConnectByPINCode", {"pinCode": "1234"}, {}),
    ],
)
def test_what_says_nothing_of_a_person(
    name: str, payload: dict[str, Any], shown: dict[str, Any]
) -> None:
    assert impersonal(read(DIRECTIVES[name].payload, payload)) == shown


def test_what_says_nothing_of_a_person_is_bounded_as_well() -> None:
    alert = {"token": "t", "type": "ALARM", "scheduledTime": "2030-05-03T06:45:00Z"}
    listed = read(DIRECTIVES["Alerts.SynchronizeAlert"].payload, {"allAlerts": [alert] * 2000})
    shown = impersonal(listed)
    assert shown["allAlerts"][0] == {"type": "ALARM"}
    assert MAX_BYTES / 2 < len(orjson.dumps(shown)) <= MAX_BYTES


def test_all_is_shown_but_secrets() -> None:
    payload = {
        "text": PERSONAL,
        "deviceId": "d",
        "list": [{"clientId": "c", "latitude": "37", "title": "a"}, 5, None, True, 1.5],
        "handover": {"deviceId": "d", "customData": "x"},
    }
    assert abridged(payload) == {
        "text": PERSONAL,
        "list": [{"title": "a"}, 5, None, True, 1.5],
        "handover": {"customData": "x"},
    }


def test_long_texts_are_cut() -> None:
    assert abridged({"a": "x" * MAX_TEXT}) == {"a": "x" * MAX_TEXT}
    assert abridged({"a": "x" * (MAX_TEXT + 1)}) == {"a": "x" * MAX_TEXT + "…"}


def test_what_does_not_fit_is_left_out_and_the_gap_shows() -> None:
    shown = abridged({"rows": [{"text": "글" * 500} for _ in range(50)], "after": 1})
    assert shown["rows"][0] == {"text": "글" * 500}
    assert shown["rows"][-1] in ("…", {"…": True})
    assert len(orjson.dumps(shown)) <= MAX_BYTES


def test_the_remarks_of_many_objects_fit_too() -> None:
    shown = abridged({str(number): {"a": "\x00" * MAX_TEXT} for number in range(999)})
    assert shown["1"] == {"…": True}
    assert len(orjson.dumps(shown)) <= MAX_BYTES
    shown = abridged({"a": [["\x00" * MAX_TEXT] for _ in range(999)]})
    assert shown["a"][1] == ["…"]
    assert len(orjson.dumps(shown)) <= MAX_BYTES


def test_depth_is_bounded() -> None:
    deep: dict[str, Any] = {}
    for _ in range(500):
        deep = {"a": [deep]}
    assert "…" in orjson.dumps(abridged(deep)).decode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=200),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(max_size=20), inner),
    max_leaves=200,
)


@given(st.dictionaries(st.text(max_size=30) | st.sampled_from(sorted(SECRET)), JSON))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_what_is_shown_never_grows_over_its_bound(payload: dict[str, Any]) -> None:
    shown = orjson.dumps(abridged(payload))
    assert len(shown) <= MAX_BYTES
    assert not [key for key in SECRET if f'"{key}":'.encode() in shown]
