"""Which directives belong to the current dialogue."""

import pytest

from custom_components.clova_cic.cic.dialogue import Dialogues, Source, Verdict
from custom_components.clova_cic.cic.messages import Directive

DOWN, ANSWER, PLAIN = Source.DOWNCHANNEL, Source.DIALOGUE_RESPONSE, Source.PLAIN_RESPONSE
LATE = Source.OVERTAKEN_RESPONSE
NOW, QUEUE, HOLD, DROP = Verdict.NOW, Verdict.QUEUE, Verdict.HOLD, Verdict.DROP
SHOWN = "Clova.RenderText"


def directive(name: str = SHOWN, dialogue_id: str | None = None) -> Directive:
    """A directive of this qualified name."""
    namespace, name = name.split(".")
    return Directive(namespace=namespace, name=name, dialogue_id=dialogue_id)


@pytest.fixture
def dialogues() -> Dialogues:
    """The last dialogue is "last", and "next" is being sent."""
    found = Dialogues()
    found.sent("last")
    found.begin("next")
    return found


@pytest.mark.parametrize(
    ("name", "dialogue_id", "source", "verdict"),
    [
        # without an id
        pytest.param(SHOWN, None, DOWN, NOW, marks=pytest.mark.cic("CIC-T-082", "CIC-CL-001")),
        pytest.param(SHOWN, None, ANSWER, NOW, marks=pytest.mark.cic("CIC-T-082")),
        pytest.param(SHOWN, None, PLAIN, NOW, marks=pytest.mark.cic("CIC-T-082")),
        # of the last dialogue
        pytest.param(SHOWN, "last", DOWN, QUEUE, marks=pytest.mark.cic("CIC-T-080", "CIC-T-085")),
        pytest.param(SHOWN, "last", ANSWER, QUEUE, marks=pytest.mark.cic("CIC-T-080", "CIC-T-085")),
        pytest.param(SHOWN, "last", PLAIN, QUEUE),
        ("AudioPlayer.Play", "last", DOWN, QUEUE),
        ("Alerts.StopAlert", "last", ANSWER, QUEUE),
        ("SpeechRecognizer.StopCapture", "last", DOWN, QUEUE),
        # of the dialogue that is being sent
        pytest.param(SHOWN, "next", DOWN, HOLD, marks=pytest.mark.cic("CIC-SR-011")),
        pytest.param(SHOWN, "next", ANSWER, HOLD, marks=pytest.mark.cic("CIC-SR-011")),
        ("AudioPlayer.Play", "next", ANSWER, HOLD),
        ("Alerts.StopAlert", "next", ANSWER, HOLD),
        pytest.param(
            "SpeechRecognizer.StopCapture",
            "next",
            DOWN,
            NOW,
            marks=pytest.mark.cic("CIC-SR-011", "CIC-T-040", "CIC-T-080"),
        ),
        pytest.param(
            "SpeechRecognizer.KeepRecording",
            "next",
            ANSWER,
            NOW,
            marks=pytest.mark.cic("CIC-SR-011", "CIC-T-080"),
        ),
        pytest.param(
            "SpeechRecognizer.ShowRecognizedText",
            "next",
            DOWN,
            NOW,
            marks=pytest.mark.cic("CIC-SR-011", "CIC-T-080"),
        ),
        ("SpeechRecognizer.ExpectSpeech", "next", ANSWER, HOLD),
        # of another dialogue
        pytest.param(SHOWN, "old", DOWN, DROP, marks=pytest.mark.cic("CIC-T-081", "CIC-CL-002")),
        pytest.param(SHOWN, "old", ANSWER, DROP, marks=pytest.mark.cic("CIC-T-081")),
        pytest.param("SpeechRecognizer.StopCapture", "old", DOWN, DROP),
        ("DeviceControl.TurnOn", "old", DOWN, DROP),
        ("Alerts.SetAlert", "old", DOWN, DROP),
        pytest.param(SHOWN, "LAST", DOWN, DROP, marks=pytest.mark.cic("CIC-T-061")),
        # H4: the answer to an event without an id
        pytest.param(SHOWN, "old", PLAIN, QUEUE, marks=pytest.mark.cic("CIC-CL-074")),
        # ... while the user has begun another dialogue since
        pytest.param(SHOWN, "old", LATE, DROP, marks=pytest.mark.cic("CIC-CL-074")),
        (SHOWN, "last", LATE, QUEUE),
        (SHOWN, None, LATE, NOW),
        ("AudioPlayer.Play", "old", LATE, NOW),
        ("Alerts.StopAlert", "old", LATE, NOW),
        # H3: ids that the client never issued
        pytest.param("AudioPlayer.Play", "old", DOWN, NOW, marks=pytest.mark.cic("CIC-PB-015")),
        pytest.param("AudioPlayer.Play", "old", PLAIN, NOW, marks=pytest.mark.cic("CIC-PB-015")),
        pytest.param(
            "PlaybackController.Pause", "old", DOWN, NOW, marks=pytest.mark.cic("CIC-PB-015")
        ),
        pytest.param(
            "TemplateRuntime.UpdateLike", "old", DOWN, NOW, marks=pytest.mark.cic("CIC-PB-015")
        ),
        pytest.param(
            "DeviceControl.ExpectReportState",
            "old",
            DOWN,
            NOW,
            marks=pytest.mark.cic("CIC-DC-006"),
        ),
        ("DeviceControl.ExpectReportState", "old", PLAIN, NOW),
        pytest.param("Alerts.StopAlert", "old", DOWN, NOW, marks=pytest.mark.cic("CIC-AL-051")),
        pytest.param("Alerts.StopAlert", "old", ANSWER, NOW, marks=pytest.mark.cic("CIC-AL-051")),
        pytest.param("Alerts.DeleteAlert", "old", PLAIN, NOW, marks=pytest.mark.cic("CIC-AL-051")),
        # ... but not in the answer of a request that another one has replaced
        pytest.param("AudioPlayer.Play", "old", ANSWER, DROP, marks=pytest.mark.cic("CIC-T-081")),
        ("TemplateRuntime.UpdateLike", "old", ANSWER, DROP),
        ("DeviceControl.ExpectReportState", "old", ANSWER, DROP),
        # an error is of no dialogue
        pytest.param("System.Exception", "old", DOWN, NOW, marks=pytest.mark.cic("CIC-SY-024")),
        pytest.param("System.Exception", "last", ANSWER, NOW, marks=pytest.mark.cic("CIC-SY-024")),
        pytest.param("System.Exception", "next", ANSWER, NOW, marks=pytest.mark.cic("CIC-SY-024")),
        ("System.SynchronizeState", "old", DOWN, DROP),
    ],
)
def test_what_becomes_of_a_directive(
    dialogues: Dialogues, name: str, dialogue_id: str | None, source: Source, verdict: Verdict
) -> None:
    assert dialogues.judge(directive(name, dialogue_id), source) is verdict


def test_before_the_first_request_every_dialogue_is_foreign() -> None:
    dialogues = Dialogues()
    assert dialogues.judge(directive(dialogue_id="old"), DOWN) is DROP
    assert dialogues.judge(directive(), DOWN) is NOW


@pytest.mark.cic("CIC-T-074", "CIC-SR-010")
def test_a_dialogue_is_the_last_one_once_its_request_is_sent(dialogues: Dialogues) -> None:
    assert dialogues.last == "last"
    dialogues.sent("next")
    assert dialogues.last == "next"
    assert dialogues.judge(directive(dialogue_id="next"), ANSWER) is QUEUE
    assert dialogues.judge(directive(dialogue_id="last"), ANSWER) is DROP


@pytest.mark.cic("CIC-T-075", "CIC-SR-010")
def test_a_request_that_is_abandoned_leaves_the_last_dialogue(dialogues: Dialogues) -> None:
    dialogues.abandon("next")
    assert dialogues.last == "last"
    assert dialogues.judge(directive(dialogue_id="last"), ANSWER) is QUEUE
    assert dialogues.judge(directive(dialogue_id="next"), ANSWER) is DROP
    assert dialogues.judge(directive("SpeechRecognizer.StopCapture", "next"), DOWN) is DROP


def test_an_end_of_another_request_changes_nothing(dialogues: Dialogues) -> None:
    dialogues.abandon("old")
    assert dialogues.judge(directive(dialogue_id="next"), ANSWER) is HOLD
    dialogues.sent("older")
    assert dialogues.judge(directive(dialogue_id="next"), ANSWER) is HOLD


@pytest.mark.cic("CIC-SR-011")
def test_an_answer_in_the_same_dialogue_is_held_while_it_is_sent() -> None:
    dialogues = Dialogues()
    dialogues.sent("last")
    dialogues.begin("last")
    assert dialogues.judge(directive(dialogue_id="last"), ANSWER) is HOLD
    dialogues.sent("last")
    assert dialogues.judge(directive(dialogue_id="last"), ANSWER) is QUEUE
