"""What the assistant wants done by a device that can do it."""

from datetime import timedelta

import pytest

from emulator.assistant import Assistant
from emulator.assistant.situation import (
    Ability,
    Act,
    CancelTimers,
    ControlMusic,
    PlayMusic,
    SetTimer,
    SetVolume,
    ShowMemo,
    ShowWeather,
    Situation,
    StopAlerts,
    TurnVolume,
)

from .conftest import NOW
from .test_assistant import EN, KO, Talk, talk

__all__ = ["talk"]

ABLE = Situation(frozenset(Ability) - {Ability.RINGING, Ability.ALERTS})

ACTS: dict[str, tuple[Act, str]] = {
    "Play some music!": (PlayMusic(), "Here is some music."),
    "음악 틀어줘": (PlayMusic(), "음악을 들려드릴게요."),
    "音楽をかけて": (PlayMusic(), "音楽をかけます。"),
    "next song": (ControlMusic("Next"), "All right."),
    "pause": (ControlMusic("Pause"), "All right."),
    "노래 꺼줘": (ControlMusic("Stop"), "네."),
    "再開して": (ControlMusic("Resume"), "はい。"),
    "louder": (TurnVolume(louder=True), "All right."),
    "볼륨 줄여": (TurnVolume(louder=False), "네."),
    "volume 3": (SetVolume(3), "All right."),
    "Memo: buy Milk": (ShowMemo("buy Milk"), "I have noted: buy Milk"),
    "우유 사기 메모해줘": (ShowMemo("우유 사기"), "메모했어요. 우유 사기"),
    "牛乳を買うとメモして": (ShowMemo("牛乳を買う"), "メモしました。牛乳を買う"),
}


@pytest.mark.parametrize("said", ACTS)
def test_what_is_done(talk: Talk, said: str) -> None:
    act, text = ACTS[said]
    reply = talk.ask(said, situation=ABLE)
    assert (reply.acts, reply.text) == ((act,), text)


WORDS = {
    "play some music": "This device cannot play music.",
    "음악 틀어줘": "이 기기에서는 음악을 재생할 수 없어요.",
    "音楽をかけて": "この機器では音楽を再生できません。",
    "pause": "I did not understand that. Ask me what I can do.",
    "louder": "The volume of this device cannot be changed.",
    "memo milk": "I have noted: milk",
    "stop": "I did not understand that. Ask me what I can do.",
    "weather": "Today in Seoul: sunny, -2 to 6 degrees.",
    "timer 10 minutes": "Your timer is set for 10 minutes.",
}


@pytest.mark.parametrize(("said", "text"), WORDS.items())
def test_a_device_that_can_do_nothing_gets_words(talk: Talk, said: str, text: str) -> None:
    reply = talk.ask(said)
    assert (reply.text, reply.acts, reply.spoken) == (text, (), True)


@pytest.mark.parametrize(
    ("said", "tomorrow", "sky"),
    [
        ("what's the weather", False, "sunny"),
        ("weather tomorrow", True, "cloudy"),
        ("오늘 날씨", False, "맑음"),
        ("weather on monday", None, ""),
    ],
)
def test_the_weather_is_shown(talk: Talk, said: str, tomorrow: bool | None, sky: str) -> None:
    acts = talk.ask(said, situation=ABLE).acts
    shown = [(each.tomorrow, each.sky) for each in acts if isinstance(each, ShowWeather)]
    assert shown == ([] if tomorrow is None else [(tomorrow, sky)])


def test_a_timer_of_a_device_that_keeps_alerts(talk: Talk) -> None:
    keeping = Situation(frozenset({Ability.ALERTS}))
    reply = talk.ask("timer 10 minutes", situation=keeping)
    assert (reply.acts, reply.spoken) == ((SetTimer(600),), False)
    assert talk.ask("cancel the timer", situation=keeping).acts == ()
    running = Situation(frozenset({Ability.ALERTS}), NOW + timedelta(minutes=1))
    left = talk.ask("how long is left on the timer", situation=running)
    assert left.text == "The timer has 1 minute left."
    assert talk.ask("cancel the timer", situation=running).acts == (CancelTimers(),)


@pytest.mark.parametrize("said", ["stop!", "그만", "止めて"])
def test_what_rings_is_stopped_by_a_word(talk: Talk, said: str) -> None:
    assert talk.ask(said, situation=Situation(frozenset({Ability.RINGING}))).acts == (StopAlerts(),)
    assert StopAlerts() not in talk.ask(said, situation=ABLE).acts


def test_outside_a_dialogue_nothing_is_asked_back() -> None:
    assistant = Assistant(lambda: NOW)
    assert not assistant.answer("set a timer", user=1, dialogue_id=None).asks
    reply = assistant.answer("ten minutes", user=1, dialogue_id=None)
    assert reply.text.startswith("I did not understand")


def test_the_language_that_was_spoken_last(talk: Talk) -> None:
    assert talk.assistant.language_of(1) is EN
    talk.say("안녕")
    assert talk.assistant.language_of(1) is KO
