"""The check: three questions through Assist, and whether the answers are right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
import re
import secrets
import time
from typing import Final

import aiohttp

from .api import RestApi, Websocket
from .progress import say
from .table import lines

ASSIST_LIMIT: Final = 15.0
"""Seconds in which Home Assistant gives up on a question."""
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


async def run(session: aiohttp.ClientSession, rest: RestApi) -> bool:
    """Ask, print a table and a verdict; returns whether all answers were right."""
    asked = questions()
    rows = [("Question", "Answer", "ms", "")]
    rights = 0
    async with Websocket.connect(rest, session) as websocket:
        for question in asked:
            answer = await ask(websocket, question.text)
            right = not answer.failed and question.is_right(answer.text)
            rights += right
            milliseconds = f"{answer.milliseconds:.0f}"
            rows.append((question.text, answer.text, milliseconds, RIGHT if right else WRONG))
    say("\n".join(["", *lines(rows), ""]))
    say(f"{rights} of {len(asked)} answers were right.")
    return rights == len(asked)


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
