"""scripts/demo --check: Home Assistant and the emulator from nothing to an answer."""

import json
from pathlib import Path
import sys

import pytest

from .control import WRONG_ANSWER, Control
from .demo_process import DemoProcess
from .music_room import need_mpd

pytestmark = pytest.mark.timeout(180)


def test_asks_in_three_languages_and_aloud_plays_music_lets_a_timer_ring_and_succeeds(
    python: Path, tmp_path: Path
) -> None:
    need_mpd()
    with DemoProcess.running(python, tmp_path / "state", "--check") as demo:
        output = demo.output()

    assert demo.process.returncode == 0, output
    answers = [line for line in demo.said if line.endswith("right")]
    assert len(answers) == 6
    assert answers[0].startswith("지금 몇 시야?")
    assert answers[1].startswith("明日の東京の天気は？")
    assert answers[2].startswith("What is ")
    assert answers[3].startswith("🎤 ")
    assert answers[4].startswith("♪ Play some jazz ")
    assert "  Walking Bass  " in answers[4]
    assert answers[5].startswith("⏰ Set a timer for 3 seconds ")
    assert not any("mpd is not installed" in line for line in demo.said)
    assert all(line.split()[-2].isdecimal() for line in answers)  # milliseconds
    assert "6 of 6 answers were right." in demo.said


def test_needs_no_program_that_speaks_or_plays(tmp_path: Path) -> None:
    """A tone is said, and tones are heard; there is no music, and no sound of a timer."""
    nothing = {"PATH": str(tmp_path / "empty")}
    state = tmp_path / "state"
    with DemoProcess.running(Path(sys.executable), state, "--check", additional=nothing) as demo:
        output = demo.output()

    assert demo.process.returncode == 0, output
    assert "5 of 5 answers were right." in demo.said
    (remark,) = [line for line in demo.said if line.startswith("mpd is not installed: ")]
    assert remark.endswith("whether the timer sounds was not checked.")


def test_fails_when_an_answer_is_wrong(tmp_path: Path, socket_enabled: None) -> None:
    need_mpd()
    state = tmp_path / "state"
    with DemoProcess.running(Path(sys.executable), state, "--check") as demo:
        demo.read_until("Starting the emulator")  # it is up, Home Assistant starts only now
        port = json.loads((state / "kept.json").read_text())["ports"]["control_port"]
        control = Control.of(f"http://127.0.0.1:{port}", state / "emulator")
        control.post("/answer", WRONG_ANSWER)
        control.post("/answer", {**WRONG_ANSWER, "to": "SpeechRecognizer.Recognize"})
        output = demo.output()

    assert demo.process.returncode == 1, output
    assert [line.split()[-1] for line in demo.said if line.startswith("지금")] == ["WRONG"]
    assert [line.split()[-1] for line in demo.said if line.startswith("🎤")] == ["WRONG"]
    assert "The answer to the spoken question is not right." in demo.said
    assert "4 of 6 answers were right." in demo.said
