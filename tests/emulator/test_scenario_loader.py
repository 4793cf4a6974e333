"""Reading scenario files: what they may hold, and how mistakes are told."""

from pathlib import Path
from typing import Any

import pytest

from emulator import Answer, Fault, FaultKind
from emulator.samples import NAMES, VARIANTS, sample
from emulator.scenario import Scenario, ScenarioError, find, load
from emulator.scenario.loader import DIRECTORY
from emulator.scenario.model import (
    AnswerNext,
    Call,
    ExpectCall,
    ExpectEvent,
    ExpectFlow,
    ExpectHaEvent,
    ExpectNoEvent,
    ExpectNotification,
    ExpectState,
    Hear,
    Inject,
    Push,
    Say,
    Speak,
)

HEAD = "title: A try\ninterface: Clova\nneeds: [Clova]\nsteps:\n"


def write(directory: Path, text: str) -> Path:
    file = directory / "try.yaml"
    file.write_text(text, "utf-8")
    return file


def read(directory: Path, steps: str) -> Scenario:
    return load(write(directory, HEAD + steps))


def only(directory: Path, steps: str) -> Any:
    (step,) = read(directory, steps).steps
    return step


def problem(directory: Path, text: str) -> str:
    """What is said about a file, after the directory's name."""
    with pytest.raises(ScenarioError) as caught:
        load(write(directory, text))
    return str(caught.value).removeprefix(f"{directory}/")


def mistake(directory: Path, steps: str) -> str:
    return problem(directory, HEAD + steps)


def test_the_head_of_a_file(tmp_path: Path) -> None:
    scenario = load(
        write(
            tmp_path,
            "title: Two interfaces\ninterface: AudioPlayer\nneeds: [AudioPlayer, Clova]\n"
            "given:\n  - a speaker is there\nsteps:\n  - push: Clova.Help\n",
        )
    )
    assert (scenario.name, scenario.title) == ("try", "Two interfaces")
    assert scenario.interface == "AudioPlayer"
    assert scenario.needs == ("AudioPlayer", "Clova")
    assert scenario.given == ("a speaker is there",)
    assert [step.line for step in scenario.steps] == [7]


def test_a_push_with_a_payload_of_its_own(tmp_path: Path) -> None:
    step = only(
        tmp_path,
        "  - push: Clova.RenderText\n    payload: {text: Hello}\n    dialogue: d-1\n",
    )
    assert step == Push(
        line=5,
        message={
            "directive": {
                "header": {"namespace": "Clova", "name": "RenderText", "dialogRequestId": "d-1"},
                "payload": {"text": "Hello"},
            }
        },
    )


def test_a_push_without_a_payload_sends_the_sample(tmp_path: Path) -> None:
    step = only(tmp_path, "  - push: Alerts.SetAlert:TIMER\n")
    assert step.message["directive"]["header"] == {"namespace": "Alerts", "name": "SetAlert"}
    assert step.message["directive"]["payload"] == sample("Alerts.SetAlert:TIMER")


def test_overrides_change_a_sample_member_by_member(tmp_path: Path) -> None:
    step = only(
        tmp_path,
        "  - push: AudioPlayer.Play\n    overrides:\n      audioItem: {stream: {url: 'http://a'}}\n",
    )
    payload = step.message["directive"]["payload"]
    expected = sample("AudioPlayer.Play")
    expected["audioItem"]["stream"]["url"] = "http://a"
    assert payload == expected


def test_sounds_come_along_by_themselves(tmp_path: Path) -> None:
    pushed, answered = read(
        tmp_path,
        "  - push: SpeechSynthesizer.Speak\n    overrides: {url: 'cid:one'}\n"
        "  - answer:\n      - directive: SpeechSynthesizer.Speak\n        overrides: {url: 'cid:two'}\n",
    ).steps
    assert [each.content_id for each in pushed.attachments] == ["one"]
    assert [each.content_id for each in answered.answer.parts[1:]] == ["two"]


def test_an_unknown_directive_can_be_asked_for(tmp_path: Path) -> None:
    step = only(tmp_path, "  - push: Moon.Rise\n    unknown: true\n")
    assert step.message["directive"] == {
        "header": {"namespace": "Moon", "name": "Rise"},
        "payload": {},
    }


def test_an_answer(tmp_path: Path) -> None:
    step = only(
        tmp_path,
        "  - answer:\n      - directive: Clova.Help\n        dialogue: null\n"
        "    to: TextRecognizer.Recognize\n    status: 200\n",
    )
    header = {"namespace": "Clova", "name": "Help", "dialogRequestId": None}
    parts = [{"directive": {"header": header, "payload": {}}}]
    assert step == AnswerNext(
        line=5, answer=Answer(parts, status=200, to="TextRecognizer.Recognize")
    )


def test_a_fault(tmp_path: Path) -> None:
    step = only(tmp_path, "  - fault: event_status\n    status: 412\n    times: null\n")
    assert step == Inject(line=5, fault=Fault(FaultKind.EVENT_STATUS, status=412, times=None))


def test_an_expected_event(tmp_path: Path) -> None:
    step = only(
        tmp_path,
        "  - expect_event: Alerts.AlertStarted\n    payload: {token: t-1}\n    within: 7.5\n"
        "    context:\n      Device.Display: {size: none}\n    capture: {mine: token}\n",
    )
    assert step == ExpectEvent(
        line=5,
        name="Alerts.AlertStarted",
        payload={"token": "t-1"},
        context={"Device.Display": {"size": "none"}},
        within=7.5,
        capture={"mine": "token"},
    )


def test_what_is_left_out_has_defaults(tmp_path: Path) -> None:
    step = only(tmp_path, "  - expect_event: Alerts.AlertStarted\n    capture: token\n")
    assert (step.payload, step.context, step.within) == ({}, {}, 5.0)
    assert step.capture == {"token": "token"}


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("transcript: hello", Hear(line=5, text="hello")),
        (
            "expect_no_event: Memo.Get",
            ExpectNoEvent(line=5, name="Memo.Get"),
        ),
        (
            "{say: hi, language: ko, answer: a, contains: b, error: true}",
            Say(line=5, text="hi", language="ko", answer="a", contains="b", error=True),
        ),
        ("say: hi", Say(line=5, text="hi")),
        ("{speak: hi, language: ja}", Speak(line=5, text="hi", language="ja")),
        (
            "{call: light.turn_on, data: {entity_id: light.a}}",
            Call(line=5, action="light.turn_on", data={"entity_id": "light.a"}),
        ),
        (
            "{expect_state: light.a, state: on, attributes: {brightness: 7}, within: 1}",
            ExpectState(
                line=5, entity="light.a", state="on", attributes={"brightness": 7}, within=1.0
            ),
        ),
        (
            "{expect_call: light.turn_on, data: {x: 1}}",
            ExpectCall(line=5, action="light.turn_on", data={"x": 1}),
        ),
        (
            "{expect_ha_event: an_event, data: {x: [true, null, 1.5]}}",
            ExpectHaEvent(line=5, event_type="an_event", data={"x": [True, None, 1.5]}),
        ),
        ("expect_notification: a part", ExpectNotification(line=5, contains="a part")),
        ("expect_flow: reauth", ExpectFlow(line=5, source="reauth")),
    ],
)
def test_the_other_steps(tmp_path: Path, text: str, step: Any) -> None:
    assert only(tmp_path, f"  - {text}\n") == step


def test_yaml_without_surprises(tmp_path: Path) -> None:
    """Words are words and times are texts, whatever YAML 1.1 took them for."""
    step = only(
        tmp_path,
        "  - expect_ha_event: e\n    data: {a: on, b: no, c: 2030-05-01T07:10:00+09:00, d: true}\n",
    )
    assert step.data == {"a": "on", "b": "no", "c": "2030-05-01T07:10:00+09:00", "d": True}


def test_every_sample_can_be_pushed(tmp_path: Path) -> None:
    for name in (*NAMES, *VARIANTS):
        step = only(tmp_path, f"  - push: {name}\n")
        assert step.message["directive"]["payload"] == sample(name)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("  - push: Clova.Hepl\n", "5: there is no directive Clova.Hepl (`unknown: true` "),
        ("  - push: Help\n", "5: `push` must be Namespace.Name"),
        (
            "  - push: Clova.Help\n    paylod: {}\n",
            "6: a step has no `paylod`; it has: push, unknown, dialogue, payload, overrides",
        ),
        (
            "  - push: Clova.RenderText\n    payload: {txt: hi}\n",
            "5: Clova.RenderText has no txt",
        ),
        (
            "  - push: Clova.LaunchURI\n    payload: {targets: [{url: x}]}\n",
            "5: Clova.LaunchURI has no targets[].url",
        ),
        (
            "  - push: Clova.Help\n    payload: {}\n    overrides: {}\n",
            "7: either `payload` or `overrides`",
        ),
        ("  - push: Clova.Help\n    payload: []\n", "6: `payload` must be keys and values"),
        ("  - push: 7\n", "5: `push` must be text"),
        ("  - push: ''\n", "5: `push` is empty"),
        ("  - push: Clova.Help\n    unknown: 1\n", "6: `unknown` must be true or false"),
        ("  - push: Clova.Help\n    push: Clova.Help\n", "6: `push` is there twice"),
        ("  - push: Clova.Help\n    say: hi\n", "6: a step has no `say`; it has: push, "),
        ("  - wait: 5\n", "5: a step begins with one of: push, "),
        ("  - {}\n", "5: a step begins with one of: push, "),
        ("  - push\n", "5: a step must be keys and values"),
        ("  - answer: Clova.Help\n", "5: `answer` must be a list"),
        ("  - answer:\n      - push: Clova.Help\n", "6: a part needs `directive`"),
        (
            "  - answer: []\n    to: TextRecognizer.Recognise\n",
            "6: there is no event TextRecognizer.Recognise",
        ),
        ("  - fault: earthquake\n", "5: `kind` must be one of: close_at_once, "),
        ("  - fault: reset\n    time: 1\n", "5: A fault has no `time`; it has: "),
        ("  - expect_event: Clova.Hello\n", "5: there is no event Clova.Hello"),
        (
            "  - expect_event: Alerts.AlertStarted\n    payload: {tokn: x}\n",
            "6: Alerts.AlertStarted has no tokn",
        ),
        (
            "  - expect_event: Alerts.AlertStarted\n    context: {Alert.State: {}}\n",
            "6: there is no context object Alert.State",
        ),
        (
            "  - expect_event: Alerts.AlertStarted\n    context:\n      Alerts.AlertsState: {allAlerts: [{tokn: x}]}\n",
            "7: Alerts.AlertsState has no allAlerts[].tokn",
        ),
        (
            "  - expect_event: Alerts.AlertStarted\n    capture: device\n",
            "6: a captured value cannot be called device",
        ),
        (
            "  - expect_event: Alerts.AlertStarted\n    within: -1\n",
            "6: `within` is negative",
        ),
        (
            "  - expect_event: Alerts.AlertStarted\n    within: soon\n",
            "6: `within` must be a number",
        ),
        ("  - say: hi\n    language: fr\n", "6: fr is none of: en, ja, ko"),
        ("  - call: turn_on\n", "5: turn_on is not an action"),
        ("  - expect_state: Light.A\n    state: x\n", "5: Light.A is not an entity id"),
        ("  - expect_state: light.a\n", "5: expect_state needs `state` or `attributes`"),
        ("  - expect_state: light.a\n    state: 7\n", "6: `state` must be text"),
        ("  - expect_flow: party\n", "5: party is none of: reauth, "),
        (
            "  - say: 'the {{ token }}'\n",
            "5: no step before this one captures {{ token }}",
        ),
        (
            "  - expect_ha_event: e\n    data: {a: [{b: '{{ start+x }}'}]}\n",
            "5: no step before this one captures {{ start+x }}",
        ),
        ("  - expect_ha_event: e\n    data: !!binary aGk=\n", "6: `data` must be keys and values"),
        (
            "  - expect_ha_event: e\n    data: {a: !!binary aGk=}\n",
            "6: tag:yaml.org,2002:binary is nothing that JSON has",
        ),
        (
            "  - expect_ha_event: e\n    data: {a: !!int x}\n",
            "6: this is no a whole number",
        ),
        ("  []\n", "5: `steps` is empty"),
        ("  - say: [\n", "6: it is not YAML: "),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, steps: str, said: str) -> None:
    assert mistake(tmp_path, steps).startswith(f"try.yaml:{said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "try.yaml: it is empty"),
        ("- a\n", "try.yaml:1: a scenario must be keys and values"),
        ("title: x\n", "try.yaml:1: a scenario needs `interface`"),
        ("title: x\ninterface: Moon\n", "try.yaml:2: there is no interface Moon"),
        (
            "title: x\ninterface: Clova\nneeds: Clova\n",
            "try.yaml:3: `needs` must be a list",
        ),
        (
            "title: x\ninterface: Clova\nneeds: [Clova]\nsteps: []\nsetps: []\n",
            "try.yaml:5: a scenario has no `setps`; it has: ",
        ),
        ("a: &x 1\n---\nb: 2\n", "try.yaml:2: it is not YAML: "),
        ("a: \x07\n", "try.yaml: it is not YAML: "),
    ],
)
def test_a_file_that_is_no_scenario(tmp_path: Path, text: str, said: str) -> None:
    assert problem(tmp_path, text).startswith(said)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "try.yaml"
    file.write_bytes("title: é".encode("latin-1"))
    with pytest.raises(ScenarioError, match=r"try\.yaml: it is not UTF-8"):
        load(file)


def test_a_captured_value_is_known_from_the_next_step_on(tmp_path: Path) -> None:
    steps = read(
        tmp_path,
        "  - expect_event: Alerts.AlertStarted\n    capture: token\n"
        "  - say: 'stop {{token}} at {{ start+5 }} on {{ device }} of {{ cloud }}'\n",
    ).steps
    assert len(steps) == 2


def test_scenarios_have_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find("clova") == DIRECTORY / "clova.yaml"
    assert find("no-such") == Path("no-such")
    (tmp_path / "clova").touch()
    assert find("clova") == Path("clova")
