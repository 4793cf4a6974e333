"""From a sentence to a reply: language, the open question if there is one, then the skills in turn."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..config import MAX_CLIENTS
from .language import Language, detect, plain
from .languages import TABLES
from .repertoire import build
from .situation import Act, Situation
from .skills.base import AskingSkill, Line, Memory, Said, Skill

MAX_LENGTH: Final = 500
"""Characters of a sentence that are looked at."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the assistant says and wants done; `asks`: it wants an answer in the same dialogue."""

    text: str
    language: Language
    asks: bool = False
    acts: tuple[Act, ...] = ()
    spoken: bool = True
    """False: the text is shown only."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question that was asked and not answered yet."""

    skill: AskingSkill
    dialogue_id: str | None
    tries: int


@dataclass(slots=True)
class _User:
    memory: Memory
    question: _Question | None = None
    language: Language = Language.EN


class Assistant:
    """Answers sentences; remembers the open question and the timer of each user."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """`clock` gives the present with a zone."""
        self._clock = clock
        self._skills = build(TABLES)
        self._users: OrderedDict[int, _User] = OrderedDict()

    def answer(
        self,
        text: str,
        *,
        user: int,
        dialogue_id: str | None,
        situation: Situation | None = None,
    ) -> Reply:
        """The reply to a sentence, fit for the device; without a situation it is words only.

        A sentence of the dialogue in which a question was asked is taken as its answer; any other
        one ends the question. Outside a dialogue nothing is asked back.
        """
        person = self._user(user)
        text = text[:MAX_LENGTH]
        person.language = detect(text) or person.language
        said = Said(
            plain(text),
            person.language,
            self._clock(),
            person.memory,
            text,
            situation or Situation(),
        )
        question, person.question = person.question, None
        if question is not None and question.dialogue_id == dialogue_id:
            line, skill, tries = self._follow_up(said, question)
        else:
            line, skill = self._first_answer(said)
            tries = 1
        if line is None:
            line = Line(TABLES[said.language].not_understood)
        asks = line.asks and dialogue_id is not None
        if asks and isinstance(skill, AskingSkill):
            person.question = _Question(skill, dialogue_id, tries)
        return Reply(line.text, said.language, asks, line.acts, line.spoken)

    def language_of(self, user: int) -> Language:
        """What the user spoke last; English before that."""
        person = self._users.get(user)
        return Language.EN if person is None else person.language

    def _user(self, number: int) -> _User:
        person = self._users.setdefault(number, _User(Memory()))
        self._users.move_to_end(number)
        if len(self._users) > MAX_CLIENTS:
            self._users.popitem(last=False)
        return person

    def _first_answer(self, said: Said) -> tuple[Line | None, Skill | None]:
        for skill in self._skills:
            if line := skill.answer(said):
                return line, skill
        return None, None

    def _follow_up(self, said: Said, question: _Question) -> tuple[Line | None, Skill | None, int]:
        """The answer to a question; else something new; else the question again."""
        if line := question.skill.follow_up(said):
            return line, question.skill, 1
        line, skill = self._first_answer(said)
        if line is not None:
            return line, skill, 1
        again = question.skill.ask_again(said, question.tries)
        return again, question.skill, question.tries + 1
