"""Simple arithmetic: `what is 12 times 3`."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import override

from ..arithmetic import SumError, Token, calculate
from ..language import Language
from ..numbers import NUMBER, shown, value_of
from .base import Line, Said, Skill

_SIGNS = {"+": r"\+", "-": "[-\u2212]", "*": "[*\u00d7]", "/": "[/\u00f7]", "(": r"\(", ")": r"\)"}


@dataclass(frozen=True, slots=True)
class SumPhrases:
    """Words for the signs, and what to say."""

    plus: str
    minus: str
    times: str
    divided: str
    result: str
    """With `{value}`."""
    by_zero: str


class SumSkill(Skill):
    """Finds a sum in the sentence and works it out."""

    def __init__(self, phrases: Mapping[Language, SumPhrases]) -> None:
        self._phrases = phrases
        self._signs = {language: _signs(each) for language, each in phrases.items()}
        self._sums = {
            language: _pattern(NUMBER[language], signs) for language, signs in self._signs.items()
        }

    @override
    def answer(self, said: Said) -> Line | None:
        found = self._sums[said.language].search(said.text)
        if found is None:
            return None
        phrases = self._phrases[said.language]
        try:
            value = calculate(self._tokens(found.group(), said.language))
        except SumError:
            return None
        except ZeroDivisionError:
            return Line(phrases.by_zero)
        return Line(phrases.result.format(value=shown(value)))

    def _tokens(self, text: str, language: Language) -> list[Token]:
        tokens: list[Token] = []
        signs = self._signs[language]
        pattern = re.compile("|".join([f"(?P<n>{NUMBER[language]})", *signs.values()]))
        for match in pattern.finditer(text):
            if match.lastgroup == "n":
                tokens.append(value_of(match.group(), language))
            else:
                tokens.append(next(k for k, v in signs.items() if re.fullmatch(v, match.group())))
        return tokens


def _signs(phrases: SumPhrases) -> dict[str, str]:
    words = {
        "+": phrases.plus,
        "-": phrases.minus,
        "*": phrases.times,
        "/": phrases.divided,
    }
    return {
        sign: f"(?:{form}|{words[sign]})" if sign in words else form
        for sign, form in _SIGNS.items()
    }


def _pattern(number: str, signs: dict[str, str]) -> re.Pattern[str]:
    """A number, and at least one sign with a further number."""
    operator = "|".join(signs[sign] for sign in "+-*/")
    operand = rf"[( ]*(?:{signs['-']} ?)?{number}[) ]*"
    return re.compile(rf"{operand}(?:(?:{operator}){operand})+")
