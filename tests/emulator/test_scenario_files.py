"""The scenarios that come with the emulator: one for each interface, all of them well formed."""

from pathlib import Path

import pytest

from emulator.scenario import all_files, load
from emulator.scenario.cloud_steps import CLOUD_STEPS
from emulator.scenario.home_steps import HOME_STEPS
from emulator.scenario.model import AnswerNext, ExpectEvent, ExpectNoEvent, Push
from emulator.scenario.names import namespaces
from emulator.scenario.telling import tell

NAMES = {
    "alerts": "Alerts",
    "audio_player": "AudioPlayer",
    "clova": "Clova",
    "device_control": "DeviceControl",
    "memo": "Memo",
    "notifier": "Notifier",
    "playback_controller": "PlaybackController",
    "reminder": "Reminder",
    "settings": "Settings",
    "speech_recognizer": "SpeechRecognizer",
    "speech_synthesizer": "SpeechSynthesizer",
    "system": "System",
    "template_runtime": "TemplateRuntime",
    "text_recognizer": "TextRecognizer",
}


def test_every_interface_of_the_protocol_has_one() -> None:
    assert {file.stem: load(file).interface for file in all_files()} == NAMES
    assert set(NAMES.values()) == namespaces()


@pytest.mark.parametrize("file", all_files(), ids=lambda file: file.stem)
def test_a_scenario_says_what_it_is_about(file: Path) -> None:
    scenario = load(file)
    assert scenario.interface in scenario.needs
    assert scenario.needs == tuple(sorted(set(scenario.needs)))
    kinds = {type(step) for step in scenario.steps}
    assert kinds - {Push, AnswerNext, ExpectEvent, ExpectNoEvent}, "nothing of Home Assistant"
    for step in scenario.steps:
        assert "\n" not in tell(step)


def test_the_worked_example_of_the_documentation(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "scenarios.md"
    example = page.read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
    file = tmp_path / "example.yaml"
    file.write_text(example, "utf-8")
    assert load(file).needs == ("Clova", "TextRecognizer")


@pytest.mark.parametrize("table", [CLOUD_STEPS, HOME_STEPS])
def test_every_kind_of_step_is_documented(table: dict[str, object]) -> None:
    page = Path(__file__).parents[2] / "docs" / "scenarios.md"
    text = page.read_text("utf-8")
    assert [kind for kind in table if f"\n| `{kind}: " not in text] == []
