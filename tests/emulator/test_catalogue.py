"""The catalogue: shapes of events and context objects, and what is wrong with a payload."""

import json
from pathlib import Path
import re
from typing import Any

import pytest

from emulator import catalogue
from emulator.catalogue import Fault, Kind, problems, shape
from emulator.checks.rules import RULES

ROOT = Path(__file__).parents[2]
RULE = re.compile(r"CIC-[A-Z]{1,2}-\d{3}")

REQUEST = "SpeechSynthesizer.Request"
STARTED = "AudioPlayer.PlayStarted"
WANTED = "AudioPlayer.StreamRequested"
EXECUTED = "DeviceControl.ActionExecuted"
RECOGNIZE = "SpeechRecognizer.Recognize"
STREAM = {"token": "t", "url": "u", "urlPlayable": True, "beginAtInMilliseconds": 0}

CASES: list[tuple[Kind, str, Any, list[str]]] = [
    ("event", REQUEST, {"text": "x", "lang": "en"}, []),
    ("event", REQUEST, {}, ["lang is missing", "text is missing"]),
    (
        "event",
        REQUEST,
        {"text": 1, "lang": "en"},
        ["text is of a wrong type (a JSON string is wanted)"],
    ),
    (
        "event",
        REQUEST,
        {"text": "x", "lang": "fr", "speed": 1},
        ["lang has a value that is not listed (fr)", "speed is not known"],
    ),
    (
        "event",
        STARTED,
        {"token": "t", "offsetInMilliseconds": True},
        ["offsetInMilliseconds is of a wrong type (a JSON number is wanted)"],
    ),
    (
        "event",
        STARTED,
        {"token": "t", "offsetInMilliseconds": 1.5},
        ["offsetInMilliseconds is out of range (1.5 is no whole number)"],
    ),
    (
        "event",
        STARTED,
        {"token": "t", "offsetInMilliseconds": -1},
        ["offsetInMilliseconds is out of range (-1 is less than 0)"],
    ),
    (
        "event",
        WANTED,
        {"audioItemId": "i", "audioStream": STREAM | {"progressReport": {"x": 1}, "mine": None}},
        [],
    ),
    (
        "event",
        WANTED,
        {"audioItemId": "i", "audioStream": STREAM | {"durationInMilliseconds": None}},
        [],
    ),
    (
        "event",
        WANTED,
        {"audioItemId": "i", "audioStream": STREAM | {"token": None}},
        ["audioStream.token is of a wrong type (a JSON string is wanted)"],
    ),
    ("event", "Settings.Report", {"configuration": {"any": "thing"}}, []),
    ("event", EXECUTED, {"command": "BtRescan", "target": "home"}, []),
    (
        "event",
        EXECUTED,
        {"command": "Fly", "target": "sky"},
        [
            "command has a value that is not listed (Fly)",
            "target has a value that is not listed (sky)",
        ],
    ),
    (
        "event",
        "PlaybackController.PauseCommandIssued",
        {"source": {"namespace": "MediaPlayer"}},
        [],
    ),
    (
        "event",
        "PlaybackController.PauseCommandIssued",
        {"source": {}},
        ["source.namespace is missing"],
    ),
    (
        "event",
        RECOGNIZE,
        {"lang": "ko", "initiator": {"type": "TAP", "inputSource": "CUSTOM_X"}},
        [],
    ),
    (
        "event",
        RECOGNIZE,
        {
            "lang": "ko",
            "initiator": {
                "type": "TAP",
                "inputSource": "SELF",
                "payload": {
                    "deviceUUID": "u",
                    "wakeWord": {
                        "confidence": 0.5,
                        "indices": {"startIndexInSamples": 0, "endIndexInSamples": 1},
                    },
                },
            },
        },
        [],
    ),
    ("event", "Nobody.Knows", {"x": 1}, []),
    (
        "context",
        "Alerts.AlertsState",
        {"allAlerts": [1, {"token": "t", "type": "ALARM"}], "activeAlerts": {}},
        [
            "activeAlerts[] is of a wrong type (a JSON array is wanted)",
            "allAlerts[] is of a wrong type (a JSON object is wanted)",
            "allAlerts[].scheduledTime is missing",
        ],
    ),
    (
        "context",
        "Device.DeviceState",
        {"wifi": {"actions": ["Fly", 1], "networks": [], "state": "on"}},
        [
            "wifi.actions[] has a value that is not listed (Fly)",
            "wifi.actions[] is of a wrong type (a JSON string is wanted)",
        ],
    ),
    (
        "context",
        "Device.DeviceState",
        {"screenBrightness": {"actions": [], "min": -5, "max": 5, "value": -1}},
        [],
    ),
]


@pytest.mark.parametrize(("kind", "name", "payload", "expected"), CASES)
def test_problems(kind: Kind, name: str, payload: Any, expected: list[str]) -> None:
    assert [str(each) for each in problems(kind, name, payload)] == expected


def test_no_more_than_a_few_are_told() -> None:
    payload = {str(number): 1 for number in range(1000)}
    assert len(list(problems("event", "Settings.RequestVersionSpec", payload))) == (
        catalogue.MAX_PROBLEMS
    )


def test_every_event_and_context_object_is_there() -> None:
    totals: dict[Kind, tuple[int, int]] = {"event": (62, 10), "context": (10, 1)}
    for kind, (count, legacy) in totals.items():
        known = catalogue._load()[kind]
        assert len(known) == count
        assert sum(each.legacy for each in known.values()) == legacy


def test_shapes_are_found_by_name() -> None:
    new, old = shape("event", REQUEST), shape("event", "Memo.Get")
    assert new is not None
    assert old is not None
    assert (new.legacy, old.legacy) == (False, True)
    assert shape("event", "Memo.Unheard") is None
    assert shape("context", REQUEST) is None


def test_a_problem_says_where_it_is() -> None:
    found = list(problems("context", "Device.Display", {"size": "none", "contentLayer": {"x": 1}}))
    assert [(each.fault, each.path) for each in found] == [
        (Fault.MISSING, "contentLayer.height"),
        (Fault.MISSING, "contentLayer.width"),
        (Fault.UNKNOWN, "contentLayer.x"),
    ]


def test_every_rule_that_the_emulator_names_exists() -> None:
    reference = "".join(
        file.read_text("utf-8") for file in (ROOT / "docs" / "protocol").rglob("*.md")
    )
    written = set(RULE.findall(reference))
    assert len(written) > 500
    for file in (ROOT / "emulator").rglob("*.py"):
        named = set(RULE.findall(file.read_text("utf-8")))
        assert named <= written, file


def test_every_field_with_a_rule_of_its_own_exists() -> None:
    """A slip in the table of rules would fall back to the general rule unseen."""
    rows = json.loads(catalogue.FILE.read_text("utf-8"))
    paths: dict[str, set[str]] = {}
    for message in (*rows["messages"], *rows["context"]):
        name = f"{message['namespace']}.{message['name']}"
        found = {row["path"] for row in message["payload"]}
        paths.setdefault(name, set()).update(found)
        paths.setdefault(message["namespace"], set()).update(found)
    elsewhere = {"allAlerts[].", "activeAlerts[].", "acceptContentType[].container"}
    for key in RULES:
        name, _, path = key.partition(" ")
        assert name in paths, key
        assert path in {"", *elsewhere} or {path, f"{path}[]"} & paths[name], key
