"""Numbers as people write and say them."""

from fractions import Fraction
import re
from typing import Final

from .language import Language

_ONES: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ENGLISH: Final = (
    {word: value for value, word in enumerate(_ONES)}
    | {word: value * 10 for value, word in enumerate(_TENS, start=2)}
    | {"a": 1, "an": 1}
)
_ENGLISH_SCALES: Final = {"hundred": 100, "thousand": 1000}
_ENGLISH_WORDS: Final = "|".join(sorted((*_ENGLISH, *_ENGLISH_SCALES), key=len, reverse=True))

_KOREAN_NATIVE: Final = {
    "한": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
    "열한": 11,
    "열두": 12,
    "스무": 20,
}
_KOREAN: Final = {digit: value for value, digit in enumerate("영일이삼사오육칠팔구")} | {"공": 0}
_KOREAN_SCALES: Final = {"십": 10, "백": 100, "천": 1000}
_KANJI: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_KANJI_SCALES: Final = {"十": 10, "百": 100, "千": 1000}

_FIGURES: Final = r"[0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,6})?"

NUMBER: Final = {
    Language.EN: rf"(?:{_FIGURES}|\b(?:{_ENGLISH_WORDS})\b(?:(?:[ -]and)?[ -](?:{_ENGLISH_WORDS})\b)*)",
    Language.KO: rf"(?:{_FIGURES}|{'|'.join(sorted(_KOREAN_NATIVE, key=len, reverse=True))}"
    r"|[영공일이삼사오육칠팔구십백천만]+)",
    Language.JA: rf"(?:{_FIGURES}|[〇零一二三四五六七八九十百千万]+)",
}
"""What a number looks like in a sentence in its plain form."""


def value_of(text: str, language: Language) -> Fraction:
    """The value of what NUMBER matched; raises ValueError for anything else."""
    if re.fullmatch(_FIGURES, text):
        return Fraction(text.replace(",", ""))
    if language is Language.EN:
        return Fraction(_english(re.split(r"[ -]", text)))
    if language is Language.JA:
        return Fraction(_positional(text, _KANJI, _KANJI_SCALES, "万"))
    if text in _KOREAN_NATIVE:
        return Fraction(_KOREAN_NATIVE[text])
    return Fraction(_positional(text, _KOREAN, _KOREAN_SCALES, "만"))


def _english(words: list[str]) -> int:
    total = group = 0
    for word in words:
        if word in _ENGLISH:
            group += _ENGLISH[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word == "thousand":
            total += max(group, 1) * 1000
            group = 0
        elif word != "and":
            raise ValueError(f"{word} is no number")
    return total + group


def _positional(text: str, digits: dict[str, int], scales: dict[str, int], myriad: str) -> int:
    """Numerals of the Chinese system: 삼백이십, 二十五, 一万二千."""
    total = group = 0
    digit: int | None = None
    for character in text:
        if character in digits:
            # Without scales they are read one by one: 이공이육.
            digit = digits[character] if digit is None else digit * 10 + digits[character]
        elif character in scales:
            group += (1 if digit is None else digit) * scales[character]
            digit = None
        elif character == myriad:
            total += max(group + (digit or 0), 1) * 10_000
            group, digit = 0, None
        else:
            raise ValueError(f"{character} is no numeral")
    return total + group + (digit or 0)


def shown(value: Fraction) -> str:
    """Figures with at most six decimals."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.6f}".rstrip("0").rstrip(".")
