"""The check: questions through Assist, typed and spoken, music, a timer; whether all is right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
import hashlib
import re
import secrets
import time
from typing import Any, Final

import aiohttp

from . import check_alert, check_music, clova, speech
from .api import RestApi, Websocket
from .control import Control, name_of
from .mpd import Mpd
from .progress import say
from .table import lines
from .voice_turn import SpokenAnswer, speak

ASSIST_LIMIT: Final = 15.0
"""Seconds in which Home Assistant gives up on a question."""
SPOKEN_LANGUAGE: Final = "ko"
UNHEARD: Final = "🎤"
"""What Home Assistant takes speech for if CLOVA does not tell the words, as is usual."""
REQUESTS: Final = frozenset(
    {"SpeechRecognizer.Recognize", "TextRecognizer.Recognize", "SpeechSynthesizer.Request"}
)
"""Events that make CLOVA think or speak."""
UNSEEN: Final = (
    "mpd is not installed: no music was played, and whether the timer sounds was not checked."
)
RIGHT: Final = "right"
WRONG: Final = "WRONG"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what its answer must be like."""

    text: str
    is_right: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many milliseconds."""

    text: str
    failed: bool
    milliseconds: float


def questions() -> tuple[Question, ...]:
    """Return one question per language; the sum is a new one each time."""
    first, second = (secrets.choice(range(11, 100)) for _ in range(2))
    return (
        Question("지금 몇 시야?", tells_the_time),
        Question("明日の東京の天気は？", tells_the_weather),
        Question(
            f"What is {first} times {second}?",
            lambda answer: _numbers(answer) == [first * second],
        ),
    )


def spoken_question() -> Question:
    """Return a sum to be spoken; another one each time, so that nothing has been kept of it."""
    first, second = (secrets.choice(range(11, 100)) for _ in range(2))
    return Question(
        f"{first} 더하기 {second}는?", lambda answer: _numbers(answer) == [first + second]
    )


def tells_the_time(answer: str) -> bool:
    """Tell whether a text has the hour (of 12 or 24) and the minute of now, or of a minute ago."""
    now = datetime.now().astimezone()
    return any(
        _numbers(answer) == [hour, *_minutes(moment)]
        for moment in (now, now - timedelta(minutes=1))
        for hour in (moment.hour, moment.hour % 12 or 12)
    )


def _minutes(moment: datetime) -> list[int]:
    return [moment.minute] if moment.minute else []  # "11 o'clock"


def tells_the_weather(answer: str) -> bool:
    """Tell whether a Japanese text has the day, the place and a temperature."""
    return "明日" in answer and "東京" in answer and "度" in answer and bool(_numbers(answer))


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


async def run(
    session: aiohttp.ClientSession, rest: RestApi, control: Control, player: Mpd | None
) -> bool:
    """Ask, print a table and a verdict; returns whether all was right.

    Without a player there is no music, and the timer is only seen to ring.
    """
    rows = [("Question", "Answer", "ms", "")]
    complaints: list[str] = []
    rights = 0
    async with Websocket.connect(rest, session) as websocket:
        for question in questions():
            answer = await ask(websocket, question.text)
            right = not answer.failed and question.is_right(answer.text)
            rights += right
            rows.append(_row(question.text, answer.text, answer.milliseconds, right=right))
        spoken = spoken_question()
        heard, wrong = await ask_aloud(rest, websocket, control, spoken)
        rights += not wrong
        said = heard.text or heard.failure or ""
        rows.append(_row(f"🎤 {spoken.text}", said, heard.milliseconds, right=not wrong))
        complaints += wrong
        if player is not None:
            row, wrong = await ask_for_music(rest, websocket, player)
            rights += not wrong
            rows.append(row)
            complaints += wrong
        row, wrong = await ask_for_timer(rest, websocket, player)
        rights += not wrong
        rows.append(row)
        complaints += wrong
    complaints += await control.violations()
    remarks = [*([UNSEEN] if player is None else []), *complaints]
    say("\n".join(["", *lines(rows), *(["", *remarks] if remarks else []), ""]))
    say(f"{rights} of {len(rows) - 1} answers were right.")
    return rights == len(rows) - 1 and not complaints


async def ask_for_music(
    rest: RestApi, websocket: Websocket, player: Mpd
) -> tuple[tuple[str, str, str, str], list[str]]:
    """Have music played on mpd, and stop it; returns a row of the table, and what is wrong."""
    began = time.perf_counter()
    answer = await ask(websocket, check_music.WISH)
    entity_id = await clova.entity_of(websocket, "media_player")
    if answer.failed or entity_id is None:
        wrong = [f"CLOVA plays no music: {answer.text}"]
        return _row(f"♪ {check_music.WISH}", answer.text, 0, right=False), wrong
    heard = await check_music.listen_and_stop(rest, entity_id, player)
    took = max(heard.began_at - began, 0.0) * 1000
    right = not heard.complaints
    return _row(f"♪ {check_music.WISH}", heard.title, took, right=right), heard.complaints


async def ask_for_timer(
    rest: RestApi, websocket: Websocket, player: Mpd | None
) -> tuple[tuple[str, str, str, str], list[str]]:
    """Have a timer ring, on mpd if there is one, and stop it; returns as `ask_for_music` does."""
    began = time.perf_counter()
    answer = await ask(websocket, check_alert.WISH)
    calendar = await clova.entity_of(websocket, "calendar")
    sensor = await clova.entity_of(websocket, "binary_sensor", "alert")
    question = f"⏰ {check_alert.WISH}"
    if answer.failed or calendar is None or sensor is None:
        return _row(question, answer.text, 0, right=False), [f"CLOVA sets no timer: {answer.text}"]

    async def stop() -> str | None:
        told = await ask(websocket, check_alert.STOP)
        return f"CLOVA does not stop the timer: {told.text}" if told.failed else None

    rang = await check_alert.ring_and_stop(rest, calendar, sensor, player, stop)
    took = max(rang.began_at - began, 0.0) * 1000
    return _row(question, answer.text, took, right=not rang.complaints), rang.complaints


def _row(
    question: str, answer: str, milliseconds: float, *, right: bool
) -> tuple[str, str, str, str]:
    return question, answer, f"{milliseconds:.0f}", RIGHT if right else WRONG


async def ask_aloud(
    rest: RestApi, websocket: Websocket, control: Control, question: Question
) -> tuple[SpokenAnswer, list[str]]:
    """Speak a question; returns the answer, and what is wrong with it or with its way."""
    before = len(await control.events())
    await control.hear_next(question.text)
    answer = await speak(rest, websocket, await speech.say(question.text, SPOKEN_LANGUAGE))
    events = (await control.events())[before:]
    return answer, complaints_about(question, answer, events)


def complaints_about(
    question: Question, answer: SpokenAnswer, events: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Compare an answer with what the emulator recorded of it."""
    if answer.failure is not None:
        return [f"The spoken question failed: {answer.failure}"]
    found: list[str] = []
    if answer.heard not in {UNHEARD, question.text}:
        found.append(f"The spoken question was heard as: {answer.heard}")
    if not answer.stopped:
        found.append("CLOVA did not end the listening.")
    if not question.is_right(answer.text):
        found.append("The answer to the spoken question is not right.")
    asked = [event for event in events if name_of(event) in REQUESTS]
    if [name_of(event) for event in asked] != ["SpeechRecognizer.Recognize"]:
        names = ", ".join(name_of(event) for event in asked)
        found.append(f"The spoken question cost other requests than one Recognize: {names}")
    elif not answer.sound:
        found.append("There is no sound.")
    elif [hashlib.sha256(answer.sound).hexdigest()] != [
        each["sha256"] for each in asked[0]["attachments"]
    ]:
        found.append("What is heard is not the MP3 that the emulator sent.")
    return found


async def ask(websocket: Websocket, text: str) -> Answer:
    """Ask the default Assist pipeline, as the dialog in the browser does."""
    began = time.perf_counter()
    async for event in websocket.events(
        "assist_pipeline/run",
        start_stage="intent",
        end_stage="intent",
        input={"text": text},
        timeout=ASSIST_LIMIT,
    ):
        took = (time.perf_counter() - began) * 1000
        if event["type"] == "intent-end":
            response = event["data"]["intent_output"]["response"]
            said = response["speech"]["plain"]["speech"]
            return Answer(said, response["response_type"] == "error", took)
        if event["type"] == "error":
            return Answer(event["data"]["message"], failed=True, milliseconds=took)
    raise AssertionError("a pipeline's events end with an answer or an error")
