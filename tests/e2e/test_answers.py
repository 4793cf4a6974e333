"""How scripts/demo --check tells right answers from wrong ones, and shows them."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from emulator.exchanges.utterance import Utterance
from emulator.speech import espeak
from scripts.lib.demo.check import (
    Question,
    complaints_about,
    questions,
    spoken_question,
    tells_the_time,
    tells_the_weather,
)
from scripts.lib.demo.speech import microphone, say, tone
from scripts.lib.demo.table import lines
from scripts.lib.demo.voice_turn import SpokenAnswer


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("지금은 오후 3시 7분이에요.", True),
        ("今は15時7分です。", True),
        ("It is 3:06 in the afternoon.", True),  # asked a moment before the minute was over
        ("It is 3:08 in the afternoon.", False),
        ("지금은 오후 7시 3분이에요.", False),
        ("지금은 오후 3시예요.", False),
        ("잘 이해하지 못했어요.", False),
    ],
)
def test_the_time(freezer: FrozenDateTimeFactory, answer: str, right: bool) -> None:
    freezer.move_to("2026-11-21 15:07:10")

    assert tells_the_time(answer) is right


def test_the_time_at_the_full_hour(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2026-11-21 15:00:10")

    assert tells_the_time("It is 3 o'clock in the afternoon.")
    assert not tells_the_time("It is 4 o'clock in the afternoon.")


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("明日の東京は晴れ、気温は6度から14度です。", True),
        ("今日の東京は晴れ、気温は6度から14度です。", False),
        ("明日の大阪は晴れ、気温は6度から14度です。", False),
        ("東京の天気は分かりません。", False),
    ],
)
def test_the_weather(answer: str, right: bool) -> None:
    assert tells_the_weather(answer) is right


def test_the_sum_is_another_one_each_time() -> None:
    asked = [questions()[2] for _ in range(10)]

    assert len({question.text for question in asked}) > 1
    first, second = (int(word) for word in asked[0].text.rstrip("?").split() if word.isdecimal())
    assert asked[0].is_right(f"That makes {first * second}.")
    assert not asked[0].is_right(f"That makes {first * second + 1}.")


def test_wide_signs_keep_columns_below_each_other() -> None:
    assert lines([("몇 시야?", "a"), ("What time?", "b")]) == ["몇 시야?    a", "What time?  b"]


def test_what_is_spoken_is_a_sum_as_well() -> None:
    asked = [spoken_question() for _ in range(10)]

    assert len({question.text for question in asked}) > 1
    first, _, second = asked[0].text.removesuffix("는?").split()
    assert asked[0].is_right(f"정답은 {int(first) + int(second)}입니다.")
    assert not asked[0].is_right(f"정답은 {int(first) * int(second)}입니다.")


SUM = Question("1 더하기 1은?", lambda answer: "2" in answer)
GOOD = SpokenAnswer(heard="🎤", text="2입니다.", sound=b"mp3", stopped=True)


def recorded(name: str, *sounds: bytes) -> dict[str, Any]:
    namespace, _, short = name.partition(".")
    attachments = [{"sha256": sha256(sound).hexdigest()} for sound in sounds]
    header = {"namespace": namespace, "name": short}
    return {"event": {"event": {"header": header}}, "attachments": attachments}


RECOGNIZED = recorded("SpeechRecognizer.Recognize", b"mp3")
STARTED = recorded("SpeechSynthesizer.SpeechStarted")


@pytest.mark.parametrize("heard", ["🎤", SUM.text])
def test_nothing_is_wrong(heard: str) -> None:
    assert complaints_about(SUM, replace(GOOD, heard=heard), [RECOGNIZED, STARTED]) == []


@pytest.mark.parametrize(
    ("changed", "events", "complaint"),
    [
        ({"failure": "no"}, [], "The spoken question failed: no"),
        ({"heard": "?"}, [RECOGNIZED], "The spoken question was heard as: ?"),
        ({"stopped": False}, [RECOGNIZED], "CLOVA did not end the listening."),
        ({"text": "3"}, [RECOGNIZED], "The answer to the spoken question is not right."),
        ({"sound": b""}, [RECOGNIZED], "There is no sound."),
        (
            {"sound": b"MP3"},
            [RECOGNIZED],
            "What is heard is not the MP3 that the emulator sent.",
        ),
        (
            {},
            [recorded("SpeechRecognizer.Recognize")],
            "What is heard is not the MP3 that the emulator sent.",
        ),
        (
            {},
            [RECOGNIZED, recorded("SpeechSynthesizer.Request", b"mp3")],
            (
                "The spoken question cost other requests than one Recognize: "
                "SpeechRecognizer.Recognize, SpeechSynthesizer.Request"
            ),
        ),
        ({}, [], "The spoken question cost other requests than one Recognize: "),
    ],
)
def test_what_may_be_wrong(
    changed: dict[str, Any], events: list[dict[str, Any]], complaint: str
) -> None:
    assert complaints_about(SUM, replace(GOOD, **changed), events) == [complaint]


async def test_what_is_said_is_heard_as_speech_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with_program = await say(SUM.text, "ko")
    monkeypatch.setattr(espeak, "ESPEAK", "no-such-program")
    assert await say(SUM.text, "ko") == tone() != with_program

    ear = Utterance(limit=8)
    pieces = list(microphone(tone(), seconds=2, step=0.02))
    assert {len(piece) for piece in pieces} == {640}
    assert any(ear.feed(piece) for piece in pieces)
    assert ear.heard == len(tone().samples) + 19_200  # 600 ms of quiet

    seconds = len(with_program.samples) / 2 / with_program.rate
    assert 0.5 < seconds < 4
    long = b"".join(microphone(with_program, seconds=5, step=0.02))
    assert long.startswith(with_program.samples)
    assert not any(long[len(with_program.samples) :])
